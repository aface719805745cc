// The return's form in the browser.
import { runAgain } from "./run_again.js";

// What is typed into a return stays in this browser until the server says that it holds just that. After a reload,
// a lost connection or a session that ended it is offered back; it is never put over what somebody else has saved.
const TYPED = "dabiao.typed";
const paper = () => document.querySelector(".db-kept");
const inputOf = (field) => document.querySelector(`.st-key-${field} :is(input, textarea)`);
const keyOf = (at, field) => `${TYPED}|${at.dataset.typist}|${field}`;
let offeredFor = "";

document.addEventListener("input", (event) => {
  const holder = event.target.closest('[class*="st-key-cell-"]');
  const found = holder && holder.className.match(/st-key-(cell-[0-9a-f]+-(?:given|source|explanation))(?:\s|$)/);
  const at = paper();
  if (found && at) localStorage.setItem(keyOf(at, found[1]), event.target.value);
}, true);

function retype(input, text) {
  const kind = input.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  input.focus();
  // React keeps a value of its own and hears of another only through the element's own setter.
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => input.blur(), 50);
}

function offer(at, lost) {
  document.querySelectorAll(".db-offer").forEach((old) => old.remove());
  if (!lost.length) return;
  const called = JSON.parse(at.dataset.called);
  const box = document.body.appendChild(document.createElement("section"));
  const put = (name, text, into) => Object.assign(into.appendChild(document.createElement(name)), { textContent: text });
  box.className = "db-offer";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", at.dataset.offer);
  put("p", at.dataset.offer, box).setAttribute("role", "status");
  for (const [field, text] of lost) {
    const row = box.appendChild(document.createElement("div"));
    put("p", `${called[field]}: “${text}”`, row);
    const done = () => {
      row.remove();
      if (!box.querySelector("button")) box.remove();
    };
    put("button", at.dataset.back, row).addEventListener("click", () => {
      const input = inputOf(field);
      if (input && !input.disabled) retype(input, text);
      done();
    });
    put("button", at.dataset.away, row).addEventListener("click", () => {
      localStorage.removeItem(keyOf(at, field));
      done();
    });
  }
}

function describe() {
  for (const said of document.querySelectorAll(".db-said")) {
    const card = said.closest(`.st-key-${said.dataset.said}-card`);
    const input = inputOf(`${said.dataset.said}-given`);
    if (card && card.getAttribute("role") !== "group") {
      card.setAttribute("role", "group");
      card.setAttribute("aria-labelledby", `${said.dataset.said}-title`);
    }
    if (!input) continue;
    const invalid = said.dataset.invalid === "true";
    if (input.getAttribute("aria-describedby") !== said.id) input.setAttribute("aria-describedby", said.id);
    if (input.getAttribute("aria-invalid") !== String(invalid)) input.setAttribute("aria-invalid", String(invalid));
  }
}

// The field for files speaks English to screen readers.
function name() {
  const words = document.querySelector(".db-upload-words");
  const field = words && document.querySelector('[class*="st-key-sheet-file"]');
  if (!field) return;
  for (const [selector, label] of [
    ["[data-testid=stFileUploaderDropzone] button", words.dataset.choose],
    ["input[type=file]", words.dataset.field],
    ["[data-testid=stFileChipDeleteBtn] button, button[data-testid=stFileChipDeleteBtn]", words.dataset.remove],
  ]) {
    for (const part of field.querySelectorAll(selector)) {
      if (part.getAttribute("aria-label") !== label) part.setAttribute("aria-label", label);
    }
  }
}

function compare() {
  const at = paper();
  if (!at) {
    if (offeredFor) offer(null, []);
    offeredFor = "";
    return;
  }
  describe();
  name();
  const saved = JSON.parse(at.dataset.saved);
  const lost = [];
  for (const [field, text] of Object.entries(saved)) {
    const typed = localStorage.getItem(keyOf(at, field));
    if (typed === null) continue;
    if (typed.trim() === text) localStorage.removeItem(keyOf(at, field));
    else if (inputOf(field) && inputOf(field).value !== typed) lost.push([field, typed]);
  }
  // Once for each session of the server and each return: in the same session the fields hold what was typed.
  const now = `${at.dataset.session}|${at.dataset.paper}`;
  if (now !== offeredFor && Object.keys(JSON.parse(at.dataset.called)).every(inputOf)) {
    offeredFor = now;
    offer(at, lost);
  }
}

// What a field sent over a line that was already dead has reached nobody, and Streamlit does not send it again by
// itself: the page runs as soon as there is another line, and brings all that stands in the fields.
let line = "";
function reconnect() {
  const app = document.querySelector("[data-testid=stApp]");
  const now = app ? app.dataset.testConnectionState : "";
  if (now === "CONNECTED" && line && line !== now && paper()) runAgain();
  line = now;
}

let waiting = 0;
new MutationObserver(() => {
  reconnect();
  if (!waiting && (paper() || offeredFor)) waiting = setTimeout(() => { waiting = 0; compare(); }, 100);
}).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-saved", "data-session", "data-test-connection-state"] });

// From what is said of a field to the field, for the keyboard too.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link) return;
  event.preventDefault();
  const card = document.querySelector(`.st-key-${link.dataset.go}-card`);
  const field = inputOf(`${link.dataset.go}-given`);
  if (card) card.scrollIntoView({ block: "center" });
  if (field && !field.disabled) field.focus({ preventScroll: true });
});
