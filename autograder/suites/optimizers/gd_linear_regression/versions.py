"""Versions of `gd_linear_regression`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong

edited(
    "ascent",
    "w = w - lr * dw",
    "w = w + lr * dw",
    "b = b - lr * db",
    "b = b + lr * db",
    message="the gradient is added: the loss is climbed",
    look_at="the sign of both updates",
)

edited(
    "sum",
    "2 / N * (X.T @ error)",
    "2 * (X.T @ error)",
    "2 / N * np.sum(error)",
    "2 * np.sum(error)",
    message="the gradient is summed over the examples: the loss is their mean, so the step is N "
    "times too large",
    look_at="what the sum over the examples is divided by",
)

edited(
    "stale_bias",
    "db = 2 / N * np.sum(error)\n        w = w - lr * dw",
    "w = w - lr * dw\n        db = 2 / N * np.sum(X @ w + b - y)",
    message="the gradient of b is taken after w has moved: both belong to the same point",
    look_at="at which point each gradient is taken",
)

edited(
    "half",
    "2 / N * (X.T @ error)",
    "1 / N * (X.T @ error)",
    "2 / N * np.sum(error)",
    "1 / N * np.sum(error)",
    message="the gradient carries 1/N; that of the mean squared error carries 2/N",
    look_at="the factor that squaring gives the gradient",
    convention="courses that halve the loss, e.g. J = Σ(Xw + b − y)² / (2N)",
)

edited(
    "no_bias",
    "b = b - lr * db",
    "pass",
    message="b is used in the prediction but never updated",
    look_at="what becomes of b",
)

edited(
    "prediction_without_bias",
    "X @ w + b - y",
    "X @ w - y",
    message="the prediction leaves b out",
    look_at="what the model predicts",
)

edited(
    "bias_sum",
    "2 / N * np.sum(error)",
    "2 * np.sum(error)",
    message="the gradient of b is a sum over the examples, that of w a mean",
    look_at="what the gradient of b is divided by",
)

edited(
    "bias_half",
    "2 / N * np.sum(error)",
    "1 / N * np.sum(error)",
    message="the factor 2 is missing in the gradient of b only",
    look_at="the factors of the two gradients",
)

edited(
    "by_features",
    "N = len(y)",
    "N = X.shape[1]",
    message="the sum over the examples is divided by the number of features, not of examples",
    look_at="what the sums are divided by",
)

edited(
    "transposed",
    "X.T @ error",
    "X @ error",
    message="the errors are multiplied by X, not by its transpose: the sum runs over the features",
    look_at="which axis of X the sum runs over",
)

edited(
    "no_axis",
    "2 / N * (X.T @ error)",
    "2 * np.mean(X * error[:, None])",
    message="the mean runs over the features as well: every weight gets the same step",
    look_at="the shape of the gradient of w",
)

edited(
    "one_step",
    "b = b - lr * db",
    "b = b - lr * db\n        return w, b",
    message="the function returns inside the loop, after one step",
    look_at="where the function returns",
)

edited(
    "extra_step",
    "range(steps)",
    "range(steps + 1)",
    message="one step too many is made",
    look_at="how often the loop runs",
)

edited(
    "frozen_gradient",
    "error = X @ w + b - y",
    "error = X @ w + b - y if _ == 0 else error",
    message="the gradient is computed once, before the loop, and used in every step",
    look_at="what is computed anew in each step",
)


@wrong(
    "per_example",
    message="w and b move after every single example: stochastic, not full-batch, gradient descent",
    look_at="when w and b move",
)
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        for x_i, y_i in zip(X, y):
            error = x_i @ w + b - y_i
            w = w - lr * 2 * error * x_i
            b = b - lr * 2 * error
    return w, b


edited(
    "stops_early",
    "w = w - lr * dw",
    "if np.max(np.abs(lr * dw)) < 1e-2:\n            break\n        w = w - lr * dw",
    message="the loop ends before its last step where the steps have become small",
    look_at="when the loop ends",
)

edited(
    "capped_gradient",
    "w = w - lr * dw",
    "dw = np.clip(dw, -10, 10)\n        w = w - lr * dw",
    message="long gradients are shortened: plain gradient descent takes them as they are",
    look_at="what happens to the gradient before the update",
)

edited(
    "from_zero",
    "N = len(y)",
    "N = len(y)\n    w, b = np.zeros(X.shape[1]), 0.0",
    message="the descent starts at zero, not at the w and b that are passed in",
    look_at="where the descent starts",
)


@right("loop", message="sums over the examples one after the other")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    for _ in range(steps):
        dw = [0.0] * len(w)
        db = 0.0
        for x_i, y_i in zip(X, y, strict=True):
            error = sum(x_ij * w_j for x_ij, w_j in zip(x_i, w, strict=True)) + b - y_i
            dw = [d + 2 * error * x_ij / len(y) for d, x_ij in zip(dw, x_i, strict=True)]
            db += 2 * error / len(y)
        w = np.array([w_j - lr * d for w_j, d in zip(w, dw, strict=True)])
        b = b - lr * db
    return w, b


@right("bias_column", message="the bias is the weight of a column of ones")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    ones = np.column_stack([X, np.ones(len(y))])
    theta = np.append(w, b)
    for _ in range(steps):
        theta = theta - lr * 2 * np.mean(ones * (ones @ theta - y)[:, None], axis=0)
    return theta[:-1], theta[-1]


@right("normal_matrix", message="sums over the examples once, before the loop")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    N = X.shape[0]
    gram, target = X.T @ X / N, X.T @ y / N
    x_mean, y_mean = X.mean(axis=0), y.mean()
    for _ in range(steps):
        dw = gram @ w + b * x_mean - target
        db = x_mean @ w + b - y_mean
        w, b = w - 2 * lr * dw, b - 2 * lr * db
    return w, b


@right("copies", message="works on copies in place, returns a list")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    w = np.array(w, dtype=np.float64)
    b = np.float64(b)
    for _ in range(steps):
        error = np.dot(X, w) + b - y
        w -= lr * 2 * np.dot(error, X) / error.size
        b -= lr * 2 * error.mean()
    return [w, b]
