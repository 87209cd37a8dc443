// How far a gradient reaches: the cell of a random LSTM, its forget gates alone, a plain network.
import { figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const [UNITS, INPUTS, STEPS] = [8, 4, 60];
const FLOOR = 1e-12;
const draw = normal(3);
const matrix = (rows, columns, size) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw() * size));
const FROM_INPUT = matrix(INPUTS, 4 * UNITS, 1 / Math.sqrt(INPUTS));
const RECURRENT = matrix(UNITS, 4 * UNITS, 1 / Math.sqrt(UNITS));
const SEQUENCE = matrix(STEPS, INPUTS, 1);

figure("lstm-forget-bias", (frame) => {
  const bias = slider(frame, { label: "Forget bias", min: -1, max: 6, step: 0.25, value: 1 });
  const scale = slider(frame, { label: "Recurrent weights (scale)", min: 0, max: 3, step: 0.25, value: 1 });
  const lengths = panel(frame, "Gradient of state t with respect to state 0", { wide: true });

  return () => {
    const found = reach(bias.value, scale.value);
    frame.sentence.textContent = verdict(found, bias.value);
    const axes = plot(lengths, {
      x: { label: "step t", domain: [0, STEPS] },
      y: { label: "length of the gradient", domain: [FLOOR, 1e4], log: true },
      describe: `Three lengths of gradients over ${STEPS} steps, from 1 at the start. ${frame.sentence.textContent}`,
    });
    const points = (values) => values.map((v, t) => [t, v]).filter(([, v]) => v >= FLOOR);
    axes.line(points(found.whole), 1, { text: "LSTM: whole gradient of the cell" });
    axes.line(points(found.product), 2, { text: "LSTM: product of forget gates" });
    axes.line(points(found.plain), 3, { text: "plain network, same scale" });
  };
});

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const slope = (s) => s * (1 - s);
const length = (rows) => Math.sqrt(rows.flat().reduce((sum, v) => sum + v * v, 0) / UNITS);
const column = (row, weights, k) => row.reduce((sum, v, j) => sum + v * weights[j][k], 0);

/** Root mean squares of the derivatives; row j of dc and dh is with respect to unit j of the start. */
function reach(bias, scale) {
  const W = RECURRENT.map((row) => row.map((v) => scale * v));
  const units = Array.from({ length: UNITS }, (_, k) => k);
  const identity = units.map((j) => units.map((k) => (j === k ? 1 : 0)));
  let [h, c, s] = [0, 0, 0].map(() => units.map(() => 0));
  let [dh, dc, ds] = [units.map(() => units.map(() => 0)), identity, identity];
  let kept = units.map(() => 1);
  const found = { whole: [1], product: [1], plain: [1] };
  for (const x of SEQUENCE) {
    const z = (state, k) => column(x, FROM_INPUT, k) + column(state, W, k);
    const i = units.map((k) => sigmoid(z(h, k)));
    const f = units.map((k) => sigmoid(z(h, UNITS + k) + bias));
    const g = units.map((k) => Math.tanh(z(h, 2 * UNITS + k)));
    const o = units.map((k) => sigmoid(z(h, 3 * UNITS + k)));
    const fresh = units.map((k) => f[k] * c[k] + i[k] * g[k]);
    const shown = fresh.map(Math.tanh);
    const before = dh;
    dc = dc.map((row, j) => units.map((k) => {
      const through = (block) => column(before[j], W, block * UNITS + k);
      return f[k] * row[k] + g[k] * slope(i[k]) * through(0) + c[k] * slope(f[k]) * through(1) + i[k] * (1 - g[k] ** 2) * through(2);
    }));
    dh = dc.map((row, j) => units.map((k) => {
      const gate = shown[k] * slope(o[k]) * column(before[j], W, 3 * UNITS + k);
      return o[k] * (1 - shown[k] ** 2) * row[k] + gate;
    }));
    kept = kept.map((v, k) => v * f[k]);
    [c, h] = [fresh, shown.map((v, k) => o[k] * v)];

    // The plain network has the candidate's weights.
    const next = units.map((k) => Math.tanh(z(s, 2 * UNITS + k)));
    ds = ds.map((row) => units.map((k) => column(row, W, 2 * UNITS + k) * (1 - next[k] ** 2)));
    s = next;

    found.whole.push(length(dc));
    found.product.push(length([kept]));
    found.plain.push(length(ds));
  }
  return found;
}

function verdict({ whole, product }, bias) {
  const ratio = whole[30] / product[30];
  const memory = 1 + Math.exp(bias);
  const grows = whole[30] > 1 ? " It is longer than at the start, though no gate is above 1." : "";
  return `A forget bias of ${show(bias)} sets the gates near ${show(sigmoid(bias))}, a memory of about ${show(memory, 2)} steps. After 30 steps the product of the gates is ${show(product[30], 2)}, and the whole gradient ${show(whole[30], 2)}, ${ratio < 1.05 ? "just" : `${show(ratio, 2)} times`} as long.${grows}`;
}
