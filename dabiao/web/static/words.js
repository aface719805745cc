// Streamlit's own words in the language of the page. It says them in English alone; what they are in each language
// comes with the page, and where each of them may stand.
const rules = JSON.parse(document.querySelector("script[data-words]").dataset.words);

// What varies within words, such as {count}, goes from one language into the other as it is.
const VARYING = /\{(\w+)\}/g;
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const pattern = (word) => {
  const parts = word.split(/\{\w+\}/).map(literal);
  const names = [...word.matchAll(VARYING)].map((found) => `(?<${found[1]}>.+)`);
  return new RegExp(`^${parts.map((part, place) => part + (names[place] || "")).join("")}$`, "s");
};
for (const rule of rules) {
  rule.push(Object.fromEntries(Object.entries(rule[2]).map(([tag, words]) => [tag, words.map(pattern)])));
}

// Returns what a text is in a language, nothing where it is none of the words or says so already.
function said(text, tag, words, patterns) {
  if (!text || !words[tag] || patterns[tag].some((one) => one.test(text))) return null;
  for (const [other, ones] of Object.entries(patterns)) {
    if (other === tag) continue;
    for (const [place, one] of ones.entries()) {
      const found = one.exec(text);
      if (found) return words[tag][place].replace(VARYING, (_all, name) => found.groups[name]);
    }
  }
  return null;
}

// All that stands within a part is asked for in two steps: in one, a browser looks around each element of the page
// for the part, which takes ten times as long on a large page, and this is asked whenever anything changes.
const WITHIN = " *";
function found(where) {
  if (!where.endsWith(WITHIN)) return document.querySelectorAll(where);
  const parts = [...document.querySelectorAll(where.slice(0, -WITHIN.length))];
  return parts.flatMap((part) => [...part.querySelectorAll("*")]);
}

function speak() {
  const tag = document.documentElement.lang;
  for (const [where, part, words, patterns] of rules) {
    for (const element of found(where)) {
      if (part) {
        const text = said(element.getAttribute(part), tag, words, patterns);
        if (text !== null) element.setAttribute(part, text);
        continue;
      }
      for (const node of element.childNodes) {
        const text = node.nodeType === Node.TEXT_NODE ? said(node.nodeValue, tag, words, patterns) : null;
        if (text !== null) node.nodeValue = text;
      }
    }
  }
}

// Before the browser paints: nobody sees a word change.
let waiting = 0;
new MutationObserver(() => {
  waiting = waiting || requestAnimationFrame(() => { waiting = 0; speak(); });
}).observe(document.documentElement, {
  childList: true,
  characterData: true,
  subtree: true,
  attributes: true,
  attributeFilter: ["lang", "alt", "aria-label", "placeholder"],
});
