"""Hidden tests of `softmax`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_shares_follow_the_reference_values(student, golden, close):
    close(student.softmax(np.array(golden["Z"])), np.array(golden["P"]), rtol=1e-12)


def test_the_ratio_of_two_shares_is_the_exponential_of_the_difference(student, rng, close):
    Z = rng.normal(size=(4, 3))
    P = student.softmax(Z)
    close(P[:, 0] / P[:, 2], np.exp(Z[:, 0] - Z[:, 2]))


def test_a_number_added_to_a_row_changes_nothing(student, rng, close):
    Z = rng.normal(size=(3, 4))
    shifted = student.softmax(Z + rng.normal(size=(3, 1), scale=9))
    close(shifted, np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))


@group("edges")
def test_rows_far_apart_give_shares_without_a_floating_point_fault(student, rng, close):
    far = rng.uniform(800, 900)
    seen = student.softmax.observe(np.array([[far, far], [-far, -far], [far, -far]]))
    close(seen.value, np.array([[0.5, 0.5], [0.5, 0.5], [1.0, 0.0]]))
    assert seen.floating == ()
