// A loss of two weights and a penalty: where the minimum of their sum lies, and its path as λ grows.
import { ellipse, figure, panel, plot, show, slider } from "./lib.js";

const MINIMUM = [1.2, 0.5]; // of the loss alone
const PATH = Array.from({ length: 121 }, (_, i) => 10 ** (-2 + i / 30));

figure("penalty-contours", (frame) => {
  const strength = slider(frame, { label: "Strength λ", min: 0.01, max: 10, value: 0.5, log: true });
  const share = slider(frame, { label: "Share of L1 in the penalty", min: 0, max: 1, step: 0.05, value: 1 });
  const correlation = slider(frame, { label: "Correlation of the two inputs", min: -0.9, max: 0.9, step: 0.1, value: 0.5 });
  const plane = panel(frame, "The plane of the two weights");
  const weights = panel(frame, "The two weights for each strength");

  return () => {
    const A = [[2, 2 * correlation.value], [2 * correlation.value, 2]];
    const w = minimum(A, strength.value, share.value);
    const path = PATH.map((lam) => minimum(A, lam, share.value));
    frame.sentence.textContent = verdict(w, strength.value, share.value);

    const map = plot(plane, {
      x: { label: "w₁", domain: [-0.8, 1.8] }, y: { label: "w₂", domain: [-1, 1] }, equal: true,
      describe: `Contours of the loss around (1.2, 0.5) and of the penalty around 0, which touch. ${frame.sentence.textContent}`,
    });
    const d = [w[0] - MINIMUM[0], w[1] - MINIMUM[1]];
    const above = 0.5 * (A[0][0] * d[0] * d[0] + 2 * A[0][1] * d[0] * d[1] + A[1][1] * d[1] * d[1]);
    for (const level of [0.05, 0.2, 0.5, 1]) map.contour(ellipse(A, MINIMUM, level));
    if (above > 1e-6) map.line(ellipse(A, MINIMUM, above), 3, { text: "equal loss", marks: 1 });
    map.line(equalPenalty(w, share.value), 2, { text: "equal penalty", marks: 1 });
    map.line([MINIMUM, ...path], 1, { text: "minima, λ from 0.01 to 10", marks: 12 });
    map.cross(w, "minimum");

    const chart = plot(weights, {
      x: { label: "strength λ", domain: [0.01, 10], log: true }, y: { label: "weight", domain: [-0.5, 1.3] },
      describe: `Both weights against the strength. ${frame.sentence.textContent}`,
    });
    chart.line(path.map((point, i) => [PATH[i], point[0]]), 1, { text: "w₁", marks: 12 });
    chart.line(path.map((point, i) => [PATH[i], point[1]]), 2, { text: "w₂", marks: 12 });
    chart.level(0, "0");
    chart.cross([strength.value, w[0]], "");
    chart.cross([strength.value, w[1]], "");
  };
});

const soft = (value, threshold) => Math.sign(value) * Math.max(Math.abs(value) - threshold, 0);

/** Minimum of the loss plus share · λ Σ|w| + (1 − share) · λ/2 Σw², one weight at a time until both rest. */
function minimum(A, lam, share) {
  const b = [A[0][0] * MINIMUM[0] + A[0][1] * MINIMUM[1], A[1][0] * MINIMUM[0] + A[1][1] * MINIMUM[1]];
  const stiffness = [A[0][0] + (1 - share) * lam, A[1][1] + (1 - share) * lam];
  let [first, second] = MINIMUM;
  for (let round = 0; round < 400; round += 1) {
    first = soft(b[0] - A[0][1] * second, share * lam) / stiffness[0];
    second = soft(b[1] - A[1][0] * first, share * lam) / stiffness[1];
  }
  return [first, second];
}

const penalty = ([a, b], share) => share * (Math.abs(a) + Math.abs(b)) + ((1 - share) / 2) * (a * a + b * b);

/** The points with the penalty of w, on rays from 0: r² (1 − share)/2 + r · share · (|cos| + |sin|) = c. */
function equalPenalty(w, share) {
  const c = penalty(w, share);
  return Array.from({ length: 121 }, (_, i) => {
    const [u, v] = [Math.cos((Math.PI * i) / 60), Math.sin((Math.PI * i) / 60)];
    const linear = share * (Math.abs(u) + Math.abs(v));
    const square = (1 - share) / 2;
    const r = square < 1e-9 ? c / linear : (Math.sqrt(linear * linear + 4 * square * c) - linear) / (2 * square);
    return [r * u, r * v];
  });
}

function verdict(w, lam, share) {
  const kind = share === 1 ? "L1" : share === 0 ? "L2" : "Elastic net";
  const zero = w.map((value) => value === 0);
  const here = `${kind}, λ = ${show(lam)}: w₁ = ${show(w[0])}, w₂ = ${show(w[1])}.`;
  if (zero[0] && zero[1]) return `${here} Both are exactly 0: nothing is used any more.`;
  if (zero[0] || zero[1]) return `${here} ${zero[0] ? "w₁" : "w₂"} is exactly 0: the contours touch in a corner.`;
  return `${here} Neither is 0.`;
}
