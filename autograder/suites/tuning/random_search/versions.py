"""Versions of `random_search`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

DRAW = "np.exp(rng.uniform(np.log(lo), np.log(hi), size=n))"

edited(
    "linear_lr",
    DRAW,
    "rng.uniform(lo, hi, size=n)",
    message="the rate itself is drawn uniformly: nearly all draws have the size of hi",
    look_at="what is uniform: the rate or its logarithm",
)

edited(
    "one_draw",
    DRAW,
    "np.full(n, np.exp(rng.uniform(np.log(lo), np.log(hi))))",
    message="one draw is used for every trial",
    look_at="how many numbers are drawn",
)

edited(
    "logarithms",
    DRAW,
    "rng.uniform(np.log(lo), np.log(hi), size=n)",
    message="the logarithms are returned: they are not turned back into rates",
    look_at="the unit of what is returned",
)

edited(
    "two_bases",
    "np.exp(",
    "10 ** (",
    message="the logarithm is natural, the power is one of ten: they do not undo each other",
    look_at="the base of the logarithm and of the power",
)

edited(
    "grid",
    DRAW,
    "np.geomspace(lo, hi, n)",
    message="the rates are a grid, not draws: every call gives the same",
    look_at="where rng is used",
)

edited(
    "inverse",
    DRAW,
    "1 / rng.uniform(1 / hi, 1 / lo, size=n)",
    message="the inverse of the rate is drawn uniformly: nearly all draws have the size of lo",
    look_at="what is uniform: the inverse of the rate or its logarithm",
)

edited(
    "normal",
    DRAW,
    "np.exp(rng.normal((np.log(lo) + np.log(hi)) / 2, np.log(hi / lo) / 4, size=n))",
    message="the logarithms are drawn from a normal distribution: the middle is drawn more often, "
    "and some draws lie outside",
    look_at="the distribution of the logarithms",
)

edited(
    "sorted",
    DRAW,
    "np.sort(np.exp(rng.uniform(np.log(lo), np.log(hi), size=n)))",
    message="the draws are sorted: each trial is to be independent of those before",
    look_at="the order of the draws",
)

edited(
    "powers",
    DRAW,
    "10.0 ** rng.integers(int(np.floor(np.log10(lo))), int(np.ceil(np.log10(hi))) + 1, size=n)",
    message="only whole powers of ten are drawn",
    look_at="how many different values can be drawn",
)


@right("fraction", message="a drawn fraction of the way, by the ratio")
def random_search(lo, hi, n, rng):
    return lo * (hi / lo) ** rng.random(n)


@right("base_ten", message="with powers of ten, one draw after the other")
def random_search(lo, hi, n, rng):
    return np.array([10 ** rng.uniform(np.log10(lo), np.log10(hi)) for _ in range(n)])


@right("downwards", message="from the upper end, in base two")
def random_search(lo, hi, n, rng):
    span = np.log2(hi) - np.log2(lo)
    return np.exp2(np.log2(hi) - span * rng.random(size=n))
