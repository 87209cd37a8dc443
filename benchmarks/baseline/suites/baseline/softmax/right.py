"""Alternative right versions of `softmax`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("log", says="through the logarithm of the shares")
def softmax(z):
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@right("rows", says="one row after the other")
def softmax(z):
    z = np.asarray(z, dtype=float)
    rows = z.reshape(-1, z.shape[-1])
    out = []
    for row in rows:
        e = np.exp(row - max(row))
        out.append(e / sum(e))
    return np.array(out).reshape(z.shape)


@right("moved_axis", says="the last axis first, and back")
def softmax(z):
    z = np.moveaxis(z, -1, 0)
    e = np.exp(z - z.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)
