"""Alternative right versions of `moving_average`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one window after the other")
def moving_average(x, k):
    return np.array([np.mean(x[i : i + k]) for i in range(len(x) - k + 1)])


@right("running_sum", says="a difference of two running sums")
def moving_average(x, k):
    total = np.concatenate([[0.0], np.cumsum(x)])
    return (total[k:] - total[:-k]) / k


@right("convolution", says="a convolution with k equal weights, full windows only")
def moving_average(x, k):
    return np.convolve(x, np.full(k, 1 / k), mode="valid")


@right("enter_leave", says="the sum of the window is kept: one value enters, one leaves")
def moving_average(x, k):
    total = sum(x[:k])
    averages = [total / k]
    for entering, leaving in zip(x[k:], x[:-k], strict=True):
        total = total + entering - leaving
        averages.append(total / k)
    return np.array(averages)


@right("shifted_copies", says="adds k shifted copies of the series")
def moving_average(x, k):
    length = len(x) - k + 1
    averages = np.zeros(length)
    for shift in range(k):
        averages += x[shift : shift + length]
    return averages / k
