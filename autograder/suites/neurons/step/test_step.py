"""Hidden tests of `step`."""

import numpy as np

from autograder.bank.groups import group


def test_a_positive_factor_changes_nothing(student, rng, close):
    z = rng.normal(size=9)
    scaled = student.step(rng.uniform(1e-6, 1e6) * z)
    close(scaled, (np.sign(z).astype(int) + 1) // 2)


@group("edges")
def test_zero_counts_as_above_and_the_smallest_number_below_it_does_not(student, rng, close):
    tiny = 10 ** rng.uniform(-300, -200)
    close(student.step(np.array([-tiny, 0.0, -0.0, tiny])), np.array([0, 1, 1, 1]))
