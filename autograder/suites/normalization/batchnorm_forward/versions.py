"""Versions of `batchnorm_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "axis1",
    "mean, var = X.mean(axis=0), X.var(axis=0)",
    "mean, var = X.mean(axis=1, keepdims=True), X.var(axis=1, keepdims=True)",
    "momentum * mean",
    "momentum * X.mean(axis=0)",
    "momentum * var",
    "momentum * X.var(axis=0)",
    message="each row is normalized over its features, as in layer norm",
    look_at="the axis over which mean and variance are taken",
)

edited(
    "ddof",
    "X.var(axis=0)",
    "X.var(axis=0, ddof=min(1, len(X) - 1))",
    message="the variance is the one of a sample, over N − 1; the course divides by N",
    look_at="what the sum of squares is divided by",
)

edited(
    "mom_rev",
    "(1 - momentum) * running[0] + momentum * mean",
    "momentum * running[0] + (1 - momentum) * mean",
    "(1 - momentum) * running[1] + momentum * var",
    "momentum * running[1] + (1 - momentum) * var",
    message="momentum is read the other way: it is the share of the batch",
    look_at="which share momentum is",
    convention="Keras",
)

edited(
    "test_batch",
    "mean, var = running\n",
    "mean, var = X.mean(axis=0), X.var(axis=0)\n",
    message="in a test the statistics of the batch are used: the answer for a row depends on its "
    "company",
    look_at="what normalizes when train is False",
)

edited(
    "eps_out",
    "np.sqrt(var + eps)",
    "(np.sqrt(var) + eps)",
    message="epsilon is added to the deviation; here it stands inside the root, with the variance",
    look_at="what epsilon is added to",
)

edited(
    "nosqrt",
    "np.sqrt(var + eps)",
    "(var + eps)",
    message="the rows are divided by the variance, not by its root",
    look_at="the unit of what is divided by",
)

edited(
    "train_running",
    "return gamma * (X - mean) / np.sqrt(var + eps) + beta, running",
    "return gamma * (X - running[0]) / np.sqrt(running[1] + eps) + beta, running",
    message="in training, too, the running numbers normalize",
    look_at="what normalizes when train is True",
)

edited(
    "test_learns",
    "mean, var = running\n",
    "mean, var = running\n"
    "        old = (1 - momentum) * mean + momentum * X.mean(axis=0)\n"
    "        running = (old, (1 - momentum) * var + momentum * X.var(axis=0))\n",
    message="the running numbers move in a test, too",
    look_at="what is returned when train is False",
)

edited(
    "stale",
    "running = (",
    "_ = (",
    message="the running numbers never change",
    look_at="what is returned when train is True",
)

edited(
    "running_deviation",
    "momentum * var",
    "momentum * np.sqrt(var)",
    message="the running variance takes in the deviation of the batch, not its variance",
    look_at="what a test takes the root of",
)

edited(
    "beta_inside",
    "gamma * (X - mean) / np.sqrt(var + eps) + beta",
    "gamma * ((X - mean) / np.sqrt(var + eps) + beta)",
    message="beta is multiplied by gamma",
    look_at="the order of scale and shift",
)


@right("loop", message="one feature after the other; lists")
def batchnorm_forward(X, gamma, beta, running, momentum, eps, train):
    out = np.empty(X.shape)
    new_mean, new_var = np.array(running[0], dtype=float), np.array(running[1], dtype=float)
    for j in range(X.shape[1]):
        mean, var = running[0][j], running[1][j]
        if train:
            mean = sum(X[:, j]) / len(X)
            var = sum((X[:, j] - mean) ** 2) / len(X)
            new_mean[j] += momentum * (mean - new_mean[j])
            new_var[j] += momentum * (var - new_var[j])
        out[:, j] = beta[j] + gamma[j] * (X[:, j] - mean) * (var + eps) ** -0.5
    return [out, [new_mean, new_var]]


@right("scale_and_shift", message="one factor and one shift a feature")
def batchnorm_forward(X, gamma, beta, running, momentum, eps, train):
    now = (np.mean(X, axis=0), np.mean(X * X, axis=0) - np.mean(X, axis=0) ** 2)
    mean, var = now if train else running
    scale = gamma / np.sqrt(var + eps)
    share = momentum * train
    return X * scale + (beta - mean * scale), tuple(
        old + share * (new - old) for old, new in zip(running, now, strict=True)
    )


@right("in_steps", message="step by step")
def batchnorm_forward(X, gamma, beta, running, momentum, eps, train):
    running_mean, running_var = running
    mean = X.sum(axis=0) / X.shape[0] if train else running_mean
    centred = X - mean
    var = (centred**2).mean(axis=0) if train else running_var
    if train:
        running_mean = running_mean * (1 - momentum) + mean * momentum
        running_var = running_var * (1 - momentum) + var * momentum
    return gamma * centred / np.sqrt(var + eps) + beta, (running_mean, running_var)
