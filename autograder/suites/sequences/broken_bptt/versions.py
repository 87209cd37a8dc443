"""Versions of `broken_bptt`: the mistakes planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

SLOPE = " * (1 - np.tanh(sums[t]) ** 2)"

planted(
    "slope_of_sum",
    "1 - np.tanh(sums[t]) ** 2",
    "1 - sums[t] ** 2",
    message="the slope of tanh is made from its argument z as if that were its value: 1 − z²",
    look_at="what is squared in the line of delta",
)

planted(
    "no_future",
    "(V @ errors[t] + from_later)",
    "(V @ errors[t])",
    message="the gradient from later steps is not added to that of the step's own error",
    look_at="in how many places a state is used, and where from_later is",
)

planted(
    "dWh_of_one_step",
    "dWh += ",
    "dWh = ",
    message="dWh is that of one step: each step overwrites it; it is a sum over the steps",
    look_at="how the gradients of the parameters are collected",
)

planted(
    "state_after",
    "np.outer(before, delta)",
    "np.outer(after, delta)",
    message="dWh is made with the state after the step; Wh was multiplied with the one before",
    look_at="which state the way forward multiplies with Wh",
)

planted(
    "db_of_one_step",
    "db += ",
    "db = ",
    message="db is that of one step: each step overwrites it; it is a sum over the steps",
    look_at="how often b is added on the way forward",
)

edited(
    "dWx_of_one_step",
    "dWx += ",
    "dWx = ",
    message="dWx is that of one step: each step overwrites it; it is a sum over the steps",
    look_at="how the gradients of the parameters are collected",
)

edited(
    "no_slope",
    SLOPE,
    "",
    message="the slope of tanh is left out",
    look_at="what stands between a state and its sum z",
)

edited(
    "slope_twice",
    SLOPE,
    SLOPE + " ** 2",
    message="the slope of tanh stands there twice",
    look_at="how often a gradient passes the tanh of a step",
)

edited(
    "last_error_alone",
    "V @ errors[t] + from_later",
    "V @ errors[t] * (t == len(xs) - 1) + from_later",
    message="only the error of the last step is sent back; every step has one",
    look_at="which errors reach delta",
)

edited(
    "not_transposed",
    "Wh @ delta",
    "delta @ Wh",
    message="Wh is multiplied from the wrong side on the way back; it is square, so no shape "
    "complains",
    look_at="the product that carries the gradient to the step before",
)

edited(
    "mean_over_steps",
    "return dWx, dWh, db, dV",
    "T = len(xs)\n    return dWx / T, dWh / T, db / T, dV / T",
    message="the gradients are averaged over the steps; the loss is a sum over them",
    look_at="what happens to the sums over the steps",
)


@right("stacked", message="the gradients of all sums first, then the products")
def broken_bptt(xs, ys, h0, Wx, Wh, b, V):
    H = [np.asarray(h0, dtype=float)]
    for x in xs:
        H.append(np.tanh(x @ Wx + H[-1] @ Wh + b))
    H = np.array(H)
    errors = H[1:] @ V - ys
    delta = errors @ V.T
    for t in range(len(xs))[::-1]:
        if t + 1 < len(xs):
            delta[t] += delta[t + 1] @ Wh.T
        delta[t] *= 1 - H[t + 1] ** 2
    return xs.T @ delta, H[:-1].T @ delta, delta.sum(axis=0), H[1:].T @ errors


@right("terms_listed", message="a list of terms for each parameter, added up at the end")
def broken_bptt(xs, ys, h0, Wx, Wh, b, V):
    states = [h0]
    for x in xs:
        states.append(np.tanh(x @ Wx + states[-1] @ Wh + b))
    back, terms = 0.0, []
    while len(states) > 1:
        h, t = states.pop(), len(states) - 1
        error = h @ V - ys[t]
        delta = (error @ V.T + back) * (1 - h) * (1 + h)
        back = delta @ Wh.T
        parts = (xs[t], delta), (states[t], delta), (1.0, delta), (h, error)
        terms.append([np.outer(a, d) for a, d in parts])
    dWx, dWh, db, dV = (sum(parts) for parts in zip(*terms, strict=True))
    return [dWx, dWh, db[0], dV]


@right("recursion", message="the first step, then the rest of the sequence by the same function")
def broken_bptt(xs, ys, h0, Wx, Wh, b, V):
    def walk(t, before):
        if t == len(xs):
            return np.zeros(b.shape), [np.zeros(p.shape) for p in (Wx, Wh, b, V)]
        z = xs[t] @ Wx + before @ Wh + b
        h = np.tanh(z)
        from_later, parts = walk(t + 1, h)
        error = h @ V - ys[t]
        delta = (V @ error + from_later) / np.cosh(z) ** 2
        own = np.outer(xs[t], delta), np.outer(before, delta), delta, np.outer(h, error)
        return Wh @ delta, [part + mine for part, mine in zip(parts, own, strict=True)]

    return tuple(walk(0, h0)[1])
