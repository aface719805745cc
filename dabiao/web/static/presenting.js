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

  // What does not fit is counted, never cut in the middle.
  function fit(slide) {
    for (const box of slide.querySelectorAll(".fitting")) fitted(box);
  }
  function fitted(box) {
    const parts = [...box.querySelectorAll("tbody tr, li")];
    const more = box.querySelector(".more");
    parts.forEach((part) => { part.hidden = false; });
    const count = (hidden) => {
      const left = hidden + Number(more?.dataset.more || 0);
      if (more) more.textContent = left ? more.dataset.text.replace("{count}", left) : "";
    };
    count(0);
    if (innerWidth <= 700) return;
    for (let last = parts.length - 1; last > 0 && box.scrollHeight > box.clientHeight + 1; last -= 1) {
      parts[last].hidden = true;
      count(parts.length - last);
    }
  }

  function show(place, focus = true) {
    at = Math.min(slides.length - 1, Math.max(0, place));
    slides.forEach((slide, index) => { slide.hidden = index !== at; });
    number.textContent = `${at + 1} / ${slides.length}`;
    history.replaceState(null, "", `#${at + 1}`);
    black.hidden = true;
    fit(slides[at]);
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
    const step = event.key === " " && event.shiftKey ? -1 : steps[event.key];
    if (step) show(at + step);
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
  document.getElementById("before").addEventListener("click", () => show(at - 1, false));
  document.getElementById("after").addEventListener("click", () => show(at + 1, false));
  document.getElementById("full").addEventListener("click", full);
  document.getElementById("mode").addEventListener("click", turn);
  black.addEventListener("click", () => { black.hidden = true; });

  let from = null;
  addEventListener("touchstart", (event) => { from = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!from) return;
    const [to] = event.changedTouches;
    const [across, down] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(down)) show(at + (across < 0 ? 1 : -1), false);
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
  addEventListener("resize", () => { clearTimeout(later); later = setTimeout(() => { fit(slides[at]); draw(at); }, 150); });
  night.addEventListener("change", () => draw(at));
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
  show(at, false);
  wake();
})();
