// The matrix products of one layer, entry by entry: forward Z = XW + b, backward dW, db and dA.
// `data-start` is "forward" or "backward"; the numbers are the same in both.
import { choice, figure, html, show, slider, svg } from "./lib.js";

const X = [[1, -2, 0.5], [-1, 0.5, 2]];
const W = [[0.5, -1, 2, 1], [1, 0.5, -0.5, -1], [-1, 2, 1, 0.5]];
const B = [0.5, -0.5, 1, 0];
const DZ = [[0.2, -0.5, 0.1, 0.4], [-0.3, 0.2, 0.6, -0.1]];

const transpose = (M) => M[0].map((_, j) => M.map((row) => row[j]));
const times = (P, Q) => P.map((row) => transpose(Q).map((column) => dot(row, column)));
const dot = (u, v) => Number(u.reduce((sum, value, i) => sum + value * v[i], 0).toFixed(6));
const Z = times(X, W).map((row) => row.map((value, j) => Number((value + B[j]).toFixed(6))));

const SUBSCRIPTS = "₀₁₂₃₄";
const sub = (...indices) => indices.map((i) => SUBSCRIPTS[i + 1]).join("");
const factor = (value) => (value < 0 ? `(${show(value)})` : show(value));
const terms = (u, v) => u.map((value, i) => `${factor(value)} · ${factor(v[i])}`).join(" + ");

figure("layer-products", (frame) => {
  const build = frame.root.dataset.start === "backward" ? backward : forward;
  return build(frame);
});

function forward(frame) {
  const n = slider(frame, { label: "Example n", min: 1, max: 2, value: 1 });
  const j = slider(frame, { label: "Unit j", min: 1, max: 4, value: 3 });
  const layout = choice(frame, {
    label: "Examples are", value: "rows", options: [["rows", "rows"], ["columns", "columns"]],
  });
  const box = html(frame.plots, "div", { class: "play-panel play-wide" });
  return () => {
    const [row, unit] = [n.value - 1, j.value - 1];
    const rows = layout.value === "rows";
    const flip = (M) => (rows ? M : transpose(M));
    const mark = (test) => (rows ? test : (r, c) => test(c, r));
    const input = { name: rows ? "X" : "Xᵀ", values: flip(X), marked: mark((r) => r === row) };
    const weights = { name: rows ? "W" : "Wᵀ", values: flip(W), marked: mark((r, c) => c === unit), second: true };
    const bias = { name: "b", values: flip([B]), marked: mark((r, c) => c === unit), second: true };
    const output = { name: rows ? "Z" : "Zᵀ", values: flip(Z), marked: mark((r, c) => r === row && c === unit) };
    const column = transpose(W)[unit];
    frame.sentence.textContent =
      `z${sub(row, unit)} = ${terms(X[row], column)} + ${factor(B[unit])} = ${show(Z[row][unit])}. ` +
      "It takes the numbers of one example and the weights of one unit, nothing else.";
    const left = rows ? [input, "·", weights] : [weights, "·", input];
    draw(box, [...left, "+", bias, "=", output], frame.sentence.textContent);
  };
}

function backward(frame) {
  const which = choice(frame, {
    label: "Gradient of", value: "dW", options: [["dW", "the weights"], ["db", "the biases"], ["dA", "the inputs"]],
  });
  const n = slider(frame, { label: "Example n", min: 1, max: 2, value: 1 });
  const d = slider(frame, { label: "Input d", min: 1, max: 3, value: 2 });
  const j = slider(frame, { label: "Unit j", min: 1, max: 4, value: 3 });
  const box = html(frame.plots, "div", { class: "play-panel play-wide" });
  return () => {
    const [example, input, unit] = [n.value - 1, d.value - 1, j.value - 1];
    const kind = which.value;
    n.enabled = kind === "dA";
    d.enabled = kind !== "db";
    j.enabled = kind !== "dA";
    const signals = transpose(DZ)[unit];
    if (kind === "dW") {
      const values = transpose(X)[input];
      const gradient = times(transpose(X), DZ);
      frame.sentence.textContent =
        `dw${sub(input, unit)} = ${terms(values, signals)} = ${show(gradient[input][unit])}. ` +
        "Both examples pass through this one weight, so there is one term for each.";
      draw(box, [
        { name: "Aᵀ", values: transpose(X), marked: (r) => r === input }, "·",
        { name: "dZ", values: DZ, marked: (r, c) => c === unit, second: true }, "=",
        { name: "dW", values: gradient, marked: (r, c) => r === input && c === unit },
      ], frame.sentence.textContent);
    } else if (kind === "db") {
      const sums = [transpose(DZ).map((column) => dot(column, [1, 1]))];
      frame.sentence.textContent =
        `db${sub(unit)} = ${signals.map(factor).join(" + ")} = ${show(sums[0][unit])}. ` +
        "The bias is added in every row with the factor 1, so the column is added up.";
      draw(box, [
        { name: "dZ", values: DZ, marked: (r, c) => c === unit, second: true }, "→",
        { name: "db", values: sums, marked: (r, c) => c === unit },
      ], frame.sentence.textContent);
    } else {
      const gradient = times(DZ, transpose(W));
      frame.sentence.textContent =
        `da${sub(example, input)} = ${terms(DZ[example], W[input])} = ${show(gradient[example][input])}. ` +
        "This input reaches all four units of its own row, so there is one term for each unit.";
      draw(box, [
        { name: "dZ", values: DZ, marked: (r) => r === example }, "·",
        { name: "Wᵀ", values: transpose(W), marked: (r, c) => c === input, second: true }, "=",
        { name: "dA", values: gradient, marked: (r, c) => r === example && c === input },
      ], frame.sentence.textContent);
    }
  };
}

/** Matrices and the signs between them, from left to right, in as many lines as the width needs. */
function draw(parent, parts, describe) {
  parent.replaceChildren();
  const width = Math.max(parent.clientWidth, 250);
  const cell = { w: width < 480 ? 38 : 42, h: 26 };
  const lines = [[]];
  let used = 0;
  for (const part of parts) {
    const size = typeof part === "string" ? 26 : part.values[0].length * cell.w;
    // A sign stays with what follows it.
    const next = parts[parts.indexOf(part) + 1];
    const needed = typeof part === "string" ? size + next.values[0].length * cell.w : size;
    if (used && used + needed > width) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1).push({ part, size, left: used });
    used += size;
  }
  const tall = (line) => 34 + cell.h * Math.max(...line.map(({ part }) => part.values?.length ?? 1));
  // The highest the figure gets, so that nothing below it moves.
  const height = lines.map(tall).reduce((a, b) => a + b, 0);
  const root = svg(parent, "svg", {
    width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": describe,
  });
  let top = 0;
  for (const line of lines) {
    const middle = top + 22 + (tall(line) - 34) / 2;
    for (const { part, size, left } of line) {
      if (typeof part === "string") {
        svg(root, "text", { x: left + size / 2, y: middle + 5, class: "middle" }, part);
      } else matrix(root, part, left, middle - (part.values.length * cell.h) / 2, cell);
    }
    top += tall(line);
  }
}

function matrix(root, { name, values, marked, second = false }, left, top, { w, h }) {
  const shape = `${name} (${values.length} × ${values[0].length})`;
  svg(root, "text", { x: left + 2, y: top - 6, style: "font-weight: 600" }, shape);
  const series = second ? 2 : 1;
  values.forEach((row, r) => row.forEach((value, c) => {
    const on = marked(r, c);
    const look = on
      ? `fill: var(--series-${series}); fill-opacity: 0.2; stroke: var(--series-${series}); stroke-width: 1.8;` +
        (second ? " stroke-dasharray: 5 2" : "")
      : "fill: none; stroke: var(--play-contour); stroke-opacity: 0.5";
    svg(root, "rect", { x: left + c * w + 1.5, y: top + r * h + 1.5, width: w - 3, height: h - 3, style: look });
    const place = { x: left + (c + 0.5) * w, y: top + (r + 0.5) * h + 4.5, class: "middle" };
    svg(root, "text", { ...place, style: on ? "font-weight: 700" : "" }, show(value));
  }));
}
