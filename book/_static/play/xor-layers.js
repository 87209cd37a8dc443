// XOR with two hidden units: the corners before the hidden layer, and where it moves them.
import { choice, figure, panel, plot, show, slider } from "./lib.js";

const CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]];
const LABELS = [0, 1, 1, 0];
const ACTIVATIONS = {
  step: (z) => (z >= 0 ? 1 : 0),
  smooth: (z) => 1 / (1 + Math.exp(-5 * z)),
  none: (z) => z,
};
const OUTPUT = [1, -1]; // the weights of the output unit

figure("xor-layers", (frame) => {
  const b1 = slider(frame, { label: "Bias of hidden unit 1", min: -2.5, max: 0.5, step: 0.1, value: -0.5 });
  const b2 = slider(frame, { label: "Bias of hidden unit 2", min: -2.5, max: 0.5, step: 0.1, value: -0.7 });
  const c = slider(frame, { label: "Bias of the output unit", min: -1.5, max: 1.5, step: 0.1, value: -0.3 });
  const activation = choice(frame, {
    label: "Hidden activation", value: "step", options: [["step", "step"], ["smooth", "smooth"], ["none", "none"]],
  });
  const before = panel(frame, "Inputs, with the boundary of each hidden unit");
  const after = panel(frame, "Hidden outputs, with the boundary of the output unit");

  return () => {
    const f = ACTIVATIONS[activation.value];
    const hidden = CORNERS.map(([x1, x2]) => [b1, b2].map((b) => f(tidy(x1 + x2 + b.value))));
    const answers = hidden.map((h) => (tidy(OUTPUT[0] * h[0] + OUTPUT[1] * h[1] + c.value) >= 0 ? 1 : 0));
    const right = answers.filter((answer, n) => answer === LABELS[n]).length;
    frame.sentence.textContent =
      `${right} of 4 right. ` +
      CORNERS.map((x, n) => `(${x.join(", ")}) → (${hidden[n].map((v) => show(v, 2)).join(", ")}), ${answers[n] ? "on" : "off"}`).join("; ") + ".";

    const inputs = plot(before, {
      x: { label: "left switch x₁", domain: [-0.5, 1.5] }, y: { label: "right switch x₂", domain: [-0.5, 1.5] },
      describe: `The four corners and two parallel lines, x₁ + x₂ = ${show(-b1.value)} and x₁ + x₂ = ${show(-b2.value)}.`,
    });
    inputs.line([[-9, 9 - b1.value], [9, -9 - b1.value]], 3, { marks: 1, text: "unit 1 (unit 2: thin line)" });
    inputs.contour([[-9, 9 - b2.value], [9, -9 - b2.value]]);
    const span = activation.value === "none" ? [-3, 3] : [-0.5, 1.5];
    const outputs = plot(after, {
      x: { label: "hidden unit 1", domain: span }, y: { label: "hidden unit 2", domain: span },
      describe: `Where the hidden layer moves the corners, and one line. ${frame.sentence.textContent}`,
    });
    outputs.line([[-9, -9 + c.value], [9, 9 + c.value]], 3, { marks: 1 });
    const named = new Set();
    CORNERS.forEach((corner, n) => {
      const [series, name] = LABELS[n] ? [1, "lamp on"] : [2, "lamp off"];
      inputs.line([corner], series, { text: named.has(name) ? "" : name });
      named.add(name);
      outputs.line([hidden[n]], series);
    });
  };
});

/** Sums of tenths without what rounding leaves over: a tie is a tie. */
const tidy = (value) => Number(value.toFixed(9));
