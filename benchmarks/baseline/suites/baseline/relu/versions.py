"""Versions of `relu`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import right, wrong


@wrong("abs", message="negative numbers change their sign")
def relu(x):
    return np.abs(x)


@wrong("flat_list", message="all entries come back in one row: the shape of the argument is lost")
def relu(x):
    return [max(0.0, v) for v in np.ravel(x)]


@wrong("step", message="1 is returned for a positive number: that is the slope, not the value")
def relu(x):
    return (x > 0).astype(x.dtype)


@wrong("min", message="the negative numbers pass")
def relu(x):
    return np.minimum(x, 0)


@right("where", message="chooses between x and zeros")
def relu(x):
    return np.where(x > 0, x, np.zeros_like(x))


@right("half", message="half the sum of x and its absolute value")
def relu(x):
    return (x + np.abs(x)) / 2


@right("copy", message="sets the negative entries of a copy to 0")
def relu(x):
    y = np.array(x)
    y[y < 0] = 0
    return y
