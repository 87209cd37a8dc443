// One weight, applied many times: a flat floor between two walls. Gradient descent with clipping.
import { figure, panel, plot, show, slider } from "./lib.js";

const START = 1.2;
const OUT = 10; // beyond this the run counts as thrown out
const HIGHEST = 1e6; // a limit that no gradient within the picture reaches

figure("cliff", (frame) => {
  const lr = slider(frame, { label: "Learning rate η", min: 1e-6, max: 4e-3, value: 1e-4, log: true });
  const limit = slider(frame, {
    label: "Clip the gradient at c", min: 0.1, max: HIGHEST, value: HIGHEST, log: true, step: 0.1,
    format: (c) => (c >= HIGHEST ? "not clipped" : show(c)),
  });
  const depth = slider(frame, { label: "Times the weight is applied", min: 2, max: 30, step: 2, value: 20 });
  const steps = slider(frame, { label: "Steps", min: 1, max: 400, value: 100 });
  const path = panel(frame, "The loss over w, and where the steps lead");
  const lengths = panel(frame, "The magnitude of the gradient at each step");

  return () => {
    const run = descend(lr.value, limit.value, depth.value, steps.value);
    frame.sentence.textContent = verdict(run, lr.value, depth.value);
    const map = plot(path, {
      x: { label: "w", domain: [-1.4, 1.4] }, y: { label: "loss", domain: [1e-6, 1e5], log: true },
      describe: `Loss over w, two walls beside a floor. ${frame.sentence.textContent}`,
    });
    const grid = Array.from({ length: 281 }, (_, i) => -1.4 + i / 100);
    map.contour(grid.map((w) => [w, Math.max(loss(w, depth.value), 1e-6)]));
    map.line(run.points.map((w) => [w, Math.max(loss(w, depth.value), 1e-6)]), 1, { marks: 400 });
    const chart = plot(lengths, {
      x: { label: "step", domain: [0, Math.max(steps.value, 2)] },
      y: { label: "magnitude of the gradient", domain: [1e-4, 1e6], log: true },
      describe: `The magnitude starts at ${show(Math.abs(run.slopes[0]))} and ends at ${show(Math.abs(run.slopes.at(-1)))}.`,
    });
    chart.line(run.slopes.map((g, t) => [t, Math.max(Math.abs(g), 1e-4)]), 1);
    if (limit.value < HIGHEST) chart.level(limit.value, `clipped at ${show(limit.value)}`);
  };
});

const loss = (w, depth) => (w ** depth - 1) ** 2 / 2;
const slope = (w, depth) => (w ** depth - 1) * depth * w ** (depth - 1);

/** The points of the descent and the gradient at each; it ends where a step leads out of sight. */
function descend(lr, limit, depth, steps) {
  const points = [START];
  const slopes = [slope(START, depth)];
  while (points.length <= steps && Math.abs(points.at(-1)) < OUT) {
    const g = slopes.at(-1);
    points.push(points.at(-1) - lr * Math.sign(g) * Math.min(Math.abs(g), limit));
    slopes.push(slope(points.at(-1), depth));
  }
  return { points, slopes };
}

function verdict({ points, slopes }, lr, depth) {
  const [end, first] = [points.at(-1), points[1]];
  const count = `${points.length - 1} step${points.length === 2 ? "" : "s"}`;
  const jump = `The first step leads from 1.2 to ${show(first)}.`;
  if (Math.abs(end) >= OUT) return `${jump} Thrown out after ${count}: w = ${show(end)}.`;
  const left = Math.abs(Math.abs(end) - 1);
  if (left < 0.001) return `${jump} After ${count} w = ${show(end)}, at a minimum.`;
  if (Math.abs(slopes.at(-1)) * lr < 1e-5 && Math.abs(end) < 1) {
    return `${jump} Stuck on the floor at w = ${show(end)}: the gradient there is ${show(slopes.at(-1))}.`;
  }
  if (lr * depth ** 2 > 2) return `${jump} After ${count} w = ${show(end)}; η is above 2/λ = ${show(2 / depth ** 2)}, the bound at the minimum.`;
  return `${jump} After ${count} w = ${show(end)}, still on the way.`;
}
