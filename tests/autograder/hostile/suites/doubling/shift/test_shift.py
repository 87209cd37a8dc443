"""Hidden tests of `shift`."""

import numpy as np

SECRET = 987654321.125


def test_a_number_is_moved_far(student, close):
    close(student.shift(np.array([0.0]), SECRET), np.array([SECRET]))


def test_there_and_back_again_nothing_has_moved(student, rng, close):
    x = rng.normal(size=4)
    close(student.shift(student.shift(x, 2.0), -2.0), x)
