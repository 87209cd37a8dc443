// One recurrent unit, unrolled: the same three numbers at each step, and the state they make.
import { figure, html, panel, plot, show, slider, svg } from "./lib.js";

const INPUTS = [1, 0.2, -0.1, 0.1, -0.2, -1, 0.1, 0.2];
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈";

figure("rnn-unroll", (frame) => {
  const length = slider(frame, { label: "Steps T to unroll", min: 1, max: 8, value: 3 });
  const recurrent = slider(frame, { label: "Recurrent weight wₕ", min: -2, max: 3, step: 0.1, value: 2 });
  const input = slider(frame, { label: "Input weight wₓ", min: 0, max: 5, step: 0.1, value: 3 });
  const box = html(frame.plots, "div", { class: "play-panel play-wide" });
  html(box, "p", { class: "play-heading" }, "The unit at each step");
  const chain = html(box, "div");
  const states = panel(frame, "Input and state at each step", { wide: true });

  return () => {
    const T = length.value;
    const found = read(T, input.value, recurrent.value);
    frame.sentence.textContent = verdict(found, T);
    draw(chain, T, frame.sentence.textContent);
    const axes = plot(states, {
      x: { label: "step", domain: [0, 8.3] }, y: { label: "input, state", domain: [-1.15, 1.15] },
      describe: `The inputs and the state over ${T} steps. ${frame.sentence.textContent}`,
    });
    axes.line(INPUTS.slice(0, T).map((x, t) => [t + 1, x]), 2, { text: "input" });
    axes.line([0, ...found].map((h, t) => [t, h]), 1, { text: "state" });
    axes.level(0, "above: locked");
  };
});

function read(T, wx, wh) {
  const found = [];
  let h = 0;
  for (const x of INPUTS.slice(0, T)) {
    h = Math.tanh(wx * x + wh * h);
    found.push(h);
  }
  return found;
}

function verdict(found, T) {
  const right = found.filter((h, t) => (t < 5 ? h > 0.05 : h < -0.05)).length;
  const steps = `${T} step${T === 1 ? "" : "s"}`;
  return (
    `Unrolled over ${steps}: the unit is drawn ${T === 1 ? "once" : `${T} times`}, and there are 3 numbers to learn, wₓ, wₕ and b (here 0). ` +
    `The last state is ${show(found.at(-1), 2)}. It says clearly and rightly whether the door is locked at ${right} of ${steps}.`
  );
}

/** Boxes for the states, joined by arrows that carry the same names at each step. */
function draw(parent, T, said) {
  const width = Math.max(parent.clientWidth, 250);
  const height = 132;
  parent.replaceChildren();
  const root = svg(parent, "svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `A chain of ${T} equal units. ${said}` });
  const pitch = Math.min((width - 34) / (T + 0.1), 110);
  const side = Math.min(34, 0.56 * pitch);
  const y = 40;
  const arrow = (x1, y1, x2, y2, series) => {
    const group = svg(root, "g", { class: `series-${series}` });
    const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
    const head = `M${x2 - 5 * dx - 4 * dy} ${y2 - 5 * dy - 4 * dx}L${x2} ${y2}L${x2 - 5 * dx + 4 * dy} ${y2 - 5 * dy + 4 * dx}`;
    svg(group, "path", { d: `M${x1} ${y1}L${x2} ${y2}${head}`, class: "play-line", style: "stroke-dasharray: none" });
  };
  const text = (x, at, words, kind = "play-tick") => svg(root, "text", { x, y: at, class: `${kind} middle` }, words);
  text(12, y + 4, "h₀");
  for (let t = 1; t <= T; t += 1) {
    const middle = 24 + (t - 0.5) * pitch + pitch * 0.1;
    svg(root, "rect", { x: middle - side / 2, y: y - side / 2, width: side, height: side, rx: 4, class: "play-axis", fill: "none" });
    text(middle, y + 4, `h${SUBSCRIPTS[t]}`);
    const from = t === 1 ? 22 : middle - pitch + side / 2 + 2;
    arrow(from, y, middle - side / 2 - 2, y, 1);
    text((from + middle - side / 2) / 2, y - 24, "wₕ");
    arrow(middle, 108, middle, y + side / 2 + 3, 2);
    text(middle + 12, 86, "wₓ");
    text(middle, 124, pitch < 64 ? show(INPUTS[t - 1]) : `x${SUBSCRIPTS[t]} = ${show(INPUTS[t - 1])}`);
  }
}
