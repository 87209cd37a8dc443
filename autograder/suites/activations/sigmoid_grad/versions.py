"""Versions of `sigmoid_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

RETURN = "return e / (1 + e) ** 2"

edited(
    "activated",
    RETURN,
    "return z * (1 - z)",
    message="z is taken for the output of the sigmoid; the function is given its input",
    look_at="what z is",
)

edited(
    "half",
    RETURN,
    "return np.exp(np.minimum(z, 0)) / (1 + e)",
    message="the sigmoid itself is returned: the factor 1 − σ is missing",
    look_at="the slope far above 0",
)

edited(
    "overflow",
    RETURN,
    "return 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z)))",
    message="the values are right, but exp(−z) overflows where z is far below 0",
    look_at="the exponent at z = −800",
)

edited(
    "nan",
    RETURN,
    "return np.exp(-z) / (1 + np.exp(-z)) ** 2",
    message="the exponential of −z overflows where z is far below 0, and inf / inf is nan",
    look_at="the exponent at z = −800",
)

edited(
    "tanh_rule",
    RETURN,
    "return 1 - (np.exp(np.minimum(z, 0)) / (1 + e)) ** 2",
    message="the rule of tanh is used: 1 − σ² is not the slope of the sigmoid",
    look_at="the slope far below 0",
)

edited(
    "minus",
    RETURN,
    "return -e / (1 + e) ** 2",
    message="the slope is negative, though the sigmoid rises: a sign of the chain rule is lost",
    look_at="the two minus signs of the derivation",
)

edited(
    "no_square",
    RETURN,
    "return e / (1 + e)",
    message="the square in the denominator is missing",
    look_at="the value at z = 0",
)


@right("output", message="from the output of a safe sigmoid")
def sigmoid_grad(z):
    s = 0.5 * (1 + np.tanh(z / 2))
    return s * (1 - s)


@right("tanh_form", message="a quarter of the slope of tanh")
def sigmoid_grad(z):
    return (1 - np.square(np.tanh(np.divide(z, 2)))) / 4


@right("loop", message="one number after the other")
def sigmoid_grad(z):
    slopes = []
    for x in np.ravel(z):
        e = np.exp(-abs(x))
        slopes.append(e / (1 + e) / (1 + e))
    return np.array(slopes).reshape(np.shape(z))
