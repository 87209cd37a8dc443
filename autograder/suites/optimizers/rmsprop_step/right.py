"""Alternative right versions of `rmsprop_step`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one weight after the other")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, v)]
    new_w, new_v = np.empty(flat[0].size), np.empty(flat[0].size)
    for i, (wi, gi, vi) in enumerate(zip(*flat, strict=True)):
        new_v[i] = rho * vi + (1 - rho) * gi * gi
        new_w[i] = wi - lr * gi / (new_v[i] ** 0.5 + eps)
    return new_w.reshape(shape), new_v.reshape(shape)


@right("towards", says="the average moves towards the squared gradient; returns a list")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = v + (1 - rho) * (np.multiply(g, g) - v)
    return [w - np.divide(lr, v**0.5 + eps) * g, v]


@right("copies", says="works on copies in place")
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    w, v = (np.array(a, dtype=np.float64) for a in (w, v))
    v *= rho
    v += (1 - rho) * np.square(g)
    w -= lr * np.asarray(g) / (np.sqrt(v) + eps)
    return w, v
