"""Versions of `leaky_relu`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.maximum(z, 0.0) + alpha * np.minimum(z, 0.0)"

edited(
    "max_form",
    SOLUTION,
    "np.maximum(z, alpha * np.asarray(z))",
    message="the larger of z and alpha z is taken: with alpha above 1 the two sides change places",
    look_at="the values with alpha = 1.5",
)

edited(
    "dead",
    SOLUTION,
    "np.maximum(z, 0.0)",
    message="the negative side becomes 0: alpha is not used",
    look_at="where alpha comes in",
)

edited(
    "everywhere",
    SOLUTION,
    "1.0 * alpha * z",
    message="all entries are multiplied by alpha; the positive ones pass as they are",
    look_at="the value at a positive z",
)

edited(
    "other_side",
    SOLUTION,
    "alpha * np.maximum(z, 0.0) + np.minimum(z, 0.0)",
    message="the two sides are exchanged: alpha is the slope of the negative side",
    look_at="which side has the slope 1",
)

edited(
    "minus",
    SOLUTION,
    "np.maximum(z, 0.0) - alpha * np.minimum(z, 0.0)",
    message="the negative side is turned up: a small negative value is to stay negative",
    look_at="the sign of the negative side",
)

edited(
    "constant",
    SOLUTION,
    "np.where(z > 0, z, -alpha)",
    message="the negative side is flat at −alpha; alpha is a slope",
    look_at="how the negative side changes with z",
)

edited(
    "fixed_slope",
    SOLUTION,
    "np.maximum(z, 0.0) + 0.01 * np.minimum(z, 0.0)",
    message="the slope 0.01 is used whatever alpha is",
    look_at="where alpha comes in",
)


@right("where", message="by np.where")
def leaky_relu(z, alpha=0.01):
    return np.where(np.greater(z, 0), z, alpha * np.asarray(z))


@right("slopes", message="each entry times its slope")
def leaky_relu(z, alpha=0.01):
    return z * np.where(np.asarray(z) > 0, 1.0, alpha)


@right("copy", message="works on a copy in place")
def leaky_relu(z, alpha=0.01):
    out = np.array(z, dtype=float)
    out[out < 0] *= alpha
    return out


@right("blend", message="a line and a corner")
def leaky_relu(z, alpha=0.01):
    return (1 + alpha) / 2 * z + (1 - alpha) / 2 * np.abs(z)
