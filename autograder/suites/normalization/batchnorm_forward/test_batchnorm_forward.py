"""Hidden tests of `batchnorm_forward`."""

import numpy as np

from autograder.bank.groups import group


def start(features):
    return np.zeros(features), np.ones(features)


def test_each_feature_gets_the_mean_beta_and_the_deviation_gamma(student, rng, close):
    X, gamma, beta = (
        rng.normal(3.0, 5.0, size=(8, 3)),
        np.array([0.5, 1.0, 3.0]),
        rng.normal(size=3),
    )
    out, _ = student.batchnorm_forward(X, gamma, beta, start(3), 0.1, 0.0, True)
    close((np.mean(out, axis=0), np.std(out, axis=0)), (beta, gamma))


@group("state")
def test_the_running_numbers_approach_those_of_a_batch_seen_again_and_again(student, rng, close):
    X, one = rng.normal(4.0, 2.0, size=(5, 2)), np.ones(2)
    (mean, var) = start(2)
    for _ in range(3):
        _, (mean, var) = student.batchnorm_forward(X, one, one, (mean, var), 0.2, 0.1, True)
    left = 0.8**3
    close(mean, (1 - left) * X.mean(axis=0))
    close(var, left + (1 - left) * X.var(axis=0))


@group("edges")
def test_in_a_test_a_row_is_treated_the_same_in_any_company(student, rng, close):
    X, one, two = rng.normal(size=(6, 3)), np.ones(3), np.full(3, 2.0)
    alone = student.batchnorm_forward(X[2:3], two, one, (one, 4 * one), 0.1, 0.0, False)
    close(alone, (X[2:3], (one, 4 * one)))
