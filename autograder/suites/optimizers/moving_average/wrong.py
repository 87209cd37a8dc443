"""Named wrong versions of `moving_average`."""

import numpy as np

from autograder.bank.exercise import wrong

# Windows (3, 6) and (6, 12): the averages are 4.5 and 9.
PAIRS = {"x": np.array([3.0, 6.0, 12.0]), "k": 2}
TRIPLES = {"x": np.array([3.0, 6.0, 12.0, 0.0]), "k": 3}


@wrong(
    "same_length",
    says="the series is padded with zeros to keep its length: the ends are pulled to 0",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.convolve(x, np.ones(k) / k, mode="same")


@wrong(
    "full",
    says="windows that only partly overlap the series are counted at both ends",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.convolve(x, np.ones(k) / k, mode="full")


@wrong(
    "nan_start",
    says="the answer starts with k - 1 times nan to keep the length of the series; only full "
    "windows are due",
    shows_on=PAIRS,
    convention="pandas, rolling(k).mean()",
)
def moving_average(x, k):
    averages = np.full(len(x), np.nan)
    for i in range(k - 1, len(x)):
        averages[i] = np.mean(x[i - k + 1 : i + 1])
    return averages


@wrong(
    "short_start",
    says="the first k - 1 averages come from shorter windows; only full windows are due",
    shows_on=PAIRS,
    convention="pandas, rolling(k, min_periods=1).mean()",
)
def moving_average(x, k):
    return np.array([np.mean(x[max(0, i - k + 1) : i + 1]) for i in range(len(x))])


@wrong(
    "centred",
    says="the window is centred on each value and cut off at the ends; only full windows are due",
    shows_on=TRIPLES,
)
def moving_average(x, k):
    half = k // 2
    return np.array([np.mean(x[max(0, i - half) : i + half + 1]) for i in range(len(x))])


@wrong(
    "last_missing", says="the last window is missing: there are T - k + 1 of them", shows_on=PAIRS
)
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k]) for i in range(len(x) - k)])


@wrong(
    "first_missing",
    says="the first window is missing: the running sum before the first value is 0",
    shows_on=PAIRS,
)
def moving_average(x, k):
    total = np.cumsum(x)
    return (total[k:] - total[:-k]) / k


@wrong(
    "by_length",
    says="the sum of a window is divided by the length of the series, not of the window",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.array([np.sum(x[i : i + k]) / len(x) for i in range(len(x) - k + 1)])


@wrong("sum", says="the sum of each window is returned, not its mean", shows_on=PAIRS)
def moving_average(x, k):
    return np.convolve(x, np.ones(k), mode="valid")


@wrong(
    "long_window",
    says="the windows are one value too long: k + 1 values",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k + 1]) for i in range(len(x) - k + 1)])


@wrong(
    "short_window",
    says="the windows are one value too short: k - 1 values are summed, then divided by k",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.array([np.sum(x[i : i + k - 1]) / k for i in range(len(x) - k + 1)])


@wrong(
    "blocks",
    says="the window jumps by its own length: neighbouring windows share k - 1 values",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k]) for i in range(0, len(x) - k + 1, k)])


@wrong(
    "reversed",
    says="the averages come in reverse order, the last window first",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k]) for i in range(len(x) - k, -1, -1)])


@wrong(
    "expanding",
    says="each average runs over all values so far: values older than k never leave",
    shows_on=PAIRS,
)
def moving_average(x, k):
    return (np.cumsum(x) / np.arange(1, len(x) + 1))[k - 1 :]


@wrong("floor", says="the division cuts off the fraction: // where / is due", shows_on=PAIRS)
def moving_average(x, k):
    return np.array([float(np.sum(x[i : i + k]) // k) for i in range(len(x) - k + 1)])


@wrong(
    "median",
    says="the middle value of each window is taken, not its mean",
    shows_on=TRIPLES,
)
def moving_average(x, k):
    return np.array([np.median(x[i : i + k]) for i in range(len(x) - k + 1)])


@wrong(
    "in_place",
    says="the series of the caller is changed: running sums stand in its place",
    shows_on=PAIRS,
)
def moving_average(x, k):
    total = np.cumsum(x, out=x)
    averages = total[k - 1 :] / k
    averages[1:] -= total[:-k] / k
    return averages
