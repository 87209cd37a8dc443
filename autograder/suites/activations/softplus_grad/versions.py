"""Versions of `softplus_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))"

edited(
    "relu_grad",
    SOLUTION,
    "np.where(z > 0, 1.0, 0.0)",
    message="the slope jumps from 0 to 1: that is the slope of ReLU, whose corner is not rounded",
    look_at="the slope near 0",
)

edited(
    "flip",
    SOLUTION,
    "np.exp(np.minimum(-z, 0)) / (1 + np.exp(-np.abs(z)))",
    message="the slope falls where it is to rise: the sign in the exponent is exchanged",
    look_at="the slope far above 0",
)

edited(
    "overflow",
    SOLUTION,
    "1 / (1 + np.exp(-z))",
    message="the values are right, but exp(−z) overflows where z is far below 0",
    look_at="the exponent at z = −1000",
)

edited(
    "nan",
    SOLUTION,
    "np.exp(z) / (1 + np.exp(z))",
    message="the exponential of z overflows where z is far above 0, and inf / inf is nan",
    look_at="the exponent at z = 1000",
)

edited(
    "no_quotient",
    SOLUTION,
    "np.exp(z)",
    message="only the derivative of what stands in the logarithm is there: the division is missing",
    look_at="the derivative of the logarithm",
)

edited(
    "value",
    SOLUTION,
    "np.logaddexp(0, z)",
    message="softplus itself is returned, not its slope",
    look_at="the values far above 0",
)

edited(
    "second_derivative",
    SOLUTION,
    "np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))) ** 2",
    message="the derivative was taken twice: the slope of the slope is returned",
    look_at="the slope far above 0",
)


@right("tanh_form", message="by way of tanh of half the argument")
def softplus_grad(z):
    return (np.tanh(np.divide(z, 2)) + 1) / 2


@right("from_the_value", message="from softplus: 1 − exp(−softplus)")
def softplus_grad(z):
    return -np.expm1(-np.logaddexp(0, z))


@right("loop", message="one number after the other")
def softplus_grad(z):
    slopes = [1 / (1 + np.exp(-x)) if x > 0 else np.exp(x) / (1 + np.exp(x)) for x in np.ravel(z)]
    return np.reshape(slopes, np.shape(z))
