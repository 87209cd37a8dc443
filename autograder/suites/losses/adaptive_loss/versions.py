"""Versions of `adaptive_loss`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong


@wrong(
    "no_special",
    message="alpha = 2, 0 and −∞ have no case of their own: the general formula divides by zero "
    "there",
    look_at="each denominator of the general formula",
)
def adaptive_loss(r, alpha, c):
    with np.errstate(all="ignore"):
        b = np.float64(abs(alpha - 2))
        return b / alpha * (((r / c) ** 2 / b + 1) ** (alpha / 2) - 1)


edited(
    "c_not_squared",
    "(r / c) ** 2",
    "r**2 / c",
    message="r² is divided by c, not by c²",
    look_at="the units of r and of c",
)

edited(
    "no_abs",
    "abs(alpha - 2)",
    "alpha - 2",
    message="alpha − 2 is used with its sign, where its size is meant: for alpha below 2 it is "
    "negative",
    look_at="what stands under the power for alpha = 1",
)

edited(
    "whole_exponent",
    "** (alpha / 2)",
    "** alpha",
    message="the exponent is alpha; it is alpha / 2, since the base is a square",
    look_at="how the loss grows for large residuals with alpha = 1",
)

edited(
    "no_minus_one",
    "** (alpha / 2) - 1)",
    "** (alpha / 2))",
    message="the − 1 is missing: a residual of 0 has a loss",
    look_at="the loss of a residual of 0",
)

edited(
    "square_without_half",
    "return x2 / 2",
    "return x2",
    message="for alpha = 2 the half is missing",
    look_at="the curvature at r = 0 for the different values of alpha",
)

edited(
    "log_without_half",
    "np.log1p(x2 / 2)",
    "np.log1p(x2)",
    message="for alpha = 0 the half under the logarithm is missing",
    look_at="the curvature at r = 0 for the different values of alpha",
)

edited(
    "exp_without_half",
    "np.expm1(-x2 / 2)",
    "np.expm1(-x2)",
    message="for alpha = −∞ the half in the exponent is missing",
    look_at="the curvature at r = 0 for the different values of alpha",
)

edited(
    "mean",
    "x2 = (r / c) ** 2",
    "x2 = np.mean((r / c) ** 2)",
    message="the squares are averaged; each residual has a loss of its own",
    look_at="the shape of what is returned",
)


@right("elementary", message="without log1p and expm1")
def adaptive_loss(r, alpha, c):
    x = np.divide(r, c)
    if alpha == 2:
        return 0.5 * x * x
    if alpha == 0:
        return np.log(0.5 * x * x + 1)
    if alpha == float("-inf"):
        return 1 - np.exp(-0.5 * x * x)
    b = abs(alpha - 2.0)
    return (b / alpha) * ((x * x / b + 1) ** (alpha / 2) - 1)


@right("loop", message="residual by residual")
def adaptive_loss(r, alpha, c):
    def one(value):
        x2 = (float(value) / c) ** 2
        if np.isneginf(alpha):
            return 1 - np.exp(-x2 / 2)
        if alpha in (0, 2):
            return x2 / 2 if alpha else np.log(x2 / 2 + 1)
        b = max(alpha, 2) - min(alpha, 2)
        return b * (np.exp(alpha / 2 * np.log1p(x2 / b)) - 1) / alpha

    losses = np.array([one(value) for value in np.ravel(r)]).reshape(np.shape(r))
    return losses if losses.ndim else losses.item()


@right("table", message="the special values in a table of functions")
def adaptive_loss(r, alpha, c):
    half = np.square(r / c) / 2
    special = {2.0: lambda: half, 0.0: lambda: np.log1p(half), -np.inf: lambda: -np.expm1(-half)}
    if alpha in special:
        return special[alpha]()
    b = np.abs(alpha - 2)
    return b / alpha * (np.power(2 * half / b + 1, alpha / 2) - 1)
