"""Named wrong versions of `dense_backward`."""

import numpy as np

from autograder.bank.exercise import wrong

SQUARE = {
    "x": np.array([[1.0, 2.0], [0.0, 1.0]]),
    "W": np.array([[1.0, 3.0], [0.0, 1.0]]),
    "dy": np.array([[1.0, 0.0], [2.0, 1.0]]),
}


@wrong(
    "db_mean",
    says="the gradient of the bias is averaged, that of the weights is summed",
    shows_on=SQUARE,
)
def dense_backward(x, W, dy):
    return dy @ W.T, x.T @ dy, dy.mean(axis=0)


@wrong("no_transpose", says="dy is multiplied by W, not by its transpose", shows_on=SQUARE)
def dense_backward(x, W, dy):
    return dy @ W, x.T @ dy, dy.sum(axis=0)


@wrong(
    "extra_n",
    says="dW and db are divided by the number of examples, which dy has been already",
    shows_on=SQUARE,
)
def dense_backward(x, W, dy):
    n = len(x)
    return dy @ W.T, x.T @ dy / n, dy.sum(axis=0) / n


@wrong("dw_transposed", says="the gradient of the weights is transposed", shows_on=SQUARE)
def dense_backward(x, W, dy):
    return dy @ W.T, dy.T @ x, dy.sum(axis=0)


@wrong(
    "db_unsummed",
    says="the gradient of the bias is not summed over the examples",
    shows_on=SQUARE,
)
def dense_backward(x, W, dy):
    return dy @ W.T, x.T @ dy, dy
