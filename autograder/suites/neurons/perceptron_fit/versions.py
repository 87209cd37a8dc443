"""Versions of `perceptron_fit`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

FIRES = "X[i] @ w + b >= 0"

edited(
    "stale",
    "missed = 0\n",
    "missed, old_w, old_b = 0, w, b\n",
    FIRES,
    "X[i] @ old_w + old_b >= 0",
    message="all answers of an epoch come from the weights at its start; an update counts at once",
    look_at="which weights judge the second example",
)

edited(
    "no_stop",
    "        if missed == 0:\n            break\n",
    "",
    message="training goes on after an epoch without a mistake",
    look_at="what ends the loop over epochs",
)

edited(
    "stop_on_acc",
    "if missed == 0:",
    "if all((X @ w + b >= 0) == (y == 1)):",
    message="training stops when the weights after an epoch answer everything right; in the "
    "course it stops after an epoch without a mistake",
    look_at="the last entry of mistakes",
    convention="programs that test the weights after every epoch",
)

edited(
    "signed_count",
    "missed += abs(error)",
    "missed += error",
    message="errors of both signs cancel in the count of mistakes",
    look_at="what is added up for an error of −1",
)

edited(
    "no_reset",
    "        missed = 0\n",
    "        missed = mistakes[-1] if mistakes else 0\n",
    message="the count is not set back to 0 at the start of an epoch",
    look_at="where the count starts",
)

edited(
    "clean_not_listed",
    "        mistakes.append(missed)\n        if missed == 0:\n            break\n",
    "        if missed == 0:\n            break\n        mistakes.append(missed)\n",
    message="the epoch without a mistake is missing at the end of the list",
    look_at="the order of counting and stopping",
)

edited(
    "no_bias",
    "            b = b + lr * error\n",
    "",
    message="the bias is never updated: the line stays on the origin",
    look_at="what is updated after a mistake",
)

edited(
    "away",
    "y[i] - int(X[i] @ w + b >= 0)",
    "int(X[i] @ w + b >= 0) - y[i]",
    message="the updates have the wrong sign: the weights walk away from the labels",
    look_at="the sign of the error",
)

edited(
    "starts_at_one",
    "np.zeros(X.shape[1])",
    "np.ones(X.shape[1])",
    message="the weights start at 1; in the course they start at 0",
    look_at="the weights before the first example",
)

edited(
    "strict",
    FIRES,
    "X[i] @ w + b > 0",
    message="a sum of exactly 0 counts as the answer 0; in the course step(0) = 1",
    look_at="the very first answer, where the sum is 0",
    convention="texts in which the unit fires at w·x + b > 0",
)

edited(
    "no_rate",
    "w + lr * error * X[i]",
    "w + error * X[i]",
    "b + lr * error",
    "b + error",
    message="the rate is not used",
    look_at="where lr comes in",
)

edited(
    "first_mistake_only",
    "            missed += abs(error)\n",
    "            missed += abs(error)\n            if missed:\n                break\n",
    message="an epoch ends at its first mistake; it goes through all examples",
    look_at="what ends the loop over examples",
)


@right("augmented", message="the bias as the weight of a feature that is always 1")
def perceptron_fit(X, y, lr, max_epochs):
    X = np.column_stack([X, np.ones(len(X))])
    v, mistakes = np.zeros(X.shape[1]), []
    while len(mistakes) < max_epochs and 0 not in mistakes:
        missed = 0
        for x, label in zip(X, y, strict=True):
            answer = 1 if v @ x >= 0 else 0
            if answer != label:
                v = v + lr * (label - answer) * x
                missed += 1
        mistakes.append(missed)
    return v[:-1], v[-1], mistakes


@right("by_cases", message="adds and subtracts by cases, in place on arrays of its own")
def perceptron_fit(X, y, lr, max_epochs):
    w, b, mistakes = np.zeros(len(X[0])), 0.0, []
    for _ in range(max_epochs):
        wrong = []
        for i in range(len(X)):
            fires = float(np.dot(X[i], w)) + b >= 0
            if fires and not y[i]:
                w -= lr * X[i]
                b -= lr
                wrong.append(i)
            elif not fires and y[i]:
                w += lr * X[i]
                b += lr
                wrong.append(i)
        mistakes.append(len(wrong))
        if not wrong:
            return w, b, mistakes
    return w, b, mistakes


@right("rate_last", message="counts in units of the rate; returns a list")
def perceptron_fit(X, y, lr, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0, []
    for _ in range(max_epochs):
        errors = []
        for x, label in zip(X, y, strict=True):
            errors.append(int(label) - int(x @ w + b >= 0))
            w, b = w + errors[-1] * x, b + errors[-1]
        mistakes.append(sum(e != 0 for e in errors))
        if mistakes[-1] == 0:
            break
    return [lr * w, lr * float(b), mistakes]
