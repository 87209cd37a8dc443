"""Named wrong versions of `iterate_minibatches`."""

import numpy as np

from autograder.bank.exercise import wrong
from handbook.check.plain_data import Rng

# The row of example i holds 10 i, its target is i.
ONE_EPOCH = {
    "X": np.array([[10], [20], [30], [40], [50]]),
    "y": np.array([1, 2, 3, 4, 5]),
    "batch_size": 2,
    "rng": Rng(0),
}
# Looks the same in every order, so that what is shown does not change from run to run.
TWINS = {**ONE_EPOCH, "X": np.array([[10], [10]]), "y": np.array([1, 1]), "batch_size": 1}
TWO_EPOCHS = {**ONE_EPOCH, "repeat": 2}


@wrong(
    "drops_last",
    says="the last batch is lost where it is short: some examples are left out",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size):
        batch = order[i * batch_size : (i + 1) * batch_size]
        yield X[batch], y[batch]


@wrong(
    "unpaired",
    says="X and y are put in different orders: examples and targets no longer belong together",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong(
    "same_order",
    says="every epoch has the same order: it does not come from rng",
    shows_on=TWO_EPOCHS,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = np.random.default_rng(42).permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        yield X[batch], y[batch]


@wrong(
    "with_replacement",
    says="the examples are drawn with replacement: some come twice, some are never seen",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.integers(0, len(X), size=len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        yield X[batch], y[batch]


@wrong(
    "unshuffled",
    says="the examples come in the order of the data: nothing is shuffled",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong(
    "blocks",
    says="the order of the batches is shuffled, but the same examples always share a batch",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    for start in rng.permutation(np.arange(0, len(X), batch_size)):
        yield X[start : start + batch_size], y[start : start + batch_size]


@wrong(
    "drawn_anew",
    says="every batch is drawn anew from all examples: in one epoch some come twice, some never",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    for _ in range(0, len(X), batch_size):
        batch = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
        yield X[batch], y[batch]


@wrong(
    "overlapping",
    says="the batches overlap: the start moves by 1 where it is to move by batch_size",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(int(np.ceil(len(X) / batch_size))):
        batch = order[i : i + batch_size]
        yield X[batch], y[batch]


@wrong(
    "fills_up",
    says="the last batch is filled up from the start of the epoch: some examples come twice",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[np.arange(start, start + batch_size) % len(X)]
        yield X[batch], y[batch]


@wrong(
    "into_parts",
    says="batch_size is taken as the number of batches, not as the number of examples in each",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for batch in np.array_split(order, batch_size):
        yield X[batch], y[batch]


@wrong(
    "evened_out",
    says="the batches are evened out; all but the last are to be full",
    shows_on={**ONE_EPOCH, "batch_size": 4},
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for batch in np.array_split(order, int(np.ceil(len(X) / batch_size))):
        yield X[batch], y[batch]


@wrong(
    "empty_last",
    says="an empty batch follows where the batch size divides the number of examples",
    shows_on={**ONE_EPOCH, "X": np.array([[10], [20]]), "y": np.array([1, 2])},
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for i in range(len(X) // batch_size + 1):
        batch = order[i * batch_size : (i + 1) * batch_size]
        yield X[batch], y[batch]


@wrong(
    "first_only",
    says="the function returns its first batch: return ends it, yield goes on",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        return X[batch], y[batch]


@wrong(
    "global_generator",
    says="the order is drawn from NumPy's global generator, not from rng: it cannot be repeated",
    shows_on=TWINS,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = np.random.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = order[start : start + batch_size]
        yield X[batch], y[batch]


@wrong(
    "in_place",
    says="the arrays of the caller are shuffled themselves: the data are changed",
    shows_on=ONE_EPOCH,
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    y[:] = y[order]
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]
