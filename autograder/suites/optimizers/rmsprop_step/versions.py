"""Versions of `rmsprop_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "sum",
    "rho * v + (1 - rho) * g**2",
    "v + g**2",
    message="the squared gradients are summed up without fading, as in Adagrad",
    look_at="what becomes of the old average",
)

edited(
    "swap",
    "rho * v + (1 - rho) * g**2",
    "(1 - rho) * v + rho * g**2",
    message="rho and 1 - rho are exchanged: rho is the share that the old average keeps",
    look_at="which share rho is",
)

edited(
    "g",
    "g**2",
    "np.abs(g)",
    message="the sizes of the gradients are averaged, not their squares",
    look_at="what is averaged",
)

edited(
    "inside",
    "(np.sqrt(v) + eps)",
    "np.sqrt(v + eps)",
    message="epsilon stands inside the root; the course adds it to the root, outside",
    look_at="what is added to what under the fraction",
)

edited(
    "nosqrt",
    "np.sqrt(v)",
    "v",
    message="the step is divided by the average itself, not by its root",
    look_at="the units of what the step is divided by",
)

edited(
    "past_only",
    "v = rho * v + (1 - rho) * g**2\n    return w - lr * g / (np.sqrt(v) + eps), v",
    "return w - lr * g / (np.sqrt(v) + eps), rho * v + (1 - rho) * g**2",
    message="the step is divided by the root of the old average: the gradient of this step is "
    "not in it yet",
    look_at="which average the step is divided by",
)

edited(
    "no_weight",
    "(1 - rho) * g**2",
    "g**2",
    message="the squared gradient enters the average in full, without the factor 1 - rho",
    look_at="whether the two weights of the average add up to 1",
)

edited(
    "corrected",
    "np.sqrt(v)",
    "np.sqrt(v / (1 - rho))",
    message="the average is divided by 1 - rho as if every step were the first; RMSProp has no "
    "bias correction",
    look_at="what the average is divided by",
)

edited(
    "mean_square",
    "g**2",
    "np.mean(np.square(g))",
    message="the squared gradient is averaged over all weights: each weight has a scale of its own",
    look_at="the shape of what the step is divided by",
)

edited(
    "floor",
    "(np.sqrt(v) + eps)",
    "np.maximum(np.sqrt(v), eps)",
    message="epsilon is a floor below the root, where it is to be added to the root",
    look_at="how epsilon and the root are combined",
)

edited(
    "returns_root",
    "+ eps), v",
    "+ eps), np.sqrt(v)",
    message="the root of the average is returned as the state: the next step takes it for the "
    "average itself",
    look_at="what is handed to the next step",
)

edited(
    "missing_parenthesis",
    "lr * g / (np.sqrt(v) + eps)",
    "lr * g / np.sqrt(v) + eps",
    message="epsilon is added to the whole fraction, not to the root under it: a parenthesis is "
    "missing",
    look_at="what the division takes in",
)

edited(
    "no_eps",
    "(np.sqrt(v) + eps)",
    "np.sqrt(v)",
    message="epsilon is left out: it keeps the divisor away from 0",
    look_at="what becomes of eps",
)


@right("loop", message="one weight after the other")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, v)]
    new_w, new_v = np.empty(flat[0].size), np.empty(flat[0].size)
    for i, (wi, gi, vi) in enumerate(zip(*flat, strict=True)):
        new_v[i] = rho * vi + (1 - rho) * gi * gi
        new_w[i] = wi - lr * gi / (new_v[i] ** 0.5 + eps)
    return new_w.reshape(shape), new_v.reshape(shape)


@right("towards", message="the average moves towards the squared gradient; returns a list")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = v + (1 - rho) * (np.multiply(g, g) - v)
    return [w - np.divide(lr, v**0.5 + eps) * g, v]


@right("copies", message="works on copies in place")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    w, v = (np.array(a, dtype=np.float64) for a in (w, v))
    v *= rho
    v += (1 - rho) * np.square(g)
    w -= lr * np.asarray(g) / (np.sqrt(v) + eps)
    return w, v
