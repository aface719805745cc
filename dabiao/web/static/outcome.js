// What a decision came to stands above what it was about, which may be long, and the button was at its end: the page
// goes there once, and so does who reads by keyboard or by ear.
const shown = new WeakSet();

new MutationObserver(() => {
  for (const outcome of document.querySelectorAll(".db-decided")) {
    if (shown.has(outcome)) continue;
    shown.add(outcome);
    outcome.tabIndex = -1;
    outcome.focus({ preventScroll: true });
    outcome.scrollIntoView({ block: "center" });
  }
}).observe(document.documentElement, { childList: true, subtree: true });
