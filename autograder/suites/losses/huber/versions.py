"""Versions of `huber`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_half",
    "r**2 / 2",
    "r**2",
    message="inside of delta the square has lost its half: the loss jumps at delta",
    look_at="the values of the two formulas where they meet",
)

edited(
    "no_offset",
    "(np.abs(r) - delta / 2)",
    "np.abs(r)",
    message="outside of delta the line lacks its offset: the loss jumps at delta",
    look_at="the values of the two formulas where they meet",
)

edited(
    "signed",
    "np.abs(r) <= delta",
    "r <= delta",
    message="the residual itself is compared with delta, not its size: large negative residuals "
    "are squared",
    look_at="which residuals are inside",
)

edited(
    "delta1",
    "r = p - y",
    "r = p - y; delta = 1.0",
    message="delta has no effect: the loss is always that of delta = 1",
    look_at="each place where the two formulas depend on delta",
)

edited(
    "gradient_without_mean",
    "/ r.size",
    "",
    message="the loss is a mean, the gradient that of a sum",
    look_at="what the mean does to the gradient",
)

edited(
    "both_summed",
    "np.mean(",
    "np.sum(",
    "/ r.size",
    "",
    message="the terms are added up; the loss is their mean over all entries",
    look_at="what the loss becomes when all rows stand there twice",
)

edited(
    "rows",
    "/ r.size",
    "/ len(r)",
    message="the gradient is divided by the number of rows, the loss by the number of entries",
    look_at="over what the mean is taken",
)

edited(
    "gradient_of_square",
    "np.clip(r, -delta, delta)",
    "r",
    message="the gradient is that of the square on both sides: it is not bounded by delta",
    look_at="the slope outside of delta",
)

edited(
    "gradient_of_one",
    "np.clip(r, -delta, delta)",
    "np.where(inside, r, np.sign(r))",
    message="outside of delta the slope is 1 instead of delta",
    look_at="the slope of the line outside of delta",
)


@right("clipped", message="both from the clipped residual")
def huber(p, y, delta):
    r = np.subtract(p, y)
    c = np.clip(r, -delta, delta)
    return np.mean(c * (r - c / 2)), c / np.size(r)


@right("loop", message="one residual after the other; a list")
def huber(p, y, delta):
    total, slopes = 0.0, []
    for r in np.ravel(p - y):
        size = abs(float(r))
        total += r * r / 2 if size < delta else delta * size - delta**2 / 2
        slopes.append(r if size < delta else delta * (1 if r > 0 else -1))
    count = len(slopes)
    return [total / count, np.array(slopes).reshape(np.shape(p)) / count]


@right("split", message="square and line from two parts of the size")
def huber(p, y, delta):
    size = np.abs(p - y)
    inside = np.minimum(size, delta)
    loss = np.average(0.5 * inside**2 + delta * (size - inside))
    return loss, np.sign(p - y) * inside / p.size
