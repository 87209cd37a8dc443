"""Inputs for `iterate_minibatches(X, y, batch_size, rng)`, each run for two epochs.

The order is random, so answers are compared by `summary`: facts that every right answer shares
whatever it draws. No two rows are alike, and there are so many that two equal orders are no
accident, not even of whole batches.
"""

import numpy as np

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def visible():
    return [
        Probe(
            {
                "X": np.arange(44.0).reshape(22, 2) / 4,
                "y": np.arange(22) + 100,
                "batch_size": 4,
                "rng": Rng(1),
            },
            repeat=2,
            label="22 examples in batches of four: the last is short",
        ),
        Probe(
            {
                "X": np.arange(21),
                "y": np.arange(42.0).reshape(21, 2) - 5,
                "batch_size": 3,
                "rng": Rng(2),
            },
            repeat=2,
            label="21 examples in batches of three: none is short",
        ),
        Probe(
            {
                "X": np.arange(20.0).reshape(10, 2),
                "y": np.arange(10) * 0.5,
                "batch_size": 1,
                "rng": Rng(3),
            },
            repeat=2,
            label="one example a batch",
            edge=True,
        ),
        Probe(
            {
                "X": np.arange(36.0).reshape(9, 2, 2),
                "y": np.arange(9),
                "batch_size": 20,
                "rng": Rng(4),
            },
            repeat=2,
            label="batches larger than the data",
            edge=True,
        ),
    ]


def hidden(rng):
    def probe(examples, features, batch_size):
        return Probe(
            {
                "X": rng.normal(size=(examples, features)),
                "y": rng.normal(size=examples),
                "batch_size": batch_size,
                "rng": Rng(int(rng.integers(2**31))),
            },
            repeat=2,
        )

    return [probe(33, 4, 5), probe(36, 1, 6), probe(17, 3, 2)]


def summary(value, X, y, batch_size, rng):
    """Facts about two epochs that do not depend on the order drawn.

    What counts is which examples share a batch, and in which order the batches come; the order
    within a batch changes no gradient. The sizes are sorted, and speak for both epochs where both
    have the same.
    """

    def rows_of(array):
        """Each row as a tuple of its numbers."""
        flat = array.reshape(len(array), -1) if len(array) else array
        return [tuple(row) for row in flat.tolist()]

    def is_pair(batch):
        arrays = isinstance(batch, list | tuple) and len(batch) == 2
        return arrays and all(isinstance(part, np.ndarray) and part.ndim for part in batch)

    if all(epoch is None for epoch in value):
        return None
    if all(is_pair(epoch) for epoch in value):
        return {"what is returned": f"one pair of {len(value[0][0])} rows, not a sequence of pairs"}
    batches = [batch for epoch in value for batch in epoch]
    if not all(is_pair(batch) for batch in batches):
        return {"what is returned": "not a sequence of pairs of arrays (X_batch, y_batch)"}
    row_shapes = {(X_batch.shape[1:], y_batch.shape[1:]) for X_batch, y_batch in batches}
    if row_shapes - {(X.shape[1:], y.shape[1:])}:
        return {"what is returned": "pairs whose rows have another shape than those of X and y"}

    rows = rows_of(X)
    pairs = set(zip(rows, rows_of(y), strict=True))
    paired = all(
        len(X_batch) == len(y_batch)
        and pairs.issuperset(zip(rows_of(X_batch), rows_of(y_batch), strict=True))
        for X_batch, y_batch in batches
    )
    epochs = [[rows_of(X_batch) for X_batch, _ in epoch] for epoch in value]
    seen = [[row for batch in epoch for row in batch] for epoch in epochs]
    groups = [[frozenset(batch) for batch in epoch] for epoch in epochs]
    in_order = [frozenset(rows[i : i + batch_size]) for i in range(0, len(rows), batch_size)]
    sizes = [sorted((len(X_batch) for X_batch, _ in epoch), reverse=True) for epoch in value]
    return {
        "sizes of the batches": sizes[0] if sizes[0] == sizes[1] else sizes,
        "an example comes twice in an epoch": any(len(set(epoch)) < len(epoch) for epoch in seen),
        "an example comes twice in a batch": any(
            len(set(batch)) < len(batch) for epoch in epochs for batch in epoch
        ),
        "an example is left out of an epoch": any(set(epoch) != set(rows) for epoch in seen),
        "each target is with its example": paired,
        "the types of X and y are kept": all(
            (X_batch.dtype, y_batch.dtype) == (X.dtype, y.dtype) for X_batch, y_batch in batches
        ),
        "the examples are shuffled": groups[0] != in_order[: len(groups[0])],
        "the second epoch has another order": groups[0] != groups[1],
        "the second epoch has other batches": set(groups[0]) != set(groups[1]),
    }
