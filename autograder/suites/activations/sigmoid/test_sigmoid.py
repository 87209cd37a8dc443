"""Hidden tests of `sigmoid`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_values_follow_the_reference_values(student, golden, close):
    close(student.sigmoid(np.array(golden["z"])), np.array(golden["value"]))


def test_the_logarithm_of_the_odds_gives_the_input_back(student, rng, close):
    z = rng.normal(scale=2.0, size=6)
    s = student.sigmoid(z)
    close(np.log(s / (1 - s)), z)


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far = rng.uniform(750, 900)
    seen = student.sigmoid.observe(np.array([-far, 0.0, far]))
    close(seen.value, np.array([0.0, 0.5, 1.0]))
    assert seen.floating == ()
