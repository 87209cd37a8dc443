"""Hidden tests of `affine_backward`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_all_three_follow_the_reference_values(student, golden, close):
    got = student.affine_backward(*(np.array(golden[name]) for name in ("dout", "X", "W")))
    close(got, [np.array(golden[name]) for name in ("dX", "dW", "db")], rtol=1e-9)


def test_they_are_the_slopes_of_a_loss_behind_the_layer(student, rng, close):
    X, W, b, A = (rng.normal(size=shape) for shape in ((4, 3), (3, 2), 2, (4, 2)))

    def loss(X, W, b):
        return np.sum(A * (X @ W + b) ** 2)

    dX, dW, db = student.affine_backward(2 * A * (X @ W + b), X, W)
    exact = {"rtol": 1e-6, "atol": 1e-7}
    close(dX, slopes([loss(moved, W, b) for moved in nearby(X)], X), **exact)
    close(dW, slopes([loss(X, moved, b) for moved in nearby(W)], W), **exact)
    close(db, slopes([loss(X, W, moved) for moved in nearby(b)], b), **exact)


@group("edges")
def test_twice_the_rows_give_twice_the_gradients_of_the_parameters(student, rng, close):
    dout, X, W = (rng.normal(size=shape) for shape in ((3, 2), (3, 4), (4, 2)))
    calls = [dout, X, W], [np.vstack([dout, dout]), np.vstack([X, X]), W]
    (dX, dW, db), twice = student.affine_backward.each(*calls)
    close(twice, (np.vstack([dX, dX]), 2 * dW, 2 * db))
