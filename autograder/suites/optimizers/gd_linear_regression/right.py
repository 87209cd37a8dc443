"""Alternative right versions of `gd_linear_regression`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="sums over the examples one after the other")
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


@right("bias_column", says="the bias is the weight of a column of ones")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    ones = np.column_stack([X, np.ones(len(y))])
    theta = np.append(w, b)
    for _ in range(steps):
        theta = theta - lr * 2 * np.mean(ones * (ones @ theta - y)[:, None], axis=0)
    return theta[:-1], theta[-1]


@right("normal_matrix", says="sums over the examples once, before the loop")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    N = X.shape[0]
    gram, target = X.T @ X / N, X.T @ y / N
    x_mean, y_mean = X.mean(axis=0), y.mean()
    for _ in range(steps):
        dw = gram @ w + b * x_mean - target
        db = x_mean @ w + b - y_mean
        w, b = w - 2 * lr * dw, b - 2 * lr * db
    return w, b


@right("copies", says="works on copies in place, returns a list")
def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
    w = np.array(w, dtype=np.float64)
    b = np.float64(b)
    for _ in range(steps):
        error = np.dot(X, w) + b - y
        w -= lr * 2 * np.dot(error, X) / error.size
        b -= lr * 2 * error.mean()
    return [w, b]
