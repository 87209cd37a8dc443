"""Hidden tests of `relu`."""

import numpy as np

from autograder.bank.groups import fixed


@fixed("as in the published course")
def test_only_positive_numbers_pass(student, close):
    close(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))


@fixed("as in the published course")
def test_the_shape_is_kept(student):
    assert np.shape(student.relu(np.ones((2, 3, 4)))) == (2, 3, 4)


@fixed("as in the published course")
def test_the_argument_stays_unchanged(student, close):
    seen = student.relu.observe(np.array([-1.0, 2.0]))
    assert seen.changed == ()
    close(seen.value, np.array([0.0, 2.0]))


@fixed("as in the published course")
def test_single_precision_stays_single(student):
    result = student.relu(np.array([-1.0, 1.0], dtype=np.float32))
    assert np.asarray(result).dtype == np.float32


def test_random_numbers_are_cut_off_below_zero(student, rng, close):
    x = rng.normal(size=(50, 40))
    close(student.relu(x), np.where(x > 0, x, 0.0))
