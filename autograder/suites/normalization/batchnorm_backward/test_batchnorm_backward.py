"""Hidden tests of `batchnorm_backward`."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_they_are_the_slopes_of_a_loss_behind_the_layer(student, rng, close):
    X, A = rng.normal(size=(2, 5, 3))
    gamma, beta = rng.uniform(0.5, 2.0, size=3), rng.normal(size=3)

    def out(X, gamma, beta):
        return gamma * (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 0.1) + beta

    def loss(*args):
        return np.sum(A * out(*args) ** 2)

    dX, dgamma, dbeta = student.batchnorm_backward(2 * A * out(X, gamma, beta), (X, gamma, 0.1))
    exact = {"rtol": 1e-6, "atol": 1e-7}
    close(dX, slopes([loss(moved, gamma, beta) for moved in nearby(X)], X), **exact)
    close(dgamma, slopes([loss(X, moved, beta) for moved in nearby(gamma)], gamma), **exact)
    close(dbeta, slopes([loss(X, gamma, moved) for moved in nearby(beta)], beta), **exact)


@group("edges")
def test_a_shift_of_all_rows_has_no_effect(student, rng, close):
    X, dout = rng.normal(size=(2, 6, 3))
    dX, _, dbeta = student.batchnorm_backward(dout, (X, np.array([0.5, 1.0, 3.0]), 0.01))
    close(np.sum(dX, axis=0), np.zeros(3))
    close(dbeta, np.sum(dout, axis=0))
