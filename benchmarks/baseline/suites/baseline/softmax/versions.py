"""Versions of `softmax`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import right, wrong


@wrong(
    "no_shift", message="the maximum is not subtracted: the exponential of a large number overflows"
)
def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong("axis0", message="each column is divided by its sum, not each row")
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0, keepdims=True)


@wrong("axis1", message="axis 1 is taken, which a single row does not have; the last one is meant")
def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@wrong("all", message="all entries are divided by one sum")
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@wrong("no_keepdims", message="the axis of the sums is lost: they are laid along the columns")
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


@right("log", message="through the logarithm of the shares")
def softmax(z):
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.exp(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@right("rows", message="one row after the other")
def softmax(z):
    z = np.asarray(z, dtype=float)
    rows = z.reshape(-1, z.shape[-1])
    out = []
    for row in rows:
        e = np.exp(row - max(row))
        out.append(e / sum(e))
    return np.array(out).reshape(z.shape)


@right("moved_axis", message="the last axis first, and back")
def softmax(z):
    z = np.moveaxis(z, -1, 0)
    e = np.exp(z - z.max(axis=0))
    return np.moveaxis(e / e.sum(axis=0), 0, -1)
