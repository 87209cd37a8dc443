"""Versions of `relative_error`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

FLOOR = "np.maximum(1e-12, np.abs(a) + np.abs(n))"

edited(
    "absolute",
    f" / {FLOOR}",
    "",
    message="the absolute error is returned: for entries of 1e-6 a factor of 2 passes unseen",
    look_at="what the difference is compared with",
)

edited(
    "mean",
    "np.max(np.abs(a - n)",
    "np.mean(np.abs(a - n)",
    message="the mean over the entries is taken: many good entries hide a bad one",
    look_at="one bad entry among many",
)

edited(
    "zero_div",
    FLOOR,
    "(np.abs(a) + np.abs(n))",
    message="where both entries are 0 the error is 0 / 0",
    look_at="an entry that is 0 in both",
)

edited(
    "signed_sum",
    "np.abs(a) + np.abs(n)",
    "np.abs(a + n)",
    message="the size of the sum is taken, not the sum of the sizes: opposite signs cancel in it",
    look_at="the denominator where the signs differ",
)

edited(
    "by_numerical",
    "np.abs(a) + np.abs(n)",
    "np.abs(n)",
    message="the difference is divided by |n| alone; a stands in the denominator, too",
    look_at="whether a and n may change places",
)

edited(
    "no_abs",
    "np.max(np.abs(a - n)",
    "np.max((a - n)",
    message="the sign of the difference is kept: what is too small counts as no error",
    look_at="an entry with a smaller than n",
)

edited(
    "added_floor",
    "np.maximum(1e-12, np.abs(a) + np.abs(n))",
    "(1e-8 + np.abs(a) + np.abs(n))",
    message="a number is added to the denominator; it is a floor, and far smaller",
    look_at="what becomes of tiny entries",
)

edited(
    "norms",
    f"np.max(np.abs(a - n) / {FLOOR})",
    "np.linalg.norm(a - n) / max(1e-12, np.linalg.norm(a) + np.linalg.norm(n))",
    message="two lengths are compared, not entry with entry: a tiny entry that is off by a factor "
    "is lost",
    look_at="one bad entry among many",
)


@right("loop", message="entry by entry")
def relative_error(a, n):
    worst = 0.0
    for x, y in zip(np.ravel(a), np.ravel(n)):
        worst = max(worst, abs(x - y) / max(1e-12, abs(x) + abs(y)))
    return float(worst)


@right("vectors", message="sorted, the last one")
def relative_error(a, n):
    a, n = np.ravel(np.asarray(a, dtype=float)), np.ravel(np.asarray(n, dtype=float))
    size = np.abs(np.stack([a, n])).sum(axis=0)
    return np.sort(np.abs(n - a) / np.where(size < 1e-12, 1e-12, size))[-1]


@right("clipped", message="the sum of the sizes, clipped")
def relative_error(a, n):
    size = np.clip(np.abs(a) + np.abs(n), 1e-12, None)
    return np.max((np.fmax(a, n) - np.fmin(a, n)) / size)
