"""Versions of `relu_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "np.where(z > 0, 1.0, 0.0)"

edited(
    "at_zero",
    SOLUTION,
    "np.where(z >= 0, 1.0, 0.0)",
    message="the slope at exactly 0 is 1; the course says 0",
    look_at="the comparison at z = 0",
)

edited(
    "returns_z",
    SOLUTION,
    "np.where(z > 0, 1.0 * z, 0.0)",
    message="z itself is returned on the positive side: that is ReLU, not its slope",
    look_at="how the slope changes along the positive side",
)

edited(
    "half_at_zero",
    SOLUTION,
    "np.heaviside(z, 0.5)",
    message="the slope at exactly 0 is 0.5; the course says 0",
    look_at="the value at z = 0",
)

edited(
    "sign",
    SOLUTION,
    "1.0 * np.sign(z)",
    message="the slope of |z| is returned: −1 on the negative side, where ReLU is flat",
    look_at="the slope at a negative z",
)

edited(
    "reversed",
    SOLUTION,
    "np.where(z > 0, 0.0, 1.0)",
    message="the two sides are exchanged: ReLU rises where z is positive",
    look_at="which side is flat",
)

edited(
    "booleans",
    SOLUTION,
    "np.greater(z, 0)",
    message="True and False are returned; a slope is a number",
    look_at="the type of a comparison",
)

edited(
    "quotient",
    SOLUTION,
    "np.maximum(z, 0) / z",
    message="the quotient relu(z) / z is taken: at exactly 0 that is 0 / 0",
    look_at="the division at z = 0",
)


@right("cast", message="a comparison, read as numbers")
def relu_grad(z):
    return np.asarray(z > 0).astype(float)


@right("heaviside", message="the step of NumPy, 0 at 0")
def relu_grad(z):
    return np.heaviside(z, 0.0)


@right("filled", message="fills an array of zeros")
def relu_grad(z):
    slopes = np.zeros(np.shape(z))
    slopes[np.asarray(z) > 0] = 1
    return slopes


@right("loop", message="one number after the other")
def relu_grad(z):
    return np.reshape([1.0 if x > 0 else 0.0 for x in np.ravel(z)], np.shape(z))
