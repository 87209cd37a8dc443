"""Versions of `perceptron_update`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

ERROR = "y - int(x @ w + b >= 0)"
RETURN = "return w + lr * error * x, b + lr * error"

edited(
    "sign",
    ERROR,
    "int(x @ w + b >= 0) - y",
    message="answer minus label is used: the weights walk away from the example's label",
    look_at="the sum of the same example after the update",
)

edited(
    "always",
    ERROR,
    "y",
    message="every example with the label 1 is added, also where the answer is right already",
    look_at="what an answer that is right changes",
)

edited(
    "no_bias",
    RETURN,
    "return w + lr * error * x, b",
    message="the bias is never updated: the line only turns about one point",
    look_at="the second returned value",
)

edited(
    "pm1",
    ERROR,
    "y * (y * (x @ w + b) <= 0)",
    message="the rule for the labels −1 and 1 is used: with the label 0 nothing is ever corrected",
    look_at="the update for label 0, answered 1",
)

edited(
    "strict",
    ERROR,
    "y - int(x @ w + b > 0)",
    message="a sum of exactly 0 counts as the answer 0; in the course step(0) = 1",
    look_at="the comparison at a sum of 0",
    convention="texts in which the unit fires at w·x + b > 0",
)

edited(
    "raw_sum",
    ERROR,
    "y - (x @ w + b)",
    message="the sum itself is compared with the label, not the answer 0 or 1",
    look_at="what is subtracted from the label",
    convention="ADALINE, the delta rule",
)

edited(
    "no_rate",
    RETURN,
    "return w + error * x, b + error",
    message="the rate is not used",
    look_at="where lr comes in",
)

edited(
    "bias_no_rate",
    RETURN,
    "return w + lr * error * x, b + error",
    message="the bias moves without the rate",
    look_at="where lr comes in",
)

edited(
    "no_x",
    RETURN,
    "return w + lr * error, b + lr * error",
    message="all weights move by the same amount; each moves in proportion to its input",
    look_at="what a weight is moved by",
)

edited(
    "forgot_bias",
    ERROR,
    "y - int(x @ w >= 0)",
    message="the answer is computed without the bias",
    look_at="what is compared with 0",
)


@right("cases", message="by cases")
def perceptron_update(w, b, x, y, lr):
    fires = np.dot(w, x) + b >= 0
    if fires and y == 0:
        return w - lr * x, b - lr
    if not fires and y == 1:
        return w + lr * x, b + lr
    return w, b


@right("copy", message="works on a copy in place; returns a list")
def perceptron_update(w, b, x, y, lr):
    w = np.array(w, dtype=float)
    answer = 1 if sum(w * x) + b >= 0 else 0
    if answer != y:
        w += lr * (y - answer) * x
        b = b + lr * (y - answer)
    return [w, b]


@right("augmented", message="the bias as the weight of an input that is always 1")
def perceptron_update(w, b, x, y, lr):
    v, x = np.append(w, b), np.append(x, 1.0)
    v = v + lr * (y - np.heaviside(v @ x, 1.0)) * x
    return v[:-1], v[-1]
