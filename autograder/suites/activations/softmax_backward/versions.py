"""Versions of `softmax_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SOLUTION = "P * (dP - np.sum(dP * P, axis=1, keepdims=True))"
INNER = "np.sum(dP * P, axis=1, keepdims=True)"

edited(
    "diagonal",
    SOLUTION,
    "dP * P * (1 - P)",
    message="only p (1 − p), the diagonal of the Jacobian, is used: a logit moves the other shares "
    "of its row as well",
    look_at="the derivatives of the other shares",
)

edited(
    "no_outer_s",
    SOLUTION,
    "dP - np.sum(dP * P, axis=1, keepdims=True)",
    message="the factor p in front is missing",
    look_at="what ∂p/∂z has in every term",
)

edited(
    "axis0",
    INNER,
    "np.sum(dP * P, axis=0, keepdims=True)",
    message="the sum runs over the batch; it runs over the classes of a row",
    look_at="the axis of the sum",
)

edited(
    "all",
    INNER,
    "np.sum(dP * P)",
    message="one sum is taken over the whole array; each row has a sum of its own",
    look_at="what the sum runs over",
)

edited(
    "no_keepdims",
    INNER,
    "np.sum(dP * P, axis=1)",
    message="the sums of the rows are laid along the columns: the summed axis is lost",
    look_at="the shape of the sums",
)

edited(
    "unweighted",
    INNER,
    "np.sum(dP, axis=1, keepdims=True)",
    message="the gradients are summed without the shares as weights",
    look_at="what the sum is taken of",
)

edited(
    "mean",
    INNER,
    "np.mean(dP, axis=1, keepdims=True)",
    message="the plain mean of the gradients is subtracted; the weights are the shares",
    look_at="what the sum is taken of",
)

edited(
    "first_term",
    SOLUTION,
    "P * dP",
    message="the second term is missing: a logit lowers the other shares of its row",
    look_at="the derivatives of the other shares",
)

edited(
    "plus",
    "(dP - np",
    "(dP + np",
    message="the weighted sum is added; it is subtracted",
    look_at="the sign of ∂p/∂z for another logit of the row",
)


@right("jacobian", message="with the whole Jacobian of each row")
def softmax_backward(dP, P):
    rows = [(np.diag(p) - np.outer(p, p)) @ dp for dp, p in zip(dP, P, strict=True)]
    return np.array(rows)


@right("einsum", message="by einsum; two terms")
def softmax_backward(dP, P):
    G = P * dP
    return G - P * np.einsum("nk->n", G)[:, None]


@right("pairs", message="from the differences of all pairs of classes")
def softmax_backward(dP, P):
    return np.einsum("ni,nk,nik->ni", P, P, dP[:, :, None] - dP[:, None, :])
