// Step, sigmoid and tanh with their slopes: how much of a small change passes one unit, and many.
import { choice, figure, panel, plot, show, slider } from "./lib.js";

const sigmoid = (x) => 0.5 * (1 + Math.tanh(x / 2));

// Value and slope of each function at x; the slope parameter is put in by `at`.
const FUNCTIONS = {
  step: { name: "The step", value: (x) => (x >= 0 ? 1 : 0), slope: (x) => (x === 0 ? NaN : 0) },
  sigmoid: { name: "The sigmoid", value: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) },
  tanh: { name: "Tanh", value: Math.tanh, slope: (x) => 1 / Math.cosh(x) ** 2 },
};

const at = (f, beta, z) => [f.value(beta * z), beta * f.slope(beta * z)];
const GRID = Array.from({ length: 241 }, (_, i) => -6 + i / 20);

figure("activation-slope", (frame) => {
  const which = choice(frame, {
    label: "Function", value: "sigmoid",
    options: [["step", "step"], ["sigmoid", "sigmoid"], ["tanh", "tanh"]],
  });
  const place = slider(frame, { label: "Pre-activation z", min: -6, max: 6, step: 0.1, value: 1 });
  const beta = slider(frame, { label: "Slope parameter β", min: 0.25, max: 4, value: 1, log: true });
  const layers = slider(frame, { label: "Units in a row", min: 1, max: 20, value: 10 });
  const curve = panel(frame, "The function, with its tangent at z");
  const slopes = panel(frame, "Its slope");

  return () => {
    const f = FUNCTIONS[which.value];
    const z = place.value;
    const [value, slope] = at(f, beta.value, z);
    frame.sentence.textContent = verdict(f.name, z, value, slope, layers.value);

    const values = GRID.map((x) => [x, at(f, beta.value, x)[0]]);
    const top = plot(curve, {
      x: { label: "pre-activation z", domain: [-6, 6] }, y: { label: "output", domain: [-1.3, 1.3] },
      describe: `The function from −6 to 6. ${frame.sentence.textContent}`,
    });
    top.line(values, 1, { text: "output", marks: 12 });
    if (Number.isFinite(slope)) {
      const tangent = [z - 1.5, z + 1.5].map((x) => [x, value + slope * (x - z)]);
      top.line(tangent, 2, { text: "tangent", marks: 2 });
    }
    const peak = Math.max(1, beta.value * (which.value === "tanh" ? 1 : 0.25));
    const below = plot(slopes, {
      x: { label: "pre-activation z", domain: [-6, 6] }, y: { label: "slope", domain: [0, 1.1 * peak] },
      describe: Number.isFinite(slope) ? `Slope from −6 to 6; at z it is ${show(slope)}.` : "Slope 0 on both sides of the jump.",
    });
    below.line(GRID.map((x) => [x, at(f, beta.value, x)[1]]), 1, { text: "slope", marks: 12 });
    if (Number.isFinite(slope)) below.cross([z, slope], show(slope));
  };
});

function verdict(name, z, value, slope, layers) {
  const here = `${name} at z = ${show(z)} gives ${show(value)}`;
  if (!Number.isFinite(slope)) return `${here}, and jumps there: it has no slope at 0. (Asked: ${layers} in a row.)`;
  if (slope === 0) return `${here} with slope 0. A small change of z changes nothing, after 1 unit or ${layers}.`;
  const one = `${here} with slope ${show(slope)}. A small change of z comes out ${show(slope)} times as large`;
  const units = layers === 1 ? "1 such unit" : `${layers} such units in a row (weights 1)`;
  return `${one}, and ${show(slope ** layers)} times after ${units}.`;
}
