"""Versions of `zscore`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "leak",
    "(X_test - mean) / std",
    "(X_test - X_test.mean(axis=0)) / np.where(np.ptp(X_test, axis=0), X_test.std(axis=0), 1)",
    message="the test set is scaled with its own mean and deviation, not with those of training",
    look_at="where the two numbers of a column come from",
)

edited(
    "joint",
    "constant = ",
    "test, X_train = X_train, np.vstack([X_train, X_test])\n    constant = ",
    "return (X_train - mean)",
    "return (test - mean)",
    message="mean and deviation are measured on training and test rows together",
    look_at="which rows have a say in the scaling",
)

edited(
    "axis1",
    "X_train.max(axis=0) == X_train.min(axis=0)",
    "X_train.max(axis=1, keepdims=True) == X_train.min(axis=1, keepdims=True)",
    "mean, std = X_train.mean(axis=0), np.where(constant, 1.0, X_train.std(axis=0))",
    "std = np.where(constant, 1.0, X_train.std(axis=1, keepdims=True))",
    "(X_train - mean) / std, (X_test - mean) / std",
    "(X_train - X_train.mean(axis=1, keepdims=True)) / std, (X_test - X_test.mean(axis=1, "
    "keepdims=True)) / (X_test.std(axis=1, keepdims=True) + 1e-300)",
    message="rows are scaled, not columns",
    look_at="the axis over which mean and deviation are taken",
)

edited(
    "zero",
    "np.where(constant, 1.0, X_train.std(axis=0))",
    "X_train.std(axis=0) * np.where(constant, 0, 1)",
    message="a column that is constant in training is divided by 0",
    look_at="what a constant column is divided by",
)

edited(
    "rounded",
    "constant = X_train.max(axis=0) == X_train.min(axis=0)",
    "constant = X_train.std(axis=0) == 0",
    message="the computed deviation of a constant column is a rounding error above 0, and the "
    "column is divided by it",
    look_at="how a constant column is recognized",
)

edited(
    "ddof",
    "X_train.std(axis=0)",
    "X_train.std(axis=0, ddof=min(1, len(X_train) - 1))",
    message="the deviation is the one of a sample, over N − 1; the course divides by N",
    look_at="what the sum of squares is divided by",
    convention="pandas and R",
)

edited(
    "variance",
    "X_train.std(axis=0)",
    "X_train.var(axis=0)",
    message="the columns are divided by the variance, not by the deviation",
    look_at="the unit of what a column is divided by",
)

edited(
    "all_columns",
    "X_train.max(axis=0) == X_train.min(axis=0)",
    "X_train.max() == X_train.min()",
    "X_train.mean(axis=0)",
    "X_train.mean()",
    "X_train.std(axis=0)",
    "X_train.std()",
    message="all columns share one mean and one deviation",
    look_at="how many means there are",
)

edited(
    "not_shifted",
    "(X_train - mean) / std, (X_test - mean) / std",
    "X_train / std, X_test / std",
    message="the columns are divided, but not shifted: their mean is not 0",
    look_at="what happens before the division",
)

edited(
    "constant_lost",
    "(X_test - mean) / std",
    "np.where(constant, 0.0, (X_test - mean) / std)",
    message="a column that is constant in training becomes 0 in the test set as well, where it may "
    "differ",
    look_at="the test rows of a constant column",
)

edited(
    "constant_kept",
    "mean, std = X_train.mean(axis=0)",
    "mean, std = np.where(constant, 0.0, X_train.mean(axis=0))",
    message="a column that is constant in training is not shifted",
    look_at="the training rows of a constant column",
)


@right("loop", message="one column after the other; a list")
def zscore(X_train, X_test):
    train, test = np.array(X_train, dtype=float), np.array(X_test, dtype=float)
    for j in range(train.shape[1]):
        mean = sum(X_train[:, j]) / len(X_train)
        std = np.sqrt(sum((X_train[:, j] - mean) ** 2) / len(X_train))
        std = 1.0 if np.ptp(X_train[:, j]) == 0 else std
        train[:, j], test[:, j] = (train[:, j] - mean) / std, (test[:, j] - mean) / std
    return [train, test]


@right("small", message="a deviation below a small bound counts as 0")
def zscore(X_train, X_test):
    std = np.std(X_train, axis=0)
    std[std < 1e-12] = 1
    shift = np.mean(X_train, axis=0, keepdims=True)
    return np.divide(X_train - shift, std), np.divide(X_test - shift, std)


@right("stacked", message="scales all rows at once and takes them apart")
def zscore(X_train, X_test):
    N = len(X_train)
    rows = np.vstack([X_train, X_test]) - X_train.mean(axis=0)
    varies = (X_train != X_train[0]).any(axis=0)
    rows[:, varies] /= np.sqrt(np.mean(rows[:N, varies] ** 2, axis=0))
    return rows[:N], rows[N:]
