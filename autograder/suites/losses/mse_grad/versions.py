"""Versions of `mse_grad`: named mistakes, and other right ways."""

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
    "half",
    "2 * (p - y)",
    "(p - y)",
    message="the gradient is that of half the mean squared error: a factor 2 is missing",
    look_at="the derivative of a square",
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
    "(p - y)",
    "(y - p)",
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
    "sign_of_error",
    "2 * (p - y)",
    "np.sign(p - y)",
    message="the gradient of the mean absolute error is returned",
    look_at="how the gradient grows with the error",
)

edited(
    "mean_error",
    "2 * (p - y) / np.size(p)",
    "np.full(np.shape(p), 2 * np.mean(p - y) / np.size(p))",
    message="all entries get the mean error; each entry has an error of its own",
    look_at="which entries of p an entry of the gradient depends on",
)


@right("factor", message="the factor first")
def mse_grad(p, y):
    if p.shape != y.shape:
        raise ValueError(f"{p.shape} is not {y.shape}")
    return 2 / p.size * (p - y)


@right("two_parts", message="predictions and labels divided apart")
def mse_grad(p, y):
    if np.shape(p) != np.shape(y):
        raise ValueError(f"shapes {np.shape(p)} and {np.shape(y)}")
    half = np.size(p) / 2
    return np.divide(p, half) - np.divide(y, half)


@right("loop", message="entry by entry")
def mse_grad(p, y):
    if np.shape(p) != np.shape(y):
        raise ValueError(f"shapes {np.shape(p)} and {np.shape(y)}")
    grad = np.zeros(np.shape(p))
    for at in np.ndindex(*grad.shape):
        grad[at] = 2.0 * (p[at] - y[at]) / grad.size
    return grad
