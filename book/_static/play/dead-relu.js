// One ReLU unit and 200 houses: which of them reach it, under its bias, its weights and its leak.
import { figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const HOUSES = 200;
const draw = normal(4);
const SUMS = Array.from({ length: HOUSES }, draw).sort((a, b) => a - b);
const EDGES = Array.from({ length: 41 }, (_, i) => -10 + i / 2);

/** The outline of a histogram, and its highest bar. */
function outline(values) {
  const counts = EDGES.slice(1).map((right, i) => values.filter((v) => v > EDGES[i] && v <= right).length);
  const points = counts.flatMap((count, i) => [[EDGES[i], count], [EDGES[i + 1], count]]);
  return { points, highest: Math.max(...counts, 1) };
}

figure("dead-relu", (frame) => {
  const bias = slider(frame, { label: "Bias b", min: -6, max: 6, step: 0.1, value: -1 });
  const length = slider(frame, { label: "Length of the weights", min: 0.2, max: 2, step: 0.1, value: 1 });
  const leak = slider(frame, { label: "Slope below 0", min: 0, max: 0.3, step: 0.01, value: 0 });
  const histogram = panel(frame, "Pre-activations of the 200 houses");
  const unit = panel(frame, "What the unit makes of them");

  return () => {
    const z = SUMS.map((sum) => length.value * sum + bias.value);
    const reached = z.filter((value) => value > 0).length;
    frame.sentence.textContent = verdict(reached, leak.value);

    const { points, highest } = outline(z);
    const bars = plot(histogram, {
      x: { label: "pre-activation z", domain: [-10, 10] }, y: { label: "houses", domain: [0, 1.1 * highest] },
      describe: `Histogram of 200 pre-activations from ${show(z[0])} to ${show(z.at(-1))}. ${frame.sentence.textContent}`,
    });
    bars.line(points, 1, { text: "houses", marks: 1 });
    bars.line([[0, 0], [0, 1.1 * highest]], 2, { text: "z = 0", marks: 1 });

    const f = (value) => (value > 0 ? value : leak.value * value);
    const curve = plot(unit, {
      x: { label: "pre-activation z", domain: [-10, 10] }, y: { label: "output", domain: [-3, 10] },
      describe: `The unit's function with slope ${show(leak.value)} below 0, and the houses on it. ${frame.sentence.textContent}`,
    });
    curve.line([[-10, f(-10)], [0, 0], [10, 10]], 2, { text: "the function", marks: 1 });
    curve.line(z.map((value) => [value, f(value)]), 1, { text: "every fifth house", marks: 40 });
  };
});

function verdict(reached, leak) {
  const count = `${reached} of 200 houses have z > 0.`;
  if (reached > 0 && leak === 0) return `${count} The unit learns from these; for the others its output and its slope are 0.`;
  if (reached > 0) return `${count} The unit learns from these in full, and from the others with the factor ${show(leak)}.`;
  if (leak === 0) return `${count} The unit is dead: output 0 and slope 0 for each of them, so no step of training moves its weights.`;
  return `${count} For these houses the unit is linear, with slope ${show(leak)}. Training moves it, slowed down by that factor.`;
}
