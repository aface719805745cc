// The screen turns dark in the evening: Streamlit then changes its own colours and leaves those of the page and its
// charts, dark ink on a dark ground, until the page runs again.
import { runAgain, running } from "./run_again.js";

const PATIENCE = 30_000;
const PAUSE = 100;
let waiting = 0;

// Streamlit changes some moments after the screen; a page that ran before would have the old colours once more. So
// this looks until there is nothing more to come, and not only until the page has been asked to run.
function follow(until) {
  if (!running() && unlike()) runAgain();
  if (Date.now() < until) waiting = setTimeout(follow, PAUSE, until);
}

function unlike() {
  const app = document.querySelector("[data-testid=stApp]");
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--db-surface)";
  const wanted = getComputedStyle(probe).color;
  probe.remove();
  return app && getComputedStyle(app).backgroundColor !== wanted;
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  clearTimeout(waiting);
  follow(Date.now() + PATIENCE);
});
