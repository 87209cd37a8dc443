// A learning-rate schedule, and the expected loss of SGD with it on a noisy bowl.
import { choice, decades, figure, panel, plot, show, slider } from "./lib.js";

const UPDATES = 400;
const STEEP = 1;
const FLAT = 0.02;
const START = { [STEEP]: 100, [FLAT]: 2500 }; // squared distances

// Each shape gives a factor between the share at the end and 1, for u from 0 to 1.
const SHAPES = {
  constant: () => 1,
  inverse: (u, end) => 1 / (1 + (1 / end - 1) * u),
  step: (u, end) => end ** (Math.min(3, Math.floor(4 * u)) / 3),
  exponential: (u, end) => end ** u,
  cosine: (u, end) => end + ((1 - end) * (1 + Math.cos(Math.PI * u))) / 2,
  triangular: (u, end) => end + (1 - end) * (1 - Math.abs(((3 * u) % 1) * 2 - 1)),
};

figure("schedule-drawer", (frame) => {
  const shape = choice(frame, {
    label: "Shape", value: "cosine",
    options: Object.keys(SHAPES).map((name) => [name, name]),
  });
  const peak = slider(frame, { label: "Peak rate η₀", min: 0.01, max: 2.5, value: 0.5, log: true });
  const end = slider(frame, { label: "Rate at the end, as a share of the peak", min: 0.001, max: 1, value: 0.01, log: true });
  const warm = slider(frame, { label: "Warm-up (updates)", min: 0, max: 200, step: 10, value: 0 });
  const drawn = panel(frame, "The schedule");
  const losses = panel(frame, "Expected loss");

  return () => {
    end.enabled = shape.value !== "constant";
    const rates = schedule(shape.value, peak.value, end.value, warm.value);
    const run = expected(rates);
    const constant = expected(rates.map(() => peak.value));
    const words = verdict(rates, run, constant, peak.value);
    frame.sentence.textContent = words;
    const x = { label: "update", domain: [0, UPDATES] };

    const left = plot(drawn, {
      x, y: { label: "learning rate", domain: [0, 1.08 * peak.value] },
      describe: `The learning rate at each of ${UPDATES} updates. ${words}`,
    });
    left.line(rates.map((rate, t) => [t, rate]), 1, { marks: 20 });

    const right = plot(losses, {
      x, y: { label: "loss above the minimum", domain: decades([...run.loss, ...constant.loss], 1e-4, 1e4), log: true },
      describe: `The expected loss at each update, with this schedule and with a constant learning rate. ${words}`,
    });
    right.line(constant.loss.map((loss, t) => [t, loss]), 2, { text: `constant ${show(peak.value)}`, marks: 20 });
    right.line(run.loss.map((loss, t) => [t, loss]), 1, { text: "this schedule", marks: 20 });
  };
});

function schedule(shape, peak, end, warm) {
  return Array.from({ length: UPDATES }, (_, t) =>
    t < warm ? (peak * t) / warm : peak * SHAPES[shape]((t - warm) / (UPDATES - warm), end));
}

/** The mean of x² along each axis, for gradients λx with noise of variance 1, gives the loss. */
function expected(rates) {
  const squares = { ...START };
  const loss = [];
  for (const rate of [...rates, 0]) {
    loss.push(Math.min(1e9, (STEEP * squares[STEEP] + FLAT * squares[FLAT]) / 2));
    for (const curvature of [STEEP, FLAT]) {
      squares[curvature] = (1 - rate * curvature) ** 2 * squares[curvature] + rate * rate;
    }
  }
  const left = rates.reduce((product, rate) => product * (1 - rate * FLAT), 1);
  return { loss, left };
}

function verdict(rates, run, constant, peak) {
  const sum = rates.reduce((a, b) => a + b, 0);
  const end = run.loss[UPDATES];
  const other = constant.loss[UPDATES];
  const spent = `The learning rates add up to ${show(sum)}, which leaves ${show(100 * run.left, 2)} % of the distance in the flat direction.`;
  if (!(end < 1e4)) return `${spent} The loss explodes: too many rates are above 2.`;
  const compared = other < 1e4 ? `${show(other, 2)} with a constant ${show(peak)}` : `a constant ${show(peak)} explodes`;
  const advice = run.left > 0.1 ? "A larger sum would help." : end < 0.5 * other ? "It arrives, and it is quiet at the end." : "It arrives; the noise at the end is what is left.";
  return `${spent} The loss ends at ${show(end, 2)} (${compared}). ${advice}`;
}
