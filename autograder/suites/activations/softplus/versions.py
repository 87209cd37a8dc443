"""Versions of `softplus`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z)))"

edited(
    "overflow",
    SOLUTION,
    "np.log(1 + np.exp(z))",
    message="the power overflows far above 0, and the logarithm of inf is inf",
    look_at="what exp is taken of at z = 1000",
)

edited(
    "log2",
    SOLUTION,
    "np.logaddexp2(0, z / np.log(2))",
    message="the logarithm has base 2; it is to undo exp",
    look_at="the base of the logarithm",
)

edited(
    "relu",
    SOLUTION,
    "np.maximum(z, 0.0)",
    message="the corner is not rounded: ReLU is returned",
    look_at="the value at z = 0",
)

edited(
    "flip",
    SOLUTION,
    "np.maximum(-z, 0) + np.log(1 + np.exp(-np.abs(z)))",
    message="the curve falls where it is to rise: the sign in the exponent is exchanged",
    look_at="the value far above 0",
)

edited(
    "patched",
    SOLUTION,
    "np.where(np.less(z, 30), np.log(1 + np.exp(z)), z)",
    message="the values are right, but exp(z) is computed everywhere and overflows far above 0",
    look_at="which entries np.where computes a branch for",
)

edited(
    "no_large_part",
    SOLUTION,
    "np.log(1 + np.exp(-np.abs(z)))",
    message="the part that was taken out of the logarithm is not added again",
    look_at="the value far above 0",
)

edited(
    "no_one",
    SOLUTION,
    "1.0 * z",
    message="the logarithm of exp(z) alone is z: the 1 is lost",
    look_at="the value at z = 0",
)


@right("logaddexp", message="NumPy's logarithm of a sum of powers")
def softplus(z):
    return np.logaddexp(0, z)


@right("log1p", message="by np.log1p, the large part from ReLU")
def softplus(z):
    return np.log1p(np.exp(-np.abs(z))) + np.where(np.greater(z, 0), z, 0)


@right("loop", message="one number after the other")
def softplus(z):
    out = [x + np.log1p(np.exp(-x)) if x > 0 else np.log1p(np.exp(x)) for x in np.ravel(z)]
    return np.reshape(out, np.shape(z))
