"""Versions of `sigmoid`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))"

edited(
    "flip",
    SOLUTION,
    "np.exp(np.minimum(-z, 0)) / (1 + np.exp(-np.abs(z)))",
    message="the curve falls where it is to rise: the sign in the exponent is exchanged",
    look_at="the value at a large positive z",
)

edited(
    "overflow",
    SOLUTION,
    "1 / (1 + np.exp(-z))",
    message="the values are right, but exp(−z) overflows where z is far below 0",
    look_at="the exponent at z = −800",
)

edited(
    "nan",
    SOLUTION,
    "np.exp(z) / (1 + np.exp(z))",
    message="the exponential of z overflows where z is far above 0, and inf / inf is nan",
    look_at="the exponent at z = 800",
)

edited(
    "both_branches",
    SOLUTION,
    "np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))",
    message="the values are right, but both branches are computed everywhere, and each overflows "
    "where the other is taken",
    look_at="which entries np.where computes a branch for",
)

edited(
    "tanh",
    SOLUTION,
    "np.tanh(z)",
    message="the values of tanh are returned: they run from −1 to 1, the sigmoid from 0 to 1",
    look_at="the value at z = 0",
)

edited(
    "full_argument",
    SOLUTION,
    "(1 + np.tanh(z)) / 2",
    message="the curve is twice too steep: the argument of tanh is z, not z / 2",
    look_at="the slope at z = 0",
)

edited(
    "no_one",
    SOLUTION,
    "np.exp(-np.maximum(z, 0))",
    message="only the power is left: the 1 in the denominator is lost",
    look_at="the value at z = 0",
)


@right("tanh_form", message="by way of tanh of half the argument")
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


@right("logaddexp", message="through the logarithm")
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z)))


@right("loop", message="one number after the other")
def sigmoid(z):
    def one(x):
        return 1 / (1 + np.exp(-x)) if x >= 0 else np.exp(x) / (1 + np.exp(x))

    return np.reshape([one(float(x)) for x in np.ravel(z)], np.shape(z))


@right("masks", message="fills two parts of an array")
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    s = np.empty_like(z)
    low = z < 0
    s[low] = np.exp(z[low]) / (1 + np.exp(z[low]))
    s[~low] = 1 / (1 + np.exp(-z[~low]))
    return s


@right("clipped", message="the argument is cut off where the curve is flat")
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -500, 500)))
