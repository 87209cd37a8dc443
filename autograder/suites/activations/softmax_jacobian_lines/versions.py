"""Versions of `softmax_jacobian_lines`: named mistakes, and other right ways. A mistake is known by
the line in which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

LINE_1 = "(same * e[i] * total - e[i] * e[j]) / total**2"
LINE_2 = "same * e[i] / total - (e[i] / total) * (e[j] / total)"
LINE_3 = "p[i] * (same - p[j])"

edited(
    "plus",
    LINE_1,
    "(same * e[i] * total + e[i] * e[j]) / total**2",
    message="the two products of the quotient rule are added; the second is subtracted",
    look_at="the sign between the products in line 1",
)

edited(
    "numerator_always",
    LINE_1,
    "(e[i] * total - e[i] * e[j]) / total**2",
    message="the numerator is differentiated as if it held z_j for every j: it does where i = j",
    look_at="the slope of e_i in z_j where i and j differ",
)

edited(
    "exponential_lost",
    LINE_1,
    "(same * total - e[i] * e[j]) / total**2",
    message="the slope of the numerator is taken as 1; the slope of an exponential is itself",
    look_at="the first blank of line 1",
)

edited(
    "total_constant",
    LINE_1,
    "(same * e[i] * total) / total**2",
    message="the sum is taken as constant: the second product of the quotient rule is missing",
    look_at="whether the sum depends on z_j",
)

edited(
    "slope_of_total",
    LINE_1,
    "(same * e[i] * total - e[i] * total) / total**2",
    message="the slope of the sum in z_j is taken as the whole sum; one term of it holds z_j",
    look_at="the second blank of line 1",
)

edited(
    "slope_of_total_at_i",
    LINE_1,
    "(same * e[i] * total - e[i] * e[i]) / total**2",
    message="the slope of the sum is taken in z_i; it is asked for in z_j",
    look_at="which term of the sum holds z_j",
)

edited(
    "not_squared",
    LINE_1,
    "(same * e[i] * total - e[i] * e[j]) / total",
    message="the denominator of the quotient rule is not squared",
    look_at="what line 1 is divided by",
)

edited(
    "reduced_too_far",
    LINE_2,
    "same * e[i] / total - (e[i] / total) * e[j]",
    message="the second fraction lost both factors of the sum; one product of it has to go",
    look_at="how often the sum stands below the second fraction of line 1",
)

edited(
    "second_over_total",
    LINE_2,
    "same * e[i] / total - (e[i] / total) * (e[i] / total)",
    message="the second fraction of line 2 holds e_i twice; line 1 has e_i and e_j there",
    look_at="the last blank of line 2",
)

edited(
    "same_lost",
    LINE_2,
    "e[i] / total - (e[i] / total) * (e[j] / total)",
    message="the first fraction lost its factor same: it is there where i = j alone",
    look_at="the first blank of line 2",
)

edited(
    "not_reduced",
    LINE_2,
    "same * e[i] * total / total - (e[i] / total) * (e[j] / total)",
    message="the first fraction was reduced below and not above: the sum is left in it",
    look_at="the first blank of line 2",
)

edited(
    "one_minus",
    LINE_3,
    "p[i] * (1 - p[j])",
    message="line 3 has 1 in the place of same: it holds on the diagonal alone",
    look_at="what is left of the first fraction when p_i is taken out",
)

edited(
    "share_twice",
    LINE_3,
    "p[i] * (same - p[i])",
    message="line 3 holds p_i twice; the second fraction of line 2 has e_j in it",
    look_at="the index of the last blank",
)

edited(
    "turned_round",
    LINE_3,
    "p[i] * (p[j] - same)",
    message="the difference in line 3 is turned round",
    look_at="which of the two fractions is subtracted in line 2",
)

edited(
    "fraction_kept",
    LINE_3,
    "p[i] * (same * p[i] - p[j])",
    message="p_i is taken out of the bracket and is still in its first term",
    look_at="what is left of the first fraction when p_i is taken out",
)


@right("multiplied_out", message="brackets multiplied out")
def softmax_jacobian_lines(e, i, j):
    total = np.sum(e)
    p = e / total
    same = float(i == j)
    line_1 = e[i] * (same * total - e[j]) / (total * total)
    line_2 = same * (e[i] / total) - e[i] * e[j] / total**2
    line_3 = same * p[i] - p[i] * p[j]
    return line_1, line_2, line_3


@right("by_symmetry", message="i and j exchanged: the Jacobian is symmetric; an array of the lines")
def softmax_jacobian_lines(e, i, j):
    total = np.sum(e)
    p = e / total
    same = float(i == j)
    line_1 = (same * e[j] * total - e[j] * e[i]) / total**2
    line_2 = (e[j] / total) * (same - e[i] / total)
    line_3 = p[j] * (same - p[i])
    return [line_1, line_2, line_3]


@right("steps", message="with names for the parts of each line")
def softmax_jacobian_lines(e, i, j):
    total = np.sum(e)
    p = e / total
    same = float(i == j)
    above, below = same * e[i], e[j]
    line_1 = (above * total - e[i] * below) / np.square(total)
    first, second = above / total, e[i] / total * e[j] / total
    line_2 = first - second
    line_3 = -p[i] * (p[j] - same)
    return line_1, line_2, line_3
