// One input, two hidden tanh units, one output: the loss moves with x along two paths that add up.
import { choice, figure, html, show, slider, svg } from "./lib.js";

const TARGET = 0.5;

/** Values of the nodes and the factor of each edge: the derivative of its end in its start. */
function pass({ x, w1, w2, v1, v2 }) {
  const [a1, a2] = [Math.tanh(w1 * x), Math.tanh(w2 * x)];
  const out = v1 * a1 + v2 * a2;
  const loss = (out - TARGET) ** 2;
  const factors = { in1: w1 * (1 - a1 * a1), in2: w2 * (1 - a2 * a2), out1: v1, out2: v2, end: 2 * (out - TARGET) };
  return { x, a1, a2, out, loss, factors };
}

figure("chain-rule-paths", (frame) => {
  const x = slider(frame, { label: "Input x", min: -2, max: 2, step: 0.1, value: 0.5 });
  const w1 = slider(frame, { label: "Weight w₁ (x to a₁)", min: -2, max: 2, step: 0.1, value: 1 });
  const v1 = slider(frame, { label: "Weight v₁ (a₁ to ŷ)", min: -2, max: 2, step: 0.1, value: 1 });
  const w2 = slider(frame, { label: "Weight w₂ (x to a₂)", min: -2, max: 2, step: 0.1, value: -1 });
  const v2 = slider(frame, { label: "Weight v₂ (a₂ to ŷ)", min: -2, max: 2, step: 0.1, value: 0.5 });
  const which = choice(frame, {
    label: "Follow", value: "both", options: [["upper", "the upper path"], ["lower", "the lower path"], ["both", "both"]],
  });
  const box = html(frame.plots, "div", { class: "play-panel play-wide" });

  return () => {
    const weights = { w1: w1.value, w2: w2.value, v1: v1.value, v2: v2.value };
    const state = pass({ x: x.value, ...weights });
    const f = state.factors;
    const upper = f.in1 * f.out1 * f.end;
    const lower = f.in2 * f.out2 * f.end;
    const h = 1e-4;
    const at = (shift) => pass({ x: x.value + shift, ...weights }).loss;
    const measured = (at(h) - at(-h)) / (2 * h);
    const product = (...values) => values.map((v) => (v < 0 ? `(${show(v, 2)})` : show(v, 2))).join(" · ");
    const sentences = {
      upper: `Upper path: ${product(f.in1, f.out1, f.end)} = ${short(upper)}. Measured, by moving x a little: ${short(measured)}.`,
      lower: `Lower path: ${product(f.in2, f.out2, f.end)} = ${short(lower)}. Measured, by moving x a little: ${short(measured)}.`,
      both: `Upper path ${short(upper)}, lower path ${short(lower)}, sum ${short(upper + lower)}. Measured, by moving x a little: ${short(measured)}.`,
    };
    frame.sentence.textContent = sentences[which.value];
    draw(box, state, which.value, frame.sentence.textContent);
  };
});

const short = (value) => show(Math.abs(value) < 5e-4 ? 0 : Number(value.toFixed(3)));

function draw(parent, state, followed, describe) {
  parent.replaceChildren();
  const width = Math.max(parent.clientWidth, 250);
  const height = 250;
  const radius = width < 480 ? 21 : 25;
  const at = (share) => radius + 2 + share * (width - 2 * radius - 4);
  const places = {
    x: [at(0), 125], a1: [at(0.36), 50], a2: [at(0.36), 200], out: [at(0.7), 125], loss: [at(1), 125],
  };
  const names = { x: "x", a1: "a₁", a2: "a₂", out: "ŷ", loss: "L" };
  const edges = [["x", "a1", "in1", "upper"], ["x", "a2", "in2", "lower"], ["a1", "out", "out1", "upper"], ["a2", "out", "out2", "lower"], ["out", "loss", "end", "both"]];
  const root = svg(parent, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": describe });
  for (const [from, to, key, path] of edges) {
    const [[x1, y1], [x2, y2]] = [places[from], places[to]];
    const on = followed === "both" || path === "both" || path === followed;
    const series = path === "lower" ? 2 : 1;
    const look = on
      ? `stroke: var(--series-${series}); stroke-width: 3;` + (series === 2 ? " stroke-dasharray: 7 3" : "")
      : "stroke: var(--play-contour); stroke-width: 1";
    svg(root, "path", { d: `M${x1} ${y1}L${x2} ${y2}`, style: `fill: none; ${look}` });
    const place = { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + (path === "lower" ? 20 : -10), class: "middle" };
    svg(root, "text", { ...place, style: on ? "font-weight: 700" : "" }, `× ${short(state.factors[key])}`);
  }
  for (const [key, [cx, cy]] of Object.entries(places)) {
    svg(root, "circle", { cx, cy, r: radius, style: "fill: var(--pst-color-background); stroke: var(--pst-color-text-muted); stroke-width: 1.4" });
    svg(root, "text", { x: cx, y: cy - 2, class: "middle", style: "font-weight: 600" }, names[key]);
    svg(root, "text", { x: cx, y: cy + 13, class: "middle" }, show(Number(state[key].toFixed(2))));
  }
}
