// Turns the slides of a meeting, by keys, a presenter's clicker, touch or buttons, and draws their charts. All it
// needs is in the document: with the network cable pulled it goes on.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const number = document.getElementById("number");
  const black = document.getElementById("black");
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  let at = Math.min(slides.length, Math.max(1, Number(location.hash.slice(1)) || 1)) - 1;

  const dark = () => (root.dataset.mode ? root.dataset.mode === "dark" : night.matches);

  // Letters in a chart have one size on every screen; here the whole chart is drawn small and magnified.
  function draw(place) {
    const box = slides[place].querySelector(".chart");
    if (!box || slides[place].hidden) return;
    const figure = structuredClone(figures[place][dark() ? 1 : 0]);
    const { clientWidth: width, clientHeight: height } = box;
    const letters = parseFloat(getComputedStyle(document.body).fontSize);
    const wanted = Math.max(1, letters / Number(document.body.dataset.type));
    const natural = figure.layout.height || height;
    const scale = innerWidth > 700 ? Math.min(wanted, height / natural) : Math.min(1, height / natural);
    const inner = box.firstElementChild || box.appendChild(document.createElement("div"));
    inner.style.transform = `scale(${scale})`;
    Object.assign(figure.layout, { width: width / scale, height: height / scale, autosize: false });
    Plotly.react(inner, figure.data, figure.layout, { displayModeBar: false, responsive: false });
  }

  // What does not fit goes on on the next screen, in the largest letters in which it takes no more of them.
  const SIZES = [1.7, 1.5, 1.3, 1.15, 1];
  let screens = 1;
  let screen = 0;
  const small = () => innerWidth <= 700;
  const rows = (box) => [...box.querySelectorAll("tbody tr, li")];
  const over = (box) => box.scrollHeight > box.clientHeight + 1;

  // Returns the first row of each screen.
  function starts(box) {
    const every = rows(box);
    const found = [0];
    if (small() || !every.length) return found;
    for (;;) {
      const first = found.at(-1);
      every.forEach((row, place) => { row.hidden = place < first; });
      if (!over(box)) return found;
      let [fits, fails] = [first + 1, every.length];
      while (fails - fits > 1) {
        const middle = (fits + fails) >> 1;
        every.forEach((row, place) => { row.hidden = place < first || place >= middle; });
        if (over(box)) fails = middle; else fits = middle;
      }
      if (fits >= every.length) return found;
      found.push(fits);
    }
  }
  // Says how many rows are left out altogether.
  function count(box) {
    const more = box.querySelector(".more");
    const left = Number(more?.dataset.more || 0);
    if (more) more.textContent = left ? more.dataset.text.replace("{count}", left) : "";
  }
  function told(box) {
    count(box);
    box.style.fontSize = "";
    const least = starts(box);
    for (const size of small() ? [] : SIZES) {
      box.style.fontSize = `${size}em`;
      const found = starts(box);
      if (found.length <= least.length && box.scrollWidth <= box.clientWidth + 1) return found;
    }
    box.style.fontSize = "";
    return least;
  }
  // Shows one screen of a slide and counts them; a list that needs fewer stays at its last.
  function fit(slide, wanted) {
    const part = slide.querySelector(".part");
    let boxes = [];
    const measure = () => {
      boxes = [...slide.querySelectorAll(".fitting")].map((box) => [box, told(box)]);
      screens = Math.max(1, ...boxes.map(([, found]) => found.length));
      return screens > 1;
    };
    part.textContent = "";
    if (measure()) {
      // The count may take another line of the title, and leaves less room for the rows.
      part.textContent = ` (${screens}/${screens})`;
      measure();
    }
    screen = Math.min(wanted, screens - 1);
    for (const [box, found] of boxes) {
      const own = Math.min(screen, found.length - 1);
      const end = found[own + 1] ?? Infinity;
      rows(box).forEach((row, place) => { row.hidden = place < found[own] || place >= end; });
      const more = box.querySelector(".more");
      if (more && own < found.length - 1) more.textContent = "";
    }
    part.textContent = screens > 1 ? ` (${screen + 1}/${screens})` : "";
  }

  function step(by, focus = true) {
    const next = screen + by;
    if (next >= 0 && next < screens) show(at, focus, next);
    else if (at + by >= 0 && at + by < slides.length) show(at + by, focus, by < 0 ? Infinity : 0);
    else black.hidden = true;
  }

  function show(place, focus = true, wanted = 0) {
    at = Math.min(slides.length - 1, Math.max(0, place));
    slides.forEach((slide, index) => { slide.hidden = index !== at; });
    number.textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, "", `#${at + 1}`);
    black.hidden = true;
    fit(slides[at], wanted);
    draw(at);
    if (focus) slides[at].querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  const steps = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("nav") && (event.key === "Enter" || event.key === " ")) return;
    const by = event.key === " " && event.shiftKey ? -1 : steps[event.key];
    if (by) step(by);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else if (event.key === "." || event.key === "b" || event.key === "B") black.hidden = !black.hidden;
    else if (event.key === "f" || event.key === "F") full();
    else if (event.key === "d" || event.key === "D") turn();
    else return;
    event.preventDefault();
  });

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }
  function turn() {
    root.dataset.mode = dark() ? "light" : "dark";
    draw(at);
  }
  document.getElementById("before").addEventListener("click", () => step(-1, false));
  document.getElementById("after").addEventListener("click", () => step(1, false));
  document.getElementById("full").addEventListener("click", full);
  document.getElementById("mode").addEventListener("click", turn);
  black.addEventListener("click", () => { black.hidden = true; });

  let from = null;
  addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!from) return;
    const [to] = event.changedTouches;
    const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) step(across < 0 ? 1 : -1, false);
    from = null;
  });

  // The pointer and the buttons are in the way of what is shown while nobody moves it.
  let rest = 0;
  function wake() {
    document.body.classList.remove("idle");
    clearTimeout(rest);
    if (innerWidth > 700) rest = setTimeout(() => document.body.classList.add("idle"), 3000);
  }
  addEventListener("mousemove", wake);
  addEventListener("focusin", wake);

  let later = 0;
  addEventListener("resize", () => { clearTimeout(later); later = setTimeout(() => { fit(slides[at], screen); draw(at); }, 150); });
  night.addEventListener("change", () => draw(at));
  addEventListener("beforeprint", () => {
    document.querySelectorAll(".part").forEach((part) => { part.textContent = ""; });
    document.querySelectorAll(".fitting").forEach((box) => {
      box.style.fontSize = "";
      count(box);
      rows(box).forEach((row) => { row.hidden = false; });
    });
  });
  addEventListener("afterprint", () => fit(slides[at], screen));
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
  show(at, false);
  wake();
})();
