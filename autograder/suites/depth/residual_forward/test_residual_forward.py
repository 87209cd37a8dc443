"""Hidden tests of `residual_forward`."""

import numpy as np

from autograder.bank.groups import group


def test_the_layer_adds_what_relu_lets_through(student, rng, close):
    X, W, b = rng.normal(size=(6, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    Z = X @ W + b
    close(np.asarray(student.residual_forward(X, W, b)) - X, np.where(Z > 0, Z, 0.0))


@group("edges")
def test_a_layer_of_zeros_changes_nothing(student, rng, close):
    X = rng.normal(size=(4, 3))
    close(student.residual_forward(X, np.zeros((3, 3)), np.zeros(3)), X)
