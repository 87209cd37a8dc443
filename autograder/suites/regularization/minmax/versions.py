"""Versions of `minmax`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "leak",
    "(X_test - low) / width",
    "(X_test - X_test.min(axis=0)) / np.where(np.ptp(X_test, axis=0), np.ptp(X_test, axis=0), 1)",
    message="the test set is scaled with its own ends, not with those of training",
    look_at="where the two numbers of a column come from",
)

edited(
    "joint",
    "low, high = X_train.min(axis=0), X_train.max(axis=0)",
    "both = np.vstack([X_train, X_test])\n    low, high = both.min(axis=0), both.max(axis=0)",
    message="the ends are measured on training and test rows together",
    look_at="which rows have a say in the scaling",
)

edited(
    "axis1",
    "low, high = X_train.min(axis=0), X_train.max(axis=0)",
    "low, high = X_train.min(axis=1)[:, None], X_train.max(axis=1)[:, None]",
    "(X_test - low) / width",
    "(X_test - X_test.min(axis=1)[:, None]) / (np.ptp(X_test, axis=1)[:, None] + 1e-300)",
    message="rows are scaled, not columns",
    look_at="the axis over which the ends are taken",
)

edited(
    "zero",
    "np.where(high > low, high - low, 1.0)",
    "(high - low) * 1.0",
    message="a column that is constant in training is divided by 0",
    look_at="what a constant column is divided by",
)

edited(
    "by_largest",
    "np.where(high > low, high - low, 1.0)",
    "np.where(high > low, high, 1.0)",
    message="the columns are divided by the largest entry, not by the distance of the two ends",
    look_at="what the largest training entry becomes",
)

edited(
    "not_shifted",
    "(X_train - low) / width, (X_test - low) / width",
    "X_train / width, X_test / width",
    message="the columns are divided, but not shifted: the smallest entry is not 0",
    look_at="what the smallest training entry becomes",
)

edited(
    "cut_off",
    "(X_test - low) / width",
    "np.clip((X_test - low) / width, 0.0, 1.0)",
    message="test entries outside of the training range are cut off at 0 and 1",
    look_at="test rows below the smallest or above the largest training entry",
)

edited(
    "all_columns",
    "X_train.min(axis=0), X_train.max(axis=0)",
    "X_train.min(), X_train.max()",
    message="all columns share one range",
    look_at="how many smallest entries there are",
)

edited(
    "minus_one",
    "(X_train - low) / width, (X_test - low) / width",
    "2 * (X_train - low) / width - 1, 2 * (X_test - low) / width - 1",
    message="the training columns reach from −1 to 1, not from 0 to 1",
    look_at="what the smallest training entry becomes",
)

edited(
    "from_mean",
    "low, high = X_train.min(axis=0), X_train.max(axis=0)\n",
    "low, high = X_train.min(axis=0), X_train.max(axis=0)\n    mean = X_train.mean(axis=0)\n",
    "(X_train - low) / width, (X_test - low) / width",
    "(X_train - mean) / width, (X_test - mean) / width",
    message="the mean becomes 0, where it is to be the smallest entry",
    look_at="what the smallest training entry becomes",
)

edited(
    "constant_lost",
    "(X_test - low) / width",
    "np.where(high > low, (X_test - low) / width, 0.0)",
    message="a column that is constant in training becomes 0 in the test set as well, where it may "
    "differ",
    look_at="the test rows of a constant column",
)


@right("loop", message="one column after the other; a list")
def minmax(X_train, X_test):
    train, test = np.array(X_train, dtype=float), np.array(X_test, dtype=float)
    for j in range(train.shape[1]):
        low, high = min(X_train[:, j]), max(X_train[:, j])
        width = high - low or 1.0
        train[:, j], test[:, j] = (train[:, j] - low) / width, (test[:, j] - low) / width
    return [train, test]


@right("spread", message="the range by np.ptp, its zeros replaced")
def minmax(X_train, X_test):
    width = np.ptp(X_train, axis=0) * 1.0
    width[width == 0] = 1
    shift = np.min(X_train, axis=0, keepdims=True)
    return np.divide(X_train - shift, width), np.divide(X_test - shift, width)


@right("stacked", message="scales all rows at once and takes them apart")
def minmax(X_train, X_test):
    N = len(X_train)
    ordered = np.sort(X_train, axis=0)
    rows = np.vstack([X_train, X_test]) - 1.0 * ordered[0]
    varies = ordered[0] != ordered[-1]
    rows[:, varies] /= (ordered[-1] - ordered[0])[varies]
    return rows[:N], rows[N:]
