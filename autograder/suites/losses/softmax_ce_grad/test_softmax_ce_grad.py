"""Hidden tests of `softmax_ce_grad`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def mean_loss(Z, y):
    return np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])


def test_the_gradient_follows_the_reference_values(student, golden, close):
    got = student.softmax_ce_grad(np.array(golden["Z"]), np.array(golden["y"]))
    close(got, np.array(golden["dZ"]), rtol=1e-9)


def test_the_gradient_is_the_slope_of_the_mean_loss(student, rng, close):
    Z, y = rng.normal(size=(4, 3)), rng.integers(3, size=4)
    losses = [mean_loss(moved, y) for moved in nearby(Z)]
    close(student.softmax_ce_grad(Z, y), slopes(losses, Z), rtol=1e-6, atol=1e-8)


def test_each_row_of_the_gradient_adds_up_to_zero(student, rng, close):
    dZ = student.softmax_ce_grad(rng.normal(size=(3, 5)), rng.permutation(5)[:3])
    close(np.sum(dZ, axis=1), np.zeros(3))
    close(np.sum(np.sign(dZ)), 3.0 * (5 - 2))


@group("edges")
def test_a_sure_and_right_prediction_has_no_gradient(student, rng, close):
    y = rng.integers(4, size=3)
    close(student.softmax_ce_grad(1000.0 * np.eye(4)[y], y), np.zeros((3, 4)))
