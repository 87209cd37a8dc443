"""Versions of `adagrad_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "abs",
    "g**2",
    "np.abs(g)",
    message="the sizes of the gradients are summed up, not their squares",
    look_at="what is summed up",
)

edited(
    "overwrite",
    "G + g**2",
    "1.0 * g**2",
    message="G holds the last squared gradient alone: the earlier ones are forgotten",
    look_at="what becomes of the earlier squares",
)

edited(
    "inside",
    "(np.sqrt(G) + eps)",
    "np.sqrt(G + eps)",
    message="epsilon stands inside the root; the course adds it to the root, outside",
    look_at="what is added to what under the fraction",
)

edited(
    "nosqrt",
    "np.sqrt(G)",
    "G",
    message="the step is divided by the sum itself, not by its root",
    look_at="the units of what the step is divided by",
)

edited(
    "past_only",
    "G = G + g**2\n    return w - lr * g / (np.sqrt(G) + eps), G",
    "return w - lr * g / (np.sqrt(G) + eps), G + g**2",
    message="the step is divided by the root of the old sum: the gradient of this step is not "
    "in it yet",
    look_at="which sum the step is divided by",
)

edited(
    "one_sum",
    "g**2",
    "np.sum(np.square(g))",
    message="one sum is kept over all weights: each weight has a sum of its own",
    look_at="the shape of what the step is divided by",
)

edited(
    "missing_parenthesis",
    "lr * g / (np.sqrt(G) + eps)",
    "lr * g / np.sqrt(G) + eps",
    message="epsilon is added to the whole fraction, not to the root under it: a parenthesis is "
    "missing",
    look_at="what the division takes in",
)

edited(
    "floor",
    "(np.sqrt(G) + eps)",
    "np.maximum(np.sqrt(G), eps)",
    message="epsilon is a floor below the root, where it is to be added to the root",
    look_at="how epsilon and the root are combined",
)

edited(
    "no_eps",
    "(np.sqrt(G) + eps)",
    "np.sqrt(G)",
    message="epsilon is left out: it keeps the divisor away from 0",
    look_at="what becomes of eps",
)


@right("loop", message="one weight after the other")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, G)]
    new_w, new_G = np.empty(flat[0].size), np.empty(flat[0].size)
    for i, (wi, gi, Gi) in enumerate(zip(*flat, strict=True)):
        new_G[i] = Gi + gi * gi
        new_w[i] = wi - lr * gi / (new_G[i] ** 0.5 + eps)
    return new_w.reshape(shape), new_G.reshape(shape)


@right("rates", message="the rate of each weight is worked out first")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    total = np.add(G, np.power(g, 2.0))
    rates = np.divide(lr, eps + total**0.5)
    return np.subtract(w, rates * g), total


@right("hypot", message="the root of a sum of squares as a length; returns a list")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    length = np.hypot(np.sqrt(G), g)
    return [w - lr * (g / (length + eps)), length**2]


@right("copies", message="works on copies in place")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    w, G = (np.array(a, dtype=np.float64) for a in (w, G))
    G += np.square(g)
    w -= lr * np.asarray(g) / (np.sqrt(G) + eps)
    return w, G
