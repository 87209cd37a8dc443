// Gradient descent on f = ½(λ₁x² + λ₂y²): which rates arrive, and what noise leaves over.
import { button, decades, ellipse, figure, html, panel, plot, show, slider } from "./lib.js";
import { contraction, noiseFloor, normal, quadratic, run, stepsToHundredth } from "./optimizers.js";

const START = [-4, 1.5];

figure("gradient-descent", (frame) => {
  const rate = slider(frame, { label: "Learning rate η", min: 0.005, max: 2.5, value: 0.17, log: true });
  const condition = slider(frame, { label: "Condition number λ₂/λ₁", min: 1, max: 40, value: 10 });
  const steps = slider(frame, { label: "Steps", min: 1, max: 120, value: 40 });
  const noise = slider(frame, { label: "Gradient noise (std. deviation)", min: 0, max: 3, step: 0.1, value: 0 });
  let seed = 1;
  const redrawNoise = button(frame, "Another draw", () => (seed += 1));
  const gauge = html(frame.plots, "div", { class: "play-panel play-wide" });
  const path = panel(frame, "The path, over lines of equal loss");
  const curve = panel(frame, "The loss at each step");

  return () => {
    const curvatures = [1, condition.value];
    const problem = quadratic([[curvatures[0], 0], [0, curvatures[1]]]);
    const draw = noise.value > 0 ? normal(seed) : null;
    const jitter = draw && (() => noise.value * draw());
    redrawNoise.disabled = !draw;
    const { points, losses } = run("sgd", problem, START, { lr: rate.value }, steps.value, jitter);
    const words = verdict(rate.value, curvatures, noise.value, losses);
    frame.sentence.textContent = words;

    drawGauge(gauge, rate.value, curvatures[1]);
    const map = plot(path, {
      x: { label: "x", domain: [-5, 5] }, y: { label: "y", domain: [-3, 3] }, equal: true,
      describe: `Path of ${points.length - 1} steps from (−4, 1.5). ${words}`,
    });
    for (const part of [0.02, 0.08, 0.2, 0.45, 0.8, 1.3, 2, 3]) {
      map.contour(ellipse(problem.A, problem.minimum, part * losses[0]));
    }
    map.line(points, 1, { marks: 200 });
    map.cross(problem.minimum, "minimum");
    const floor = noise.value > 0 ? noiseFloor(curvatures, rate.value, noise.value) : NaN;
    const chart = plot(curve, {
      x: { label: "step", domain: [0, Math.max(steps.value, 2)] },
      y: { label: "loss f", domain: decades(losses, 1e-10, 1e8), log: true },
      describe: `Loss from ${show(losses[0])} to ${show(losses.at(-1))} after ${losses.length - 1} steps.`,
    });
    if (Number.isFinite(floor)) chart.level(floor, `noise floor ${show(floor)}`);
    chart.line(losses.map((loss, t) => [t, loss]), 1);
  };
});

function verdict(rate, curvatures, noise, losses) {
  const limit = 2 / curvatures[1];
  const swing = 1 - rate * curvatures[1];
  const pace = contraction("sgd", curvatures, { lr: rate });
  const compare = (sign) => `η = ${show(rate)} ${sign} 2/λmax = ${show(limit)}`;
  if (Math.abs(swing + 1) < 1e-6) return `Neither arrives nor runs away: ${compare("=")}.`;
  if (swing < -1) {
    return `Diverges: ${compare(">")}, and each step multiplies y by ${show(swing)}.`;
  }
  const manner =
    swing < 0
      ? `Converges, oscillating across the valley: ${compare("<")}, and each step multiplies y by ${show(swing)}.`
      : `Converges without oscillating: ${compare("<")}, even half of that.`;
  if (noise > 0) {
    const late = losses.slice(Math.floor(losses.length / 2));
    const mean = late.reduce((a, b) => a + b, 0) / late.length;
    const floor = noiseFloor(curvatures, rate, noise);
    return `${manner} Noise keeps the loss near ${show(floor)}; the second half of this run averages ${show(mean)}.`;
  }
  if (pace < 1e-9) return `${manner} One step is enough.`;
  return `${manner} The slower direction shrinks by ${show(pace)} a step: ${stepsToHundredth(pace)} steps to a hundredth of the distance.`;
}

/** Where the rate stands among the three ranges that the largest curvature sets. */
function drawGauge(parent, rate, largest) {
  const share = Math.min(rate * largest, 3) / 3;
  parent.replaceChildren();
  const scale = html(parent, "div", { class: "play-gauge", "aria-hidden": "true" });
  for (const [name, text] of [["smooth", "no oscillation"], ["swing", "oscillates"], ["away", "diverges"]]) {
    html(scale, "span", { class: `play-gauge-${name}` }, text);
  }
  const mark = html(scale, "i", { class: "play-gauge-mark" });
  mark.style.left = `${100 * share}%`;
  const marks = html(parent, "div", { class: "play-gauge-marks", "aria-hidden": "true" });
  for (const [position, text] of [[1, `1/λmax = ${show(1 / largest)}`], [2, `2/λmax = ${show(2 / largest)}`]]) {
    const label = html(marks, "span", {}, text);
    label.style.left = `${(100 * position) / 3}%`;
  }
}
