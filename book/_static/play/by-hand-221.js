// A 2-2-1 network with sigmoids, number by number: forward, backward, update.
import { choice, decades, figure, html, panel, plot, slider, svg } from "./lib.js";

const UPDATES = 60;

export const EXAMPLES = {
  ours: { x: [1, -2], y: 1, W1: [[0.5, -0.3], [0.2, 0.8]], b1: [0.1, -0.1], W2: [0.7, -0.6], b2: 0.05 },
  lecture: { x: [0.5, 0.8], y: 1, W1: [[0.2, 0.3], [0.4, 0.7]], b1: [0.1, 0.2], W2: [0.5, 0.6], b2: 0.3 },
};

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** All numbers of the forward pass; W1[i][j] leads from input i to hidden unit j. */
export function forward({ x, y, W1, b1, W2, b2 }) {
  const z1 = [0, 1].map((j) => x[0] * W1[0][j] + x[1] * W1[1][j] + b1[j]);
  const a1 = z1.map(sigmoid);
  const z2 = a1[0] * W2[0] + a1[1] * W2[1] + b2;
  const yh = sigmoid(z2);
  return { z1, a1, z2, yh, loss: (yh - y) ** 2 / 2 };
}

/** All numbers of the backward pass. */
export function backward({ x, y, W2 }, { a1, yh }) {
  const d2 = (yh - y) * yh * (1 - yh);
  const da1 = W2.map((w) => d2 * w);
  const d1 = da1.map((d, j) => d * a1[j] * (1 - a1[j]));
  return { d2, dW2: a1.map((a) => a * d2), da1, d1, dW1: x.map((value) => d1.map((d) => value * d)) };
}

/** The network after one step of gradient descent. */
export function update(net, { d2, dW2, d1, dW1 }, lr) {
  return {
    ...net,
    W1: net.W1.map((row, i) => row.map((w, j) => w - lr * dW1[i][j])),
    b1: net.b1.map((b, j) => b - lr * d1[j]),
    W2: net.W2.map((w, j) => w - lr * dW2[j]),
    b2: net.b2 - lr * d2,
  };
}

/** The network before each of `updates` steps, and after the last. */
export function run(net, lr, updates) {
  const nets = [net];
  for (let t = 0; t < updates; t += 1) nets.push(update(nets[t], backward(nets[t], forward(nets[t])), lr));
  return nets;
}

const six = (v) => String(Number(v.toFixed(6))).replace("-", "−");
const four = (v) => v.toFixed(4).replace("-", "−");
const of = (v) => (v < 0 ? `(${six(v)})` : six(v));
const pair = (v) => `(${v.map(six).join(", ")})`;

/** What is computed at each step, in words; `shown` says which parts of the drawing are known. */
export function steps(net, lr) {
  const f = forward(net);
  const g = backward(net, f);
  const next = update(net, g, lr);
  const after = forward(next);
  const size = [g.d2, ...g.dW2, ...g.d1, ...g.dW1.flat()].reduce((sum, v) => sum + v * v, 0);
  const { x, y, W1, b1, W2, b2 } = net;
  const sums = [0, 1].map((j) => `${of(x[0])}·${of(W1[0][j])} + ${of(x[1])}·${of(W1[1][j])} + ${of(b1[j])} = ${six(f.z1[j])}`);
  const slope = (j) => `${of(g.da1[j])}·${six(f.a1[j])}·(1 − ${six(f.a1[j])}) = ${six(g.d1[j])}`;
  return [
    `The example x = ${pair(x)}, y = ${six(y)}, and the nine parameters.`,
    `Forward, z₁ = xW₁ + b₁: ${sums.join("; ")}.`,
    `Forward, a₁ = σ(z₁) = ${pair(f.a1)}.`,
    `Forward, z₂ = a₁W₂ + b₂ = ${six(f.a1[0])}·${of(W2[0])} + ${six(f.a1[1])}·${of(W2[1])} + ${of(b2)} = ${six(f.z2)}.`,
    `Forward, ŷ = σ(z₂) = ${six(f.yh)}, and L = ½(ŷ − y)² = ${six(f.loss)}.`,
    `Backward, δ₂ = (ŷ − y)·ŷ(1 − ŷ) = ${of(f.yh - y)}·${six(f.yh * (1 - f.yh))} = ${six(g.d2)}. This is also the gradient of b₂.`,
    `Backward, dW₂ = a₁·δ₂ = ${pair(g.dW2)}: each weight gets the activation that it multiplies, times δ₂.`,
    `Backward, da₁ = δ₂·W₂ = ${pair(g.da1)}, with the weights that the forward pass used.`,
    `Backward, δ₁ = da₁·a₁(1 − a₁): ${slope(0)}; ${slope(1)}. This is also the gradient of b₁.`,
    `Backward, dW₁: input times δ₁. First row ${pair(g.dW1[0])}, second row ${pair(g.dW1[1])}.`,
    `Update: each parameter loses η = ${six(lr)} times its gradient. W₂ becomes ${pair(next.W2)}, b₂ ${six(next.b2)}.`,
    `Update: W₁ becomes ${pair(next.W1[0])}, ${pair(next.W1[1])}, and b₁ ${pair(next.b1)}.`,
    `Forward again: ŷ rises to ${six(after.yh)}. L falls by ${six(f.loss - after.loss)}; the gradient promised η‖g‖² = ${six(lr * size)}.`,
  ];
}

figure("by-hand-221", (frame) => {
  const step = slider(frame, { label: "Step", min: 0, max: 12, value: 4 });
  const lr = slider(frame, { label: "Learning rate η", min: 0.05, max: 20, value: 0.5, log: true });
  const before = slider(frame, { label: "Updates made before", min: 0, max: UPDATES, value: 0 });
  const numbers = choice(frame, {
    label: "Numbers:", value: "ours", options: [["ours", "this page's"], ["lecture", "the lecture notes'"]],
  });
  const net = html(frame.plots, "div", { class: "play-panel" });
  const curve = panel(frame, "The loss after each update");

  return () => {
    const nets = run(EXAMPLES[numbers.value], lr.value, UPDATES);
    const now = nets[before.value];
    const words = steps(now, lr.value)[step.value];
    frame.sentence.textContent = words;
    const g = backward(now, forward(now));
    drawNetwork(net, now, update(now, g, lr.value), g, step.value, words);
    const losses = nets.map((each) => forward(each).loss);
    const chart = plot(curve, {
      x: { label: "update", domain: [0, UPDATES] }, y: { label: "loss L", domain: [decades(losses, 1e-10, 1)[0], 1], log: true },
      describe: `Loss from ${six(losses[0])} to ${six(losses.at(-1))} in ${UPDATES} updates.`,
    });
    chart.line(losses.map((loss, t) => [t, loss]), 1);
    chart.cross([before.value, losses[before.value]], "here");
  };
});

/** The network with the numbers that are known at this step: values, and below them gradients. */
function drawNetwork(parent, net, next, g, step, words) {
  parent.replaceChildren();
  html(parent, "p", { class: "play-heading" }, "The network: values, and below them gradients");
  const W = Math.max(parent.clientWidth, 250);
  const root = svg(parent, "svg", { width: W, height: 290, viewBox: `0 0 ${W} 290`, role: "img", "aria-label": words });
  const f = forward(net);
  const shown = step >= 11 ? next : { ...net, ...(step >= 10 ? { W2: next.W2, b2: next.b2 } : {}) };
  const [left, middle, right] = [26, W / 2 - 4, W - 32];
  const [top, low] = [62, 222];
  const rows = [top, low];
  const edge = (from, to, at, lift, value, gradient, active) => {
    const series = svg(root, "g", { class: `series-${active ? 2 : 1}` });
    svg(series, "path", { d: `M${from}L${to}`, class: "play-line", style: active ? "stroke-width: 3" : "stroke: var(--play-contour)" });
    const [x, y] = [0, 1].map((k) => from[k] + at * (to[k] - from[k]));
    label(root, x, y + lift, four(value), gradient);
  };
  for (const i of [0, 1]) {
    for (const j of [0, 1]) {
      const place = i === j ? [0.5, i ? 16 : -20] : [0.24, i ? -2 : -2];
      edge([left, rows[i]], [middle, rows[j]], ...place, shown.W1[i][j], step >= 9 ? g.dW1[i][j] : null, [1, 9, 11].includes(step));
    }
  }
  for (const j of [0, 1]) {
    const active = [3, 6, 7, 10].includes(step);
    edge([middle, rows[j]], [right, 142], 0.5, j ? 16 : -20, shown.W2[j], step >= 6 ? g.dW2[j] : null, active);
  }
  for (const i of [0, 1]) unit(root, left, rows[i], `x${"₁₂"[i]}`, six(net.x[i]), null, null);
  for (const j of [0, 1]) {
    const value = step >= 2 ? four(f.a1[j]) : step >= 1 ? four(f.z1[j]) : "";
    const bias = `b ${four(shown.b1[j])}`;
    unit(root, middle, rows[j], step >= 2 || step < 1 ? "a₁" : "z₁", value, bias, step >= 8 ? `δ₁ ${four(g.d1[j])}` : null);
  }
  const value = step >= 4 ? four(f.yh) : step >= 3 ? four(f.z2) : "";
  unit(root, right, 142, step === 3 ? "z₂" : "ŷ", value, `b ${four(shown.b2)}`, step >= 5 ? `δ₂ ${four(g.d2)}` : null);
}

function unit(root, x, y, name, value, bias, delta) {
  svg(root, "circle", { cx: x, cy: y, r: 24, style: "fill: var(--pst-color-background); stroke: currentColor" });
  svg(root, "text", { x, y: y - 5, class: "middle" }, name);
  svg(root, "text", { x, y: y + 10, class: "middle" }, value);
  if (bias) svg(root, "text", { x, y: y + 38, class: "middle play-tick" }, bias);
  if (delta) svg(root, "text", { x, y: y + 52, class: "middle", style: "fill: var(--series-2); font-weight: 600" }, delta);
}

function label(root, x, y, value, gradient) {
  const halo = "paint-order: stroke; stroke: var(--pst-color-background); stroke-width: 5px";
  svg(root, "text", { x, y, class: "middle", style: halo }, value);
  if (gradient !== null) {
    svg(root, "text", { x, y: y + 14, class: "middle", style: `${halo}; fill: var(--series-2); font-weight: 600` }, four(gradient));
  }
}
