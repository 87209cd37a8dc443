"""Versions of `softmax`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_shift",
    "Z - np.max(Z, axis=1, keepdims=True)",
    "1.0 * Z",
    message="no maximum is subtracted: exp overflows at 1000, and inf / inf is nan",
    look_at="what exp is taken of",
)

edited(
    "axis0",
    "np.max(Z, axis=1, keepdims=True)",
    "np.max(Z)",
    "np.sum(E, axis=1, keepdims=True)",
    "np.sum(E, axis=0, keepdims=True)",
    message="each column is divided by its sum; the rows are to sum to 1",
    look_at="the axis of the sum",
)

edited(
    "all",
    "np.sum(E, axis=1, keepdims=True)",
    "np.sum(E)",
    message="all entries are divided by one sum; each row has a sum of its own",
    look_at="what the sum runs over",
)

edited(
    "no_keepdims",
    "np.sum(E, axis=1, keepdims=True)",
    "np.sum(E, axis=1)",
    message="the sums of the rows are laid along the columns: the summed axis is lost",
    look_at="the shape of the sums",
)

edited(
    "shift_of_all",
    "np.max(Z, axis=1, keepdims=True)",
    "np.max(Z)",
    message="the largest entry of all rows is subtracted: a row far below it becomes 0 / 0",
    look_at="which maximum is subtracted from which row",
)

edited(
    "shift_by_columns",
    "np.max(Z, axis=1, keepdims=True)",
    "np.max(Z, axis=0, keepdims=True)",
    message="a number of its own is subtracted from each column: that changes the shares of a row",
    look_at="what is the same for all entries of a row",
)

edited(
    "log",
    "return E / np.sum(E, axis=1, keepdims=True)",
    "return np.log(E / np.sum(E, axis=1, keepdims=True))",
    message="the logarithms of the shares are returned",
    look_at="what the rows of the answer sum to",
)

edited(
    "no_exp",
    "E = np.exp(Z - np.max(Z, axis=1, keepdims=True))",
    "E = Z - np.min(Z, axis=1, keepdims=True)",
    message="the numbers are made positive by a shift; exp does that in softmax",
    look_at="how the numbers become positive",
)

edited(
    "patched",
    "    E = np",
    "    P = np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)\n"
    "    if np.isfinite(P).all():\n        return P\n    E = np",
    message="the values are right, but exp is taken without a shift first, and overflows",
    look_at="what exp is taken of before anything is repaired",
)


@right("log_sum_exp", message="through the logarithm of the shares")
def softmax(Z):
    Z = Z - np.max(Z, axis=-1, keepdims=True)
    return np.exp(Z - np.log(np.sum(np.exp(Z), axis=-1, keepdims=True)))


@right("rows", message="one row after the other; a list is stacked")
def softmax(Z):
    rows = []
    for row in Z:
        e = [np.exp(z - max(row)) for z in row]
        rows.append([each / sum(e) for each in e])
    return np.array(rows)


@right("transposed", message="columns in place of rows, and back")
def softmax(Z):
    E = np.exp(Z.T - Z.max(axis=1))
    return (E / E.sum(axis=0)).T


@right("differences", message="each share from the differences to all others")
def softmax(Z):
    with np.errstate(over="ignore"):
        return 1 / np.sum(np.exp(Z[:, None, :] - Z[:, :, None]), axis=2)
