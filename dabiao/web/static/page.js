// What a page does in the browser beside Streamlit: charts as files and on paper, links and the way back, the
// screen's colours. Nothing leaves the machine.
(() => {
  const { pages, tags } = document.currentScript.dataset;

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

  // Streamlit's key for it is R. Let go of it too: a key that is held down counts once, and the next press would go
  // unseen.
  function runAgain() {
    for (const kind of ["keydown", "keyup"]) {
      document.dispatchEvent(new KeyboardEvent(kind, { key: "r", code: "KeyR", keyCode: 82, bubbles: true }));
    }
  }

  // The screen turns dark in the evening: Streamlit then changes its own colours and leaves those of the page and
  // its charts, dark ink on a dark ground, until the page runs again. Were that before Streamlit has changed, the page
  // would run with the old colours.
  function follow(patience) {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = "var(--db-surface)";
    const wanted = getComputedStyle(probe).color;
    probe.remove();
    const app = document.querySelector("[data-testid=stApp]");
    if (app && getComputedStyle(app).backgroundColor !== wanted) {
      runAgain();
    } else if (patience) {
      setTimeout(follow, 50, patience - 1);
    }
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => follow(200));

  const LINE = 22;

  function wrapped(text, width) {
    // Chinese characters are about twice as wide as Latin ones.
    const room = width / 8.5;
    const lines = [""];
    let used = 0;
    for (const word of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) || []) {
      const wide = [...word].reduce((sum, one) => sum + (one > "\u2e80" ? 2 : 1), 0);
      if (used + wide > room && used) {
        lines.push("");
        used = 0;
      }
      lines[lines.length - 1] += word;
      used += wide;
    }
    return lines;
  }

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  // The button can be there before the chart: its library is loaded when first needed.
  async function drawn(frame) {
    for (;;) {
      const plot = frame.querySelector(".js-plotly-plot");
      if (plot && plot.layout && window.Plotly) return plot;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async function save(button) {
    const row = button.closest(".db-files");
    const plot = await drawn(button.closest('[class*="st-key-chart-"]'));
    const provenance = document.querySelector(".db-provenance");
    const width = Math.max(plot.clientWidth, 900);
    const head = wrapped(row.dataset.title, width - 24);
    const foot = wrapped(provenance ? provenance.textContent.trim() : "", width - 24);
    const margin = { l: 8, r: 8, t: 8, b: 8, ...plot.layout.margin };
    const top = head.length * LINE + 14;
    const bottom = foot.length * LINE + 10;
    const height = plot.clientHeight + top + bottom;
    const text = (lines, size, place) => ({
      xref: "paper", yref: "paper", x: 0, xanchor: "left", align: "left", showarrow: false,
      text: lines.map(escaped).join("<br>"), font: { size }, ...place,
    });
    const layout = {
      ...plot.layout, width, height, autosize: false,
      paper_bgcolor: getComputedStyle(document.documentElement).getPropertyValue("--db-surface").trim(),
      margin: { ...margin, t: margin.t + top, b: margin.b + bottom },
      annotations: [
        ...(plot.layout.annotations || []),
        text(head, 16, { y: 1, yanchor: "bottom", yshift: margin.t + 8 }),
        text(foot, 12, { y: 0, yanchor: "top", yshift: -margin.b - 4 }),
      ],
    };
    const format = button.dataset.format;
    const address = await window.Plotly.toImage({ data: plot.data, layout }, { format, width, height, scale: 2 });
    const link = document.createElement("a");
    link.href = address;
    link.download = `${row.dataset.name}.${format}`;
    link.click();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".db-files button[data-format]");
    if (button) save(button);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A chart keeps the width of the screen when it is printed and would be cut at the edge of the paper.
  const PAPER = 1000;
  window.addEventListener("beforeprint", () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) window.Plotly.relayout(plot, { width: PAPER });
  });
  window.addEventListener("afterprint", () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) window.Plotly.relayout(plot, { width: null, autosize: true });
  });

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
})();
