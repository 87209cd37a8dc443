"""Alternative right versions of `adagrad_step`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one weight after the other")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, G)]
    new_w, new_G = np.empty(flat[0].size), np.empty(flat[0].size)
    for i, (wi, gi, Gi) in enumerate(zip(*flat, strict=True)):
        new_G[i] = Gi + gi * gi
        new_w[i] = wi - lr * gi / (new_G[i] ** 0.5 + eps)
    return new_w.reshape(shape), new_G.reshape(shape)


@right("rates", says="the rate of each weight is worked out first")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    total = np.add(G, np.power(g, 2.0))
    rates = np.divide(lr, eps + total**0.5)
    return np.subtract(w, rates * g), total


@right("hypot", says="the root of a sum of squares as a length; returns a list")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    length = np.hypot(np.sqrt(G), g)
    return [w - lr * (g / (length + eps)), length**2]


@right("copies", says="works on copies in place")
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    w, G = (np.array(a, dtype=np.float64) for a in (w, G))
    G += np.square(g)
    w -= lr * np.asarray(g) / (np.sqrt(G) + eps)
    return w, G
