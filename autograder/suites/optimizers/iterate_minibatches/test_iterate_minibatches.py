"""Hidden tests of `iterate_minibatches`: what holds whatever order is drawn."""

from itertools import combinations

import numpy as np

from handbook.check.plain_data import Rng


def numbered(examples):
    """X (N, 2) and y (N,): row i and target i both tell i."""
    i = np.arange(examples)
    return np.column_stack([i, -i]) * 1.0, i + 100


def pairs_of(batches):
    """The number told by the row and the one told by the target, example by example."""
    return [
        (int(row[0]), int(target) - 100)
        for X_batch, y_batch in batches
        for row, target in zip(X_batch, y_batch, strict=True)
    ]


def order_of(batches):
    """The numbers of the examples in the order in which an epoch shows them."""
    return [int(row[0]) for X_batch, _ in batches for row in X_batch]


def test_every_example_comes_once_in_an_epoch(student, rng):
    X, y = numbered(23)
    for batch_size in (1, 5, 23, 40):
        batches = student.iterate_minibatches(X, y, batch_size, Rng(int(rng.integers(1000))))
        assert sorted(pairs_of(batches)) == [(i, i) for i in range(23)]


def test_each_target_stays_with_its_example(student):
    X, y = numbered(17)
    seen = student.iterate_minibatches(X, y, 4, Rng(11))
    assert len(seen) > 1
    for X_batch, y_batch in seen:
        assert np.array_equal(X_batch, np.column_stack([y_batch - 100, 100 - y_batch]))


def test_all_batches_are_full_but_the_last(student):
    X, y = numbered(11)
    batches = student.iterate_minibatches(X, y, 4, Rng(5))
    assert [len(X_batch) for X_batch, _ in batches] == [4, 4, 3]
    assert [len(y_batch) for _, y_batch in batches] == [4, 4, 3]


def test_no_empty_batch_follows_where_the_batch_size_divides_the_data(student):
    X, y = numbered(12)
    batches = student.iterate_minibatches(X, y, 4, Rng(6))
    assert [len(X_batch) for X_batch, _ in batches] == [4, 4, 4]


def test_each_epoch_has_an_order_of_its_own(student):
    X, y = numbered(30)
    epochs = student.iterate_minibatches.observe(X, y, 7, Rng(8), repeat=4).value
    orders = {tuple(order_of(epoch)) for epoch in epochs}
    assert len(orders) == 4
    assert tuple(range(30)) not in orders


def test_every_example_meets_every_other_in_any_batch(student):
    # In 66 draws of 3 ways to fill the first batch, one stays away once in 10**11 times.
    X, y = numbered(3)
    epochs = student.iterate_minibatches.observe(X, y, 2, Rng(9), repeat=66).value
    first_batches = {frozenset(order_of(epoch[:1])) for epoch in epochs}
    assert first_batches == {frozenset(pair) for pair in combinations(range(3), 2)}


def test_the_order_is_decided_by_the_generator_passed_in(student):
    X, y = numbered(30)
    first, again, other = (
        order_of(student.iterate_minibatches(X, y, 8, Rng(seed))) for seed in (21, 21, 22)
    )
    assert first == again
    assert first != other


def test_the_global_generator_of_numpy_is_left_alone(student):
    X, y = numbered(9)
    seen = student.iterate_minibatches.observe(X, y, 2, Rng(3))
    assert sorted(pairs_of(seen.value)) == [(i, i) for i in range(9)]
    assert not seen.global_random


def test_shapes_and_types_of_the_examples_are_kept(student, rng):
    X, y = rng.integers(0, 256, size=(7, 2, 3, 5)), rng.normal(size=(7, 4))
    shapes = []
    for X_batch, y_batch in student.iterate_minibatches(X, y, 3, Rng(2)):
        shapes.append((X_batch.shape, y_batch.shape))
        assert (X_batch.dtype, y_batch.dtype) == (X.dtype, y.dtype)
    assert shapes == [((3, 2, 3, 5), (3, 4)), ((3, 2, 3, 5), (3, 4)), ((1, 2, 3, 5), (1, 4))]


def test_the_arguments_stay_unchanged(student):
    X, y = numbered(10)
    seen = student.iterate_minibatches.observe(X, y, 3, Rng(4))
    assert sorted(pairs_of(seen.value)) == [(i, i) for i in range(10)]
    assert seen.changed == ()
