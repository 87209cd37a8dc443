"""Versions of `elastic_net`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "bias",
    "np.sum(w**2)",
    "(np.sum(w**2) + np.sum(b**2)) + l1 * np.sum(np.abs(b))",
    "np.zeros(np.shape(b))",
    "l1 * np.sign(b) + l2 * b",
    message="the bias is penalized, too; it is free",
    look_at="which parameters pay",
)

edited(
    "half",
    "l2 * w",
    "2 * l2 * w",
    message="the penalty has half of the squares, its gradient does not know of the half",
    look_at="what the derivative of w²/2 is",
)

edited(
    "no_half",
    "l2 / 2",
    "l2",
    message="the penalty has the whole squares, its gradient that of half of them",
    look_at="the factor in front of the squares",
)

edited(
    "sign0",
    "np.sign(w)",
    "np.where(w >= 0, 1.0, -1.0)",
    message="the slope at w = 0 is 1: a weight that is 0 does not stay there",
    look_at="a weight that is 0",
)

edited(
    "not_absolute",
    "np.sum(np.abs(w))",
    "np.sum(w)",
    message="the weights themselves are added up, not their sizes: a negative one lowers the price",
    look_at="the price of a negative weight",
)

edited(
    "no_sign",
    "l1 * np.sign(w)",
    "l1 * (w != 0)",
    message="the slope of |w| is 1 for negative weights as well",
    look_at="the gradient of a negative weight",
)

edited(
    "norm",
    "np.sum(w**2)",
    "np.sqrt(np.sum(w**2))",
    message="the length of w is penalized, not its square",
    look_at="whether a root is taken",
)

edited(
    "mean",
    "l1 * np.sum(np.abs(w)) + l2 / 2 * np.sum(w**2)",
    "l1 * np.mean(np.abs(w)) + l2 / 2 * np.mean(w**2)",
    message="the price is averaged over the weights, where it is added up",
    look_at="what happens to the price when a weight is added",
)

edited(
    "l1_slope",
    "l1 * np.sign(w)",
    "l1 * np.abs(w)",
    message="the gradient of l1 |w| is proportional to |w|, where it has one size for all weights",
    look_at="the slope of |w| for large and for small w",
)

edited(
    "db_number",
    "np.zeros(np.shape(b))",
    "0.0",
    message="db is a number; a gradient has the shape of what it belongs to",
    look_at="the shape of db",
)


@right("loop", message="one weight after the other; a list")
def elastic_net(w, b, l1, l2):
    penalty, dw = 0.0, []
    for each in np.ravel(w):
        penalty += l1 * abs(each) + l2 * each * each / 2
        dw.append(l2 * each + (l1 if each > 0 else -l1 if each < 0 else 0.0))
    return [penalty, np.reshape(np.array(dw), np.shape(w)), b * 0.0]


@right("cases", message="the sign by cases")
def elastic_net(w, b, l1, l2):
    sign = (w > 0) * 1.0 - (w < 0)
    return np.sum(w * (l1 * sign + 0.5 * l2 * w)), l1 * sign + l2 * w, 0.0 * b


@right("norms", message="by np.linalg.norm")
def elastic_net(w, b, l1, l2):
    flat = np.ravel(w)
    penalty = l1 * np.linalg.norm(flat, 1) + 0.5 * l2 * np.linalg.norm(flat) ** 2
    return penalty, np.add(l1 * np.sign(w), l2 * w), np.zeros_like(b, dtype=float)
