"""Versions of `elu_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.where(z > 0, 1.0, alpha * np.exp(-np.abs(z)))"

edited(
    "grad_no_alpha",
    SOLUTION,
    "np.exp(np.minimum(z, 0))",
    message="the factor alpha is missing on the negative side",
    look_at="the slope just below 0",
)

edited(
    "where_overflow",
    SOLUTION,
    "np.where(z > 0, 1.0, alpha * np.exp(z))",
    message="the values are right, but np.where computes both branches everywhere, and exp(z) "
    "overflows far above 0",
    look_at="which entries np.where computes a branch for",
)

edited(
    "value",
    SOLUTION,
    "np.where(z > 0, 1.0, alpha * (np.exp(np.minimum(z, 0)) - 1))",
    message="the 1 is still subtracted: the slope of a constant is 0",
    look_at="the slope far below 0",
)

edited(
    "at_zero",
    SOLUTION,
    "np.where(z >= 0, 1.0, alpha * np.exp(np.minimum(z, 0)))",
    message="the slope at exactly 0 is 1; the course says alpha",
    look_at="the comparison at z = 0",
    convention="texts that count 0 to the positive side",
)

edited(
    "relu_slope",
    SOLUTION,
    "np.where(z > 0, 1.0, 0.0)",
    message="the slope of ReLU is returned: the negative side is not flat",
    look_at="the slope at a negative z",
)

edited(
    "leaky_slope",
    SOLUTION,
    "np.where(z > 0, 1.0, alpha)",
    message="the negative side has one slope; it is to fade with z",
    look_at="how the slope changes along the negative side",
)

edited(
    "both_sides",
    SOLUTION,
    "alpha * np.exp(z)",
    message="the exponential is used on the positive side as well, where the slope is 1",
    look_at="the slope at a positive z",
)


@right("from_the_value", message="the value of ELU plus alpha, on the negative side")
def elu_grad(z, alpha=1.0):
    value = alpha * np.expm1(np.minimum(z, 0.0))
    return np.where(np.greater(z, 0), 1.0, value + alpha)


@right("loop", message="one number after the other")
def elu_grad(z, alpha=1.0):
    slopes = [1.0 if x > 0 else alpha * np.exp(x) for x in np.ravel(z)]
    return np.reshape(slopes, np.shape(z))


@right("mask", message="fills an array of ones")
def elu_grad(z, alpha=1.0):
    z = np.asarray(z)
    slopes = np.ones(z.shape)
    slopes[z <= 0] = alpha * np.exp(z[z <= 0])
    return slopes
