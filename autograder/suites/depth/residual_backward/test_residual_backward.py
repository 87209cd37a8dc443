"""Hidden tests of `residual_backward`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_they_are_the_slopes_of_a_loss_behind_the_block(student, rng, close):
    # Every unit is far from the kink of ReLU, on or off.
    X, A = rng.uniform(0.5, 1.5, size=(4, 3)), rng.normal(size=(4, 3))
    W, b = rng.uniform(0.1, 1.0, size=(3, 3)) * [1, -1, 1], np.array([0.2, -0.3, 0.5])

    def out(X, W, b):
        return X + np.maximum(X @ W + b, 0.0)

    def loss(*args):
        return np.sum(A * out(*args) ** 2)

    dX, dW, db = student.residual_backward(2 * A * out(X, W, b), (X, W, b))
    exact = {"rtol": 1e-6, "atol": 1e-6}
    close(dX, slopes([loss(moved, W, b) for moved in nearby(X)], X), **exact)
    close(dW, slopes([loss(X, moved, b) for moved in nearby(W)], W), **exact)
    close(db, slopes([loss(X, W, moved) for moved in nearby(b)], b), **exact)


@group("edges")
def test_where_all_units_are_off_the_gradient_passes(student, rng, close):
    X, dout, W = rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=(3, 3))
    dX, dW, db = student.residual_backward(dout, (X, W, np.full(3, -1e3)))
    close((dX, dW, db), (dout, np.zeros((3, 3)), np.zeros(3)))
