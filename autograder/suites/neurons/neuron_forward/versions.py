"""Versions of `neuron_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "X @ w + b"

edited(
    "no_bias",
    SOLUTION,
    "1.0 * X @ w",
    message="the bias is left out",
    look_at="where b comes in",
)

edited(
    "no_sum",
    SOLUTION,
    "X * w + b",
    message="the products are not added up: a neuron gives one number a row",
    look_at="the shape of the answer",
)

edited(
    "bias_per_feature",
    SOLUTION,
    "np.sum(X * w + b, axis=1)",
    message="the bias is added to every product before the sum, so it counts once a feature",
    look_at="how often the bias is added for one row",
)

edited(
    "sum_all",
    SOLUTION,
    "np.sum(X * w) + b",
    message="the whole batch is added up to one number: there is one number a row",
    look_at="what the sum runs over",
)

edited(
    "threshold",
    SOLUTION,
    "X @ w - b",
    message="the bias is subtracted, as a threshold would be; a bias is added",
    look_at="the sign of b",
    convention="threshold form, where the unit fires at w·x ≥ θ and θ = −b",
)

edited(
    "fires",
    SOLUTION,
    "1.0 * (X @ w + b >= 0)",
    message="the answer is 0 or 1: a threshold is applied, where the sum itself is asked for",
    look_at="what is done to the sum",
)

edited(
    "mean",
    SOLUTION,
    "np.mean(X * w, axis=1) + b",
    message="the products are averaged; they are to be added up",
    look_at="what is taken of the products",
)

edited(
    "column",
    SOLUTION,
    "X @ w[:, None] + b",
    message="the answer is a column (N, 1); one axis is expected",
    look_at="the shape of the answer",
)


@right("sum", message="products and their sum")
def neuron_forward(X, w, b):
    return np.sum(X * w, axis=1) + b


@right("loop", message="one row and one feature after the other")
def neuron_forward(X, w, b):
    z = []
    for row in X:
        total = b
        for x, weight in zip(row, w, strict=True):
            total += x * weight
        z.append(total)
    return np.array(z)


@right("column_of_ones", message="the bias as the weight of a feature that is always 1")
def neuron_forward(X, w, b):
    return np.column_stack([X, np.ones(len(X))]) @ np.append(w, b)
