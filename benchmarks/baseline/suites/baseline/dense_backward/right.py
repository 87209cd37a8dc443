"""Alternative right versions of `dense_backward`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("einsum", says="written with indices")
def dense_backward(x, W, dy):
    return (
        np.einsum("nm,dm->nd", dy, W),
        np.einsum("nd,nm->dm", x, dy),
        np.einsum("nm->m", dy),
    )


@right("loop", says="one example after the other")
def dense_backward(x, W, dy):
    dx, dW, db = np.zeros(x.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(x)):
        dx[n] = W @ dy[n]
        dW += np.outer(x[n], dy[n])
        db += dy[n]
    return dx, dW, db


@right("ones", says="the bias as the weight of an input that is always 1, returns a list")
def dense_backward(x, W, dy):
    with_one = np.column_stack([x, np.ones(len(x))])
    gradient = with_one.T @ dy
    return [np.transpose(W @ dy.T), gradient[:-1], gradient[-1]]
