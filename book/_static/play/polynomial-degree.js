// Measurements around a curve of degree 5 and the polynomial that least squares fits to them.
import { figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const NOISE = 0.5;
const TRUTH = [0, 1, 0, -1, 0, 0.35]; // coefficients of Legendre polynomials
const HIGHEST = 12;
const BETWEEN = Array.from({ length: 201 }, (_, i) => -1 + i / 100);

figure("polynomial-degree", (frame) => {
  const degree = slider(frame, { label: "Degree of the polynomial", min: 0, max: HIGHEST, value: 1 });
  const count = slider(frame, { label: "Measurements", min: 14, max: 100, value: 15 });
  const draw = slider(frame, { label: "Draw of the measurements", min: 1, max: 30, value: 1 });
  const curves = panel(frame, "The measurements and the fit");
  const errors = panel(frame, "Errors of each degree, for these measurements");

  return () => {
    const { x, y } = measurements(count.value, draw.value);
    const fits = fitAll(x, y);
    const { best, training, onNew } = fits;
    const at = degree.value;
    frame.sentence.textContent = `${verdict(at, best, training, onNew)} ${lowest(best, onNew)}`;

    const map = plot(curves, {
      x: { label: "input x", domain: [-1, 1] }, y: { label: "measured y", domain: [-2.5, 2.5] },
      describe: `${x.length} measurements and a polynomial of degree ${at}. ${frame.sentence.textContent}`,
    });
    map.line(BETWEEN.map((u) => [u, truth(u)]), 2, { text: "the truth, degree 5", marks: 8 });
    map.line(BETWEEN.map((u, i) => [u, fits.curves[at][i]]), 1, { text: `the fit, degree ${at}`, marks: 10 });
    x.forEach((u, i) => map.cross([u, y[i]], ""));

    const chart = plot(errors, {
      x: { label: "degree", domain: [0, HIGHEST] },
      y: { label: "mean squared error", domain: [0.01, 10], log: true },
      describe: `Training error ${show(training[at])}, error on new data ${show(onNew[at])} at degree ${at}. ${lowest(best, onNew)}`,
    });
    chart.line(onNew.map((error, d) => [d, error]), 1, { text: "new data" });
    chart.line(training.map((error, d) => [d, error]), 3, { text: "training" });
    chart.level(NOISE ** 2, "variance of the noise");
    chart.cross([at, onNew[at]], show(onNew[at]));
  };
});

/** Values of the Legendre polynomials of degree 0 to `highest` at x. */
function legendre(x, highest) {
  const values = [1, x];
  for (let d = 1; d < highest; d += 1) values.push(((2 * d + 1) * x * values[d] - d * values[d - 1]) / (d + 1));
  return values.slice(0, highest + 1);
}

function truth(x) {
  return legendre(x, 5).reduce((sum, value, d) => sum + TRUTH[d] * value, 0);
}

function measurements(count, seed) {
  const next = normal(seed);
  const x = Array.from({ length: count }, (_, i) => -1 + (2 * i) / (count - 1));
  return { x, y: x.map((u) => truth(u) + NOISE * next()) };
}

/**
 * Fits of all degrees at once. Each column is made orthogonal to those before it, so a higher
 * degree adds one term and leaves the others; the same steps are done to the columns at new inputs.
 */
function fitAll(x, y) {
  const columns = transposed(x.map((u) => legendre(u, HIGHEST)));
  const between = transposed(BETWEEN.map((u) => legendre(u, HIGHEST)));
  const curves = [];
  const training = [];
  let rest = y;
  let curve = BETWEEN.map(() => 0);
  for (let d = 0; d <= HIGHEST; d += 1) {
    for (let earlier = 0; earlier < d; earlier += 1) {
      const share = dot(columns[earlier], columns[d]);
      columns[d] = columns[d].map((v, i) => v - share * columns[earlier][i]);
      between[d] = between[d].map((v, i) => v - share * between[earlier][i]);
    }
    const length = Math.sqrt(dot(columns[d], columns[d]));
    columns[d] = columns[d].map((v) => v / length);
    between[d] = between[d].map((v) => v / length);
    const coefficient = dot(columns[d], rest);
    rest = rest.map((v, i) => v - coefficient * columns[d][i]);
    curve = curve.map((v, i) => v + coefficient * between[d][i]);
    training.push(dot(rest, rest) / y.length);
    curves.push(curve);
  }
  const onNew = curves.map((values) => mean(values.map((v, i) => (v - truth(BETWEEN[i])) ** 2)) + NOISE ** 2);
  return { curves, training, onNew, best: onNew.indexOf(Math.min(...onNew)) };
}

const dot = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0);
const mean = (a) => a.reduce((sum, v) => sum + v, 0) / a.length;
const transposed = (rows) => rows[0].map((_, j) => rows.map((row) => row[j]));

const lowest = (best, onNew) => `New data are predicted best by degree ${best}, with ${show(onNew[best])}.`;

function verdict(at, best, training, onNew) {
  const both = `Degree ${at}: training error ${show(training[at])}, on new data ${show(onNew[at])}.`;
  if (at === best) return `${both} This is the best degree for these measurements.`;
  return at < best ? `${both} It is too simple: it underfits.` : `${both} It follows the noise: it overfits.`;
}
