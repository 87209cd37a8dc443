"""Versions of `dropout_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "keep",
    "rng.random(x.shape) >= p",
    "rng.random(x.shape) < p",
    "(1 - p)",
    "p if p else 1.0",
    message="p is taken for the probability that an entry is kept; it is that of being dropped",
    look_at="what p is the probability of",
    convention="the paper of Srivastava and others",
)

edited(
    "exchanged",
    "rng.random(x.shape) >= p",
    "rng.random(x.shape) < p",
    message="entries are kept with probability p, and then divided by 1 − p",
    look_at="the share of entries that are kept",
)

edited(
    "noscale",
    "(rng.random(x.shape) >= p) / (1 - p)",
    "(rng.random(x.shape) >= p) * 1.0",
    message="what is kept is not divided by 1 − p: on average out is smaller than x",
    look_at="the mean of out over many draws",
)

edited(
    "test_scale",
    "mask = np.ones(x.shape)",
    "mask = np.full(x.shape, 1 - p)",
    message="out is scaled in a test as well, where nothing is left to make up for",
    look_at="what happens to x when train is False",
)

edited(
    "always",
    "if train:",
    "if train or p > 0:",
    message="entries are dropped in a test as well",
    look_at="what happens to x when train is False",
)

edited(
    "never",
    "if train:",
    "if not train and p < 0:",
    message="nothing is dropped in training",
    look_at="what happens to x when train is True",
)

edited(
    "mask_unscaled",
    "return x * mask, mask",
    "return x * mask, (mask > 0) * 1.0",
    message="out is scaled, the returned mask is not: the backward pass would lack the factor",
    look_at="what out is x times of",
)

edited(
    "rows",
    "rng.random(x.shape)",
    "rng.random((len(x),) + (1,) * (x.ndim - 1)) + np.zeros(x.shape)",
    message="whole rows are dropped: one number is drawn for each example",
    look_at="how many numbers are drawn",
)

edited(
    "columns",
    "rng.random(x.shape)",
    "rng.random(x.shape[1:]) + np.zeros(x.shape)",
    message="all rows have one mask: one number is drawn for each unit, not for each entry",
    look_at="how many numbers are drawn",
)

edited(
    "fixed_number",
    "mask = (rng.random(x.shape) >= p) / (1 - p)",
    "draws = rng.random(x.shape)\n        kept = np.argsort(np.argsort(draws)) >= p * x.shape[-1]"
    "\n        mask = kept / (1 - p)",
    message="of every row the same number of entries is dropped; each entry is drawn by itself",
    look_at="whether the number of dropped entries may vary",
)

edited(
    "scaled_by_p",
    "(1 - p)",
    "(p if p else 1.0)",
    message="what is kept is divided by p, not by 1 − p",
    look_at="the mean of out over many draws",
)

edited(
    "noise",
    "(rng.random(x.shape) >= p) / (1 - p)",
    "np.where(rng.random(x.shape) >= p, 1.0, 1e-3) / (1 - p)",
    message="dropped entries are made small, not 0",
    look_at="the entries of the mask that were dropped",
)


@right("binomial", message="draws zeros and ones; a list")
def dropout_forward(x, p, rng, train):
    if not train:
        return [np.array(x, dtype=float), np.ones_like(x, dtype=float)]
    mask = rng.binomial(1, 1 - p, size=np.shape(x)) / (1.0 - p)
    return [x * mask, mask]


@right("other_side", message="drops where the draw is above 1 − p, and divides at the end")
def dropout_forward(x, p, rng, train):
    rate = p if train else 0.0
    keep = rng.uniform(size=x.shape) < 1 - rate
    return np.where(keep, x, 0.0) / (1 - rate), keep / (1 - rate)


@right("choice", message="chooses among the two values of the mask")
def dropout_forward(x, p, rng, train):
    p = p * bool(train)
    mask = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p])
    return np.multiply(x, mask), mask
