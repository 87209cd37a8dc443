"""Hidden tests of `gradient_norm_profile`: a second way to the norms, and laws of depth."""

from functools import lru_cache

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def number(rng):
    return int(rng.integers(2**31))


def seed(rng):
    return Rng(number(rng))


@lru_cache(maxsize=64)
def measured_norms(number):
    """Norms of the slopes of a network of two layers; they depend on the drawn numbers alone."""
    drawn = Rng(number).generator()
    X, W = drawn.normal(size=(16, 32)), 1.3 / np.sqrt(32) * drawn.normal(size=(2, 32, 32))
    D = drawn.normal(size=(16, 32))

    def losses(W0, W1):
        return np.sum(D * np.tanh(np.tanh(X @ W0) @ W1), axis=(1, 2))

    # Two thousand networks each, in one array.
    first = losses(np.array(nearby(W[0])), W[1])
    last = losses(W[0], np.array(nearby(W[1])))
    return tuple(
        np.linalg.norm(slopes(values, weights))
        for values, weights in zip((first, last), W, strict=True)
    )


def test_it_is_the_norm_of_the_slopes_measured_at_every_weight(student, rng, close):
    drawn = number(rng)
    norms = student.gradient_norm_profile(2, "tanh", 1.3, Rng(drawn))
    close(norms, np.array(measured_norms(drawn)), rtol=1e-6)


def test_a_sigmoid_takes_a_factor_of_about_four_a_layer(student, rng):
    norms = student.gradient_norm_profile(32, "sigmoid", 1.0, seed(rng))
    assert 3.5**30 < norms[-1] / norms[1] < 5.5**30


def test_with_relu_the_scale_enters_once_less_than_there_are_layers(student, rng, close):
    # Twice the weights: each output and each gradient passed on is twice as long for every layer.
    source, depth = seed(rng), 6
    once = student.gradient_norm_profile(depth, "relu", 1.0, source)
    twice = student.gradient_norm_profile(depth, "relu", 2.0, source)
    close(twice, once * 2.0 ** (depth - 1))


@group("side_effects")
def test_the_network_is_decided_by_the_generator_passed_in(student, rng):
    one, other = seed(rng), seed(rng)
    profiles = [student.gradient_norm_profile(3, "tanh", 1.0, each) for each in (one, one, other)]
    assert np.array_equal(profiles[0], profiles[1])
    assert not np.array_equal(profiles[0], profiles[2])
