"""Versions of `xavier_uniform`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "std_as_bound",
    "np.sqrt(6 / (fan_in + fan_out))",
    "np.sqrt(2 / (fan_in + fan_out))",
    message="the standard deviation is used as the end of the interval",
    look_at="the variance of an interval from −h to h",
)

edited(
    "fan_in",
    "np.sqrt(6 / (fan_in + fan_out))",
    "np.sqrt(3 / fan_in)",
    message="only the inputs are counted: the variance is 1/fan_in",
    look_at="which of the two widths the variance depends on",
)

edited(
    "positive",
    "rng.uniform(-h, h",
    "rng.uniform(0, h",
    message="all weights are positive: the interval begins at 0",
    look_at="the mean of the weights",
)

edited(
    "no_root",
    "np.sqrt(6 / (fan_in + fan_out))",
    "6 / (fan_in + fan_out)",
    message="the root is missing in the end of the interval",
    look_at="the unit of a variance and of an end",
)

edited(
    "normal",
    "rng.uniform(-h, h, size=(fan_in, fan_out))",
    "rng.normal(0, h / np.sqrt(3), size=(fan_in, fan_out))",
    message="the weights are drawn from a normal distribution, not from an interval",
    look_at="the distribution that is drawn from",
)

edited(
    "factor_2",
    "np.sqrt(6 / (fan_in + fan_out))",
    "np.sqrt(12 / (fan_in + fan_out))",
    message="the variance is twice as large as asked for",
    look_at="the variance of an interval from −h to h",
)

edited(
    "shape",
    "size=(fan_in, fan_out)",
    "size=(fan_out, fan_in)",
    message="the weights have the shape (fan_out, fan_in); here a layer is X @ W",
    look_at="the shape of W in X @ W",
)


@right("scaled", message="scales an interval from −1 to 1")
def xavier_uniform(fan_in, fan_out, rng):
    std = (2 / (fan_in + fan_out)) ** 0.5
    return (2 * rng.random((fan_in, fan_out)) - 1) * std * 3**0.5


@right("transposed", message="draws the columns one after the other")
def xavier_uniform(fan_in, fan_out, rng):
    h = np.sqrt(6.0) / np.sqrt(fan_in + fan_out)
    return np.stack([rng.uniform(-h, h, fan_in) for _ in range(fan_out)], axis=1)


@right("flat", message="draws a row of numbers and folds it")
def xavier_uniform(fan_in, fan_out, rng):
    h = np.sqrt(3 * 2 / (fan_in + fan_out))
    return h - 2 * h * rng.random(fan_in * fan_out).reshape(fan_in, fan_out)
