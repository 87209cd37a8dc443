// A ravine: curvature 25 times larger across than along. Plain gradient descent against momentum.
import { button, decades, ellipse, figure, panel, plot, show, slider, toggle } from "./lib.js";
import { contraction, quadratic, run, stepsToHundredth } from "./optimizers.js";

const CURVATURES = [1, 25];
const START = [-4, 1.2];
const problem = quadratic([[CURVATURES[0], 0], [0, CURVATURES[1]]]);

// The rates with the smallest contraction: for plain descent 2/(λ₁+λ₂); for momentum
// lr = 4/(√λ₁+√λ₂)², mu = ((√λ₂−√λ₁)/(√λ₂+√λ₁))² (Polyak 1964).
const [low, high] = CURVATURES.map(Math.sqrt);
const BEST_PLAIN = 2 / (CURVATURES[0] + CURVATURES[1]);
const BEST_MOMENTUM = { lr: 4 / (low + high) ** 2, mu: ((high - low) / (high + low)) ** 2 };

figure("momentum-ravine", (frame) => {
  const mu = slider(frame, { label: "Momentum μ", min: 0, max: 0.99, step: 0.01, value: 0.8 });
  const lr = slider(frame, { label: "Learning rate η", min: 0.002, max: 0.3, value: 0.05, log: true });
  const steps = slider(frame, { label: "Steps", min: 1, max: 120, value: 40 });
  const nesterov = toggle(frame, { label: "Nesterov's form", value: false });
  button(frame, "Best rate for plain descent", () => (lr.value = BEST_PLAIN));
  button(frame, "Best pair for momentum", () => {
    lr.value = BEST_MOMENTUM.lr;
    mu.value = BEST_MOMENTUM.mu;
  });
  const path = panel(frame, "The paths, over lines of equal loss");
  const curve = panel(frame, "The loss at each step");

  return () => {
    const settings = { lr: lr.value, mu: mu.value };
    const rule = nesterov.value ? "nesterov" : "momentum";
    const runs = [
      { name: "plain", series: 1, rule: "sgd" },
      { name: nesterov.value ? "Nesterov" : "momentum", series: 2, rule },
    ].map((r) => ({
      ...r,
      ...run(r.rule, problem, START, settings, steps.value),
      factor: contraction(r.rule, CURVATURES, settings),
    }));
    frame.sentence.textContent = runs.map(pace).join(" ");

    const map = plot(path, {
      x: { label: "x", domain: [-5, 3.5] }, y: { label: "y", domain: [-2.2, 2.2] }, equal: true,
      describe: `Two paths of ${steps.value} steps from (−4, 1.2). ${frame.sentence.textContent}`,
    });
    for (const part of [0.02, 0.1, 0.3, 0.6, 1, 1.6]) {
      map.contour(ellipse(problem.A, problem.minimum, part * runs[0].losses[0]));
    }
    const chart = plot(curve, {
      x: { label: "step", domain: [0, Math.max(steps.value, 2)] },
      y: { label: "loss f", domain: decades(runs.flatMap((r) => r.losses), 1e-10, 1e6), log: true },
      describe: runs.map((r) => `${r.name}: loss ${show(r.losses.at(-1))} at the last step.`).join(" "),
    });
    for (const { points, losses, series, name } of runs) {
      map.line(points, series, { text: name, marks: 200 });
      chart.line(losses.map((loss, t) => [t, loss]), series, { text: name });
    }
    map.cross(problem.minimum, "");
  };
});

function pace({ name, factor }) {
  const label = name[0].toUpperCase() + name.slice(1);
  if (factor > 1 + 1e-9) return `${label}: diverges, the spectral radius is ${show(factor)}.`;
  if (factor > 1 - 1e-9) return `${label}: neither arrives nor runs away, the spectral radius is 1.`;
  return `${label}: spectral radius ${show(factor)}, so about ${stepsToHundredth(factor)} steps to a hundredth of the distance.`;
}
