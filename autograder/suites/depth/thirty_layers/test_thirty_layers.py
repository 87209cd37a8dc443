"""Hidden tests of `thirty_layers`: an update against central differences, and how it begins."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def rows(rng, count=5, width=3):
    return rng.normal(size=(count, width)), rng.integers(2, size=count).astype(float)


def start(source, layers, width):
    """The weights before the first update, in the order in which they are drawn."""
    drawn = source.generator()
    W = np.sqrt(2 / (width * layers)) * drawn.normal(size=(layers, width, width))
    return W, drawn.normal(size=width) / np.sqrt(width)


def loss(X, y, W, w):
    for V in W:
        X = X + np.maximum(X @ V, 0)
    return np.mean(np.logaddexp(0, X @ w) - y * (X @ w))


def test_an_update_follows_the_slopes_of_the_loss(student, rng, close):
    source, (X, y) = seed(rng), rows(rng)
    _, norms, W, w = student.thirty_layers(X, y, 3, 1, 1.0, source)
    W0, w0 = start(source, 3, 3)
    dW = slopes([loss(X, y, moved, w0) for moved in nearby(W0)], W0)
    dw = slopes([loss(X, y, W0, moved) for moved in nearby(w0)], w0)
    close((W0 - W, w0 - w), (dW, dw), rtol=1e-5, atol=1e-7)
    close(norms[0], np.linalg.norm(dW, axis=(1, 2)), rtol=1e-5, atol=1e-7)


def test_thirty_layers_begin_with_a_loss_of_the_size_of_a_guess(student, rng):
    X, y = rows(rng, 40, 16)
    losses, *_ = student.thirty_layers(X, y, 30, 1, 0.0, seed(rng))
    assert losses[0] < 20


@group("edges")
def test_the_first_of_thirty_blocks_gets_a_gradient(student, rng):
    X, y = rows(rng, 40, 16)
    _, norms, *_ = student.thirty_layers(X, y, 30, 1, 0.0, seed(rng))
    assert norms[0, 0] > 0.01 * norms[0, -1]


@group("edges")
def test_with_a_learning_rate_of_0_nothing_moves(student, rng, close):
    source, (X, y) = seed(rng), rows(rng)
    losses, norms, W, w = student.thirty_layers(X, y, 2, 3, 0.0, source)
    close((W, w), start(source, 2, 3))
    close((losses[1:], norms[1:]), (losses[:2], norms[:2]))


@group("edges")
def test_the_same_rows_twice_change_nothing(student, rng, close):
    source, (X, y) = seed(rng), rows(rng)
    once = student.thirty_layers(X, y, 3, 2, 0.3, source)
    twice = student.thirty_layers(np.vstack([X, X]), np.append(y, y), 3, 2, 0.3, source)
    close(twice, once)
    close(twice[0][0], loss(X, y, *start(source, 3, 3)))


@group("side_effects")
def test_the_network_is_decided_by_the_generator_passed_in(student, rng):
    (X, y), one, other = rows(rng), seed(rng), seed(rng)
    ends = [student.thirty_layers(X, y, 2, 1, 0.1, each)[2] for each in (one, one, other)]
    assert np.array_equal(ends[0], ends[1])
    assert not np.array_equal(ends[0], ends[2])
