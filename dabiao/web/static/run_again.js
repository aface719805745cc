// Have the open page run again.

// Streamlit's key for it is R, and it goes unheard while the page is still running: what the page is to run for may
// have come too late for that run. Let go of the key too: one that is held down counts once, and the next press would
// go unseen.
export function runAgain() {
  if (running()) {
    setTimeout(runAgain, 50);
    return;
  }
  for (const kind of ["keydown", "keyup"]) {
    document.dispatchEvent(new KeyboardEvent(kind, { key: "r", code: "KeyR", keyCode: 82, bubbles: true }));
  }
}

export function running() {
  return Boolean(document.querySelector(
    "[data-testid=stApp]:is([data-test-script-state=running], [data-test-script-state=rerunRequested])"
  ));
}
