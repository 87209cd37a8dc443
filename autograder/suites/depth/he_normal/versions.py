"""Versions of `he_normal`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "var_as_std",
    "np.sqrt(2 / fan_in)",
    "2 / fan_in",
    message="the variance is given as the standard deviation",
    look_at="what the generator asks for",
)

edited(
    "fan_out",
    "np.sqrt(2 / fan_in)",
    "np.sqrt(2 / fan_out)",
    message="the outputs are counted, where it is the inputs that are added up",
    look_at="which of the two widths the variance depends on",
)

edited(
    "one",
    "np.sqrt(2 / fan_in)",
    "np.sqrt(1 / fan_in)",
    message="the variance is 1/fan_in, which makes up for no ReLU",
    look_at="what a ReLU does to the mean square",
)

edited(
    "both",
    "np.sqrt(2 / fan_in)",
    "np.sqrt(2 / (fan_in + fan_out))",
    message="inputs and outputs are counted, as in Xavier's",
    look_at="which of the two widths the variance depends on",
)

edited(
    "uniform",
    "rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))",
    "np.sqrt(6 / fan_in) * rng.uniform(-1, 1, size=(fan_in, fan_out))",
    message="the weights are drawn from an interval, not from a normal distribution",
    look_at="the distribution that is drawn from",
)

edited(
    "positive",
    "return rng",
    "return 1.6589 * np.abs(rng",
    "size=(fan_in, fan_out))",
    "size=(fan_in, fan_out)))",
    message="all weights are positive",
    look_at="the mean of the weights",
)

edited(
    "shape",
    "size=(fan_in, fan_out)",
    "size=(fan_out, fan_in)",
    message="the weights have the shape (fan_out, fan_in); here a layer is X @ W",
    look_at="the shape of W in X @ W",
)


@right("scaled", message="scales standard normal numbers")
def he_normal(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)) * (2 / fan_in) ** 0.5


@right("transposed", message="draws the columns one after the other")
def he_normal(fan_in, fan_out, rng):
    std = np.sqrt(2.0) / np.sqrt(fan_in)
    return np.stack([std * rng.normal(size=fan_in) for _ in range(fan_out)], axis=1)


@right("flat", message="draws a row of numbers and folds it")
def he_normal(fan_in, fan_out, rng):
    return np.reshape(rng.normal(scale=np.sqrt(2 / fan_in), size=fan_in * fan_out), (fan_in, -1))
