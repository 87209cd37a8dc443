"""Named wrong versions of `gd_linear_regression`."""

import numpy as np

from autograder.bank.exercise import wrong

# The errors are 1 and 3, so dw = 10 and db = 4: one step leads to w = 0, b = -0.4.
ONE_STEP = {
    "X": np.array([[1.0], [3.0]]),
    "y": np.array([0.0, 0.0]),
    "w": np.array([1.0]),
    "b": 0.0,
    "lr": 0.1,
    "steps": 1,
}
TWO_STEPS = {**ONE_STEP, "steps": 2}
TWO_FEATURES = {
    **ONE_STEP,
    "X": np.array([[1.0, 2.0], [0.0, 1.0]]),
    "w": np.array([1.0, 1.0]),
}


@wrong("ascent", says="the gradient is added: the loss is climbed", shows_on=ONE_STEP)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / len(y) * (X.T @ error)
        db = 2 * np.mean(error)
        w = w + lr * dw
        b = b + lr * db
    return w, b


@wrong(
    "sum",
    says="the gradient is summed over the examples: the loss is their mean, so the step is N times "
    "too large",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 * (X.T @ error)
        db = 2 * np.sum(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "stale_bias",
    says="the gradient of b is taken after w has moved: both belong to the same point",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        w = w - lr * 2 / len(y) * (X.T @ (X @ w + b - y))
        b = b - lr * 2 * np.mean(X @ w + b - y)
    return w, b


@wrong(
    "half",
    says="the gradient carries 1/N; that of the mean squared error carries 2/N",
    shows_on=ONE_STEP,
    convention="courses that halve the loss, e.g. J = Σ(Xw + b − y)² / (2N)",
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = X.T @ error / len(y)
        db = np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong("no_bias", says="b is used in the prediction but never updated", shows_on=ONE_STEP)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        w = w - lr * 2 / len(y) * (X.T @ error)
    return w, b


@wrong(
    "prediction_without_bias",
    says="the prediction leaves b out",
    shows_on={**ONE_STEP, "b": 1.0},
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w - y
        dw = 2 / len(y) * (X.T @ error)
        db = 2 * np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "bias_sum",
    says="the gradient of b is a sum over the examples, that of w a mean",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / len(y) * (X.T @ error)
        db = 2 * np.sum(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "bias_half",
    says="the factor 2 is missing in the gradient of b only",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / len(y) * (X.T @ error)
        db = np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "by_features",
    says="the sum over the examples is divided by the number of features, not of examples",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / X.shape[1] * (X.T @ error)
        db = 2 / X.shape[1] * np.sum(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "transposed",
    says="the errors are multiplied by X, not by its transpose: the sum runs over the features",
    shows_on=TWO_FEATURES,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / len(y) * (X @ error)
        db = 2 * np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "no_axis",
    says="the mean runs over the features as well: every weight gets the same step",
    shows_on=TWO_FEATURES,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 * np.mean(X * error[:, None])
        db = 2 * np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong("one_step", says="the function returns inside the loop, after one step", shows_on=TWO_STEPS)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        dw = 2 / len(y) * (X.T @ error)
        db = 2 * np.mean(error)
        w = w - lr * dw
        b = b - lr * db
        return w, b
    return w, b


@wrong("extra_step", says="one step too many is made", shows_on=ONE_STEP)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps + 1):
        error = X @ w + b - y
        dw = 2 / len(y) * (X.T @ error)
        db = 2 * np.mean(error)
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "frozen_gradient",
    says="the gradient is computed once, before the loop, and used in every step",
    shows_on=TWO_STEPS,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    error = X @ w + b - y
    dw = 2 / len(y) * (X.T @ error)
    db = 2 * np.mean(error)
    for _ in range(steps):
        w = w - lr * dw
        b = b - lr * db
    return w, b


@wrong(
    "per_example",
    says="w and b move after every single example: stochastic, not full-batch, gradient descent",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        for x_i, y_i in zip(X, y):
            error = x_i @ w + b - y_i
            w = w - lr * 2 * error * x_i
            b = b - lr * 2 * error
    return w, b


@wrong(
    "in_place",
    says="the array w of the caller is changed: the start is lost",
    shows_on=ONE_STEP,
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        error = X @ w + b - y
        db = 2 * np.mean(error)
        w -= lr * 2 / len(y) * (X.T @ error)
        b -= lr * db
    return w, b
