"""Losses and their slopes."""

import numpy as np
from sympy import (
    Abs,
    KroneckerDelta,
    Max,
    Piecewise,
    Product,
    S,
    Sum,
    exp,
    log,
    sign,
    sqrt,
)

from tests.handbook.derivation.corpus.symbols import (
    SHARE,
    L,
    N,
    X,
    a,
    arrays,
    b,
    d,
    i,
    implied,
    j,
    k,
    line,
    n,
    p,
    q,
    r,
    sigmoid,
    slope,
    w,
    x,
    y,
    z,
)

bce = -(y * log(a) + (1 - y) * log(1 - a))
logit_bce = log(1 + exp(z)) - y * z
huber = Piecewise((x**2 / 2, Abs(x) <= d), (d * (Abs(x) - d / 2), True))
total = Sum(exp(L[k]), (k, 1, n))
cross = log(total) - L[j]
CLASSES = {i: range(1, 4), j: range(1, 4), n: [3, 4]}
DATA = {"X": (6, 3), "w": (3,), "y": (6,)}


def mse_grad(X, w, y):
    return 2 / len(y) * X.T @ (X @ w - y)


def shifted(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def naive(z):
    return np.exp(z) / np.exp(z).sum()


TRUE = {
    "squared error slope": line(slope((a - y) ** 2, a), 2 * (a - y)),
    "half squared error": line(slope((w * x + b - y) ** 2 / 2, w), (w * x + b - y) * x),
    "cross-entropy slope": line(slope(bce, a), (a - y) / (a * (1 - a)), where=SHARE),
    "logit slope": line(slope(logit_bce, z), sigmoid(z) - y),
    "logit form": line(-(y * log(sigmoid(z)) + (1 - y) * log(1 - sigmoid(z))), logit_bce),
    "stable logit form": line(logit_bce, Max(z, 0) - y * z + log(1 + exp(-Abs(z)))),
    "huber inside": line(
        Piecewise((p**2 / 2, p <= 1), (p - S.Half, True)), p**2 / 2, where={p: (0, 1)}
    ),
    "huber slope": line(slope(huber, x), Piecewise((x, Abs(x) <= d), (d * sign(x), True))),
    "hinge slope inside": line(slope(Max(0, 1 - p), p), -S.One, where={p: (0, 1)}),
    "softmax slope": line(
        slope(cross, L[i]), exp(L[i]) / total - KroneckerDelta(i, j), where=CLASSES
    ),
    "softmax shift": line(exp(x) / (exp(x) + exp(y)), exp(x - z) / (exp(x - z) + exp(y - z))),
    "softmax of two": line(exp(x) / (exp(x) + exp(y)), sigmoid(x - y)),
    "log-sum-exp": line(log(exp(x) + exp(y)), Max(x, y) + log(1 + exp(-Abs(x - y)))),
    "probabilities sum": line(Sum(exp(L[k]) / total, (k, 1, n)), S.One, where={n: [2, 3, 5]}),
    "log of product": line(log(p * q * r), log(p) + log(q) + log(r)),
    "bernoulli": line(
        -log(q**p * (1 - q) ** (1 - p)),
        -(p * log(q) + (1 - p) * log(1 - q)),
        where={q: (0, 1), p: [0, 1]},
    ),
    "gaussian nll slope": line(slope(log(p) + (x - y) ** 2 / (2 * p**2), x), (x - y) / p**2),
    "mean of squares": line(
        Sum((X[k] - Sum(X[j], (j, 1, n)) / n) ** 2, (k, 1, n)) / n,
        Sum(X[k] ** 2, (k, 1, n)) / n - (Sum(X[k], (k, 1, n)) / n) ** 2,
        where={n: [1, 2, 4, 7]},
    ),
    "best constant": line(
        slope(Sum((X[k] - a) ** 2, (k, 1, n)), a),
        2 * n * a - 2 * Sum(X[k], (k, 1, n)),
        where={n: [1, 2, 5]},
    ),
    "bias and variance": line((x - y) ** 2, (x - z) ** 2 + 2 * (x - z) * (z - y) + (z - y) ** 2),
    "cross-entropy is convex": implied(z > -50, sigmoid(z) * (1 - sigmoid(z)) > 0),
    "focal factor": line(
        -((1 - a) ** 2) * log(a), -log(a) + 2 * a * log(a) - a**2 * log(a), where={a: (0, 1)}
    ),
    "gradient as arrays": arrays(
        mse_grad,
        lambda X, w, y: 2 / len(y) * (X.T @ X @ w - X.T @ y),
        DATA,
        (r"\nabla_w L", r"\frac{2}{N} (X^\top X w - X^\top y)"),
    ),
    "shift as arrays": arrays(naive, shifted, {"z": (5,)}),
    "kl of bernoulli": line(
        p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
        p * log(p) + (1 - p) * log(1 - p) - p * log(q) - (1 - p) * log(1 - q),
        where={p: (0, 1), q: (0, 1)},
    ),
    "rmse": line(slope(sqrt(p), p), 1 / (2 * sqrt(p))),
}
FALSE = {
    "squared error slope": line(slope((a - y) ** 2, a), 2 * (y - a)),
    "half forgotten": line(slope((w * x + b - y) ** 2, w), (w * x + b - y) * x),
    "cross-entropy sign": line(slope(bce, a), (y - a) / (a * (1 - a)), where=SHARE),
    "cross-entropy no denominator": line(slope(bce, a), a - y, where=SHARE),
    "cross-entropy one term": line(bce, -y * log(a), where=SHARE),
    "logit slope": line(slope(logit_bce, z), y - sigmoid(z)),
    "huber is squared": line(Piecewise((p**2 / 2, p <= 20), (20 * (p - 10), True)), p**2 / 2),
    "huber is squared 300": line(
        Piecewise((x**2 / 2, Abs(x) <= 300), (300 * (Abs(x) - 150), True)), x**2 / 2
    ),
    "huber jumps": line(huber, Piecewise((x**2 / 2, Abs(x) < d), (d * Abs(x), True))),
    "huber slope": line(slope(huber, x), Piecewise((x, Abs(x) <= d), (sign(x), True))),
    "hinge slope at one": line(slope(Max(0, 1 - x), x), Piecewise((-1, x < 1), (0, True))),
    "absolute error slope": line(slope(Abs(x - y), x), sign(x - y)),
    "softmax diagonal only": line(
        slope(exp(L[i]) / total, L[j]), exp(L[i]) / total * (1 - exp(L[j]) / total), where=CLASSES
    ),
    "softmax shift": line(exp(x) / (exp(x) + exp(y)), exp(x - z) / (exp(x) + exp(y))),
    "softmax scale": line(exp(x) / (exp(x) + exp(y)), exp(2 * x) / (exp(2 * x) + exp(2 * y))),
    "log-sum-exp is max": line(log(exp(x) + exp(y)), Max(x, y)),
    "log of sum": line(log(p + q), log(p) + log(q)),
    "variance": line(
        Sum((X[k] - Sum(X[j], (j, 1, n)) / n) ** 2, (k, 1, n)) / n,
        Sum(X[k] ** 2, (k, 1, n)) / n - Sum(X[k], (k, 1, n)) ** 2 / n,
        where={n: [1, 2, 4]},
    ),
    "bessel": line(
        Sum((X[k] - Sum(X[j], (j, 1, n)) / n) ** 2, (k, 1, n)) / n,
        Sum((X[k] - Sum(X[j], (j, 1, n)) / n) ** 2, (k, 1, n)) / (n + 1),
        where={n: [2, 4]},
    ),
    "sum plus far product": line(Sum(k, (k, 1, N)), N * (N + 1) / 2 + Product(N - k, (k, 1, 20))),
    "squares plus far product": line(
        Sum(k**2, (k, 1, N)), N * (N + 1) * (2 * N + 1) / 6 + Product(N - k, (k, 1, 35))
    ),
    "gaussian nll": line(slope(log(p) + (x - y) ** 2 / (2 * p**2), p), 1 / p + (x - y) ** 2 / p**3),
    "softmax without shift": arrays(shifted, naive, {"z": (5,)}),
    "formula of array line": arrays(
        mse_grad,
        lambda X, w, y: 2 / len(y) * (X.T @ X @ w - X.T @ y),
        DATA,
        (r"\nabla_w L", r"\frac{1}{N} (X^\top X w - X^\top y)"),
    ),
    "formula transposed": arrays(
        mse_grad,
        lambda X, w, y: 2 / len(y) * (X.T @ X @ w - X.T @ y),
        DATA,
        (r"\nabla_w L", r"\frac{2}{N} (X X^\top w - X^\top y)"),
    ),
    "array gradient without N": arrays(mse_grad, lambda X, w, y: 2 * X.T @ (X @ w - y), DATA),
    "kl symmetric": line(
        p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)),
        q * log(q / p) + (1 - q) * log((1 - q) / (1 - p)),
        where={p: (0, 1), q: (0, 1)},
    ),
    "log loss array": arrays(
        lambda z: np.maximum(z, 0) + np.log1p(np.exp(-abs(z))),
        lambda z: np.log(1 + np.exp(z)),
        {"z": (4,)},
    ),
}
