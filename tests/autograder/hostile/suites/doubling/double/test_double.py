"""Hidden tests of `double`."""

import numpy as np

SECRET = 987654321.125


def test_the_secret_number_is_doubled(student, close):
    close(student.double(np.array([SECRET])), np.array([2 * SECRET]))


def test_random_numbers_are_doubled(student, rng, close):
    x = rng.normal(size=(3, 2))
    close(student.double(x), x + x)


def test_a_sum_is_doubled_part_by_part(student, rng, close):
    x, y = rng.normal(size=5), rng.normal(size=5)
    close(student.double(x) + student.double(y), 2 * (x + y))
