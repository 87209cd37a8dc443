"""Alternative right versions of `iterate_minibatches`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("list", says="collects the batches in a list")
def iterate_minibatches(X, y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    batches = []
    while len(order) > 0:
        now, order = order[:batch_size], order[batch_size:]
        batches.append((X[now], y[now]))
    return batches


@right("sorted_draws", says="orders the examples by a random number each, yields lists")
def iterate_minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.random(X.shape[0]))
    X, y = X[order], y[order]
    for i in range(int(np.ceil(len(order) / batch_size))):
        part = slice(i * batch_size, (i + 1) * batch_size)
        yield [X[part], y[part]]


@right("split", says="cuts the shuffled arrays at the multiples of the batch size")
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    cuts = range(batch_size, len(X), batch_size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts), strict=True)


@right("one_by_one", says="draws the remaining examples one after the other")
def iterate_minibatches(X, y, batch_size, rng):
    remaining = list(range(len(X)))
    batch = []
    while remaining:
        batch.append(remaining.pop(rng.integers(len(remaining))))
        if len(batch) == batch_size or not remaining:
            yield np.array([X[i] for i in batch]), np.array([y[i] for i in batch])
            batch = []


@right("without_replacement", says="draws all positions without replacement")
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.choice(len(y), size=len(y), replace=False)
    starts = range(0, len(y), batch_size)
    return iter([(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts])


@right("sorted_within", says="sorts the positions of each batch: a gradient does not see the order")
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = np.sort(order[start : start + batch_size])
        yield X[batch], y[batch]
