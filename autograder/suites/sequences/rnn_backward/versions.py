"""Versions of `rnn_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

CARRIED = "(dHs[:, t] + dh)"

edited(
    "no_carry",
    CARRIED,
    "dHs[:, t]",
    message="the gradient that comes back from the next step is not added: nothing goes through "
    "time",
    look_at="in how many places a state is used",
)

edited(
    "overwrite",
    "dWx += ",
    "dWx = ",
    "dWh += ",
    "dWh = ",
    "db += ",
    "db = ",
    message="each step overwrites the gradients of the shared parameters; they are sums over the "
    "steps",
    look_at="how often each parameter is used",
)

edited(
    "only_last",
    CARRIED,
    "(dHs[:, t] * (t == X.shape[1] - 1) + dh)",
    message="only the loss at the last step is used; dHs holds a gradient for every step",
    look_at="which entries of dHs are read",
)

edited(
    "forward_order",
    "reversed(range(X.shape[1]))",
    "range(X.shape[1])",
    message="time is walked forwards; the gradient goes from the last step to the first",
    look_at="the order of the steps",
)

edited(
    "no_tanh",
    " * (1 - Hs[:, t] ** 2)",
    "",
    message="the slope of the tanh is left out",
    look_at="what stands between a state and its sum z",
)

edited(
    "wrap",
    "Hs[:, t - 1] if t > 0 else h0",
    "Hs[:, t - 1]",
    message="at the first step the state before is the last one of the sequence: index −1 wraps",
    look_at="the state before the first step",
)

edited(
    "wh_t",
    "dz @ Wh.T",
    "dz @ Wh",
    message="Wh is not transposed on the way back; it is square, so no shape complains",
    look_at="the product that carries the gradient to the step before",
)

edited(
    "same_state",
    "Hs[:, t - 1] if t > 0 else h0",
    "Hs[:, t]",
    message="dWh is made with the state of the same step; Wh was multiplied with the one before",
    look_at="which state Wh was multiplied with",
)

edited(
    "zero_start",
    "Hs[:, t - 1] if t > 0 else h0",
    "Hs[:, t - 1] if t > 0 else 0 * h0",
    message="dWh takes the state before the first step as zero; it is h0",
    look_at="the state before the first step",
)

edited(
    "one_step",
    "dh = dz @ Wh.T",
    "dh = (dHs[:, t] * (1 - Hs[:, t] ** 2)) @ Wh.T",
    message="the gradient goes back by one step only: what came from later steps is dropped",
    look_at="what is carried on from step to step",
)

edited(
    "mean_over_rows",
    "np.sum(dz, axis=0)",
    "np.mean(dz, axis=0)",
    message="db is averaged over the sequences; dWx and dWh are added up over them",
    look_at="whether the rows are treated alike in all three",
)

edited(
    "slope_of_z",
    "(1 - Hs[:, t] ** 2)",
    "(1 - np.tanh(Hs[:, t]) ** 2)",
    message="the tanh is taken once more: Hs is its value already",
    look_at="what the slope of tanh is computed from",
)


@right("stacked", message="the gradients of all sums first, then the products")
def rnn_backward(dHs, cache):
    X, h0, Wx, Wh, b = cache
    states, dZ = [h0], np.zeros(dHs.shape)
    for t in range(X.shape[1]):
        states.append(np.tanh(X[:, t] @ Wx + states[-1] @ Wh + b))
    H = np.stack(states, axis=1)
    carried = np.zeros(h0.shape)
    for t in range(X.shape[1] - 1, -1, -1):
        dZ[:, t] = (carried + dHs[:, t]) * (1 - H[:, t + 1] ** 2)
        carried = dZ[:, t] @ Wh.T
    dWx, dWh = np.einsum("ntd,nth->dh", X, dZ), np.einsum("ntg,nth->gh", H[:, :-1], dZ)
    return dZ @ Wx.T, carried, dWx, dWh, dZ.sum(axis=(0, 1))


@right("recursion", message="the first step, then the rest of the sequence by the same function")
def rnn_backward(dHs, cache):
    X, h0, Wx, Wh, b = cache
    if X.shape[1] == 0:
        return X * 0.0, h0 * 0.0, Wx * 0.0, Wh * 0.0, b * 0.0
    h = np.tanh(X[:, 0] @ Wx + h0 @ Wh + b)
    dX, dh, dWx, dWh, db = rnn_backward(dHs[:, 1:], (X[:, 1:], h, Wx, Wh, b))
    dz = (dHs[:, 0] + dh) * (1 - h) * (1 + h)
    first = (dz @ Wx.T)[:, np.newaxis]
    weights = dWx + X[:, 0].T @ dz, dWh + h0.T @ dz, db + dz.sum(axis=0)
    return np.concatenate([first, dX], axis=1), dz @ Wh.T, *weights


@right("rows", message="one sequence after the other; a list")
def rnn_backward(dHs, cache):
    X, h0, Wx, Wh, b = cache
    dX, dh0 = np.zeros(X.shape), np.zeros(h0.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for n in range(len(X)):
        H = [h0[n]]
        for x in X[n]:
            H.append(np.tanh(x @ Wx + H[-1] @ Wh + b))
        d = np.zeros(b.shape)
        for t in range(X.shape[1])[::-1]:
            dz = (d + dHs[n, t]) / np.cosh(np.arctanh(H[t + 1])) ** 2
            dX[n, t] = Wx @ dz
            dWx += np.outer(X[n, t], dz)
            dWh += np.outer(H[t], dz)
            db += dz
            d = Wh @ dz
        dh0[n] = d
    return [dX, dh0, dWx, dWh, db]
