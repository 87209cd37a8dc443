// Three losses of a margin: what it costs, and how hard an example of this margin still pulls.
import { figure, panel, plot, show, slider } from "./lib.js";

const sigmoid = (m) => 1 / (1 + Math.exp(-m));
/** −ln σ(m), without overflow. */
const surprise = (m) => Math.max(-m, 0) + Math.log1p(Math.exp(-Math.abs(m)));

figure("margin-losses", (frame) => {
  const margin = slider(frame, { label: "Margin m", min: -4, max: 4, step: 0.5, value: 0 });
  const gamma = slider(frame, { label: "Focus γ of the focal loss", min: 0, max: 5, step: 0.5, value: 2 });
  const levels = panel(frame, "Loss against the margin");
  const pulls = panel(frame, "Pull of an example");

  return () => {
    const [m, focus] = [margin.value, gamma.value];
    const losses = lossesOf(focus);
    const [cross, hinge, focal] = losses.map(({ pull }) => pull(m));
    frame.sentence.textContent =
      `At margin ${show(m)} the probability of the true label is ${show(sigmoid(m))}. ` +
      `Pull: cross-entropy ${show(cross)}, hinge ${show(hinge)}, focal ${show(focal)}. ${compare(focus, cross, focal)}`;

    const grid = Array.from({ length: 161 }, (_, i) => -4 + i / 20);
    const x = { label: "margin (no unit)", domain: [-4, 4] };
    const chart = plot(levels, {
      x, y: { label: "loss", domain: [-0.2, 5] },
      describe: `Three losses against the margin, with γ = ${show(focus)}. ${frame.sentence.textContent}`,
    });
    const slopes = plot(pulls, {
      x, y: { label: "minus the slope", domain: [-0.05, 1.6] },
      describe: `Pull against margin: it fades slowly for the cross-entropy, ends at 1 for the hinge loss, and early for the focal loss.`,
    });
    losses.forEach(({ name, of, pull }, index) => {
      chart.line(grid.map((v) => [v, of(v)]), index + 1, { text: name, marks: 12 });
      chart.cross([m, of(m)]);
      slopes.line(grid.map((v) => [v, pull(v)]), index + 1, { text: name, marks: 12 });
      slopes.cross([m, pull(m)]);
    });
  };
});

/** Each loss as a function of the margin, and its pull, which is minus the slope. */
export function lossesOf(focus) {
  return [
    { name: "cross-entropy", of: surprise, pull: (m) => sigmoid(-m) },
    { name: "hinge", of: (m) => Math.max(0, 1 - m), pull: (m) => (m < 1 ? 1 : 0) },
    {
      name: "focal",
      of: (m) => sigmoid(-m) ** focus * surprise(m),
      pull: (m) => sigmoid(-m) ** focus * (sigmoid(-m) + focus * sigmoid(m) * surprise(m)),
    },
  ];
}

function compare(focus, cross, focal) {
  if (focus === 0) return "With γ = 0 the focal loss is the cross-entropy.";
  return `The focal loss pulls ${show(focal / cross)} times as hard as the cross-entropy.`;
}
