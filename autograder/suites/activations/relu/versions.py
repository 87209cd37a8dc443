"""Versions of `relu`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.maximum(z, 0.0)"

edited(
    "in_place",
    "return np.maximum(z, 0.0)",
    "z = np.asarray(z)\n    z[z < 0] = 0.0\n    return z",
    message="negative entries of z itself are overwritten",
    look_at="each line that writes into z",
    verdict="X9",
)

edited(
    "abs",
    SOLUTION,
    "np.abs(z)",
    message="negative entries are folded up; they are to become 0",
    look_at="the value at a negative z",
)

edited(
    "min",
    SOLUTION,
    "np.minimum(z, 0.0)",
    message="the negative part is kept; it is the positive one that passes",
    look_at="which side passes",
)

edited(
    "one_number",
    SOLUTION,
    "max(np.max(z), 0.0)",
    message="one number is returned, the largest of all; each entry is compared with 0",
    look_at="the shape of the answer",
)

edited(
    "clipped",
    SOLUTION,
    "np.clip(z, 0.0, 1.0)",
    message="the curve is cut off at 1 as well",
    look_at="the value at z = 3",
)

edited(
    "step",
    SOLUTION,
    "np.where(z > 0, 1.0, 0.0)",
    message="a step is returned: 1 where z is positive, not z",
    look_at="the value at z = 3",
)

edited(
    "leaky",
    SOLUTION,
    "np.maximum(z, 0.01 * np.asarray(z))",
    message="a hundredth of the negative side leaks through",
    look_at="the value at a negative z",
)


@right("mask", message="by a mask")
def relu(z):
    return z * (np.asarray(z) > 0)


@right("where", message="by np.where")
def relu(z):
    return np.where(np.greater(z, 0), z, 0.0)


@right("average", message="half of z and its absolute value")
def relu(z):
    return (z + np.abs(z)) / 2


@right("copy", message="works on a copy in place")
def relu(z):
    a = np.array(z, dtype=float)
    a[a < 0] = 0
    return a
