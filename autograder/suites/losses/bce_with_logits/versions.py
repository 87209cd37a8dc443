"""Versions of `bce_with_logits`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong


@wrong(
    "naive",
    message="the logarithm is taken of a sigmoid that is 0 or 1 to the last bit: the loss is nan "
    "or infinite for large logits",
    look_at="the value of the sigmoid at −800, and its logarithm",
)
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), (p - y) / len(z)


edited(
    "one_sided",
    "np.logaddexp(0, z) - y * z",
    "y * np.logaddexp(0, -z)",
    message="only the examples of class 1 enter the loss: the term of class 0 is missing",
    look_at="what an example with y = 0 adds to the loss",
)

edited(
    "double",
    "(p - y)",
    "(p - y) * p * (1 - p)",
    message="the gradient carries the slope of the sigmoid a second time",
    look_at="whether p − y is the slope in p or in z",
)

edited(
    "no_mean",
    " / len(z)",
    "",
    message="the loss is a mean, the gradient that of a sum",
    look_at="what the mean does to the gradient",
)

edited(
    "both_summed",
    "np.mean(",
    "np.sum(",
    " / len(z)",
    "",
    message="the terms are added up; the loss is their mean",
    look_at="what the loss becomes when every example stands there twice",
)

edited(
    "sign",
    "(p - y)",
    "(y - p)",
    message="the gradient points downhill: its sign is flipped",
    look_at="the slope of an example with y = 0",
)

edited(
    "plus_minus",
    "y * z",
    "(2 * y - 1) * z",
    message="the labels are read as −1 and 1; they are 0 and 1",
    look_at="what an example with y = 0 adds to the loss",
)

edited(
    "not_a_logit",
    "p = np.exp(-np.logaddexp(0, -z))",
    "p = z",
    message="the gradient takes z for a probability: the sigmoid is missing",
    look_at="the range of z, and of what y is subtracted from",
)

edited(
    "overflow",
    "np.exp(-np.logaddexp(0, -z))",
    "1 / (1 + np.exp(-z))",
    message="the values are right, but exp(−z) overflows on the way for z = −800",
    look_at="the largest number that is computed on the way",
)

edited(
    "swapped_labels",
    "y * z",
    "(1 - y) * z",
    "(p - y)",
    "(p - 1 + y)",
    message="the labels are exchanged: a large z is taken for class 0",
    look_at="the loss of a large z with y = 1",
)


@right("by_cases", message="the size of z in the exponent")
def bce_with_logits(z, y):
    small = np.exp(-np.abs(z))
    loss = np.mean(np.maximum(z, 0) - z * y + np.log1p(small))
    p = np.where(z >= 0, 1, small) / (1 + small)
    return loss, (p - y) / z.size


@right("margins", message="by the sign that a logit should have")
def bce_with_logits(z, y):
    sign = 2.0 * y - 1
    loss = np.logaddexp(0, -sign * z).mean()
    return [loss, -sign * np.exp(-np.logaddexp(0, sign * z)) / len(y)]


@right("tanh", message="the sigmoid as a hyperbolic tangent")
def bce_with_logits(z, y):
    terms = np.logaddexp(z, 0) - np.multiply(y, z)
    return terms.sum() / terms.size, ((1 + np.tanh(z / 2)) / 2 - y) / terms.size
