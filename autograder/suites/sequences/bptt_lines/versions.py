"""Versions of `bptt_lines`: named mistakes, and other right ways. A mistake is known by the line in
which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

OWN = "g[j] * (1 - h[j] ** 2)"
NEXT = "sum(later[k] * Wh[j, k] * (1 - h[j] ** 2) for k in units)"
LINE_2 = "(1 - h[j] ** 2) * (g[j] + sum(later[k] * Wh[j, k] for k in units))"
LINE_3 = "((1 - h**2) * (g + later @ Wh.T))[j]"

edited(
    "weight_transposed",
    NEXT,
    "sum(later[k] * Wh[k, j] * (1 - h[j] ** 2) for k in units)",
    message="the weight from unit j to unit k of the next step is taken as w_kj; it is w_jk",
    look_at="the order of the indices of Wh",
)

edited(
    "slope_of_next_unit",
    NEXT,
    "sum(later[k] * Wh[j, k] * (1 - h[k] ** 2) for k in units)",
    message="the slope is taken at unit k; that of unit k is in its error signal, and unit j's is "
    "wanted",
    look_at="at which unit tanh is differentiated",
)

edited(
    "no_slope_on_the_way_through_time",
    NEXT,
    "sum(later[k] * Wh[j, k] for k in units)",
    message="the ways through the next step lack the slope of tanh",
    look_at="what each way passes between z_j and h_j",
)

edited(
    "no_slope_of_its_own",
    OWN,
    "g[j]",
    message="the way through the step's own answer lacks the slope of tanh",
    look_at="what each way passes between z_j and h_j",
)

edited(
    "no_weight",
    NEXT,
    "sum(later[k] * (1 - h[j] ** 2) for k in units)",
    message="the weights to the next step are missing",
    look_at="the slope of z_k at the next step in h_j",
)

edited(
    "own_error_at_each_unit",
    OWN,
    "sum(g) * (1 - h[j] ** 2)",
    message="the slopes g of all units are added up; unit j has one of them",
    look_at="which entry of g belongs to unit j",
)

edited(
    "no_later_steps",
    f"{OWN} + {NEXT}",
    OWN,
    message="the ways through the next step are missing",
    look_at="in how many ways a state acts on the loss",
)

edited(
    "no_error_of_its_own",
    f"{OWN} + {NEXT}",
    NEXT,
    message="the way through the step's own answer is missing",
    look_at="in how many ways a state acts on the loss",
)

edited(
    "own_lost_in_the_bracket",
    LINE_2,
    "(1 - h[j] ** 2) * sum(later[k] * Wh[j, k] for k in units)",
    message="the step's own slope g_j is lost when the common factor is taken out",
    look_at="what stands in the bracket of line 2",
)

edited(
    "own_left_outside",
    LINE_2,
    "g[j] + (1 - h[j] ** 2) * sum(later[k] * Wh[j, k] for k in units)",
    message="the common factor is taken out of the sum alone; it belongs to g_j as well",
    look_at="where the bracket of line 2 begins",
)

edited(
    "own_in_each_term",
    LINE_2,
    "(1 - h[j] ** 2) * sum(g[j] + later[k] * Wh[j, k] for k in units)",
    message="g_j is added once for each unit of the next step; it stands there once",
    look_at="whether g_j stands inside the sum over k",
)

edited(
    "slope_lost",
    LINE_2,
    "(g[j] + sum(later[k] * Wh[j, k] for k in units))",
    message="the common factor is taken out of the bracket and lost",
    look_at="the first blank of line 2",
)

edited(
    "slope_kept",
    LINE_2,
    "(1 - h[j] ** 2) * (g[j] + sum(later[k] * Wh[j, k] * (1 - h[j] ** 2) for k in units))",
    message="the common factor is taken out and is still in the sum",
    look_at="what is left in the sum of line 2",
)

edited(
    "not_transposed",
    LINE_3,
    "((1 - h**2) * (g + later @ Wh))[j]",
    message="Wh is not transposed in the product: the sum runs along a column of Wh",
    look_at="along which index of Wh line 2 adds up",
)

edited(
    "slope_not_used",
    LINE_3,
    "(g + later @ Wh.T)[j]",
    message="the slope of tanh is missing in line 3",
    look_at="which factor stands in front of the bracket in line 2",
)

edited(
    "value_for_slope",
    LINE_3,
    "(h * (g + later @ Wh.T))[j]",
    message="the value of tanh stands where its slope belongs",
    look_at="the first blank of line 3",
)


@right("matrix_first", message="Wh in front; other orders")
def bptt_lines(g, later, Wh, h, j):
    units = range(len(h))
    line_1 = sum(Wh[j, k] * later[k] * (1 - h[j] ** 2) for k in units) + (1 - h[j] ** 2) * g[j]
    line_2 = (sum(Wh[j, k] * later[k] for k in units) + g[j]) * (1 - h[j] ** 2)
    line_3 = ((Wh @ later + g) * (1 - h**2))[j]
    return line_1, line_2, line_3


@right("loops", message="sums made by loops; the slope as a product")
def bptt_lines(g, later, Wh, h, j):
    units = range(len(h))
    line_1 = g[j] * (1 - h[j]) * (1 + h[j])
    for k in units:
        line_1 += later[k] * Wh[j, k] * (1 - h[j]) * (1 + h[j])
    bracket = g[j]
    for k in units:
        bracket = bracket + later[k] * Wh[j, k]
    line_2 = (1 - h[j] * h[j]) * bracket
    line_3 = (1 - h[j] ** 2) * (g[j] + later @ Wh[j])
    return line_1, line_2, line_3


@right("einsum", message="arrays in the place of sums; a list")
def bptt_lines(g, later, Wh, h, j):
    line_1 = g[j] * (1 - h[j] ** 2) + np.sum(later * Wh[j] * (1 - h[j] ** 2))
    line_2 = (1 - h[j] ** 2) * (g[j] + np.sum(later * Wh[j]))
    line_3 = (np.einsum("k,jk->j", later, Wh) * (1 - h**2) + g * (1 - h**2))[j]
    return [line_1, line_2, line_3]
