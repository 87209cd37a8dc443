// Small helpers for figures to play with: controls and plots in SVG, no libraries.
// Colours come from play.css; every series also has its own dashes and marker.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { top: 10, right: 12, bottom: 42, left: 56 };

export function html(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

export function svg(parent, tag, attributes = {}, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

/** A number short enough for a label, with a real minus sign. */
export function show(value, digits = 3) {
  if (!Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e5)
      ? value.toExponential(1).replace(/\.0e/, "e")
      : String(Number(value.toPrecision(digits)));
  const [mantissa, exponent] = text.split("e");
  const power = exponent === undefined ? "" : ` × 10${superscript(Number(exponent))}`;
  return (mantissa + power).replace(/^1 × /, "").replace("-", "−");
}

function superscript(number) {
  return [...String(number)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");
}

/**
 * Start a figure in each place the page has for it. `build(frame)` makes controls and plots and
 * returns `draw()`, which is called now, after each change, and when the width changes.
 */
export function figure(name, build) {
  for (const root of document.querySelectorAll(`[data-play="${name}"]`)) {
    const frame = { root, name, count: 0 };
    root.replaceChildren();
    frame.controls = html(root, "div", { class: "play-controls" });
    frame.sentence = html(root, "p", { class: "play-sentence", role: "status" });
    frame.plots = html(root, "div", { class: "play-plots" });
    frame.redraw = () => {};
    const draw = build(frame);
    frame.redraw = draw;
    let width = 0;
    const follow = () => {
      if (root.clientWidth === width) return;
      width = root.clientWidth;
      draw();
    };
    // As soon as the rest of the figure's file has run. A browser may paint before it observes, and
    // what stands below would jump.
    queueMicrotask(follow);
    new ResizeObserver(follow).observe(root);
  }
}

/** A slider with its label and value. `log: true` spaces the values evenly in their logarithm. */
export function slider(frame, { label, min, max, step, value, log = false, format = show }) {
  const id = `play-${frame.name}-${(frame.count += 1)}`;
  const box = html(frame.controls, "div", { class: "play-slider" });
  const head = html(box, "div", { class: "play-slider-head" });
  html(head, "label", { for: id }, label);
  const shown = html(head, "output", { for: id });
  const inner = log ? Math.log10 : (v) => v;
  const outer = log ? (v) => 10 ** v : (v) => v;
  const width = step ?? (log ? 0.01 : 1);
  // Round ends, so that the steps between them meet round numbers (10⁰ = 1, 10⁻¹ = 0.1).
  const [low, high] = [min, max].map((end) => Number((Math.round(inner(end) / width) * width).toFixed(6)));
  const input = html(box, "input", { type: "range", autocomplete: "off", id, min: low, max: high, step: width });
  // A value that was set is kept as it is, though the slider's own steps may not meet it.
  let exact = value;
  const control = {
    input,
    get value() {
      return exact ?? Number(outer(Number(input.value)).toPrecision(log ? 3 : 6));
    },
    set value(v) {
      exact = v;
      input.value = inner(v);
      refresh();
    },
    set enabled(on) {
      input.disabled = !on;
      box.classList.toggle("play-off", !on);
    },
  };
  function refresh() {
    shown.textContent = format(control.value);
    input.setAttribute("aria-valuetext", shown.textContent);
  }
  control.value = value;
  input.addEventListener("input", () => {
    exact = null;
    refresh();
    frame.redraw();
  });
  return control;
}

/** A checkbox. */
export function toggle(frame, { label, value }) {
  const id = `play-${frame.name}-${(frame.count += 1)}`;
  const box = html(frame.controls, "div", { class: "play-toggle" });
  const input = html(box, "input", { type: "checkbox", autocomplete: "off", id });
  input.checked = value;
  html(box, "label", { for: id }, label);
  input.addEventListener("change", () => frame.redraw());
  return {
    input,
    get value() {
      return input.checked;
    },
    set enabled(on) {
      input.disabled = !on;
      box.classList.toggle("play-off", !on);
    },
  };
}

/** One of several named choices; `options` is a list of [value, label]. */
export function choice(frame, { label, options, value, onChange = () => {} }) {
  const name = `play-${frame.name}-${(frame.count += 1)}`;
  const box = html(frame.controls, "fieldset", { class: "play-choice" });
  html(box, "legend", {}, label);
  const control = { value };
  for (const [key, text] of options) {
    const item = html(box, "span");
    const input = html(item, "input", { type: "radio", autocomplete: "off", name, id: `${name}-${key}`, value: key });
    input.checked = key === value;
    html(item, "label", { for: `${name}-${key}` }, text);
    input.addEventListener("change", () => {
      control.value = key;
      onChange(key);
      frame.redraw();
    });
  }
  return control;
}

export function button(frame, label, onClick) {
  const node = html(frame.controls, "button", { type: "button", class: "play-button" }, label);
  node.addEventListener("click", () => {
    onClick();
    frame.redraw();
  });
  return node;
}

/** A place for a plot, with a heading and a legend; `draw` it with `plot`. */
export function panel(frame, heading, { wide = false } = {}) {
  const box = html(frame.plots, "div", { class: wide ? "play-panel play-wide" : "play-panel" });
  html(box, "p", { class: "play-heading" }, heading);
  const canvas = html(box, "div", { class: "play-canvas" });
  const legend = html(box, "p", { class: "play-legend" });
  return { canvas, legend };
}

/**
 * Axes in a panel, drawn anew. `x` and `y`: {label, domain: [low, high], log}. With `equal`, one
 * unit is as long on both axes (the y domain gives way). Returns functions that draw into it.
 */
export function plot({ canvas, legend }, { x, y, height = 250, equal = false, describe }) {
  const width = Math.max(canvas.clientWidth, 220);
  const inner = { w: width - MARGIN.left - MARGIN.right, h: height - MARGIN.top - MARGIN.bottom };
  let yDomain = y.domain;
  if (equal) {
    const middle = (y.domain[0] + y.domain[1]) / 2;
    const half = ((x.domain[1] - x.domain[0]) * inner.h) / inner.w / 2;
    yDomain = [middle - half, middle + half];
  }
  const px = scale(x.domain, [0, inner.w], x.log);
  const py = scale(yDomain, [inner.h, 0], y.log);

  canvas.replaceChildren();
  legend.replaceChildren();
  const root = svg(canvas, "svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": describe,
  });
  const grid = svg(root, "g", { transform: `translate(${MARGIN.left} ${MARGIN.top})` });
  axes(grid, inner, { ...x, at: px }, { ...y, domain: yDomain, at: py });
  // A nested svg cuts off what leaves the axes, with no clip path and so no id.
  const area = svg(root, "svg", { x: MARGIN.left, y: MARGIN.top, width: inner.w, height: inner.h });

  const place = ([a, b]) => [clamp(px(a), inner.w), clamp(py(b), inner.h)];
  const key = (series, text) => {
    const item = html(legend, "span", { class: `play-key series-${series}` });
    const mark = svg(item, "svg", { width: 34, height: 12, "aria-hidden": "true" });
    svg(mark, "path", { d: "M0 6H34", class: "play-line" });
    marker(mark, series, [17, 6]);
    item.append(text);
  };
  return {
    xDomain: x.domain, yDomain,
    contour(points) {
      svg(area, "path", { d: trace(points.map(place)), class: "play-contour" });
    },
    /** A line with about `marks` markers; `text` names it in the legend. */
    line(points, series, { text = "", marks = 40 } = {}) {
      const placed = points.filter((p) => p.every(Number.isFinite)).map(place);
      const group = svg(area, "g", { class: `series-${series}` });
      svg(group, "path", { d: trace(placed), class: "play-line" });
      const every = Math.max(1, Math.ceil(placed.length / marks));
      placed.filter((_, i) => i % every === 0).forEach((p) => marker(group, series, p));
      if (text) key(series, text);
    },
    /** A level of y with its name written on it. */
    level(value, text) {
      const h = clamp(py(value), inner.h);
      svg(area, "path", { d: `M0 ${h}H${inner.w}`, class: "play-level" });
      const above = h > 20 ? h - 5 : h + 14;
      svg(area, "text", { x: inner.w - 4, y: above, class: "play-note end" }, text);
    },
    cross(point, text) {
      const [a, b] = place(point);
      svg(area, "path", { d: `M${a - 5} ${b}h10M${a} ${b - 5}v10`, class: "play-cross" });
      if (text) svg(area, "text", { x: a + 7, y: b - 6, class: "play-note" }, text);
    },
  };
}

const clamp = (value, size) => Math.max(-1e4, Math.min(size + 1e4, value));
const trace = (points) => points.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");

function scale([low, high], [from, to], log) {
  if (!log) return (v) => from + ((v - low) / (high - low)) * (to - from);
  const [a, b] = [Math.log10(low), Math.log10(high)];
  return (v) => from + ((Math.log10(Math.max(v, 1e-300)) - a) / (b - a)) * (to - from);
}

function marker(parent, series, [a, b]) {
  const shapes = {
    1: `M${a - 2.6} ${b}a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0`,
    2: `M${a - 2.6} ${b - 2.6}h5.2v5.2h-5.2z`,
    3: `M${a} ${b - 3.4}l3.2 5.6h-6.4z`,
  };
  svg(parent, "path", { d: shapes[series], class: "play-marker" });
}

function axes(parent, { w, h }, x, y) {
  for (const value of ticks(x.domain, x.log, Math.max(3, Math.round(w / 60)))) {
    const at = x.at(value);
    svg(parent, "path", { d: `M${at} 0V${h}`, class: "play-grid" });
    svg(parent, "text", { x: at, y: h + 16, class: "play-tick middle" }, show(value));
  }
  for (const value of ticks(y.domain, y.log, 5)) {
    const at = y.at(value);
    svg(parent, "path", { d: `M0 ${at}H${w}`, class: "play-grid" });
    svg(parent, "text", { x: -6, y: at + 4, class: "play-tick end" }, show(value));
  }
  svg(parent, "path", { d: `M0 0V${h}H${w}`, class: "play-axis" });
  svg(parent, "text", { x: w / 2, y: h + 35, class: "play-axis-name middle" }, x.label);
  const turned = `translate(${-MARGIN.left + 13} ${h / 2}) rotate(-90)`;
  svg(parent, "text", { transform: turned, class: "play-axis-name middle" }, y.label);
}

/** Round values within a domain: about `count` of them, or powers of ten. */
export function ticks([low, high], log, count) {
  if (log) {
    const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
    const every = Math.max(1, Math.ceil((to - from) / count));
    const powers = [];
    for (let p = to; p >= from; p -= every) powers.unshift(10 ** p);
    return powers;
  }
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
  const values = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i += 1) {
    values.push(Number((i * step).toPrecision(12)));
  }
  return values;
}

/** Points of the ellipse on which a quadratic with matrix A lies `above` its lowest value. */
export function ellipse(A, centre, above) {
  // A = L Lᵀ; then x = centre + L⁻ᵀ u has ½ (x − c)·A(x − c) = ½ |u|².
  const l11 = Math.sqrt(A[0][0]);
  const l21 = A[1][0] / l11;
  const l22 = Math.sqrt(A[1][1] - l21 * l21);
  const r = Math.sqrt(2 * above);
  return Array.from({ length: 97 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 96;
    const v = (r * Math.sin(angle)) / l22;
    const u = (r * Math.cos(angle) - l21 * v) / l11;
    return [centre[0] + u, centre[1] + v];
  });
}

/** The smallest powers of ten that hold the values, within limits. */
export function decades(values, floor = 1e-12, ceiling = 1e6) {
  const finite = values.filter((v) => Number.isFinite(v) && v > 0);
  const low = Math.max(floor, Math.min(...finite, ceiling));
  const high = Math.min(ceiling, Math.max(...finite, floor));
  const from = Math.floor(Math.log10(low) + 1e-9);
  return [10 ** from, 10 ** Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9))];
}
