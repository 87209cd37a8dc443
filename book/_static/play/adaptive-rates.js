// One coupled quadratic, five rules: what each does with the factor on each coordinate's gradient.
import { choice, decades, ellipse, figure, panel, plot, show, slider, toggle } from "./lib.js";
import { quadratic, run } from "./optimizers.js";

const problem = quadratic([[1, 2], [2, 10]], [3, -1]);
const START = [1, -2];

// What each rule uses besides the learning rate, and values that suit this problem.
const RULES = {
  sgd: { name: "SGD", lr: 0.05, uses: [] },
  momentum: { name: "momentum", lr: 0.05, uses: ["beta1"] },
  adagrad: { name: "Adagrad", lr: 0.5, uses: ["eps"] },
  rmsprop: { name: "RMSProp", lr: 0.05, beta2: 0.9, uses: ["beta2", "eps"] },
  adam: { name: "Adam", lr: 0.1, beta2: 0.999, uses: ["beta1", "beta2", "eps", "correct"] },
};

figure("adaptive-rates", (frame) => {
  const first = frame.root.dataset.start ?? "adam";
  const rule = choice(frame, {
    label: "Rule", value: first,
    options: Object.entries(RULES).map(([key, { name }]) => [key, name]),
    onChange: (key) => {
      lr.value = RULES[key].lr;
      if (RULES[key].beta2) beta2.value = RULES[key].beta2;
    },
  });
  const lr = slider(frame, { label: "Learning rate η", min: 0.001, max: 2, value: RULES[first].lr, log: true });
  const beta1 = slider(frame, { label: "β₁ (momentum: μ)", min: 0, max: 0.99, step: 0.01, value: 0.9 });
  const beta2 = slider(frame, { label: "β₂", min: 0, max: 0.999, step: 0.001, value: 0.999 });
  const eps = slider(frame, { label: "ε", min: 1e-10, max: 1, value: 1e-8, log: true, step: 0.1 });
  const steps = slider(frame, { label: "Steps", min: 1, max: 200, value: 80 });
  const correct = toggle(frame, { label: "Bias correction", value: true });
  const controls = { beta1, beta2, eps, correct };
  const path = panel(frame, "The path, over lines of equal loss");
  const curve = panel(frame, "Loss above the minimum");
  const rates = panel(frame, "The factor on each coordinate's gradient", { wide: true });

  return () => {
    const { name, uses } = RULES[rule.value];
    for (const [key, control] of Object.entries(controls)) control.enabled = uses.includes(key);
    const settings = {
      lr: lr.value, mu: beta1.value, beta1: beta1.value, beta2: beta2.value,
      eps: eps.value, correct: correct.value,
    };
    const result = run(rule.value, problem, START, settings, steps.value);
    frame.sentence.textContent = verdict(name, result, settings);

    const map = plot(path, {
      x: { label: "x₁", domain: [-1, 8] }, y: { label: "x₂", domain: [-3.6, 1.4] }, equal: true,
      describe: `Path of ${name} over ${result.points.length - 1} steps. ${frame.sentence.textContent}`,
    });
    for (const part of [0.01, 0.05, 0.15, 0.35, 0.7, 1.2, 2]) {
      map.contour(ellipse(problem.A, problem.minimum, part * result.losses[0]));
    }
    map.line(result.points, 1, { marks: 200 });
    map.cross(problem.minimum, "minimum");

    const last = Math.max(steps.value, 2);
    const chart = plot(curve, {
      x: { label: "step", domain: [0, last] },
      y: { label: "f − lowest f", domain: decades(result.losses, 1e-10, 1e6), log: true },
      describe: `${name}: loss above the minimum from ${show(result.losses[0])} to ${show(result.losses.at(-1))}.`,
    });
    chart.line(result.losses.map((loss, t) => [t, loss]), 1);

    const all = result.rates.flat();
    const factors = plot(rates, {
      x: { label: "step", domain: [0, last] },
      y: { label: "factor", domain: decades(all, 1e-8, 1e6), log: true },
      height: 220,
      describe: `Factors at the last step: x₁ ${show(result.rates.at(-1)?.[0])}, x₂ ${show(result.rates.at(-1)?.[1])}.`,
    });
    [0, 1].forEach((i) => {
      const points = result.rates.map((rate, t) => [t + 1, rate[i]]);
      factors.line(points, i + 1, { text: `x${"₁₂"[i]}` });
    });
  };
});

function verdict(name, { points, losses, rates }, { lr }) {
  const first = [0, 1].map((i) => points[1]?.[i] - points[0][i]);
  const opening = points[1] ? `The first step is (${first.map((d) => show(d)).join(", ")})` : "The first step runs away";
  const bound = 2 / problem.curvatures[1];
  if (name === "SGD") {
    const side = lr < bound ? `below the bound 2/λmax = ${show(bound)}: it converges` : `not below the bound 2/λmax = ${show(bound)}: it diverges`;
    return `${opening}, in proportion to the gradient. The learning rate ${show(lr)} is ${side}. Loss above the minimum after ${losses.length - 1} steps: ${show(losses.at(-1))}.`;
  }
  const ratio = rates.length ? rates.at(-1)[0] / rates.at(-1)[1] : 1;
  const same = Math.abs(ratio - 1) < 1e-9;
  const compare = same
    ? "Both coordinates have the same factor"
    : `In the end the factor of x₁ is ${show(ratio)} times that of x₂`;
  return `${opening}. ${compare}. Loss above the minimum after ${losses.length - 1} steps: ${show(losses.at(-1))}.`;
}
