"""Versions of `batchnorm_lines`: named mistakes, and other right ways. A mistake is known by the
line in which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

BY_MEAN = "sum(g[k] * (-1 / s) for k in rows) * (1 / N)"
BY_VARIANCE = "sum(g[k] * (x[k] - mean) * (-1 / 2) / s**3 for k in rows) * (2 * (x[i] - mean) / N)"
LINE_3 = "((g - np.mean(g) - x_hat * np.mean(g * x_hat)) / s)[i]"

edited(
    "constants",
    BY_MEAN,
    "0.0",
    BY_VARIANCE,
    "0.0",
    message="mean and variance are treated as constants: two of the three paths are 0",
    look_at="what a change of x_i does to the statistics",
)

edited(
    "no_mean",
    BY_MEAN,
    "0.0",
    message="the path through the mean is 0",
    look_at="the second of the three paths",
)

edited(
    "no_variance",
    BY_VARIANCE,
    "0.0",
    message="the path through the variance is 0",
    look_at="the third of the three paths",
)

edited(
    "mean_uphill",
    "g[k] * (-1 / s)",
    "g[k] * (1 / s)",
    message="the path through the mean has the wrong sign: a larger mean makes each x̂ smaller",
    look_at="the slope of x̂_k in the mean",
)

edited(
    "mean_not_shared",
    "* (1 / N)",
    "* 1",
    message="the mean moves by as much as x_i does; it moves by an N-th of it",
    look_at="what x_i does to the mean",
)

edited(
    "variance_not_shared",
    "(2 * (x[i] - mean) / N)",
    "(2 * (x[i] - mean))",
    message="the slope of the variance in x_i lacks its 1/N",
    look_at="what x_i does to the variance",
)

edited(
    "square_without_2",
    "(2 * (x[i] - mean) / N)",
    "((x[i] - mean) / N)",
    message="the slope of the square lacks its factor 2",
    look_at="what x_i does to the variance",
)

edited(
    "root_without_half",
    "(-1 / 2)",
    "(-1)",
    message="the slope of v^(−1/2) lacks its factor 1/2",
    look_at="the slope of x̂_k in the variance",
)

edited(
    "variance_uphill",
    "(-1 / 2)",
    "(1 / 2)",
    message="the path through the variance has the wrong sign: a larger variance makes each x̂ "
    "smaller",
    look_at="the slope of x̂_k in the variance",
)

edited(
    "one_power_less",
    "s**3",
    "s**2",
    message="the slope of x̂ in the variance is divided by s², not by s³",
    look_at="which power of v is left after differentiating v^(−1/2), and what it is in s",
)

edited(
    "own_row_alone",
    BY_MEAN,
    "g[i] * (-1 / s) * (1 / N)",
    BY_VARIANCE,
    "g[i] * (x[i] - mean) * (-1 / 2) / s**3 * (2 * (x[i] - mean) / N)",
    message="mean and variance reach the loss through row i alone; they act on all rows",
    look_at="over which rows the two statistics are used",
)

edited(
    "value_for_deviation",
    "g[k] * (x[k] - mean)",
    "g[k] * x[k]",
    message="in the path through the variance the value x_k stands where its deviation belongs",
    look_at="the slope of x̂_k in the variance",
)

edited(
    "factor_lost",
    "(1 / s) * (",
    "1 * (",
    message="the common factor 1/s is taken out of the bracket and lost",
    look_at="the first blank of line 2",
)

edited(
    "factor_kept",
    "g[k] * x_hat[k]",
    "g[k] * x_hat[k] / s",
    message="in the path through the variance a factor 1/s is left in the bracket",
    look_at="how many factors s the two deviations hold, and how many are divided by",
)

edited(
    "bracket_early",
    "(1 / s) * (\n        g[i]",
    "(\n        g[i] / s",
    message="the factor 1/s stands at the direct path alone; the other two have it as well",
    look_at="what all three paths share",
)

edited(
    "index_of_the_row",
    "g[k] * x_hat[k]",
    "g[k] * x_hat[i]",
    message="x̂_i stands inside the sum where x̂_k belongs",
    look_at="the two deviations of line 1 and their indices",
)

edited(
    "outside_lost",
    "x_hat[i] * ",
    "",
    message="the deviation of x_i, which stands in front of the last sum, is lost",
    look_at="what line 1 multiplies the sum of the third path with",
)

edited(
    "twice_the_variance",
    "- x_hat[i]",
    "- 2 * x_hat[i]",
    message="the third path is twice too large: its factors 1/2 and 2 cancel",
    look_at="the plain numbers of the third path",
)

edited(
    "signs_turned",
    "g[i] - sum",
    "g[i] + sum",
    "- x_hat[i]",
    "+ x_hat[i]",
    message="the paths through mean and variance are added in line 2; in line 1 both have a minus",
    look_at="the signs in the bracket",
)

edited(
    "sums_for_means",
    LINE_3,
    "((g - np.sum(g) - x_hat * np.sum(g * x_hat)) / s)[i]",
    message="sums over the rows stand where line 2 divides by N",
    look_at="which two averages are taken off",
)

edited(
    "means_multiplied",
    LINE_3,
    "((g - np.mean(g) - x_hat * np.mean(g) * np.mean(x_hat)) / s)[i]",
    message="the mean of the product is taken apart into a product of means; that of x̂ is 0",
    look_at="the last blank of line 3",
)

edited(
    "no_mean_of_product",
    LINE_3,
    "((g - np.mean(g) - x_hat * (g * x_hat)) / s)[i]",
    message="the product of g and x̂ is not averaged over the rows",
    look_at="what has an index k in line 2, and what has an index i",
)

edited(
    "product_not_spread",
    LINE_3,
    "((g - np.mean(g) - np.mean(g * x_hat)) / s)[i]",
    message="the mean product is taken off each row alike; line 2 multiplies it with x̂_i",
    look_at="what stands in front of the last sum in line 2",
)

edited(
    "not_divided",
    LINE_3,
    "(g - np.mean(g) - x_hat * np.mean(g * x_hat))[i]",
    message="the factor 1/s is missing in line 3",
    look_at="what stands in front of the bracket in line 2",
)


@right("other_order", message="other orders of factors and terms; x̂ in line 1 already")
def batchnorm_lines(g, x, eps, i):
    N, rows = len(x), range(len(x))
    mean, s = np.mean(x), np.sqrt(np.var(x) + eps)
    x_hat = (x - mean) / s
    line_1 = (
        -sum(g[k] * x_hat[k] / 2 * s**-2 for k in rows) * 2 / N * s * x_hat[i]
        - sum(g[k] / s for k in rows) / N
        + g[i] / s
    )
    line_2 = (
        N * g[i] - sum(g[k] for k in rows) - x_hat[i] * sum(x_hat[k] * g[k] for k in rows)
    ) / (N * s)
    line_3 = (g[i] - g.mean() - x_hat[i] * (x_hat * g).mean()) / s
    return line_1, line_2, line_3


@right("loops", message="the slopes at the statistics first, in loops")
def batchnorm_lines(g, x, eps, i):
    N, rows = len(x), range(len(x))
    mean, s = np.mean(x), np.sqrt(np.var(x) + eps)
    x_hat = (x - mean) / s
    at_mean, at_variance = 0.0, 0.0
    for k in rows:
        at_mean -= g[k] / s
        at_variance -= g[k] * (x[k] - mean) / (2 * s**3)
    line_1 = g[i] / s + at_mean / N + at_variance * 2 * (x[i] - mean) / N
    A, B = 0.0, 0.0
    for k in rows:
        A, B = A + g[k], B + g[k] * x_hat[k]
    line_2 = (g[i] - A / N - x_hat[i] * B / N) / s
    line_3 = (g - np.sum(g) / N - x_hat * (g @ x_hat) / N)[i] / s
    return line_1, line_2, line_3


@right("arrays", message="arrays in the place of sums; the Jacobian as a matrix; a list")
def batchnorm_lines(g, x, eps, i):
    N = len(x)
    mean, s = np.mean(x), np.sqrt(np.var(x) + eps)
    x_hat = (x - mean) / s
    by_variance = g @ (x - mean) * -0.5 * s**-3 * 2 * (x[i] - mean) / N
    line_1 = g[i] / s - np.sum(g) / s / N + by_variance
    line_2 = 1 / s * (g[i] - np.sum(g) / N - x_hat[i] * np.sum(g * x_hat) / N)
    line_3 = (g @ (np.eye(N) - 1 / N - np.outer(x_hat, x_hat) / N) / s)[i]
    return [line_1, line_2, line_3]
