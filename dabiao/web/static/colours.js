// The screen turns dark in the evening: Streamlit then changes its own colours and leaves those of the page and its
// charts, dark ink on a dark ground, until the page runs again.
import { runAgain, running } from "./run_again.js";

const PATIENCE = 30_000;
const PAUSE = 100;
let waiting = 0;

// Kept, for whatever comes and goes on a page has all of it looked through again.
const probe = document.body.appendChild(document.createElement("i"));
probe.hidden = true;
probe.style.color = "var(--db-surface)";

// Streamlit changes some moments after the screen; a page that ran before would have the old colours once more. So
// this looks until there is nothing more to come, and not only until the page has been asked to run.
function follow(until) {
  if (!running() && unlike()) runAgain();
  if (Date.now() < until) waiting = setTimeout(follow, PAUSE, until);
}

function unlike() {
  const app = document.querySelector("[data-testid=stApp]");
  return app && getComputedStyle(app).backgroundColor !== getComputedStyle(probe).color;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  clearTimeout(waiting);
  follow(Date.now() + PATIENCE);
});
