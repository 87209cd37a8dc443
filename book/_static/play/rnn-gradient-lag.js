// How far back a random recurrent network reaches: the gradient by lag, and the size of its states.
import { choice, figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const [NETS, UNITS, STEPS, LAGS] = [8, 16, 60, 40];
const F = {
  none: [(z) => z, () => 1],
  tanh: [Math.tanh, (h) => 1 - h * h],
  relu: [(z) => Math.max(z, 0), (h) => (h > 0 ? 1 : 0)],
};

const indices = Array.from({ length: UNITS }, (_, i) => i);
const row = (g, W) => indices.map((j) => indices.reduce((sum, i) => sum + g[i] * W[i][j], 0)); // g W
const column = (g, W) => W.map((line) => indices.reduce((sum, j) => sum + line[j] * g[j], 0)); // g Wᵀ
const size = (g) => Math.hypot(...g);
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[NETS / 2 - 1] + sorted[NETS / 2]) / 2;
};

/** The spectral radius: the size of W to the power 2¹², and its root. */
function radiusOf(W) {
  let [power, logarithm] = [W, 0];
  for (let k = 0; k < 12; k += 1) {
    power = power.map((line) => row(line, power));
    const scale = size(power.flat());
    power = power.map((line) => line.map((w) => w / scale));
    logarithm = 2 * logarithm + Math.log(scale);
  }
  return Math.exp(logarithm / 2 ** 12);
}

const networks = Array.from({ length: NETS }, (_, net) => {
  const next = normal(21 + net);
  const draw = () => indices.map(next);
  const W = indices.map(draw);
  const scale = radiusOf(W);
  return { W: W.map((line) => line.map((w) => w / scale)), X: Array.from({ length: STEPS }, draw), g: draw() };
});

figure("rnn-gradient-lag", (frame) => {
  const radius = slider(frame, { label: "Spectral radius of the recurrent matrix", min: 0.1, max: 3, step: 0.05, value: 0.9 });
  const inputs = slider(frame, { label: "Size of the inputs (std. deviation)", min: 0, max: 2, step: 0.1, value: 0.5 });
  const activation = choice(frame, {
    label: "Activation", value: "none", options: [["none", "none"], ["tanh", "tanh"], ["relu", "ReLU"]],
  });
  const reach = panel(frame, "The gradient of the last state, by lag");
  const states = panel(frame, "The size of the states");

  return () => {
    const runs = networks.map((net) => run(net, radius.value, inputs.value, F[activation.value]));
    const left = range(LAGS).map((k) => [k, median(runs.map((one) => one.lengths[k]))]);
    const grown = range(STEPS - 1).map((t) => [t + 1, median(runs.map((one) => one.sizes[t]))]);
    frame.sentence.textContent = verdict(left[LAGS][1], grown.at(-1)[1]);

    const one = plot(reach, {
      x: { label: "lag (steps back)", domain: [0, LAGS] }, y: { label: "relative length", domain: [1e-12, 1e8], log: true },
      describe: `Length of the gradient against the lag for eight networks. ${frame.sentence.textContent}`,
    });
    runs.forEach(({ lengths }, net) => one.line(lengths.map((v, k) => [k, Math.max(v, 1e-14)]), 1, { marks: 1, text: net ? "" : "a network" }));
    one.line(left.map(([k, v]) => [k, Math.max(v, 1e-14)]), 2, { marks: 10, text: "median of eight" });
    one.level(1, "as long as it was");

    const two = plot(states, {
      x: { label: "step", domain: [0, STEPS] }, y: { label: "root mean square", domain: [1e-2, 1e6], log: true },
      describe: `Size of the states at each step for eight networks. ${frame.sentence.textContent}`,
    });
    runs.forEach(({ sizes }, net) => two.line(sizes.map((v, t) => [t + 1, Math.max(v, 1e-3)]), 1, { marks: 1, text: net ? "" : "a network" }));
    two.line(grown.map(([t, v]) => [t, Math.max(v, 1e-3)]), 2, { marks: 10, text: "median of eight" });
  };
});

const range = (last) => Array.from({ length: last + 1 }, (_, i) => i);

function run({ W, X, g: start }, radius, inputs, [f, slope]) {
  let h = indices.map(() => 0);
  const seen = [];
  for (const x of X) {
    const z = row(h, W);
    h = indices.map((i) => f(radius * z[i] + inputs * x[i]));
    seen.push(h);
  }
  let g = start;
  const lengths = [1];
  for (let k = 1; k <= LAGS; k += 1) {
    const state = seen[STEPS - k];
    g = column(g.map((v, i) => v * slope(state[i])), W).map((v) => radius * v);
    lengths.push(size(g) / size(start));
  }
  return { lengths, sizes: seen.map((state) => size(state) / Math.sqrt(UNITS)) };
}

function verdict(left, state) {
  const word = left < 0.1 ? "It vanishes" : left > 10 ? "It explodes" : "It keeps about its length";
  return `Over ${LAGS} steps the gradient is multiplied by ${show(left, 2)} in the median of eight networks. ${word}. The size of the last state is ${show(state, 2)}.`;
}
