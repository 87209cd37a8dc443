// Two weights in a row, L = (w₁w₂ − 1)²: a saddle between two valleys. A path starts beside the ridge.
import { figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const CURVATURE = 2; // of the way down from the saddle, in magnitude
const LEFT = 0.25; // a loss below this counts as having left

figure("saddle", (frame) => {
  const start = slider(frame, { label: "Distance from the ridge ε", min: 1e-8, max: 0.1, value: 1e-3, log: true, step: 0.5 });
  const lr = slider(frame, { label: "Learning rate η", min: 0.005, max: 0.2, value: 0.02, log: true });
  const noise = slider(frame, { label: "Noise of the gradient σ", min: 0, max: 1, step: 0.05, value: 0 });
  const steps = slider(frame, { label: "Steps", min: 10, max: 600, step: 10, value: 250 });
  const map = panel(frame, "The path, over lines of equal loss");
  const curve = panel(frame, "The loss at each step");

  return () => {
    const run = descend(start.value, lr.value, noise.value, steps.value);
    frame.sentence.textContent = verdict(run, start.value, lr.value, noise.value, steps.value);
    const place = plot(map, {
      x: { label: "w₁", domain: [-2.2, 2.2] }, y: { label: "w₂", domain: [-1.8, 1.8] }, equal: true, height: 290,
      describe: `A path from (1, −1) along the ridge over lines of equal loss. ${frame.sentence.textContent}`,
    });
    for (const product of [-3, -1.5, -0.5, 0.3, 0.7, 1, 1.5, 2.5]) {
      place.contour(branch(product, 1));
      place.contour(branch(product, -1));
    }
    place.contour([[-9, 0], [9, 0]]);
    place.contour([[0, -9], [0, 9]]);
    place.line(run.points, 1, { marks: 60 });
    place.line([run.points.at(-1)], 3, { text: "the last point" });
    place.cross([0, 0], "");
    const chart = plot(curve, {
      x: { label: "step", domain: [0, steps.value] }, y: { label: "loss", domain: [0, 4] }, height: 290,
      describe: `The loss falls from 4, and is ${show(run.losses.at(-1))} after ${steps.value} steps.`,
    });
    chart.line(run.losses.map((value, t) => [t, value]), 1);
    chart.level(1, "loss at the saddle");
  };
});

/** The points with w₁w₂ = product on one side of the axis. */
function branch(product, side) {
  return Array.from({ length: 81 }, (_, i) => {
    const w = side * Math.exp(-2.5 + (5 * i) / 80);
    return [w, product / w];
  });
}

function descend(distance, lr, noise, steps) {
  const draw = normal(3);
  const shift = distance / Math.SQRT2;
  const points = [[1 + shift, -1 + shift]];
  const losses = [(points[0][0] * points[0][1] - 1) ** 2];
  let left = losses[0] < LEFT ? 0 : null;
  for (let t = 1; t <= steps; t += 1) {
    const [a, b] = points.at(-1);
    const pull = 2 * (a * b - 1);
    points.push([a - lr * (pull * b + noise * draw()), b - lr * (pull * a + noise * draw())]);
    losses.push((points[t][0] * points[t][1] - 1) ** 2);
    if (left === null && losses[t] < LEFT) left = t;
  }
  return { points, losses, left };
}

function verdict({ points, losses, left }, distance, lr, noise, steps) {
  const expected = Math.log(1 / distance) / Math.log(1 + lr * CURVATURE);
  const formula = `The formula says ${Math.round(expected)} without noise.`;
  if (left !== null) {
    const valley = points.at(-1)[0] > 0 ? "right" : "left";
    return `The loss is below ¼ after ${left} steps, and the path is in the valley on the ${valley}. ${formula}`;
  }
  const [a, b] = points.at(-1);
  const size = Math.abs(2 * (a * b - 1)) * Math.hypot(a, b);
  return `After ${steps} steps the loss is ${show(losses.at(-1))} and the gradient has the magnitude ${show(size)}: no minimum yet. ${formula}`;
}
