"""Named wrong versions of `softmax`."""

import numpy as np

from autograder.bank.exercise import wrong

ROWS = {"z": np.array([[0.0, 1.0], [2.0, 0.0]])}


@wrong(
    "no_shift",
    says="the maximum is not subtracted: the exponential of a large number overflows",
    shows_on={"z": np.array([1000.0, 0.0])},
)
def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong("axis0", says="each column is divided by its sum, not each row", shows_on=ROWS)
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=0, keepdims=True)


@wrong("all", says="all entries are divided by one sum", shows_on=ROWS)
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@wrong(
    "no_keepdims",
    says="the axis of the sums is lost: they are laid along the columns",
    shows_on=ROWS,
)
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)
