"""Hidden tests of `iterate_minibatches`: what holds whatever order is drawn."""

from itertools import combinations

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def numbered(examples):
    """X (N, 2) and y (N,): row i and target i both tell i."""
    i = np.arange(examples)
    return np.column_stack([i, -i]) * 1.0, i + 100


def order_of(batches):
    """The numbers of the examples in the order in which an epoch shows them."""
    return [int(row[0]) for X_batch, _ in batches for row in X_batch]


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def test_each_epoch_has_an_order_of_its_own(student, rng):
    X, y = numbered(30)
    epochs = student.iterate_minibatches.observe(X, y, 7, seed(rng), repeat=4).value
    orders = {tuple(order_of(epoch)) for epoch in epochs}
    assert len(orders) == 4


def test_every_example_meets_every_other_in_any_batch(student, rng):
    # In 66 draws of 3 ways to fill the first batch, one stays away once in 10**11 times.
    X, y = numbered(3)
    epochs = student.iterate_minibatches.observe(X, y, 2, seed(rng), repeat=66).value
    first_batches = {frozenset(order_of(epoch[:1])) for epoch in epochs}
    assert first_batches == {frozenset(pair) for pair in combinations(range(3), 2)}


@group("side_effects")
def test_the_order_is_decided_by_the_generator_passed_in(student, rng):
    X, y = numbered(30)
    one, other = seed(rng), seed(rng)
    orders = [order_of(student.iterate_minibatches(X, y, 8, each)) for each in (one, one, other)]
    assert orders[0] == orders[1] != orders[2]


@group("edges")
def test_rows_of_several_axes_keep_their_shapes_and_types(student, rng):
    X, y = rng.integers(0, 256, size=(7, 2, 3, 5)), rng.normal(size=(7, 4))
    for X_batch, y_batch in student.iterate_minibatches(X, y, 3, seed(rng)):
        assert (X_batch.shape[1:], y_batch.shape[1:]) == ((2, 3, 5), (4,))
        assert (X_batch.dtype, y_batch.dtype) == (X.dtype, y.dtype)
