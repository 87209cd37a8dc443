// One neuron with two inputs: weights and bias move its boundary; the activation does not.
import { choice, figure, panel, plot, show, slider } from "./lib.js";

// Houses as [bedrooms, km to the sea, sold within a month]; 2·bedrooms − km − 5 tells them apart.
const HOUSES = [
  [3, 0.5, 1], [4, 1, 1], [4, 2.4, 1], [5, 3, 1], [5, 4.2, 1], [6, 1.5, 1], [6, 6, 1],
  [1, 0.8, 0], [2, 0.6, 0], [1, 4, 0], [2, 3, 0], [3, 2.2, 0], [4, 4.6, 0], [5, 6.6, 0], [3, 7, 0],
];
const SHOWN = HOUSES[2]; // the house whose sum is written out
const ACTIVATIONS = {
  step: (z) => (z >= 0 ? 1 : 0),
  smooth: (z) => 1 / (1 + Math.exp(-z)),
};
const BEDROOMS = [0, 7];
const KM = [0, 8];
const SUMS = [-12, 12];

figure("neuron-boundary", (frame) => {
  const w1 = slider(frame, { label: "Weight of bedrooms w₁", min: 0, max: 4, step: 0.1, value: 1 });
  const w2 = slider(frame, { label: "Weight of distance w₂", min: -2, max: 1, step: 0.1, value: -0.5 });
  const b = slider(frame, { label: "Bias b", min: -10, max: 5, step: 0.1, value: 0 });
  const activation = choice(frame, {
    label: "Activation", value: "step", options: [["step", "step"], ["smooth", "smooth"]],
  });
  const plane = panel(frame, "The houses and the boundary z = 0");
  const curve = panel(frame, "What the neuron answers");

  return () => {
    const sum = ([x1, x2]) => Number((w1.value * x1 + w2.value * x2 + b.value).toFixed(9));
    const f = ACTIVATIONS[activation.value];
    const right = HOUSES.filter((house) => sum(house) >= 0 === (house[2] === 1)).length;
    const z = sum(SHOWN);
    const terms = `${show(w1.value)}·${SHOWN[0]} ${signed(w2.value)}·${SHOWN[1]} ${signed(b.value)}`;
    frame.sentence.textContent =
      `${right} of ${HOUSES.length} houses are on their side of the boundary. ` +
      `The one with ${SHOWN[0]} bedrooms at ${SHOWN[1]} km: z = ${terms} = ${show(z)}, answer ${show(f(z), 2)}.`;

    const map = plot(plane, {
      x: { label: "bedrooms (count)", domain: BEDROOMS }, y: { label: "distance to the sea (km)", domain: KM },
      describe: `Fifteen houses and a straight boundary. ${frame.sentence.textContent}`,
    });
    map.line(boundary(w1.value, w2.value, b.value), 3, { marks: 1, text: "boundary" });
    const graph = plot(curve, {
      x: { label: "weighted sum z", domain: SUMS }, y: { label: "answer f(z)", domain: [-0.1, 1.1] },
      describe: `The ${activation.value} activation against the weighted sum, with the fifteen houses on it.`,
    });
    const grid = Array.from({ length: 241 }, (_, i) => SUMS[0] + (i * (SUMS[1] - SUMS[0])) / 240);
    graph.contour(grid.map((s) => [s, f(s)]));
    const named = new Set();
    for (const house of HOUSES) {
      const [series, name] = house[2] ? [1, "sold within a month"] : [2, "not sold"];
      const text = named.has(name) ? "" : name;
      named.add(name);
      map.line([house.slice(0, 2)], series, { text });
      graph.line([[sum(house), f(sum(house))]], series);
    }
  };
});

const signed = (value) => (value < 0 ? `− ${show(-value)}` : `+ ${show(value)}`);

/** Two far ends of the line w₁x₁ + w₂x₂ + b = 0; none where both weights are 0. */
function boundary(w1, w2, b) {
  const size = Math.hypot(w1, w2);
  if (size < 1e-9) return [];
  const foot = [(-b * w1) / size ** 2, (-b * w2) / size ** 2];
  return [-40, 40].map((s) => [foot[0] - (s * w2) / size, foot[1] + (s * w1) / size]);
}
