"""Versions of `residual_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_skip",
    "dout + dZ @ W.T",
    "dZ @ W.T",
    message="the skip path is missing in dX: the gradient shrinks as without it",
    look_at="the ways on which X reaches the output",
)

edited(
    "skip_only",
    "dout + dZ @ W.T",
    "dout + 0.0 * dZ @ W.T",
    message="only the skip path is in dX",
    look_at="the ways on which X reaches the output",
)

edited(
    "mask_skip",
    "dout + dZ @ W.T",
    "dZ + dZ @ W.T",
    message="the mask of ReLU is applied to the skip path as well",
    look_at="what lies on the skip path",
)

edited(
    "no_mask",
    "dout * (X @ W + b > 0)",
    "dout + 0.0 * b",
    message="the gradient passes ReLU as if all units were on",
    look_at="the gradient of a unit that is off",
)

edited(
    "mask_of_sum",
    "(X @ W + b > 0)",
    "(X + np.maximum(X @ W + b, 0) > 0)",
    message="the mask is made from the output of the block, not from what ReLU saw",
    look_at="what ReLU is applied to",
)

edited(
    "at_zero",
    "(X @ W + b > 0)",
    "(X @ W + b >= 0)",
    message="the slope of ReLU at exactly 0 is 1; in the course it is 0",
    look_at="a unit at exactly 0",
)

edited(
    "no_bias",
    "(X @ W + b > 0)",
    "(X @ W + 0.0 * b > 0)",
    message="b is left out of the mask",
    look_at="what ReLU saw",
)

edited(
    "not_transposed",
    "dZ @ W.T",
    "dZ @ W",
    message="W is not transposed in dX; since it is square, no error is raised",
    look_at="which axis of W belongs to the inputs",
)

edited(
    "dw_transposed",
    "X.T @ dZ",
    "dZ.T @ X",
    message="dW is transposed; since W is square, no error is raised",
    look_at="the entry of dW for one input and one output",
)

edited(
    "dw_unmasked",
    "X.T @ dZ, np.sum(dZ, axis=0)",
    "X.T @ dout, np.sum(dout, axis=0)",
    message="dW and db are made with dout: units that are off learn as well",
    look_at="the gradient of a unit that is off",
)

edited(
    "means",
    "X.T @ dZ, np.sum(dZ, axis=0)",
    "X.T @ dZ / len(X), np.mean(dZ, axis=0)",
    message="dW and db are divided by the number of rows; the gradient of the loss has done so",
    look_at="which function divides by the number of rows",
)


@right("where", message="with np.where; a list")
def residual_backward(dout, cache):
    X, W, b = cache
    dZ = np.where(np.matmul(X, W) + b > 0, dout, 0.0)
    return [dout + np.einsum("nm,dm->nd", dZ, W), np.einsum("nd,nm->dm", X, dZ), dZ.sum(axis=0)]


@right("loop", message="one row after the other")
def residual_backward(dout, cache):
    X, W, b = cache
    dX, dW, db = np.array(dout, dtype=float), np.zeros(W.shape), np.zeros(b.shape)
    for n, x in enumerate(X):
        dz = dout[n] * np.heaviside(x @ W + b, 0.0)
        dX[n] += W @ dz
        dW += np.outer(x, dz)
        db += dz
    return dX, dW, db


@right("jacobian", message="the Jacobian of every row, identity included")
def residual_backward(dout, cache):
    X, W, b = cache
    on = (X @ W + b > 0) * 1.0
    J = np.eye(len(b)) + W[None] * on[:, None, :]  # (N, D, D): input, output
    return np.einsum("nm,ndm->nd", dout, J), X.T @ (on * dout), np.ones(len(X)) @ (on * dout)
