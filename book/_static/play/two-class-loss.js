// One logit, one target: cross-entropy against the squared error of the probability.
import { figure, panel, plot, show, slider } from "./lib.js";

const RANGE = 10;
const sigmoid = (z) => 1 / (1 + Math.exp(-z));
/** ln(1 + eᶻ) without overflow. */
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

figure("two-class-loss", (frame) => {
  const logit = slider(frame, { label: "Logit z", min: -RANGE, max: RANGE, step: 0.5, value: -3 });
  const target = slider(frame, { label: "Target y", min: 0, max: 1, step: 0.05, value: 1 });
  const levels = panel(frame, "Loss against the logit");
  const slopes = panel(frame, "Magnitude of the slope");

  return () => {
    const [z, y] = [logit.value, target.value];
    const losses = lossesOf(y);
    const [cross, squared] = losses.map(({ of, slope }) => ({ loss: of(z), pull: Math.abs(slope(z)) }));
    const ratio = squared.pull > 0 && cross.pull > 0 ? ` That is ${show(cross.pull / squared.pull)} times the other.` : "";
    frame.sentence.textContent =
      `p = ${show(sigmoid(z))}. The squared error is ${show(squared.loss)}, its slope has the magnitude ${show(squared.pull)}. ` +
      `The cross-entropy is ${show(cross.loss)}, its slope has the magnitude ${show(cross.pull)}.${ratio} ` +
      `${lowest(y)}`;

    const grid = Array.from({ length: 201 }, (_, i) => -RANGE + (2 * RANGE * i) / 200);
    const x = { label: "logit z (no unit)", domain: [-RANGE, RANGE] };
    const chart = plot(levels, {
      x, y: { label: "loss (nats, or no unit)", domain: [-0.2, 5] },
      describe: `Two losses against the logit for the target ${show(y)}. ${frame.sentence.textContent}`,
    });
    const pull = plot(slopes, {
      x, y: { label: "slope", domain: [-0.04, 1.04] },
      describe: `Magnitude of the slopes: ${show(cross.pull)} for the cross-entropy and ${show(squared.pull)} for the squared error.`,
    });
    losses.forEach(({ name, of, slope }, index) => {
      chart.line(grid.map((v) => [v, of(v)]), index + 1, { text: name, marks: 12 });
      chart.cross([z, of(z)]);
      pull.line(grid.map((v) => [v, Math.abs(slope(v))]), index + 1, { text: name, marks: 12 });
      pull.cross([z, Math.abs(slope(z))]);
    });
  };
});

/** Each loss as a function of the logit, with its slope, for the target y. */
export function lossesOf(y) {
  const error = (z) => sigmoid(z) - y;
  return [
    { name: "cross-entropy", of: (z) => softplus(z) - y * z, slope: error },
    { name: "squared error", of: (z) => error(z) ** 2, slope: (z) => 2 * error(z) * sigmoid(z) * sigmoid(-z) },
  ];
}

/** What the cross-entropy comes down to: the entropy of the target. */
function lowest(y) {
  if (y === 0 || y === 1) return "At best the cross-entropy comes as near to 0 as one likes.";
  const entropy = -y * Math.log(y) - (1 - y) * Math.log(1 - y);
  return `At best, with p = ${show(y)}, the cross-entropy is ${show(entropy)}.`;
}
