"""Versions of `step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.where(z >= 0, 1, 0)"

edited(
    "strict",
    SOLUTION,
    "np.where(z > 0, 1, 0)",
    message="an exact 0 counts as below the threshold; in the course step(0) = 1",
    look_at="the comparison at z = 0",
    convention="texts in which the unit fires at w·x + b > 0",
)

edited(
    "sign",
    SOLUTION,
    "np.sign(z).astype(int)",
    message="the sign is returned: −1, 0 or 1",
    look_at="the value at a negative z",
)

edited(
    "plus_minus",
    SOLUTION,
    "np.where(z >= 0, 1, -1)",
    message="the answer below the threshold is −1; the labels of the course are 0 and 1",
    look_at="the value at a negative z",
    convention="texts with the labels −1 and 1",
)

edited(
    "bool",
    SOLUTION,
    "np.greater_equal(z, 0)",
    message="True and False are returned; the whole numbers 1 and 0 are expected",
    look_at="the type of a comparison",
)

edited(
    "floats",
    SOLUTION,
    "np.heaviside(z, 1.0)",
    message="the values are right, but they are floats; a class is a whole number",
    look_at="the type of the answer",
)

edited(
    "truncated",
    SOLUTION,
    "np.where(np.trunc(z) >= 0, 1, 0)",
    message="the fraction is cut off before the comparison: −0.7 becomes 0",
    look_at="what is compared with 0",
)

edited(
    "rounded",
    SOLUTION,
    "np.where(np.round(z) >= 0, 1, 0)",
    message="z is rounded before the comparison: −0.3 becomes 0",
    look_at="what is compared with 0",
)

edited(
    "reversed",
    SOLUTION,
    "np.where(z >= 0, 0, 1)",
    message="the two answers are exchanged: above the threshold is 1",
    look_at="which side fires",
)


@right("cast", message="a comparison, read as whole numbers")
def step(z):
    return np.asarray(np.greater_equal(z, 0)).astype(int)


@right("filled", message="ones, with zeros put where z is negative")
def step(z):
    out = np.ones(np.shape(z), dtype=int)
    out[np.asarray(z) < 0] = 0
    return out


@right("loop", message="one number after the other")
def step(z):
    return np.reshape([0 if x < 0 else 1 for x in np.ravel(z)], np.shape(z))
