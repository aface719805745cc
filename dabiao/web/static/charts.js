// Charts as files and on paper. Nothing leaves the machine.

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
