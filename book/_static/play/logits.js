// Three logits and their softmax: what a logit, a temperature and a common shift do to the shares.
import { figure, panel, plot, show, slider } from "./lib.js";

/** Softmax of z/T, with the largest exponent shifted to 0. */
export function softmax(z, T = 1) {
  const largest = Math.max(...z);
  const powers = z.map((zi) => Math.exp((zi - largest) / T));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const bar = (place, height) => [[place - 0.3, 0], [place - 0.3, height], [place + 0.3, height], [place + 0.3, 0]];

figure("logits", (frame) => {
  const logits = [2, 1, 0].map((value, i) =>
    slider(frame, { label: `Logit of class ${i + 1}`, min: -6, max: 6, step: 0.1, value }),
  );
  const temperature = slider(frame, { label: "Temperature T", min: 0.1, max: 10, value: 1, log: true });
  const added = slider(frame, { label: "Added to all three", min: 0, max: 1000, step: 10, value: 0 });
  const scores = panel(frame, "Logits, before anything is added");
  const shares = panel(frame, "Probabilities");

  return () => {
    const z = logits.map((one) => one.value);
    const p = softmax(z, temperature.value);
    frame.sentence.textContent = verdict(z, p, temperature.value, added.value);
    const classes = { label: "class", domain: [0.4, 3.6] };
    const left = plot(scores, {
      x: classes, y: { label: "logit", domain: [-6.5, 6.5] },
      describe: `Logits of three classes: ${z.map((v) => show(v)).join(", ")}.`,
    });
    const right = plot(shares, {
      x: classes, y: { label: "probability", domain: [0, 1.05] },
      describe: `Probabilities of three classes: ${p.map((v) => show(v)).join(", ")}.`,
    });
    z.forEach((height, i) => left.line(bar(i + 1, height), i + 1, { marks: 1 }));
    p.forEach((height, i) => right.line(bar(i + 1, height), i + 1, { marks: 1, text: show(height) }));
  };
});

function verdict(z, p, T, added) {
  const best = p.indexOf(Math.max(...p)) + 1;
  const largest = (Math.max(...z) + added) / T;
  const power = Math.exp(largest);
  const naive = Number.isFinite(power)
    ? `Without the shift, the largest power would be e^${show(largest)} = ${show(power)}.`
    : `Without the shift, e^${show(largest)} would overflow, and the quotient would be nan.`;
  return `Class ${best} leads with ${show(Math.max(...p))}. Its own slope p(1 − p)/T is ${show((p[best - 1] * (1 - p[best - 1])) / T)}. ${naive}`;
}
