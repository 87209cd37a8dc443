"""Versions of `maxout`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SUMS = "np.tensordot(X, W, axes=1) + b"

edited(
    "over_units",
    "axis=2",
    "axis=1",
    message="the largest is taken over the units; each unit takes the largest of its own pieces",
    look_at="which axis holds the pieces",
)

edited(
    "no_bias",
    SUMS,
    "np.tensordot(X, W, axes=1)",
    message="the bias is left out",
    look_at="where b comes in",
)

edited(
    "bias_after",
    "np.max(np.tensordot(X, W, axes=1) + b, axis=2)",
    "np.max(np.tensordot(X, W, axes=1), axis=2) + np.max(b, axis=1)",
    message="the largest is taken before the bias is added; each piece has a bias of its own",
    look_at="what is compared",
)

edited(
    "abs",
    "np.max(np.tensordot(X, W, axes=1) + b, axis=2)",
    "np.max(np.abs(np.tensordot(X, W, axes=1) + b), axis=2)",
    message="the largest size is taken; a negative piece is small, however far below 0 it lies",
    look_at="the sign of what is compared",
)

edited(
    "mean",
    "np.max(",
    "np.mean(",
    message="the pieces are averaged: an average of straight lines is a straight line",
    look_at="what is taken of the pieces",
)

edited(
    "min",
    "np.max(",
    "np.min(",
    message="the smallest piece is taken",
    look_at="what is taken of the pieces",
)

edited(
    "relu_after",
    "np.max(np.tensordot(X, W, axes=1) + b, axis=2)",
    "np.maximum(np.max(np.tensordot(X, W, axes=1) + b, axis=2), 0)",
    message="negative answers become 0: the largest piece may be negative",
    look_at="what is done after the largest piece is found",
)


@right("einsum", message="by einsum")
def maxout(X, W, b):
    return (np.einsum("nd,dmk->nmk", X, W) + b).max(axis=-1)


@right("loop", message="one unit and one piece after the other")
def maxout(X, W, b):
    units = []
    for m in range(W.shape[1]):
        best = X @ W[:, m, 0] + b[m, 0]
        for k in range(1, W.shape[2]):
            best = np.maximum(best, X @ W[:, m, k] + b[m, k])
        units.append(best)
    return np.array(units).T


@right("one_matrix", message="units and pieces side by side in one matrix")
def maxout(X, W, b):
    D, M, K = W.shape
    return np.amax((X @ W.reshape(D, M * K)).reshape(-1, M, K) + b, axis=2)
