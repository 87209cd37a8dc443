"""Versions of `mse`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "sum",
    "np.mean((p - y) ** 2)",
    "np.sum((p - y) ** 2)",
    message="the squares are added up; the loss is their mean over all entries",
    look_at="what the loss becomes when all rows stand there twice",
)

edited(
    "half",
    "np.mean((p - y) ** 2)",
    "np.mean((p - y) ** 2) / 2",
    message="the half of the mean squared error is returned",
    look_at="the factor before the mean",
)

edited(
    "rows",
    "np.mean((p - y) ** 2)",
    "np.sum((p - y) ** 2) / len(p)",
    message="the sum is divided by the number of rows, not by the number of entries",
    look_at="over what the mean is taken",
)

edited(
    "broadcast",
    "np.shape(p) != np.shape(y)",
    "False",
    message="shapes that differ are not refused: (N,) minus (N, 1) is an N by N matrix",
    look_at="the shape of the difference where the labels stand in a column",
)

edited(
    "size_only",
    "np.shape(p) != np.shape(y)",
    "np.size(p) != np.size(y)",
    message="the numbers of entries are compared, not the shapes: (N,) and (N, 1) have equally "
    "many",
    look_at="what is compared before the subtraction",
)

edited(
    "absolute",
    "(p - y) ** 2",
    "np.abs(p - y)",
    message="the sizes of the errors are averaged, not their squares",
    look_at="what is done with each error before the mean",
)

edited(
    "root",
    "np.mean((p - y) ** 2)",
    "np.sqrt(np.mean((p - y) ** 2))",
    message="the root of the mean squared error is returned",
    look_at="the units of the loss",
)

edited(
    "square_of_mean",
    "np.mean((p - y) ** 2)",
    "np.mean(p - y) ** 2",
    message="the mean is squared: errors of two signs cancel before",
    look_at="what comes first, the square or the mean",
)


@right("loop", message="entry by entry")
def mse(p, y):
    if np.shape(p) != np.shape(y):
        raise ValueError(f"shapes {np.shape(p)} and {np.shape(y)}")
    return float(sum((float(a) - float(b)) ** 2 for a, b in zip(np.ravel(p), np.ravel(y))) / p.size)


@right("dot", message="the error as one long vector times itself")
def mse(p, y):
    if p.ndim != y.ndim or p.shape != y.shape:
        raise ValueError("p is " + str(p.shape) + ", y is " + str(y.shape))
    r = np.subtract(p, y, dtype=float).ravel()
    return r @ r / r.size


@right("average", message="the mean of the means of rows of one length")
def mse(p, y):
    p, y = np.asarray(p), np.asarray(y)
    if p.shape != y.shape:
        raise ValueError(f"{p.shape} is not {y.shape}")
    return np.average(np.square(p - y))
