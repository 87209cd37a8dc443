// Three logits: their probabilities in a triangle, the pull at each, and where training leads.
import { figure, panel, plot, show, slider } from "./lib.js";

const CORNERS = [[0, 0], [1, 0], [0.5, Math.sqrt(0.75)]];
const STEPS = 400;

figure("three-class-loss", (frame) => {
  const logits = [1, 2, 3].map((k) =>
    slider(frame, { label: `Logit z${"₁₂₃"[k - 1]}`, min: -6, max: 6, step: 0.5, value: [-1, 2, 0][k - 1] }),
  );
  const smoothing = slider(frame, { label: "Label smoothing ε", min: 0, max: 0.9, step: 0.05, value: 0 });
  const triangle = panel(frame, "The probabilities, and the path of training");
  const pulls = panel(frame, "Gradient at each logit");

  return () => {
    const z = logits.map((control) => control.value);
    const target = [1, 0, 0].map((one) => one * (1 - smoothing.value) + smoothing.value / 3);
    const p = softmax(z);
    const gradient = gradientOf(z, target);
    const loss = lossOf(z, target);
    const lowest = -target.reduce((sum, t) => sum + (t > 0 ? t * Math.log(t) : 0), 0);
    frame.sentence.textContent =
      `p = (${p.map((share) => show(share, 2)).join(", ")}); loss ${show(loss)}, at best ${show(lowest)}. ` +
      `A step against the gradient ${words(gradient)}.`;

    const map = plot(triangle, {
      x: { label: "towards class 2 (share)", domain: [-0.3, 1.35] },
      y: { label: "towards class 3 (share)", domain: [-0.15, 1.05] },
      equal: true,
      describe: `Probabilities in a triangle, with a path towards the target. ${frame.sentence.textContent}`,
    });
    map.contour([...CORNERS, CORNERS[0]]);
    map.line(path(z, target).map(place), 2, { text: "path of training", marks: 0.5 });
    map.line([place(p)], 1, { text: "p now" });
    map.line([place(target)], 3, { text: "target" });
    CORNERS.forEach((corner, k) => map.cross(corner, String(k + 1)));

    const chart = plot(pulls, {
      x: { label: "class (number)", domain: [0.5, 3.5] },
      y: { label: "probability − target", domain: [-1.05, 1.05] },
      describe: `Entries of the gradient: ${gradient.map((g) => show(g, 2)).join(", ")}.`,
    });
    chart.line([[0.5, 0], [3.5, 0]], 3, { marks: 0.5 });
    gradient.forEach((entry, k) => chart.line([[k + 1, 0], [k + 1, entry]], 1));
  };
});

/** The cross-entropy of a target of shares that add up to 1. */
export function lossOf(z, target) {
  return logSumExp(z) - z.reduce((sum, v, k) => sum + v * target[k], 0);
}

export function gradientOf(z, target) {
  return softmax(z).map((share, k) => share - target[k]);
}

function logSumExp(z) {
  const top = Math.max(...z);
  return top + Math.log(z.reduce((sum, v) => sum + Math.exp(v - top), 0));
}

function softmax(z) {
  const total = logSumExp(z);
  return z.map((v) => Math.exp(v - total));
}

/** Probabilities along steps of length 0.5 against the gradient. */
export function path(start, target) {
  let z = start;
  const points = [softmax(z)];
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = gradientOf(z, target);
    z = z.map((v, k) => v - 0.5 * gradient[k]);
    points.push(softmax(z));
  }
  return points;
}

function place(p) {
  return [0, 1].map((axis) => p.reduce((sum, share, k) => sum + share * CORNERS[k][axis], 0));
}

function words(gradient) {
  const names = (test) => gradient.flatMap((g, k) => (test(g) ? [`z${"₁₂₃"[k]} by ${show(Math.abs(g), 2)}`] : []));
  const parts = [["raises", names((g) => g < -5e-4)], ["lowers", names((g) => g > 5e-4)]];
  const said = parts.filter(([, list]) => list.length).map(([verb, list]) => `${verb} ${list.join(" and ")}`);
  return said.length ? `${said.join(", and ")} (times the learning rate)` : "changes next to nothing";
}
