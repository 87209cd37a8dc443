// Ten units under dropout: what each hands on in one draw, and its mean and spread over many.
import { choice, figure, panel, plot, show, slider } from "./lib.js";
import { uniform } from "./optimizers.js";

const OUTPUTS = [1.0, 0.4, 1.6, 0.8, 2.0, 0.2, 1.2, 0.6, 1.4, 1.8];

figure("dropout-mask", (frame) => {
  const p = slider(frame, { label: "Probability p of dropping a unit", min: 0, max: 0.9, step: 0.05, value: 0.5 });
  const draws = slider(frame, { label: "Draws", min: 1, max: 1000, value: 100, log: true });
  const rule = choice(frame, {
    label: "In training", value: "inverted",
    options: [["inverted", "divide by 1 − p"], ["plain", "do not divide"], ["twisted", "keep with p, divide by p"]],
  });
  const last = panel(frame, "The last draw");
  const mean = panel(frame, "Mean and spread over all draws");

  return () => {
    const found = dropped(p.value, Math.round(draws.value), rule.value);
    frame.sentence.textContent = verdict(found, p.value, Math.round(draws.value), rule.value);
    const units = OUTPUTS.map((_, i) => i + 1);
    const highest = Math.min(20, Math.max(2.5, 1.1 * Math.max(...found.last, ...found.high)));
    const axes = { x: { label: "unit", domain: [0.5, 10.5] }, y: { label: "output", domain: [Math.min(0, ...found.low), highest] } };

    const one = plot(last, { ...axes, describe: `What the ten units hand on in the last draw. ${frame.sentence.textContent}` });
    one.line(units.map((unit, i) => [unit, OUTPUTS[i]]), 2, { text: "without dropout" });
    one.line(units.map((unit, i) => [unit, found.last[i]]), 1, { text: "this draw" });

    const many = plot(mean, { ...axes, describe: `Means of the ten units over the draws and one standard deviation to each side. ${frame.sentence.textContent}` });
    many.line(units.map((unit, i) => [unit, OUTPUTS[i]]), 2, { text: "without dropout" });
    many.line(units.map((unit, i) => [unit, found.mean[i]]), 1, { text: "mean" });
    many.line(units.map((unit, i) => [unit, found.high[i]]), 3, { text: "± one standard deviation" });
    many.line(units.map((unit, i) => [unit, found.low[i]]), 3);
  };
});

/** Each unit of each draw is kept by itself; "twisted" is the mask drawn with the wrong probability. */
function dropped(p, draws, rule) {
  const next = uniform(11);
  const keep = rule === "twisted" ? Math.max(p, 0.05) : 1 - p;
  const factor = rule === "plain" ? 1 : 1 / keep;
  const sums = OUTPUTS.map(() => 0);
  const squares = OUTPUTS.map(() => 0);
  let last = OUTPUTS;
  for (let draw = 0; draw < draws; draw += 1) {
    last = OUTPUTS.map((a) => (next() < keep ? a * factor : 0));
    last.forEach((a, i) => {
      sums[i] += a;
      squares[i] += a * a;
    });
  }
  const mean = sums.map((sum) => sum / draws);
  const spread = squares.map((square, i) => Math.sqrt(Math.max(square / draws - mean[i] ** 2, 0)));
  return {
    last, mean, kept: last.filter((a) => a > 0).length, spread: spread[0],
    high: mean.map((m, i) => m + spread[i]), low: mean.map((m, i) => m - spread[i]),
  };
}

function verdict({ kept, mean, spread }, p, draws, rule) {
  const here = `The last draw keeps ${kept} of 10 units.`;
  if (draws < 30) return `${here} Raise the number of draws to see the mean.`;
  const first = `Unit 1 has the output 1 without dropout, ${show(mean[0], 2)} in the mean of ${draws} draws, and the standard deviation ${show(spread, 2)}.`;
  if (rule === "plain" && p > 0) return `${here} ${first} Testing has to multiply by 1 − p = ${show(1 - p, 2)}.`;
  if (rule === "twisted" && p !== 0.5) return `${here} ${first} The mean is right, and ${p < 0.5 ? "far too many" : "too few"} units are dropped.`;
  return `${here} ${first} Testing has nothing to do.`;
}
