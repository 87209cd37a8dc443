// The numerics of the figures, without a page: the tests run them under node.
// Vectors are arrays [x, y]; matrices [[a, b], [b, d]]. Update rules and the place of epsilon are
// those of the notation page; tests hold them against reference values.

/** Uniform numbers in [0, 1) from a seed (mulberry32): the same seed, the same figure. */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal numbers from a seed (Box-Muller, one of the pair). */
export function normal(seed) {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const times = (A, x) => [A[0][0] * x[0] + A[0][1] * x[1], A[1][0] * x[0] + A[1][1] * x[1]];

/** f(x) = ½ x·Ax − b·x with its gradient, minimum and curvatures (ascending eigenvalues of A). */
export function quadratic(A, b = [0, 0]) {
  const det = A[0][0] * A[1][1] - A[0][1] * A[1][0];
  const mean = (A[0][0] + A[1][1]) / 2;
  const spread = Math.sqrt(mean * mean - det);
  const f = (x) => {
    const Ax = times(A, x);
    return 0.5 * (x[0] * Ax[0] + x[1] * Ax[1]) - b[0] * x[0] - b[1] * x[1];
  };
  const minimum = [
    (A[1][1] * b[0] - A[0][1] * b[1]) / det,
    (A[0][0] * b[1] - A[1][0] * b[0]) / det,
  ];
  return {
    A, f, minimum,
    lowest: f(minimum),
    gradient: (x) => times(A, x).map((value, i) => value - b[i]),
    curvatures: [mean - spread, mean + spread],
  };
}

// Each rule: (state, g, settings, t) changes the state and returns what is taken off the weights
// (`move`) and the factor in front of the (averaged) gradient (`rate`), one entry a coordinate.
// t counts from 1.
const RULES = {
  sgd: (state, g, { lr }) => ({ move: g.map((gi) => lr * gi), rate: g.map(() => lr) }),
  momentum: (state, g, { lr, mu }) => {
    state.v = g.map((gi, i) => mu * state.v[i] + gi);
    return { move: state.v.map((vi) => lr * vi), rate: g.map(() => lr) };
  },
  nesterov: (state, g, { lr, mu }) => {
    state.v = g.map((gi, i) => mu * state.v[i] + gi);
    return { move: g.map((gi, i) => lr * (gi + mu * state.v[i])), rate: g.map(() => lr) };
  },
  adagrad: (state, g, { lr, eps }) => {
    state.s = g.map((gi, i) => state.s[i] + gi * gi);
    const rate = state.s.map((si) => lr / (Math.sqrt(si) + eps));
    return { move: g.map((gi, i) => rate[i] * gi), rate };
  },
  rmsprop: (state, g, { lr, beta2, eps }) => {
    state.s = g.map((gi, i) => beta2 * state.s[i] + (1 - beta2) * gi * gi);
    const rate = state.s.map((si) => lr / (Math.sqrt(si) + eps));
    return { move: g.map((gi, i) => rate[i] * gi), rate };
  },
  adam: (state, g, { lr, beta1, beta2, eps, correct = true }, t) => {
    state.v = g.map((gi, i) => beta1 * state.v[i] + (1 - beta1) * gi);
    state.s = g.map((gi, i) => beta2 * state.s[i] + (1 - beta2) * gi * gi);
    const c1 = correct ? 1 - beta1 ** t : 1;
    const c2 = correct ? 1 - beta2 ** t : 1;
    const rate = state.s.map((si) => lr / (Math.sqrt(si / c2) + eps));
    return { move: state.v.map((vi, i) => (rate[i] * vi) / c1), rate };
  },
};

/**
 * Run a rule from `start`. Returns the points (the start first), the loss at each of them above
 * the lowest, and the rate of each step for each coordinate. Stops early where the numbers run away.
 */
export function run(rule, problem, start, settings, steps, noise = null) {
  const state = { v: [0, 0], s: [0, 0] };
  const points = [start];
  const rates = [];
  let x = start;
  for (let t = 1; t <= steps; t += 1) {
    const g = problem.gradient(x).map((gi) => gi + (noise ? noise() : 0));
    const { move, rate } = RULES[rule](state, g, settings, t);
    x = x.map((xi, i) => xi - move[i]);
    if (!x.every((xi) => Math.abs(xi) < 1e9)) break;
    points.push(x);
    rates.push(rate);
  }
  return { points, rates, losses: points.map((p) => problem.f(p) - problem.lowest) };
}

/** Largest size of the roots of z² − trace z + det: how a pair of numbers grows at each step. */
function radius(trace, det) {
  const inner = trace * trace - 4 * det;
  if (inner < 0) return Math.sqrt(det);
  return (Math.abs(trace) + Math.sqrt(inner)) / 2;
}

/** The factor by which the distance to the minimum shrinks a step in the long run. */
export function contraction(rule, curvatures, { lr, mu = 0 }) {
  const each = {
    sgd: (h) => Math.abs(1 - lr * h),
    momentum: (h) => radius(1 + mu - lr * h, mu),
    nesterov: (h) => radius((1 + mu) * (1 - lr * h), mu * (1 - lr * h)),
  }[rule];
  return Math.max(...curvatures.map(each));
}

/** Mean loss at which noisy gradient descent with a constant rate ends up (noise: its deviation). */
export function noiseFloor(curvatures, lr, noise) {
  if (curvatures.some((h) => lr * h >= 2)) return Infinity;
  return curvatures.reduce((sum, h) => sum + (lr * noise * noise) / (2 * (2 - lr * h)), 0);
}

/** Steps until the distance is a hundredth, at a factor a step. */
export const stepsToHundredth = (factor) => Math.ceil(Math.log(100) / -Math.log(factor));
