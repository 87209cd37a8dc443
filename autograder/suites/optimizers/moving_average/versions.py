"""Versions of `moving_average`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong


@wrong(
    "same_length",
    message="the series is padded with zeros to keep its length: the ends are pulled to 0",
    look_at="how many windows there are, and where the first and the last stand",
)
def moving_average(x, k):
    return np.convolve(x, np.ones(k) / k, mode="same")


@wrong(
    "full",
    message="windows that only partly overlap the series are counted at both ends",
    look_at="how many windows there are, and where the first and the last stand",
)
def moving_average(x, k):
    return np.convolve(x, np.ones(k) / k, mode="full")


@wrong(
    "nan_start",
    message="the answer starts with k - 1 times nan to keep the length of the series; only full "
    "windows are due",
    look_at="how many windows there are, and where the first and the last stand",
    convention="pandas, rolling(k).mean()",
)
def moving_average(x, k):
    averages = np.full(len(x), np.nan)
    for i in range(k - 1, len(x)):
        averages[i] = np.mean(x[i - k + 1 : i + 1])
    return averages


@wrong(
    "short_start",
    message="the first k - 1 averages come from shorter windows; only full windows are due",
    look_at="how many windows there are, and where the first and the last stand",
    convention="pandas, rolling(k, min_periods=1).mean()",
)
def moving_average(x, k):
    return np.array([np.mean(x[max(0, i - k + 1) : i + 1]) for i in range(len(x))])


@wrong(
    "centred",
    message="the window is centred on each value and cut off at the ends; only full windows are "
    "due",
    look_at="how many windows there are, and where the first and the last stand",
)
def moving_average(x, k):
    half = k // 2
    return np.array([np.mean(x[max(0, i - half) : i + half + 1]) for i in range(len(x))])


edited(
    "last_missing",
    "np.mean(windows, axis=1)",
    "np.mean(windows, axis=1)[:-1]",
    message="the last window is missing: there are T - k + 1 of them",
    look_at="how many windows there are, and where the first and the last stand",
)

edited(
    "first_missing",
    "np.mean(windows, axis=1)",
    "np.mean(windows, axis=1)[1:]",
    message="the first window is missing: the running sum before the first value is 0",
    look_at="how many windows there are, and where the first and the last stand",
)

edited(
    "by_length",
    "np.mean(windows, axis=1)",
    "np.sum(windows, axis=1) / len(x)",
    message="the sum of a window is divided by the length of the series, not of the window",
    look_at="what the sum of a window is divided by",
)

edited(
    "sum",
    "np.mean(windows, axis=1)",
    "np.sum(windows, axis=1) * 1.0",
    message="the sum of each window is returned, not its mean",
    look_at="what becomes of the sum of a window",
)


@wrong(
    "long_window",
    message="the windows are one value too long: k + 1 values",
    look_at="how many values a window holds",
)
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k + 1]) for i in range(len(x) - k + 1)])


@wrong(
    "short_window",
    message="the windows are one value too short: k - 1 values are summed, then divided by k",
    look_at="how many values a window holds",
)
def moving_average(x, k):
    return np.array([np.sum(x[i : i + k - 1]) / k for i in range(len(x) - k + 1)])


edited(
    "blocks",
    "np.mean(windows, axis=1)",
    "np.mean(windows, axis=1)[::k]",
    message="the window jumps by its own length: neighbouring windows share k - 1 values",
    look_at="how far the window moves",
)

edited(
    "reversed",
    "np.mean(windows, axis=1)",
    "np.mean(windows, axis=1)[::-1]",
    message="the averages come in reverse order, the last window first",
    look_at="the order of the windows",
)


@wrong(
    "expanding",
    message="each average runs over all values so far: values older than k never leave",
    look_at="which values leave the window",
)
def moving_average(x, k):
    return (np.cumsum(x) / np.arange(1, len(x) + 1))[k - 1 :]


edited(
    "floor",
    "np.mean(windows, axis=1)",
    "1.0 * (np.sum(windows, axis=1) // k)",
    message="the division cuts off the fraction: // where / is due",
    look_at="the division",
)

edited(
    "median",
    "np.mean(windows",
    "np.median(windows",
    message="the middle value of each window is taken, not its mean",
    look_at="what is taken of each window",
)


@right("loop", message="one window after the other")
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k]) for i in range(len(x) - k + 1)])


@right("running_sum", message="a difference of two running sums")
def moving_average(x, k):
    total = np.concatenate([[0.0], np.cumsum(x)])
    return (total[k:] - total[:-k]) / k


@right("convolution", message="a convolution with k equal weights, full windows only")
def moving_average(x, k):
    return np.convolve(x, np.full(k, 1 / k), mode="valid")


@right("enter_leave", message="the sum of the window is kept: one value enters, one leaves")
def moving_average(x, k):
    total = sum(x[:k])
    averages = [total / k]
    for entering, leaving in zip(x[k:], x[:-k], strict=True):
        total = total + entering - leaving
        averages.append(total / k)
    return np.array(averages)


@right("shifted_copies", message="adds k shifted copies of the series")
def moving_average(x, k):
    length = len(x) - k + 1
    averages = np.zeros(length)
    for shift in range(k):
        averages += x[shift : shift + length]
    return averages / k
