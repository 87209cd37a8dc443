"""Hidden tests of `softmax`."""

import numpy as np

from autograder.bank.groups import fixed


@fixed("as in the published course")
def test_one_row_gives_the_known_shares(student, close):
    close(student.softmax(np.array([0.0, np.log(3.0)])), np.array([0.25, 0.75]))


def test_every_row_sums_to_one(student, rng, close):
    p = student.softmax(rng.normal(size=(6, 9)))
    close(np.sum(p, axis=-1), np.ones(6))


def test_adding_a_number_to_all_changes_nothing(student, rng, close):
    z = rng.normal(size=(3, 4))
    want = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    close(student.softmax(z + 7.0), want)


@fixed("as in the published course")
def test_large_numbers_do_not_overflow(student, close):
    p = student.softmax(np.array([[1000.0, 1001.0], [-1000.0, 3.0]]))
    share = 1 / (1 + np.e)
    close(p, np.array([[share, 1 - share], [0.0, 1.0]]))


def test_three_axes_are_divided_along_the_last_one(student, rng, close):
    z = rng.normal(size=(2, 3, 5))
    e = np.exp(z)
    close(student.softmax(z), e / e.sum(axis=-1, keepdims=True))
