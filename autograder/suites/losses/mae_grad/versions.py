"""Versions of `mae_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "sum",
    "/ np.size(p)",
    "",
    message="the gradient is that of a sum; the loss is a mean over all entries",
    look_at="what the mean does to the gradient",
)

edited(
    "rows",
    "/ np.size(p)",
    "/ len(p)",
    message="the gradient is divided by the number of rows, not by the number of entries",
    look_at="over what the mean is taken",
)

edited(
    "sign",
    "np.sign(p - y)",
    "np.sign(y - p)",
    message="the gradient points downhill: its sign is flipped",
    look_at="what the loss does when a prediction that is too large grows",
)

edited(
    "broadcast",
    "np.shape(p) != np.shape(y)",
    "False",
    message="shapes that differ are not refused: (N,) minus (N, 1) is an N by N matrix",
    look_at="the shape of the difference where the labels stand in a column",
)

edited(
    "one_at_zero",
    "np.sign(p - y)",
    "np.where(p >= y, 1.0, -1.0)",
    message="the slope at an error of 0 is 1, where the course takes 0",
    look_at="an entry that is predicted exactly",
)

edited(
    "zero_over_zero",
    "np.sign(p - y)",
    "(p - y) / np.abs(p - y)",
    message="where the error is 0 the sign is computed as 0 / 0",
    look_at="an entry that is predicted exactly",
)

edited(
    "error_itself",
    "np.sign(p - y)",
    "(p - y)",
    message="the error itself is returned: the slope of |r| does not grow with r",
    look_at="how the gradient grows with the error",
)


@right("comparisons", message="two comparisons and their difference")
def mae_grad(p, y):
    if p.shape != y.shape:
        raise ValueError(f"{p.shape} is not {y.shape}")
    return ((p > y) * 1.0 - (p < y) * 1.0) / p.size


@right("clipped", message="the error, magnified and clipped")
def mae_grad(p, y):
    if np.shape(p) != np.shape(y):
        raise ValueError(f"shapes {np.shape(p)} and {np.shape(y)}")
    return np.clip(1e15 * np.subtract(p, y), -1, 1) / p.size


@right("loop", message="entry by entry")
def mae_grad(p, y):
    if np.shape(p) != np.shape(y):
        raise ValueError(f"shapes {np.shape(p)} and {np.shape(y)}")
    grad = np.zeros(np.shape(p))
    for at in np.ndindex(*grad.shape):
        if p[at] != y[at]:
            grad[at] = (1 if p[at] > y[at] else -1) / grad.size
    return grad
