// The perceptron, one correction after another: points, boundary, and the mistakes of each sweep.
import { figure, panel, plot, show, slider, toggle } from "./lib.js";

const NORMAL = [1 / Math.sqrt(5), 2 / Math.sqrt(5)]; // of the line that parts the points
const OFFSET = -1 / Math.sqrt(5);
const SWEEPS = 12; // at most
const POINTS = 24;

figure("perceptron-steps", (frame) => {
  const corrections = slider(frame, { label: "Corrections made", min: 0, max: 30, value: 3 });
  const gap = slider(frame, { label: "Gap between the classes", min: 0, max: 2, step: 0.1, value: 0.4 });
  const order = slider(frame, { label: "Order of the points", min: 1, max: 40, value: 8, format: (v) => `no. ${v}` });
  const turned = toggle(frame, { label: "Turn one label around", value: false });
  const plane = panel(frame, "Points, boundary and weight vector");
  const chart = panel(frame, "Mistakes in each sweep");

  return () => {
    const points = cloud(gap.value);
    if (turned.value) points[0].label = 1 - points[0].label;
    const { states, mistakes } = train(points, shuffled(points.length, order.value));
    const now = Math.min(corrections.value, states.length - 1);
    const { w, b, at } = states[now];
    const right = points.filter(({ x, label }) => answer(w, b, x) === label).length;
    const done = mistakes.at(-1) === 0;
    const whole = states.length - 1;
    frame.sentence.textContent =
      `After ${now} correction${now === 1 ? "" : "s"}${at ? `, the last at (${at.map((v) => show(v, 2)).join(", ")})` : ""}: ` +
      `${right} of ${points.length} right. ` +
      (done
        ? `This run stops after ${whole} correction${whole === 1 ? "" : "s"}, with a sweep that has no mistake.`
        : `After ${SWEEPS} sweeps and ${whole} corrections it still makes mistakes.`);

    const map = plot(plane, {
      x: { label: "x₁", domain: [-4, 4] }, y: { label: "x₂", domain: [-3.5, 3.5] }, equal: true,
      describe: `Points of two classes and the boundary of the perceptron. ${frame.sentence.textContent}`,
    });
    const size = Math.hypot(...w);
    if (size > 1e-9) {
      const n = w.map((v) => v / size);
      const foot = n.map((v) => (-b / size) * v);
      map.line([-20, 20].map((s) => [foot[0] - s * n[1], foot[1] + s * n[0]]), 3, { marks: 1, text: "boundary" });
      map.contour([foot, [foot[0] + n[0], foot[1] + n[1]]]);
    }
    const named = new Set();
    for (const { x, label } of points) {
      const [series, name] = label ? [1, "class 1"] : [2, "class 0"];
      map.line([x], series, { text: named.has(name) ? "" : name });
      named.add(name);
    }
    if (at) map.cross(at, "");

    const most = Math.max(...mistakes, 1);
    const graph = plot(chart, {
      x: { label: "sweep", domain: [0, Math.max(mistakes.length, 5)] },
      y: { label: "mistakes", domain: [0, most + 1] },
      describe: `Mistakes in sweeps 1 to ${mistakes.length}: ${mistakes.join(", ")}.`,
    });
    graph.line(mistakes.map((m, i) => [i + 1, m]), 1);
  };
});

const answer = (w, b, x) => (w[0] * x[0] + w[1] * x[1] + b >= 0 ? 1 : 0);

/** The weights after each correction, from zeros, and the number of mistakes in each sweep. */
function train(points, order) {
  let w = [0, 0];
  let b = 0;
  const states = [{ w, b, at: null }];
  const mistakes = [];
  do {
    mistakes.push(0);
    for (const i of order) {
      const { x, label } = points[i];
      const error = label - answer(w, b, x);
      if (error === 0) continue;
      w = w.map((v, d) => v + error * x[d]);
      b += error;
      states.push({ w, b, at: x });
      mistakes[mistakes.length - 1] += 1;
    }
  } while (mistakes.at(-1) > 0 && mistakes.length < SWEEPS);
  return { states, mistakes };
}

/** Points in a square, pushed away from the line until the classes are `gap` apart. */
function cloud(gap) {
  const draw = random(37);
  return Array.from({ length: POINTS }, () => {
    const x = [6 * draw() - 3, 5 * draw() - 2.5];
    const side = NORMAL[0] * x[0] + NORMAL[1] * x[1] + OFFSET;
    const push = (Math.sign(side) * gap) / 2;
    return { x: x.map((v, d) => v + push * NORMAL[d]), label: side > 0 ? 1 : 0 };
  });
}

function shuffled(length, seed) {
  const draw = random(100 + seed);
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = Math.floor(draw() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
