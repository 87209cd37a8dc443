"""Hidden tests of `dropout_forward`: what holds whatever is drawn."""

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def test_the_mean_is_kept(student, rng):
    # 4000 entries: the mean of the mask has a deviation below 0.025.
    for p in (0.2, 0.7):
        out, mask = student.dropout_forward(np.full((80, 50), 3.0), p, seed(rng), True)
        assert abs(np.mean(out) - 3.0) < 0.5
        assert abs(np.mean(mask > 0) - (1 - p)) < 0.05


def test_each_entry_is_drawn_by_itself(student, rng):
    _, mask = student.dropout_forward(np.ones((60, 50)), 0.5, seed(rng), True)
    on = np.asarray(mask) > 0
    assert 0.3 < np.mean(on[1:] == on[:-1]) < 0.7
    assert 0.3 < np.mean(on[:, 1:] == on[:, :-1]) < 0.7
    # The number that is kept is random, too: no two hundred times the same.
    assert len(set(np.sum(on, axis=1).tolist())) > 1


@group("side_effects")
def test_the_mask_is_decided_by_the_generator_passed_in(student, rng):
    x, one, other = np.ones((20, 10)), seed(rng), seed(rng)
    masks = [student.dropout_forward(x, 0.5, each, True)[1] for each in (one, one, other)]
    assert np.array_equal(masks[0], masks[1])
    assert not np.array_equal(masks[0], masks[2])


@group("edges")
def test_the_mask_of_zeros_is_a_mask_as_well(student, rng, close):
    _, mask = student.dropout_forward(np.zeros((30, 4)), 0.4, seed(rng), True)
    close(np.unique(mask), np.array([0.0, 1 / 0.6]))
