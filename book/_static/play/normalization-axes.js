// The values of a layer, examples by channels by positions: which of them share a mean and a variance.
import { choice, figure, panel, plot, show, slider } from "./lib.js";
import { normal } from "./optimizers.js";

const [N, C, P] = [4, 6, 3];
const GROUPS = [1, 2, 3, 6];
const EPSILON = 1e-5;
const NAMES = { batch: "Batch norm", layer: "Layer norm", group: "Group norm", instance: "Instance norm" };

figure("normalization-axes", (frame) => {
  const kind = choice(frame, {
    label: "Kind", value: "group",
    options: [["batch", "batch"], ["layer", "layer"], ["group", "group"], ["instance", "instance"]],
  });
  const groups = slider(frame, { label: "Groups G (group norm)", min: 0, max: 3, value: 1, format: (v) => String(GROUPS[v]) });
  const example = slider(frame, { label: "Chosen example", min: 1, max: N, value: 2 });
  const channel = slider(frame, { label: "Chosen channel", min: 1, max: C, value: 2 });
  const raised = slider(frame, { label: "Raise one value of example 4 by", min: 0, max: 10, step: 0.5, value: 0 });
  const map = panel(frame, "Who shares a mean and a variance");
  const out = panel(frame, "The chosen channel, after the norm");

  return () => {
    groups.enabled = kind.value === "group";
    const G = GROUPS[groups.value];
    const chosen = { n: example.value - 1, c: channel.value - 1, p: 1 };
    const shares = (cell, one = chosen) => sameSet(kind.value, G, one, cell);
    const before = normalized(values(0, chosen.c), kind.value, G);
    const after = normalized(values(raised.value, chosen.c), kind.value, G);
    const set = cells().filter((cell) => shares(cell));
    const moved = cells().filter((cell) => cell.n < N - 1 && Math.abs(after(cell) - before(cell)) > 1e-3).length;
    frame.sentence.textContent =
      `${NAMES[kind.value]}${kind.value === "group" ? `, ${G} group${G > 1 ? "s" : ""}` : ""}: ` +
      `${set.length} values share a mean and a variance with the chosen one. ` +
      (raised.value === 0
        ? "Raise a value of example 4, and see whether the outputs of the others change."
        : `Raising one value of example 4 changes ${moved || "none"} of the 54 outputs of the other examples.`);

    const left = plot(map, {
      x: { label: "channel (number), three positions each", domain: [0.5, C + 0.5] },
      y: { label: "example (number)", domain: [0.4, N + 0.6] },
      describe: `Four examples with six channels of three positions. ${frame.sentence.textContent}`,
    });
    const place = ({ n, c, p }) => [c + 1 + 0.26 * (p - 1), n + 1];
    const rest = cells().filter((cell) => !shares(cell));
    rest.forEach((cell, i) => left.line([place(cell)], 3, { text: i ? "" : "another set" }));
    set.forEach((cell, i) => left.line([place(cell)], 1, { text: i ? "" : "the set of the chosen one" }));
    left.cross(place(chosen), "");

    const right = plot(out, {
      x: { label: "example (number), three positions each", domain: [0.5, N + 0.5] },
      y: { label: "output (γ = 1, β = 0)", domain: [-4.2, 4.2] },
      describe: `Outputs of channel ${channel.value} in the four examples, before and after one value of example 4 is raised by ${show(raised.value)}. ${frame.sentence.textContent}`,
    });
    const column = cells().filter(({ c }) => c === chosen.c);
    const at = ({ n, p }) => n + 1 + 0.22 * (p - 1);
    right.line(column.map((cell) => [at(cell), before(cell)]), 2, { text: "as it was" });
    right.line(column.map((cell) => [at(cell), after(cell)]), 1, { text: `value raised by ${show(raised.value)}` });
    right.cross([at(chosen), after(chosen)], "");
  };
});

function cells() {
  return Array.from({ length: N * C * P }, (_, i) => ({ n: Math.floor(i / (C * P)), c: Math.floor(i / P) % C, p: i % P }));
}

/** Whether two cells share their statistics. Groups are blocks of neighbouring channels. */
export function sameSet(kind, G, one, other) {
  if (kind === "batch") return one.c === other.c;
  const block = { layer: C, group: C / G, instance: 1 }[kind];
  return one.n === other.n && Math.floor(one.c / block) === Math.floor(other.c / block);
}

/** Random values with a level for each channel and example; in the last, the middle one of a channel is raised. */
function values(raise, channel) {
  const draw = normal(5);
  const levels = Array.from({ length: C }, () => 1.5 * draw());
  const shifts = Array.from({ length: N }, () => draw());
  const noise = cells().map(() => draw());
  return cells().map(({ n, c, p }, i) => levels[c] + shifts[n] + noise[i] + (n === N - 1 && c === channel && p === 1 ? raise : 0));
}

/** A function that gives the output of a cell. */
export function normalized(x, kind, G) {
  const all = cells();
  return (cell) => {
    const set = x.filter((_, i) => sameSet(kind, G, cell, all[i]));
    const mean = set.reduce((sum, v) => sum + v, 0) / set.length;
    const variance = set.reduce((sum, v) => sum + (v - mean) ** 2, 0) / set.length;
    return (x[(cell.n * C + cell.c) * P + cell.p] - mean) / Math.sqrt(variance + EPSILON);
  };
}
