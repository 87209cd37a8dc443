// One unit before and after batch normalization: one example moves, and all outputs do.
import { choice, figure, panel, plot, show, slider } from "./lib.js";

const INPUTS = [2, -1, 0.5, 1.5, -2, 3, -0.5, 1];
const STORED = { mean: 0.5, sd: 1.5 };

figure("batch-norm", (frame) => {
  const moved = slider(frame, { label: "Input of example 1", min: -20, max: 20, step: 0.5, value: 8 });
  const size = slider(frame, { label: "Batch size N", min: 1, max: 8, step: 1, value: 8 });
  const gamma = slider(frame, { label: "Scale γ", min: -2, max: 2, step: 0.1, value: 1 });
  const beta = slider(frame, { label: "Shift β", min: -2, max: 2, step: 0.1, value: 0 });
  const source = choice(frame, {
    label: "Mean and standard deviation", value: "batch",
    options: [["batch", "of the batch (training)"], ["stored", "stored (evaluation)"]],
  });
  const before = panel(frame, "Inputs");
  const after = panel(frame, "Outputs");

  return () => {
    const start = INPUTS.slice(0, Math.round(size.value));
    const now = [moved.value, ...start.slice(1)];
    const [was, is] = [start, now].map((values) => normalized(values, gamma.value, beta.value, source.value));
    frame.sentence.textContent = verdict(was, is, now.length, source.value);
    const names = now.map((_, i) => i + 1);
    const points = (values) => values.map((value, i) => [names[i], value]);

    const x = { label: "example", domain: [0.5, 8.5] };
    const left = plot(before, {
      x, y: { label: "input", domain: [-21, 21] },
      describe: `Inputs of one unit for ${now.length} examples. Example 1 is at ${show(moved.value)}.`,
    });
    left.line(points(start), 2, { text: "at first" });
    left.line(points(now), 1, { text: "now" });
    left.level(is.mean, "mean");

    const reach = Math.max(4, 1.1 * Math.max(...[...was.out, ...is.out].map(Math.abs)));
    const right = plot(after, {
      x, y: { label: "output", domain: [-reach, reach] },
      describe: `Outputs of batch normalization at first and now. ${frame.sentence.textContent}`,
    });
    right.line(points(was.out), 2, { text: "at first" });
    right.line(points(is.out), 1, { text: "now" });
  };
});

function normalized(values, gamma, beta, source) {
  const mean = source === "stored" ? STORED.mean : values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const sd = source === "stored" ? STORED.sd : Math.sqrt(variance + 1e-5);
  return { mean, sd, out: values.map((value) => (gamma * (value - mean)) / sd + beta) };
}

function verdict(was, is, N, source) {
  const used = `Mean ${show(is.mean, 2)}, standard deviation ${show(is.sd, 2)}.`;
  if (source === "stored") return `${used} These are stored, so example 1 moves by itself, and the others stay.`;
  if (N === 1) return `${used} One example is its own mean: the output is β = ${show(is.out[0], 2)} for any input.`;
  const step = Math.max(...is.out.slice(1).map((value, i) => Math.abs(value - was.out[i + 1])));
  const others = `The input of example 2 is what it was; its output was ${show(was.out[1], 2)} and is ${show(is.out[1], 2)}.`;
  if (N === 2) return `${used} Two examples come out at β ± γ, however far apart they are. ${others}`;
  return `${used} ${others} The other outputs moved by up to ${show(step, 2)}.`;
}
