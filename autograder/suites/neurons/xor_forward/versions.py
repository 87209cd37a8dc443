"""Versions of `xor_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

EITHER = "np.where(X @ np.array([1.0, 1.0]) - 0.75 >= 0, 1, 0)"
NOT_BOTH = "np.where(X @ np.array([-1.0, -1.0]) + 1.5 >= 0, 1, 0)"
OUT = "np.where(either + not_both - 1.5 >= 0, 1, 0)"

edited(
    "linear_hidden",
    EITHER,
    "X @ np.array([1.0, 1.0]) - 0.75",
    NOT_BOTH,
    "X @ np.array([-1.0, -1.0]) + 1.5",
    message="the answer is 0 at every corner, as where the hidden units hand on sums without a "
    "threshold",
    look_at="what the hidden units hand on",
)

edited(
    "same_units",
    NOT_BOTH,
    EITHER,
    message="the net answers as OR, as where both hidden units say “at least one”",
    look_at="the answers of the hidden units at (1, 1)",
)

edited(
    "or_and",
    NOT_BOTH,
    "np.where(X @ np.array([1.0, 1.0]) - 1.5 >= 0, 1, 0)",
    message="the net answers as AND, as where OR is joined with AND and not with its opposite",
    look_at="the answers of the hidden units at (1, 1)",
)

edited(
    "joined_by_or",
    OUT,
    "np.where(either + not_both - 0.5 >= 0, 1, 0)",
    message="the answer is 1 at every corner, as where one hidden unit is enough for it",
    look_at="the threshold of the last unit",
)

edited(
    "opposite",
    OUT,
    "np.where(either + not_both - 1.5 >= 0, 0, 1)",
    message="the opposite is returned: 1 where the inputs are equal",
    look_at="the answer at (0, 0)",
)

edited(
    "hidden_returned",
    OUT,
    "np.column_stack([either, not_both])",
    message="the answers of the hidden units are returned: the unit that joins them is missing",
    look_at="the shape of the answer",
)

edited(
    "bool",
    OUT,
    "either + not_both - 1.5 >= 0",
    message="True and False are returned; the whole numbers 1 and 0 are expected",
    look_at="the type of a comparison",
)

edited(
    "floats",
    OUT,
    "np.heaviside(either + not_both - 1.5, 1.0)",
    message="the answers are right, but they are floats; a class is a whole number",
    look_at="the type of the answer",
)


@right("matrices", message="two layers as matrices")
def xor_forward(X):
    H = (X @ np.array([[2, -2], [2, -2]]) + np.array([-1, 3]) >= 0).astype(int)
    return (H @ np.array([2, 2]) - 3 >= 0).astype(int)


@right("two_corners", message="each hidden unit fires at one corner, and OR joins them")
def xor_forward(X):
    left = (X[:, 0] - X[:, 1] - 0.5 >= 0).astype(int)
    other = (X[:, 1] - X[:, 0] - 0.5 >= 0).astype(int)
    return np.where(left + other - 0.5 >= 0, 1, 0)


@right("subtracted", message="OR less AND, without the opposite of AND; row by row")
def xor_forward(X):
    def fires(z):
        return 1 if z >= 0 else 0

    return np.array([fires(fires(a + b - 0.5) - fires(a + b - 1.5) - 0.5) for a, b in X])
