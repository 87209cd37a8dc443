"""Versions of `delta_recursion_lines`: named mistakes, and other right ways. A mistake is known by
the line in which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

LINE_1 = "sum(delta[n, k] * W[j, k] * slope[n, j] for k in units)"
LINE_2 = "slope[n, j] * sum(delta[n, k] * W[j, k] for k in units)"
LINE_3 = "(delta @ W.T * slope)[n, j]"

edited(
    "weight_transposed",
    LINE_1,
    "sum(delta[n, k] * W[k, j] * slope[n, j] for k in units)",
    message="the weight on the path from unit j to unit k is taken as w_kj; it is w_jk",
    look_at="the order of the indices of W",
)

edited(
    "slope_above",
    LINE_1,
    "sum(delta[n, k] * W[j, k] * slope[n, k] for k in units)",
    message="the slope is taken at unit k, whose slope is in δ_k already; it is that of unit j",
    look_at="at which unit the activation is differentiated",
)

edited(
    "no_slope",
    LINE_1,
    "sum(delta[n, k] * W[j, k] for k in units)",
    message="the slope of the activation is missing: the sum is the slope in a_j, not in z_j",
    look_at="the last piece of each path",
)

edited(
    "no_weight",
    LINE_1,
    "sum(delta[n, k] * slope[n, j] for k in units)",
    message="the weights are missing: each path counts as if its weight were 1",
    look_at="the slope of z_k in a_j",
)

edited(
    "row_of_weights",
    LINE_1,
    "sum(delta[n, k] * np.sum(W[j]) * slope[n, j] for k in units)",
    message="each path has the sum of all weights of unit j; it has one of them",
    look_at="the second index of W",
)

edited(
    "slope_squared",
    LINE_1,
    "sum(delta[n, k] * W[j, k] * slope[n, j] ** 2 for k in units)",
    message="the slope of the activation stands there twice",
    look_at="how often a path passes the activation of unit j",
)

edited(
    "minus",
    LINE_1,
    "-sum(delta[n, k] * W[j, k] * slope[n, j] for k in units)",
    message="a minus sign stands in front: the way downhill is taken by the update alone",
    look_at="the sign of line 1",
)

edited(
    "slope_lost",
    LINE_2,
    "sum(delta[n, k] * W[j, k] for k in units)",
    message="the common factor is taken out of the sum and lost",
    look_at="the first blank of line 2",
)

edited(
    "slope_kept",
    LINE_2,
    "slope[n, j] * sum(delta[n, k] * W[j, k] * slope[n, j] for k in units)",
    message="the common factor is taken out of the sum and is still in it",
    look_at="what is left in the sum of line 2",
)

edited(
    "slope_for_each_path",
    LINE_2,
    "len(units) * slope[n, j] * sum(delta[n, k] * W[j, k] for k in units)",
    message="the common factor is counted once for each path; taken out, it stands there once",
    look_at="the first blank of line 2",
)

edited(
    "sums_multiplied",
    LINE_2,
    "slope[n, j] * sum(delta[n, k] for k in units) * sum(W[j, k] for k in units)",
    message="the sum of the products is taken apart into a product of sums",
    look_at="what is left in the sum of line 2",
)

edited(
    "not_transposed",
    LINE_3,
    "(delta @ W * slope)[n, j]",
    message="W is not transposed in the product: the sum runs along a column of W",
    look_at="along which index of W line 2 adds up",
)

edited(
    "entries",
    LINE_3,
    "(delta * W * slope)[n, j]",
    message="δ and W are multiplied entry by entry; the sum of line 2 is a matrix product",
    look_at="the sign between δ and W",
)

edited(
    "product_turned_round",
    LINE_3,
    "(W @ delta.T * slope)[n, j]",
    message="the product is turned round: units are its rows, examples its columns",
    look_at="the shape of the product beside that of slope",
)

edited(
    "slope_not_used",
    LINE_3,
    "(delta @ W.T)[n, j]",
    message="the slope of the activation is missing in line 3",
    look_at="which factor stands in front of the sum in line 2",
)


@right("einsum", message="index by index; other orders of the factors")
def delta_recursion_lines(delta, W, slope, n, j):
    units = range(delta.shape[1])
    line_1 = sum(slope[n, j] * W[j, k] * delta[n, k] for k in units)
    line_2 = sum(W[j, k] * delta[n, k] for k in units) * slope[n, j]
    line_3 = np.einsum("nk,jk,nj->nj", delta, W, slope)[n, j]
    return line_1, line_2, line_3


@right("loops", message="sums made by loops")
def delta_recursion_lines(delta, W, slope, n, j):
    units = range(delta.shape[1])
    line_1 = 0.0
    for k in units:
        line_1 += delta[n, k] * W[j, k] * slope[n, j]
    from_above = 0.0
    for k in units:
        from_above += delta[n, k] * W[j, k]
    line_2 = from_above * slope[n, j]
    line_3 = ((delta @ W.T) * slope)[n, j]
    return line_1, line_2, line_3


@right("transposed", message="arrays in the place of sums; the product transposed as a whole")
def delta_recursion_lines(delta, W, slope, n, j):
    line_1 = np.sum(delta[n] * W[j] * slope[n, j])
    line_2 = np.sum(delta[n] * W[j]) * slope[n, j]
    back = (W @ delta.T).T
    line_3 = back[n, j] * slope[n, j]
    return [line_1, line_2, line_3]
