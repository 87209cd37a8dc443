"""Versions of `softmax_ce_lines`: named mistakes, and other right ways. A mistake is known by the
line in which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

LINE_1 = "-1 / p[c] * (p[c] * (same - p[j]))"
LINE_2 = "-(same - p[j])"

edited(
    "sign_of_slope",
    LINE_1,
    "1 / p[c] * (p[c] * (same - p[j]))",
    message="one of the two slopes in line 1 has the wrong sign: −log p falls as p grows, and a "
    "logit raises its own share",
    look_at="the sign of each of the two factors",
)

edited(
    "log_kept",
    LINE_1,
    "-np.log(p[c]) * (p[c] * (same - p[j]))",
    message="the outer factor is the loss itself; the chain rule asks for its slope",
    look_at="the slope of the logarithm",
)

edited(
    "inner_lost",
    LINE_1,
    "-1 / p[c]",
    message="the outer slope alone stands there: the slope of p_c in z_j is missing",
    look_at="the second factor of the chain rule",
)

edited(
    "indices",
    LINE_1,
    "-1 / p[c] * (p[c] * (same - p[c]))",
    message="p_c and p_j are confused in line 1: the logarithm is that of p_c, and p_j stands in "
    "the bracket",
    look_at="the index of each p in line 1",
)

edited(
    "diagonal_everywhere",
    LINE_1,
    "-1 / p[c] * (p[c] * (1 - p[j]))",
    message="1 stands in the place of same: that holds for the logit of the true class alone",
    look_at="the bracket of line 1 where c and j differ",
)

edited(
    "squared",
    LINE_1,
    "-1 / p[c] ** 2 * (p[c] * (same - p[j]))",
    message="the slope of the logarithm is taken as 1 over the square, which is that of 1/p",
    look_at="the slope of the logarithm",
)

edited(
    "not_cancelled",
    LINE_2,
    "-(p[c] * (same - p[j]))",
    message="p_c is cancelled below and kept above",
    look_at="what line 1 is when p_c is cancelled",
)

edited(
    "sign_cancelled",
    LINE_2,
    "(same - p[j])",
    message="the minus sign went away with p_c",
    look_at="what is left of −1/p_c when p_c is cancelled",
)

edited(
    "other_share",
    LINE_2,
    "-same * (1 - p[j])",
    message="same became a factor of the whole bracket: for every other class nothing is left",
    look_at="line 2 where c and j differ",
)

edited(
    "half_the_bracket",
    "p[j] - same",
    "-p[j] - same",
    message="the minus sign reached the first term of the bracket alone",
    look_at="both signs of the bracket",
)

edited(
    "sign_of_label",
    "p[j] - same",
    "p[j] + same",
    message="the label is added to the probability; it is subtracted",
    look_at="both signs of the bracket",
)

edited(
    "label_minus_probability",
    "p[j] - same",
    "same - p[j]",
    message="label minus probability is returned: the minus sign in front of the bracket is lost",
    look_at="the minus sign in front of the bracket of line 2",
)

edited(
    "minus_one",
    "p[j] - same",
    "p[j] - 1",
    message="1 is subtracted from every probability; only the true class has a label of 1",
    look_at="line 3 where c and j differ",
)


@right("fractions", message="one fraction in line 1; terms in another order")
def softmax_ce_lines(p, c, j):
    same = float(c == j)
    line_1 = -(p[c] * (same - p[j])) / p[c]
    line_2 = -same + p[j]
    line_3 = p[j] - same
    return line_1, line_2, line_3


@right("multiplied_out", message="brackets multiplied out; a list")
def softmax_ce_lines(p, c, j):
    same = float(c == j)
    line_1 = -(1 / p[c]) * (p[c] * same - p[c] * p[j])
    line_2 = -1 * (same - p[j])
    line_3 = -same + p[j]
    return [line_1, line_2, line_3]


@right("steps", message="with names for the two slopes")
def softmax_ce_lines(p, c, j):
    same = float(c == j)
    outer = -np.reciprocal(p[c])
    inner = p[c] * (same - p[j])
    line_1 = outer * inner
    line_2 = np.negative(same - p[j])
    line_3 = np.subtract(p[j], same)
    return line_1, line_2, line_3
