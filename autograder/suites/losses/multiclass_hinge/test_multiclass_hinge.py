"""Hidden tests of `multiclass_hinge`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group


def test_loss_and_gradient_follow_the_reference_values(student, golden, close):
    got = student.multiclass_hinge(np.array(golden["S"]), np.array(golden["y"]))
    close(got, (golden["loss"], np.array(golden["dS"])), rtol=1e-9)


def test_the_gradient_is_the_slope_of_the_loss(student, rng, close):
    # No margin near its corner: all scores differ by other amounts than 1.
    S = rng.permutation([0.0, 0.3, 0.7, 1.5, 2.1, 2.9]).reshape(2, 3)
    y = rng.integers(3, size=2)
    calls = [[x, y] for x in (S, *nearby(S))]
    (_, dS), *moved = student.multiclass_hinge.each(*calls)
    close(dS, slopes([loss for loss, _ in moved], S), rtol=1e-6, atol=1e-8)


@group("edges")
def test_equal_scores_violate_every_margin_by_one(student, rng, close):
    y = rng.integers(4, size=3)
    loss, dS = student.multiclass_hinge(np.full((3, 4), rng.normal()), y)
    close((loss, dS), (3.0, (1 - 4 * np.eye(4)[y]) / 3))


@group("edges")
def test_scores_far_enough_apart_are_left_alone(student, rng, close):
    y = rng.integers(4, size=3)
    S = rng.uniform(size=(3, 4)) + 2.5 * np.eye(4)[y]
    close(student.multiclass_hinge(S, y), (0.0, np.zeros((3, 4))))
