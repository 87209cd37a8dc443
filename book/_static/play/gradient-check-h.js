// The error of a measured slope against the step h: truncation on the right, rounding on the left.
import { choice, figure, panel, plot, show, slider, toggle } from "./lib.js";

const LOW = 1e-17; // errors below this are drawn here

// f, its slope, and the complex step Im f(x + ih) / h in closed form.
export const FUNCTIONS = {
  exp: { f: Math.exp, slope: Math.exp, step: (x, h) => (Math.exp(x) * Math.sin(h)) / h },
  sigmoid: {
    f: (x) => 1 / (1 + Math.exp(-x)),
    slope: (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
    step: (x, h) => {
      const e = Math.exp(-x);
      return (e * Math.sin(h)) / h / (1 + 2 * e * Math.cos(h) + e * e);
    },
  },
  relu: { f: (x) => Math.max(x, 0), slope: (x) => (x > 0 ? 1 : 0), step: (x) => (x > 0 ? 1 : 0) },
};

/** The slopes that are measured at x with step h; `single` rounds each result to 32 bits. */
export function slopes({ f, step }, x, h, single = false) {
  const r = single ? Math.fround : (v) => v;
  const at = (v) => r(f(r(v)));
  const [a, d] = [r(x), r(h)];
  return {
    forward: r(r(at(r(a + d)) - at(a)) / d),
    central: r(r(at(r(a + d)) - at(r(a - d))) / r(2 * d)),
    complex: r(step(a, d)),
  };
}

/** The errors of the three slopes, relative to the true one where that is not 0. */
export function errors(kind, x, h, single = false) {
  const point = single ? Math.fround(x) : x;
  const true_slope = kind.slope(point);
  const measured = slopes(kind, x, h, single);
  const off = (v) => Math.abs(v - true_slope) / (Math.abs(true_slope) || 1);
  return Object.fromEntries(Object.entries(measured).map(([name, v]) => [name, off(v)]));
}

const NAMES = [["forward", "one side"], ["central", "both sides"], ["complex", "complex step"]];

figure("gradient-check-h", (frame) => {
  const step = slider(frame, { label: "Step h", min: 1e-16, max: 1, step: 0.1, value: 0.5, log: true });
  const point = slider(frame, { label: "Point x", min: -1, max: 1, step: 0.05, value: 0.6 });
  const kind = choice(frame, {
    label: "Function:", value: "exp", options: [["exp", "eˣ"], ["sigmoid", "sigmoid"], ["relu", "ReLU"]],
  });
  const single = toggle(frame, { label: "32-bit numbers", value: false });
  const graph = panel(frame, "The function, and the line through x − h and x + h");
  const curve = panel(frame, "Relative error of the slope");

  return () => {
    const chosen = FUNCTIONS[kind.value];
    const [x, h] = [point.value, step.value];
    const now = errors(chosen, x, h, single.value);
    frame.sentence.textContent =
      `h = ${show(h)}: relative error ${NAMES.map(([key, name]) => `${said(now[key])} (${name})`).join(", ")}. ${reason(kind.value, x, h, single.value, now.central)}`;

    const { f } = chosen;
    const xs = Array.from({ length: 81 }, (_, i) => -2 + (4 * i) / 80);
    const shown = plot(graph, {
      x: { label: "x", domain: [-2, 2] }, y: { label: "f(x)", domain: kind.value === "exp" ? [-1, 7] : [-0.5, 2] },
      describe: `The function near x = ${show(x)} with the line through the points at x − h and x + h.`,
    });
    shown.line(xs.map((v) => [v, f(v)]), 1, { text: "f", marks: 1 });
    const central = slopes(chosen, x, h, single.value).central;
    const middle = (f(x + h) + f(x - h)) / 2;
    shown.line([-2, 2].map((v) => [v, middle + central * (v - x)]), 2, { text: "measured slope", marks: 1 });
    shown.cross([x, f(x)], "x");

    const hs = Array.from({ length: 129 }, (_, i) => 10 ** (-16 + i / 8));
    const all = hs.map((each) => errors(chosen, x, each, single.value));
    const chart = plot(curve, {
      x: { label: "step h", domain: [1e-16, 1], log: true }, y: { label: "relative error", domain: [LOW, 10], log: true },
      describe: `Relative error against h. At h = ${show(h)}: ${NAMES.map(([key, name]) => `${name} ${said(now[key])}`).join(", ")}.`,
    });
    NAMES.forEach(([key, name], i) => {
      chart.line(hs.map((each, k) => [each, Math.max(all[k][key], LOW)]), i + 1, { text: name, marks: 17 });
    });
    chart.cross([h, Math.max(now.central, LOW)], "h");
  };
});

const said = (error) => (error === 0 ? "0" : show(error, 2));

function reason(kind, x, h, single, error) {
  const [a, d] = single ? [Math.fround(x), Math.fround(h)] : [x, h];
  const r = single ? Math.fround : (v) => v;
  if (r(a + d) === a && r(a - d) === a) return "x + h is rounded back to x: nothing is measured.";
  if (kind === "relu" && Math.abs(x) < h) return x === 0 ? "Both sides of the kink count half, whatever h is." : "The kink lies between x − h and x + h.";
  const best = Math.cbrt(single ? 6e-8 : 1.1e-16);
  if (error === 0) return "No error that can be seen.";
  return h > best ? "For both sides, the curve of f prevails here: a smaller h helps." : "For both sides, rounding prevails here: a larger h helps.";
}
