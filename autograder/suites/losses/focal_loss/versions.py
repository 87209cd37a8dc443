"""Versions of `focal_loss`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "pt_power",
    "(1 - p_t) ** gamma",
    "p_t**gamma",
    message="the weight grows with p_t: easy examples are weighted up, hard ones down",
    look_at="the weight of an example that is answered right with certainty",
)

edited(
    "p_not_pt",
    "(1 - p_t) ** gamma",
    "(1 - p) ** gamma",
    message="negatives are weighted with 1 − p as well, where the probability of what is true is "
    "1 − p",
    look_at="the weight of a negative that is answered right",
)

edited(
    "alpha_pos_only",
    "1 - alpha)",
    "1.0)",
    message="negatives get the weight 1, not 1 − alpha",
    look_at="the weight of a negative",
)

edited(
    "no_alpha",
    "-a_t * ",
    "-",
    message="alpha has no effect: both classes weigh the same",
    look_at="each place where the loss depends on alpha",
)

edited(
    "alpha_swapped",
    "alpha, 1 - alpha",
    "1 - alpha, alpha",
    message="alpha weighs the negatives; it is the weight of the positives",
    look_at="which class alpha belongs to",
)

edited(
    "sum",
    "np.mean(",
    "np.sum(",
    message="the terms are added up; the loss is their mean",
    look_at="what the loss becomes when every example stands there twice",
)

edited(
    "times_gamma",
    "(1 - p_t) ** gamma",
    "(1 - p_t) * gamma",
    message="gamma is a factor; it is an exponent",
    look_at="the loss for gamma = 0",
)

edited(
    "log_of_p",
    "np.log(p_t)",
    "np.log(p)",
    message="the logarithm of p is taken for negatives, too",
    look_at="the loss of a negative that is answered right",
)

edited(
    "positives_only",
    "1 - alpha)",
    "0.0)",
    message="negatives add nothing to the loss",
    look_at="the weight of a negative",
)


@right("by_class", message="a formula for each class")
def focal_loss(p, y, gamma, alpha):
    positive = alpha * (1 - p) ** gamma * np.log(p)
    negative = (1 - alpha) * p**gamma * np.log(1 - p)
    return -np.mean(y * positive + (1 - y) * negative)


@right("loop", message="example by example")
def focal_loss(p, y, gamma, alpha):
    total = 0.0
    for probability, label in zip(p, y):
        if label == 1:
            total -= alpha * (1 - probability) ** gamma * np.log(probability)
        else:
            total -= (1 - alpha) * probability**gamma * np.log(1 - probability)
    return total / len(p)


@right("logarithms", message="the power as an exponential")
def focal_loss(p, y, gamma, alpha):
    miss = np.abs(y - p)
    a_t = alpha * y + (1 - alpha) * (1 - y)
    return (-a_t * np.exp(gamma * np.log(miss)) * np.log1p(-miss)).mean()
