"""Versions of `residual_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "relu_after",
    "X + np.maximum(Z, 0.0)",
    "np.maximum(X + Z, 0.0)",
    message="ReLU is applied to the sum: the skip path is cut off where it is negative",
    look_at="the order of addition and ReLU",
)

edited(
    "no_skip",
    "X + np.maximum(Z, 0.0)",
    "np.maximum(Z, 0.0) + 0.0 * X",
    message="the input is not added: this is a plain layer",
    look_at="the output of a layer of zeros",
)

edited(
    "no_relu",
    "X + np.maximum(Z, 0.0)",
    "X + Z",
    message="ReLU is left out",
    look_at="the output where a unit is off",
)

edited(
    "no_bias",
    "X @ W + b",
    "X @ W + 0.0 * b",
    message="b is left out",
    look_at="what b is for",
)

edited(
    "transposed",
    "X @ W",
    "X @ W.T",
    message="W is transposed; since it is square, no error is raised",
    look_at="which axis of W belongs to the inputs",
)

edited(
    "skip_relu",
    "X + np.maximum(Z, 0.0)",
    "np.maximum(X, 0.0) + np.maximum(Z, 0.0)",
    message="ReLU is applied to the skip path as well",
    look_at="the output where X is negative",
)

edited(
    "activation_before",
    "Z = X @ W + b",
    "Z = np.maximum(X, 0.0) @ W + b",
    "X + np.maximum(Z, 0.0)",
    "X + Z",
    message="ReLU comes before the layer, as in a pre-activation block",
    look_at="what ReLU is applied to",
)

edited(
    "mean",
    "X + np.maximum(Z, 0.0)",
    "(X + np.maximum(Z, 0.0)) / 2",
    message="the two ways are averaged, where they are added up",
    look_at="the output of a layer of zeros",
)


@right("where", message="picks the units that are on")
def residual_forward(X, W, b):
    Z = np.matmul(X, W) + b
    return np.where(Z > 0, X + Z, X * 1.0)


@right("loop", message="one row after the other")
def residual_forward(X, W, b):
    return np.array([x + np.clip(x @ W + b, 0, None) for x in X])


@right("copy", message="on a copy in place")
def residual_forward(X, W, b):
    out = np.array(X, dtype=float)
    Z = np.einsum("nd,dm->nm", X, W) + b
    out += (np.abs(Z) + Z) / 2
    return out
