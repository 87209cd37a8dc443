"""Alternative right versions of `adam_step`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one weight after the other")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, m, v)]
    new_w, new_m, new_v = (np.empty(flat[0].size) for _ in range(3))
    for i, (wi, gi, mi, vi) in enumerate(zip(*flat, strict=True)):
        new_m[i] = b1 * mi + (1 - b1) * gi
        new_v[i] = b2 * vi + (1 - b2) * gi * gi
        root = (new_v[i] / (1 - b2**t)) ** 0.5
        new_w[i] = wi - lr * new_m[i] / (1 - b1**t) / (root + eps)
    return new_w.reshape(shape), new_m.reshape(shape), new_v.reshape(shape)


@right("folded", says="both corrections folded into one rate, epsilon rescaled")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = m + (1 - b1) * (g - m)
    v = v + (1 - b2) * (g * g - v)
    root = np.sqrt(1 - b2**t)
    return w - lr * root / (1 - b1**t) * m / (np.sqrt(v) + eps * root), m, v


@right("copies", says="works on copies in place, returns a list")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    w, m, v = (np.array(a, dtype=np.float64) for a in (w, m, v))
    m *= b1
    m += (1 - b1) * np.asarray(g)
    v *= b2
    v += (1 - b2) * np.square(g)
    w -= lr * np.divide(m, 1 - np.power(b1, t)) / (np.sqrt(np.divide(v, 1 - np.power(b2, t))) + eps)
    return [w, m, v]
