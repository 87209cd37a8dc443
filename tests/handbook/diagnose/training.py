"""Small real training runs, logged: networks on the handwritten digits, in NumPy."""

from itertools import pairwise

import numpy as np

from handbook.data import digits
from handbook.diagnose import Run

FUNCTIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda a: a > 0),
    "tanh": (np.tanh, lambda a: 1 - a**2),
    "sigmoid": (lambda z: (1 + np.tanh(z / 2)) / 2, lambda a: a * (1 - a)),
}
GAINS = {"relu": 2.0, "tanh": 1.0, "sigmoid": 1.0}


def data(n, *, shuffled_labels=False, scale=1.0):
    """n digits to train on and 200 to validate, standardized as a whole, with their labels."""
    train, validation = digits("train"), digits("validation")
    mean, std = train.X.mean(), train.X.std()
    X, V = ((part.X - mean) / std * scale for part in (train, validation))
    y = train.y[:n]
    if shuffled_labels:
        y = np.random.default_rng(0).permutation(y)
    return X[:n], y, V[:200], validation.y[:200]


def forward(weights, biases, X, activation):
    outputs = [X]
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        outputs.append(FUNCTIONS[activation][0](outputs[-1] @ W + b))
    scores = outputs[-1] @ weights[-1] + biases[-1]
    scores = scores - scores.max(axis=1, keepdims=True)
    exps = np.exp(scores)
    return outputs, exps / exps.sum(axis=1, keepdims=True)


def cross_entropy(shares, y):
    return -np.log(np.maximum(shares[np.arange(len(y)), y], 1e-300)).mean()


def trained(
    *,
    activation="relu",
    hidden=(32, 32),
    lr=0.1,
    steps=200,
    batch=32,
    n=300,
    scale=1.0,
    gain=1.0,
    momentum=0.0,
    adam=False,
    seed=0,
    shuffled_labels=False,
    rates=None,
    **known,
):
    """The logs of a classifier trained with these settings; `batch=None` takes all data."""
    X, y, V, v = data(n, shuffled_labels=shuffled_labels, scale=scale)
    rng, sizes = np.random.default_rng(seed), (64, *hidden, 10)
    f = GAINS[activation]
    weights = [gain * np.sqrt(f / D) * rng.normal(size=(D, M)) for D, M in pairwise(sizes)]
    weights[-1] /= 1 if gain != 1 else np.sqrt(f)
    biases = [np.zeros(M) for M in sizes[1:]]
    P = weights + biases
    first, second = ([np.zeros_like(p) for p in P] for _ in range(2))
    rates = np.full(steps, lr) if rates is None else np.asarray(rates)
    losses, validation, gradient_norms, dz_norms = [], [], [], []
    weight_norms, update_norms = [], []
    L = len(weights)
    with np.errstate(all="ignore"):
        for step in range(steps):
            rows = slice(None) if batch is None else rng.integers(0, n, batch)
            x, t = X[rows], y[rows]
            outputs, shares = forward(P[:L], P[L:], x, activation)
            losses.append(cross_entropy(shares, t))
            if step % (steps // 20) == 0:
                validation.append(cross_entropy(forward(P[:L], P[L:], V, activation)[1], v))
            d = (shares - np.eye(10)[t]) / len(t)
            slopes, lengths = [None] * 2 * L, [0.0] * L
            for k in range(L - 1, -1, -1):
                slopes[k], slopes[L + k] = outputs[k].T @ d, d.sum(axis=0)
                lengths[k] = np.linalg.norm(d)
                if k:
                    d = d @ P[k].T * FUNCTIONS[activation][1](outputs[k])
            keep, add = (0.9, 0.1) if adam else (momentum, 1.0)
            first = [keep * m + add * g for m, g in zip(first, slopes, strict=True)]
            moves = first
            if adam:
                second = [0.999 * s + 0.001 * g**2 for s, g in zip(second, slopes, strict=True)]
                c, e = 1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)
                moves = [
                    m / c / (np.sqrt(s / e) + 1e-8) for m, s in zip(first, second, strict=True)
                ]
            dz_norms.append(lengths)
            gradient_norms.append([np.linalg.norm(g) for g in slopes[:L]])
            weight_norms.append([np.linalg.norm(W) for W in P[:L]])
            update_norms.append([rates[step] * np.linalg.norm(m) for m in moves[:L]])
            P = [p - rates[step] * m for p, m in zip(P, moves, strict=True)]
        outputs, shares = forward(P[:L], P[L:], X, activation)
        validation.append(cross_entropy(forward(P[:L], P[L:], V, activation)[1], v))
    return Run(
        **{
            "training_loss": losses,
            "full_data": batch is None,
            "validation_loss": validation,
            "guess_loss": np.log(10),
            "learning_rate": rates,
            "gradient_norms": gradient_norms,
            "dz_norms": dz_norms,
            "weight_norms": weight_norms,
            "update_norms": update_norms,
            "activations": outputs[1:] or None,
            "activation": activation if hidden else None,
            "predictions": shares,
            "targets": y,
            **known,
        }
    )
