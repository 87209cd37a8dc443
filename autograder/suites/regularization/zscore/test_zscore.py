"""Hidden tests of `zscore`: what holds for every scaling that is fitted on the training rows."""

import numpy as np

from autograder.bank.groups import group


def test_the_training_columns_have_mean_0_and_deviation_1(student, rng, close):
    X = rng.normal(3.0, 2.0, size=(9, 4))
    train, _ = student.zscore(X, X[:2])
    close(np.mean(train, axis=0), np.zeros(4))
    close(np.mean(np.square(train), axis=0), np.ones(4))


def test_a_training_row_gets_the_same_in_the_test_set(student, rng, close):
    X = rng.normal(1.0, 3.0, size=(6, 3))
    train, test = student.zscore(X, X[4:])
    close(test, train[4:])


@group("edges")
def test_the_unit_and_its_zero_do_not_matter(student, rng, close):
    zero, unit = rng.normal(size=3), rng.choice([1e-4, 1.0, 1e4], size=3)
    X, T = np.stack([zero - unit, zero + unit]), np.stack([zero + 3 * unit])
    want = np.outer([-1.0, 1.0], np.ones(3)), 3 * np.ones((1, 3))
    close(student.zscore(X, T), want, rtol=1e-6, atol=1e-6)
