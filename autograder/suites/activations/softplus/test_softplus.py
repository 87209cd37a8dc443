"""Hidden tests of `softplus`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import group


def test_the_values_follow_the_reference_values(student, golden, close):
    close(student.softplus(np.array(golden["z"])), np.array(golden["value"]))


def test_what_it_gives_for_z_less_what_it_gives_for_minus_z_is_z(student, rng, close):
    z = rng.normal(scale=2.0, size=7)
    above, below = student.softplus.each([z], [-z])
    close(above - below, z)


@group("edges")
def test_far_from_zero_nothing_overflows(student, rng, close):
    far = rng.uniform(750, 1500)
    seen = student.softplus.observe(np.array([-far, 0.0, far]))
    close(seen.value, np.array([0.0, np.log(2), far]))
    assert seen.floating == ()
