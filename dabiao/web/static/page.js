// What a page does in the browser beside Streamlit: links and the way back here, the rest in the modules below.
// Nothing leaves the machine.
import "./charts.js";
import "./colours.js";
import "./outcome.js";
import "./returns.js";
import "./words.js";

const { pages, tags } = document.querySelector("script[data-pages]").dataset;

// Screen readers choose their voice by the document's language, which follows that of the address.
function speak(address) {
  const tag = JSON.parse(tags)[new URL(address, location.href).searchParams.get("language")];
  if (tag) document.documentElement.lang = tag;
}

// A page completes and corrects its own address. Were that a step in the history, going back would lead to the
// address as it was before, which corrects itself again: nobody would ever get further back.
let acted = false;
const push = history.pushState.bind(history);
history.pushState = (state, title, address) => {
  if (acted) push(state, title, address);
  else history.replaceState(state, title, address);
  acted = false;
  if (address) speak(address);
};
for (const kind of ["pointerdown", "keydown"]) {
  window.addEventListener(kind, (event) => { acted = acted || event.isTrusted; }, true);
}
window.addEventListener("popstate", () => { acted = false; speak(location.href); }, true);

// A link to another page would load the whole application anew. The open page turns to the address instead, just as
// it does for the browser's own buttons: that takes a fifth of the time. Without a connection the link is left alone.
const ours = new Set(pages.split(" "));
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-testid=stMain] :is(a[href]:not([target]), a[target=_self])");
  const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  const app = document.querySelector("[data-testid=stApp][data-test-connection-state=CONNECTED]");
  if (!link || !plain || !app || event.defaultPrevented) return;
  const to = new URL(link.href);
  const here = new URL(location.href);
  const folder = here.pathname.replace(/[^/]*$/, "");
  if (to.origin !== here.origin || !to.pathname.startsWith(folder) || to.hash) return;
  if (!ours.has(to.pathname.slice(folder.length)) || to.href === here.href) return;
  event.preventDefault();
  acted = true;
  history.pushState(null, "", to.href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  // Who reads by keyboard or by ear begins at the top of the page as well.
  const main = link.closest("[data-testid=stMain]");
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
  main.scrollTo(0, 0);
});
