// A grid against as many random settings of two hyperparameters, over a bowl whose directions turn.
import { ellipse, figure, panel, plot, show, slider } from "./lib.js";
import { uniform } from "./optimizers.js";

const DRAWS = 400;

figure("grid-random", (frame) => {
  const angle = slider(frame, { label: "Turn the direction that matters (degrees)", min: 0, max: 90, value: 0 });
  const other = slider(frame, { label: "How much the other direction matters", min: 0, max: 1, step: 0.05, value: 0 });
  const side = slider(frame, { label: "Values of each in the grid", min: 2, max: 8, value: 5 });
  const draw = slider(frame, { label: "Draw", min: 1, max: 30, value: 1 });
  const map = panel(frame, "The settings, over lines of equal error");
  const across = panel(frame, "The same, along the direction that matters");

  return () => {
    const bowl = turned((angle.value * Math.PI) / 180, other.value);
    const grid = gridOf(side.value);
    const { best, random } = drawn(draw.value, grid.length);
    const errors = [grid, random].map((points) => points.map((p) => bowl.error(p, best)));
    const share = wins(bowl, grid);
    frame.sentence.textContent = verdict(bowl, grid, errors, share);

    const place = plot(map, {
      x: { label: "first hyperparameter", domain: [-0.15, 1.15] }, y: { label: "second hyperparameter", domain: [-0.05, 1.05] }, equal: true, height: 290,
      describe: `${grid.length} points of a grid and ${random.length} random ones in a square. ${frame.sentence.textContent}`,
    });
    for (const above of [0.003, 0.02, 0.06, 0.15, 0.3]) place.contour(ellipse(bowl.matrix, best, above));
    dots(place, grid, 2, "grid");
    dots(place, random, 1, "random");
    place.cross(best, "best");

    const along = (p) => bowl.along(p) - bowl.along(best);
    const chart = plot(across, {
      x: { label: "distance along it from the best", domain: [-1.45, 1.45] }, y: { label: "error", domain: [0, 1.5] }, height: 290,
      describe: `Errors of all settings against their place along the direction that matters. ${frame.sentence.textContent}`,
    });
    chart.contour(Array.from({ length: 81 }, (_, i) => [(i - 40) / 28, ((i - 40) / 28) ** 2]));
    dots(chart, grid.map((p, i) => [along(p), errors[0][i]]), 2, "grid");
    dots(chart, random.map((p, i) => [along(p), errors[1][i]]), 1, "random");
  };
});

/** Points that no line joins; the first one names them. */
function dots(place, points, series, text) {
  points.forEach((point, i) => place.line([point], series, i ? {} : { text }));
}

/** The error is the squared distance along one direction, and `weight` times that across it. */
function turned(angle, weight) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const shown = Math.max(weight, 1e-4);
  const error = (p, best) => {
    const [dx, dy] = [p[0] - best[0], p[1] - best[1]];
    return (c * dx + s * dy) ** 2 + weight * (c * dy - s * dx) ** 2;
  };
  const [xx, xy, yy] = [c * c + shown * s * s, c * s * (1 - shown), s * s + shown * c * c];
  return { error, matrix: [[2 * xx, 2 * xy], [2 * xy, 2 * yy]], along: (p) => c * p[0] + s * p[1] };
}

function gridOf(side) {
  const values = Array.from({ length: side }, (_, i) => (i + 0.5) / side);
  return values.flatMap((x) => values.map((y) => [x, y]));
}

function drawn(seed, count) {
  const next = uniform(1000 + seed);
  const point = () => [next(), next()];
  return { best: point(), random: Array.from({ length: count }, point) };
}

/** The share of many draws in which random search has the lower error. */
function wins(bowl, grid) {
  let count = 0;
  for (let seed = 1; seed <= DRAWS; seed += 1) {
    const { best, random } = drawn(seed, grid.length);
    const lowest = (points) => Math.min(...points.map((p) => bowl.error(p, best)));
    if (lowest(random) < lowest(grid)) count += 1;
  }
  return count / DRAWS;
}

function verdict(bowl, grid, [ofGrid, ofRandom], share) {
  const different = new Set(grid.map((p) => bowl.along(p).toFixed(6))).size;
  const [a, b] = [ofGrid, ofRandom].map((errors) => Math.min(...errors));
  const here = `Lowest error in this draw: grid ${show(a, 2)}, random ${show(b, 2)}.`;
  return `The grid has ${different} different values along the direction that matters, random search ${grid.length}. ${here} Of ${DRAWS} draws random search wins ${Math.round(100 * share)} %.`;
}
