"""Hidden tests of `early_stopping`."""

import numpy as np

from autograder.bank.groups import group


def valley(rng, bottom, epochs):
    """A curve that falls down to epoch `bottom` and rises after it, by steps of at least 0.2."""
    distance = np.abs(np.arange(epochs) - bottom)
    return 1.0 + 0.5 * distance + 0.1 * rng.random(epochs)


def test_a_valley_is_left_after_patience_epochs(student, rng):
    bottom = int(rng.integers(3, 8))
    losses = valley(rng, bottom, 20)
    got = student.early_stopping.each(*([losses, patience, 0.0] for patience in (1, 2, 5)))
    assert [tuple(each) for each in got] == [(bottom, bottom + p) for p in (1, 2, 5)]


def test_what_comes_after_the_end_has_no_say(student, rng):
    losses = valley(rng, 4, 30)
    losses[7:] = -rng.random(23)
    assert tuple(student.early_stopping(losses, 2, 0.0)) == (4, 6)


@group("edges")
def test_a_slope_too_slow_to_count_in_one_epoch_counts_in_several(student, rng):
    losses = int(rng.integers(4, 99)) - 0.25 * np.arange(12)
    got = student.early_stopping.each([losses, 4, 0.5], [losses, 2, 0.5])
    assert [tuple(each) for each in got] == [(9, 11), (0, 2)]
