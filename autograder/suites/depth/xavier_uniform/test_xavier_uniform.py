"""Hidden tests of `xavier_uniform`: what holds whatever is drawn."""

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def test_the_variance_is_the_one_asked_for(student, rng):
    for fan_in, fan_out in ((300, 60), (40, 400)):
        W = student.xavier_uniform(fan_in, fan_out, seed(rng))
        want = 2 / (fan_in + fan_out)
        assert 0.92 < np.mean(np.square(W)) / want < 1.08


def test_the_weights_fill_an_interval_evenly(student, rng):
    W = np.ravel(student.xavier_uniform(100, 50, seed(rng)))
    quarters = np.histogram(W, bins=4, range=(-0.2, 0.2))[0] / 5000  # ends: ± √(6/150)
    assert np.all(np.abs(quarters - 0.25) < 0.05)


def test_the_mean_is_0(student, rng):
    W = student.xavier_uniform(200, 100, seed(rng))
    assert abs(np.mean(W)) < 0.1 * np.std(W)


def test_another_layer_gets_other_weights(student, rng):
    one, other = student.xavier_uniform.observe(20, 30, seed(rng), repeat=2).value
    assert not np.any(one == other)


@group("side_effects")
def test_the_weights_are_decided_by_the_generator_passed_in(student, rng):
    one, other = seed(rng), seed(rng)
    drawn = [student.xavier_uniform(6, 5, each) for each in (one, one, other)]
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


@group("edges")
def test_one_input_or_one_output(student, rng):
    W, column = student.xavier_uniform.each([1, 4000, seed(rng)], [4000, 1, seed(rng)])
    assert (np.shape(W), np.shape(column)) == ((1, 4000), (4000, 1))
    assert 0.85 < np.mean(np.square(column)) / (2 / 4001) < 1.15
