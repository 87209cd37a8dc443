"""Versions of `iterate_minibatches`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "drops_last",
    "range(0, len(X), batch_size)",
    "range(0, len(X) - batch_size + 1, batch_size)",
    message="the last batch is lost where it is short: some examples are left out",
    look_at="where the loop ends",
)

edited(
    "unpaired",
    "order = rng.permutation(len(X))",
    "order, other = rng.permutation(len(X)), rng.permutation(len(X))",
    "yield X[batch], y[batch]",
    "yield X[batch], y[other[start : start + batch_size]]",
    message="X and y are put in different orders: examples and targets no longer belong together",
    look_at="how many orders are drawn",
)

edited(
    "same_order",
    "rng.permutation(len(X))",
    "np.random.default_rng(42).permutation(len(X))",
    message="every epoch has the same order: it does not come from rng",
    look_at="where the order comes from",
)

edited(
    "with_replacement",
    "rng.permutation(len(X))",
    "rng.integers(0, len(X), size=len(X))",
    message="the examples are drawn with replacement: some come twice, some are never seen",
    look_at="whether an example can be drawn twice",
)

edited(
    "unshuffled",
    "rng.permutation(len(X))",
    "np.arange(len(X))",
    message="the examples come in the order of the data: nothing is shuffled",
    look_at="where the order comes from",
)

edited(
    "blocks",
    "rng.permutation(len(X))",
    "np.arange(len(X))",
    "range(0, len(X), batch_size)",
    "rng.permutation(np.arange(0, len(X), batch_size))",
    message="the order of the batches is shuffled, but the same examples always share a batch",
    look_at="what is shuffled",
)

edited(
    "drawn_anew",
    "batch = order[start : start + batch_size]",
    "batch = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)",
    message="every batch is drawn anew from all examples: in one epoch some come twice, some never",
    look_at="what each batch is drawn from",
)

edited(
    "overlapping",
    "batch = order[start : start + batch_size]",
    "batch = order[start // batch_size : start // batch_size + batch_size]",
    message="the batches overlap: the start moves by 1 where it is to move by batch_size",
    look_at="how far the start moves from batch to batch",
)

edited(
    "fills_up",
    "batch = order[start : start + batch_size]",
    "batch = order[np.arange(start, start + batch_size) % len(X)]",
    message="the last batch is filled up from the start of the epoch: some examples come twice",
    look_at="what happens behind the last example",
)

edited(
    "into_parts",
    "for start in range(0, len(X), batch_size):\n        batch = order[start : start + batch_size]",
    "for batch in np.array_split(order, batch_size):",
    message="batch_size is taken as the number of batches, not as the number of examples in each",
    look_at="what batch_size counts",
)

edited(
    "evened_out",
    "for start in range(0, len(X), batch_size):\n        batch = order[start : start + batch_size]",
    "for batch in np.array_split(order, int(np.ceil(len(X) / batch_size))):",
    message="the batches are evened out; all but the last are to be full",
    look_at="how many examples each batch holds",
)

edited(
    "empty_last",
    "range(0, len(X), batch_size)",
    "range(0, len(X) + 1, batch_size)",
    message="an empty batch follows where the batch size divides the number of examples",
    look_at="where the loop ends",
)

edited(
    "first_only",
    "yield X[batch], y[batch]",
    "return X[batch], y[batch]",
    message="the function returns its first batch: return ends it, yield goes on",
    look_at="the last line",
)

edited(
    "global_generator",
    "rng.permutation",
    "np.random.permutation",
    message="the order is drawn from NumPy's global generator, not from rng: it cannot be repeated",
    look_at="where the order comes from",
    verdict="X11",
)

edited(
    "drawn_anew_short",
    "batch = order[start : start + batch_size]",
    "batch = rng.choice(len(X), size=min(batch_size, len(X) - start), replace=False)",
    message="every batch is drawn anew from all examples: in one epoch some come twice, some never",
    look_at="what each batch is drawn from",
)


edited(
    "flattened",
    "yield X[batch], y[batch]",
    "yield X[batch].reshape(len(batch), -1), y[batch]",
    message="the rows are flattened: each row of a batch has the shape of a row of X",
    look_at="the shape of one row of a batch",
)
edited(
    "as_floats",
    "yield X[batch], y[batch]",
    "yield X[batch] * 1.0, y[batch] * 1.0",
    message="whole numbers become floats: rows and targets keep their types",
    look_at="the types of X and y before and after",
)


@right("list", message="collects the batches in a list")
def iterate_minibatches(X, y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    batches = []
    while len(order) > 0:
        now, order = order[:batch_size], order[batch_size:]
        batches.append((X[now], y[now]))
    return batches


@right("sorted_draws", message="orders the examples by a random number each, yields lists")
def iterate_minibatches(X, y, batch_size, rng):
    order = np.argsort(rng.random(X.shape[0]))
    X, y = X[order], y[order]
    for i in range(int(np.ceil(len(order) / batch_size))):
        part = slice(i * batch_size, (i + 1) * batch_size)
        yield [X[part], y[part]]


@right("split", message="cuts the shuffled arrays at the multiples of the batch size")
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    cuts = range(batch_size, len(X), batch_size)
    return zip(np.split(X[order], cuts), np.split(y[order], cuts), strict=True)


@right("one_by_one", message="draws the remaining examples one after the other")
def iterate_minibatches(X, y, batch_size, rng):
    remaining = list(range(len(X)))
    batch = []
    while remaining:
        batch.append(remaining.pop(rng.integers(len(remaining))))
        if len(batch) == batch_size or not remaining:
            yield np.array([X[i] for i in batch]), np.array([y[i] for i in batch])
            batch = []


@right("without_replacement", message="draws all positions without replacement")
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.choice(len(y), size=len(y), replace=False)
    starts = range(0, len(y), batch_size)
    return iter([(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts])


@right(
    "sorted_within", message="sorts the positions of each batch: a gradient does not see the order"
)
def iterate_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        batch = np.sort(order[start : start + batch_size])
        yield X[batch], y[batch]
