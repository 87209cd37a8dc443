"""Versions of `swish_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

RETURN = "return s + beta * z * s * (1 - s)"

edited(
    "first_term",
    RETURN,
    "return s",
    message="only the first term of the product rule is there: the gate, too, depends on z",
    look_at="which factors hold z",
)

edited(
    "no_beta",
    RETURN,
    "return s + z * s * (1 - s)",
    message="the inner derivative beta is missing in the second term",
    look_at="what the gate is taken of",
)

edited(
    "beta_ignored",
    "s = 0.5 * (1 + np.tanh(beta * z / 2))",
    "s = 0.5 * (1 + np.tanh(z / 2))",
    message="beta is left out of the gate: it is σ(beta z), not σ(z)",
    look_at="what the gate is taken of",
)

edited(
    "no_z",
    RETURN,
    "return s + beta * s * (1 - s)",
    message="the factor z is missing in the second term",
    look_at="which factor stays when the other is derived",
)

edited(
    "second_term",
    RETURN,
    "return beta * z * s * (1 - s)",
    message="only the second term of the product rule is there: z itself has the slope 1",
    look_at="which factors hold z",
)

edited(
    "product_of_slopes",
    RETURN,
    "return beta * s * (1 - s)",
    message="the slopes of the two factors are multiplied; the product rule adds two terms",
    look_at="the product rule",
)

edited(
    "value",
    RETURN,
    "return z * s",
    message="swish itself is returned, not its slope",
    look_at="the values far above 0",
)

edited(
    "overflow",
    "0.5 * (1 + np.tanh(beta * z / 2))",
    "1 / (1 + np.exp(-beta * z))",
    message="the values are right, but exp(−beta z) overflows where z is far below 0",
    look_at="the exponent at z = −800",
)


@right("by_the_value", message="written with swish itself")
def swish_grad(z, beta=1.0):
    s = np.exp(-np.logaddexp(0, -beta * np.asarray(z)))
    value = z * s
    return beta * value + s * (1 - beta * value)


@right("powers", message="with powers that are at most 1")
def swish_grad(z, beta=1.0):
    x = beta * np.asarray(z)
    e = np.exp(-np.abs(x))
    return np.where(x > 0, 1, e) / (1 + e) + x * e / (1 + e) ** 2


@right("loop", message="one number after the other")
def swish_grad(z, beta=1.0):
    slopes = []
    for x in np.ravel(z):
        t = np.tanh(beta * x / 2)
        slopes.append((1 + t) / 2 + beta * x * (1 - t * t) / 4)
    return np.array(slopes).reshape(np.shape(z))
