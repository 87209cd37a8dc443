"""Versions of `tanh_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "1 - np.tanh(z) ** 2"

edited(
    "no_square",
    SOLUTION,
    "1 - np.tanh(z)",
    message="the square is missing: the slope is to be the same at z and at −z",
    look_at="the slope at a negative z",
)

edited(
    "activated",
    SOLUTION,
    "1 - z**2",
    message="z is taken for the output of tanh; the function is given its input",
    look_at="what z is",
)

edited(
    "sig_rule",
    SOLUTION,
    "np.tanh(z) * (1 - np.tanh(z))",
    message="the rule of the sigmoid is used: t (1 − t) is not the slope of tanh",
    look_at="the slope at z = 0",
)

edited(
    "square_of_difference",
    SOLUTION,
    "(1 - np.tanh(z)) ** 2",
    message="the square is taken of the whole difference, not of tanh",
    look_at="what the square belongs to",
)

edited(
    "plus",
    SOLUTION,
    "1 + np.tanh(z) ** 2",
    message="the square is added; the slope falls away from 0",
    look_at="the slope far from 0",
)

edited(
    "cosh",
    SOLUTION,
    "1 / np.cosh(z) ** 2",
    message="the values are right, but cosh overflows far from 0",
    look_at="what is computed at z = 800",
)

edited(
    "quarter",
    SOLUTION,
    "(1 - np.tanh(z / 2) ** 2) / 4",
    message="the slope of the sigmoid is returned, not that of tanh",
    look_at="the slope at z = 0",
)


@right("factors", message="as a product")
def tanh_grad(z):
    t = np.tanh(z)
    return (1 + t) * (1 - t)


@right("exponential", message="by way of a power that is at most 1")
def tanh_grad(z):
    e = np.exp(-2.0 * np.abs(z))
    return 4 * e / np.square(1 + e)


@right("loop", message="one number after the other")
def tanh_grad(z):
    slopes = [1 - np.tanh(x) * np.tanh(x) for x in np.ravel(z)]
    return np.array(slopes).reshape(np.shape(z))
