// Five prices and one prediction for all: where three losses are lowest, and how hard an error pulls.
import { figure, panel, plot, show, slider } from "./lib.js";

const FOUR = [210, 220, 230, 250];
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const clip = (value, size) => Math.max(-size, Math.min(size, value));

figure("regression-losses", (frame) => {
  const fifth = slider(frame, { label: "Fifth price (thousands)", min: 200, max: 2400, step: 10, value: 2400 });
  const delta = slider(frame, { label: "Huber's threshold δ (thousands)", min: 1, max: 3000, value: 100, log: true });
  const levels = panel(frame, "Loss against the predicted price");
  const slopes = panel(frame, "Pull of one label against its error");

  return () => {
    const prices = [...FOUR, fifth.value];
    const d = delta.value;
    const losses = lossesOf(prices, d);
    const [squared, between, absolute] = losses.map(({ best }) => Math.round(best));
    frame.sentence.textContent =
      `With the fifth price at ${show(fifth.value, 4)}, the lowest points are: squared error ${squared} (the mean), ` +
      `Huber ${between}, absolute error ${absolute} (the median).`;

    const [low, high] = [150, Math.max(350, 1.1 * mean(prices))];
    const grid = Array.from({ length: 161 }, (_, i) => low + ((high - low) * i) / 160);
    const chart = plot(levels, {
      x: { label: "predicted price (thousands)", domain: [low, high] },
      y: { label: "share of its range", domain: [-0.08, 1] },
      describe: `Three losses against the predicted price. ${frame.sentence.textContent}`,
    });
    const range = 500;
    const reach = Array.from({ length: 161 }, (_, i) => -range + (2 * range * i) / 160);
    const pull = plot(slopes, {
      x: { label: "error p − y (thousands)", domain: [-range, range] },
      y: { label: "slope, as a share", domain: [-1.1, 1.1] },
      describe: `Slope against error: straight for the squared error, cut off at ${show(d)} for Huber's, two levels for the absolute error.`,
    });
    losses.forEach(({ name, best, of, slope }, index) => {
      const at = (p) => mean(prices.map((y) => of(p - y)));
      const values = grid.map(at);
      const [floor, top] = [at(best), Math.max(...values)];
      chart.line(grid.map((p, i) => [p, (values[i] - floor) / (top - floor)]), index + 1, { text: name, marks: 12 });
      chart.cross([best, 0]);
      pull.line(reach.map((r) => [r, slope(r) / slope(range)]), index + 1, { text: name, marks: 12 });
    });
  };
});

/** Each loss of an error r, its slope, and the one price at which its mean over five prices is lowest. */
export function lossesOf(prices, delta) {
  return [
    { name: "squared", best: mean(prices), of: (r) => r * r, slope: (r) => 2 * r },
    { name: "Huber", best: huberMinimum(prices, delta), of: (r) => huber(r, delta), slope: (r) => clip(r, delta) },
    { name: "absolute", best: [...prices].sort((a, b) => a - b)[2], of: Math.abs, slope: Math.sign },
  ];
}

function huber(r, delta) {
  const size = Math.abs(r);
  return size <= delta ? (r * r) / 2 : delta * (size - delta / 2);
}

/** Where the slopes of Huber's loss add up to 0, found by halving. */
function huberMinimum(prices, delta) {
  let [low, high] = [Math.min(...prices), Math.max(...prices)];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    const slope = prices.reduce((sum, y) => sum + clip(middle - y, delta), 0);
    if (slope < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
