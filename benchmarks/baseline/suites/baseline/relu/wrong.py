"""Named wrong versions of `relu`."""

import numpy as np

from autograder.bank.exercise import wrong


@wrong(
    "in_place",
    says="the caller's array is changed",
    shows_on={"x": np.array([-1.0, 2.0])},
)
def relu(x):
    x[x < 0] = 0
    return x


@wrong("abs", says="negative numbers change their sign", shows_on={"x": np.array([-1.0])})
def relu(x):
    return np.abs(x)


@wrong(
    "flat_list",
    says="all entries come back in one row: the shape of the argument is lost",
    shows_on={"x": np.array([[-1.0, 2.0]])},
)
def relu(x):
    return [max(0.0, v) for v in np.ravel(x)]


@wrong(
    "step",
    says="1 is returned for a positive number: that is the slope, not the value",
    shows_on={"x": np.array([3.0])},
)
def relu(x):
    return (x > 0).astype(x.dtype)


@wrong("min", says="the negative numbers pass", shows_on={"x": np.array([-1.0, 2.0])})
def relu(x):
    return np.minimum(x, 0)
