"""Hidden tests of `minmax`: what holds for every scaling that is fitted on the training rows."""

import numpy as np

from autograder.bank.groups import group


def test_the_training_columns_reach_from_0_to_1(student, rng, close):
    X = rng.normal(3.0, 2.0, size=(9, 4))
    train, _ = student.minmax(X, X[:2])
    close((np.min(train, axis=0), np.max(train, axis=0)), (np.zeros(4), np.ones(4)))


def test_test_rows_may_lie_outside(student, rng, close):
    X = rng.normal(size=(6, 3))
    low, high = X.min(axis=0), X.max(axis=0)
    _, test = student.minmax(X, np.stack([2 * low - high, 3 * high - 2 * low]))
    close(test, np.outer([-1.0, 3.0], np.ones(3)))


@group("edges")
def test_the_unit_and_its_zero_do_not_matter(student, rng, close):
    zero, unit = rng.normal(size=3), rng.choice([1e-4, 1.0, 1e4], size=3)
    X, T = np.stack([zero - unit, zero + unit]), np.stack([zero + 3 * unit])
    want = np.outer([0.0, 1.0], np.ones(3)), 2 * np.ones((1, 3))
    close(student.minmax(X, T), want, rtol=1e-6, atol=1e-6)
