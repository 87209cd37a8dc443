"""Versions of `elu`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.maximum(z, 0) + alpha * (np.exp(np.minimum(z, 0)) - 1)"

edited(
    "no_minus1",
    SOLUTION,
    "np.where(z > 0, z, alpha * np.exp(np.minimum(z, 0)))",
    message="the 1 is not subtracted: the curve jumps at 0",
    look_at="the value at z = 0",
)

edited(
    "where_overflow",
    SOLUTION,
    "np.where(z > 0, z, alpha * (np.exp(z) - 1))",
    message="the values are right, but np.where computes both branches everywhere, and exp(z) "
    "overflows far above 0",
    look_at="which entries np.where computes a branch for",
)

edited(
    "alpha_inside",
    SOLUTION,
    "np.maximum(z, 0) + np.exp(alpha * np.minimum(z, 0)) - 1",
    message="alpha stands in the exponent: it is the depth of the negative side",
    look_at="the value far below 0",
)

edited(
    "no_alpha",
    SOLUTION,
    "np.maximum(z, 0) + np.exp(np.minimum(z, 0)) - 1",
    message="alpha is not used: the negative side ends at −1",
    look_at="the value far below 0",
)

edited(
    "both_sides",
    SOLUTION,
    "alpha * (np.exp(z) - 1)",
    message="the exponential is used on the positive side as well, where z is to pass",
    look_at="the value at a positive z",
)

edited(
    "alpha_on_both",
    SOLUTION,
    "alpha * (np.maximum(z, 0) + np.exp(np.minimum(z, 0)) - 1)",
    message="the positive side is multiplied by alpha as well",
    look_at="the value at a positive z",
)

edited(
    "leaky",
    SOLUTION,
    "np.maximum(z, 0) + alpha * np.minimum(z, 0)",
    message="the negative side is a line; it is to bend towards −alpha",
    look_at="the value far below 0",
)


@right("expm1", message="by np.expm1 and a safe branch")
def elu(z, alpha=1.0):
    return np.where(np.greater(z, 0), z, alpha * np.expm1(np.minimum(z, 0.0)))


@right("loop", message="one number after the other")
def elu(z, alpha=1.0):
    out = [float(x) if x > 0 else alpha * (np.exp(x) - 1) for x in np.ravel(z)]
    return np.reshape(out, np.shape(z))


@right("mask", message="works on a copy, on the negative part alone")
def elu(z, alpha=1.0):
    out = np.array(z, dtype=float)
    low = out < 0
    out[low] = alpha * np.exp(out[low]) - alpha
    return out
