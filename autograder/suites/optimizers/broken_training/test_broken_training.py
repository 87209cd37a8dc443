"""Hidden tests of `broken_training`: one update, what is learned, and what the losses are of."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def rows(rng, count=7, width=3):
    return rng.normal(size=(count, width)), rng.normal(size=count)


def loss(X, y, w, b):
    return np.mean((X @ w + b - y) ** 2)


def test_the_first_update_follows_the_slopes_of_the_loss(student, rng, close):
    X, y = rows(rng)
    _, w, b = student.broken_training(X, y, 1, len(X), 0.25, seed(rng))
    start = np.zeros(4)
    downhill = -0.25 * slopes([loss(X, y, p[:3], p[3]) for p in nearby(start)], start)
    close(np.append(w, b), downhill, rtol=1e-5, atol=1e-8)


def test_a_line_without_noise_is_learned(student, rng, close):
    X, true = rng.uniform(-1, 1, size=(40, 2)), rng.normal(size=2)
    _, w, b = student.broken_training(X, X @ true + 0.5, 60, 5, 0.3, seed(rng))
    close((w, b), (true, 0.5), rtol=1e-3, atol=1e-3)


@group("edges")
def test_the_last_loss_is_that_of_what_is_returned_over_all_rows(student, rng, close):
    X, y = rows(rng)
    losses, w, b = student.broken_training(X, y, 3, 2, 0.05, seed(rng))
    close(losses[-1], loss(X, y, w, b))


@group("edges")
def test_with_a_learning_rate_of_0_nothing_moves(student, rng, close):
    X, y = rows(rng)
    losses, w, b = student.broken_training(X, y, 4, 3, 0.0, seed(rng))
    close((w, b), (np.zeros(3), 0.0))
    close(losses, np.full(4, np.mean(y**2)))


@group("edges")
def test_the_order_does_not_matter_where_all_rows_are_one_batch(student, rng, close):
    X, y = rows(rng)
    one, other = ((X, y, 3, size, 0.1, seed(rng)) for size in (len(X), len(X) + 5))
    first, second = student.broken_training.each(one, other)
    close(second, first)
    close(first[0][-1], loss(X, y, *first[1:]))


@group("side_effects")
def test_the_order_of_the_rows_is_decided_by_the_generator_passed_in(student, rng):
    (X, y), one, other = rows(rng, 12), seed(rng), seed(rng)
    ends = [student.broken_training(X, y, 2, 2, 0.05, each)[1] for each in (one, one, other)]
    assert np.array_equal(ends[0], ends[1])
    assert not np.array_equal(ends[0], ends[2])
