"""Versions of `dense_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import right, wrong


@wrong("db_mean", message="the gradient of the bias is averaged, that of the weights is summed")
def dense_backward(x, W, dy):
    return dy @ W.T, x.T @ dy, dy.mean(axis=0)


@wrong("no_transpose", message="dy is multiplied by W, not by its transpose")
def dense_backward(x, W, dy):
    return dy @ W, x.T @ dy, dy.sum(axis=0)


@wrong(
    "extra_n", message="dW and db are divided by the number of examples, which dy has been already"
)
def dense_backward(x, W, dy):
    n = len(x)
    return dy @ W.T, x.T @ dy / n, dy.sum(axis=0) / n


@wrong("dw_transposed", message="the gradient of the weights is transposed")
def dense_backward(x, W, dy):
    return dy @ W.T, dy.T @ x, dy.sum(axis=0)


@wrong("db_unsummed", message="the gradient of the bias is not summed over the examples")
def dense_backward(x, W, dy):
    return dy @ W.T, x.T @ dy, dy


@right("einsum", message="written with indices")
def dense_backward(x, W, dy):
    return (
        np.einsum("nm,dm->nd", dy, W),
        np.einsum("nd,nm->dm", x, dy),
        np.einsum("nm->m", dy),
    )


@right("loop", message="one example after the other")
def dense_backward(x, W, dy):
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ dy[n]
        dW += np.outer(x[n], dy[n])
        db += dy[n]
    return dx, dW, db


@right("ones", message="the bias as the weight of an input that is always 1, returns a list")
def dense_backward(x, W, dy):
    with_one = np.column_stack([x, np.ones(len(x))])
    gradient = with_one.T @ dy
    return [np.transpose(W @ dy.T), gradient[:-1], gradient[-1]]
