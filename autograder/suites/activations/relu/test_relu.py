"""Hidden tests of `relu`."""

import numpy as np

from autograder.bank.groups import group


def test_what_it_gives_for_z_less_what_it_gives_for_minus_z_is_z(student, rng, close):
    z = rng.normal(scale=2.0, size=7)
    above, below = student.relu.each([z], [-z])
    close(above - below, z)


def test_a_positive_factor_may_stand_inside_or_outside(student, rng, close):
    z, factor = rng.normal(size=6), rng.uniform(2.0, 9.0)
    once, scaled = student.relu.each([z], [factor * z])
    close(scaled, factor * np.asarray(once))
    close(once, (z + np.abs(z)) / 2)


@group("edges")
def test_nothing_is_left_of_negative_numbers_and_of_zero(student, rng, close):
    z = np.append(-rng.uniform(0.1, 900.0, size=4), 0.0)
    close(student.relu(z), np.zeros(5))
