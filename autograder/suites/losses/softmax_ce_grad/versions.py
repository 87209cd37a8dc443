"""Versions of `softmax_ce_grad`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_n",
    "/ len(y)",
    "",
    message="the gradient is that of a sum; the loss is a mean over the rows",
    look_at="what the mean does to the gradient",
)

edited(
    "index",
    "np.eye(Z.shape[1])[y]",
    "y[:, np.newaxis]",
    message="the number of the true class is subtracted from every entry; only the entry of the "
    "true class is to lose something, and that is 1",
    look_at="a row whose true class is 0",
)

edited(
    "only_true",
    "/ len(y)",
    "/ len(y) * np.eye(Z.shape[1])[y]",
    message="only the true class gets a gradient; the other logits move the loss, too",
    look_at="what a larger logit of a wrong class does to the loss",
)

edited(
    "sign",
    "(P - np.eye(Z.shape[1])[y])",
    "(np.eye(Z.shape[1])[y] - P)",
    message="the gradient points downhill: its sign is flipped",
    look_at="what a larger logit of the true class does to the loss",
)

edited(
    "no_shift",
    "Z - np.max(Z, axis=1, keepdims=True)",
    "Z",
    message="the exponential of a large logit overflows",
    look_at="the largest number that is computed on the way",
)

edited(
    "columns",
    "np.sum(E, axis=1, keepdims=True)",
    "np.sum(E, axis=0, keepdims=True)",
    message="the exponentials are added up over the rows, not over the classes",
    look_at="which entries belong to one distribution",
)

edited(
    "whole_columns",
    "np.eye(Z.shape[1])[y]",
    "np.isin(np.arange(Z.shape[1]), y)",
    message="1 is subtracted in the columns of all labels, in every row; each row has one true "
    "class",
    look_at="which entries the labels pick",
)

edited(
    "jacobian_again",
    "return (P - np.eye(Z.shape[1])[y]) / len(y)",
    "D = (P - np.eye(Z.shape[1])[y]) / len(y)\n"
    "    return P * (D - np.sum(P * D, axis=1, keepdims=True))",
    message="the slope of the softmax is multiplied in a second time",
    look_at="whether it is the slope in the probabilities or in the logits",
)

edited(
    "over_nc",
    "/ len(y)",
    "/ Z.size",
    message="the gradient is divided by N·C; the loss is a mean over the N rows",
    look_at="over what the mean is taken",
)


@right("subtract_at", message="1 taken off at the true classes")
def softmax_ce_grad(Z, y):
    Z = np.asarray(Z, dtype=float)
    dZ = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


@right("loop", message="row by row")
def softmax_ce_grad(Z, y):
    rows = []
    for z, label in zip(Z, y):
        p = np.exp(z - z.max())
        p /= p.sum()
        rows.append([(p[j] - (j == label)) / len(Z) for j in range(len(z))])
    return np.array(rows)


@right("jacobian", message="the Jacobian of the softmax times the slope of the logarithm")
def softmax_ce_grad(Z, y):
    dZ = np.zeros(np.shape(Z))
    for n, label in enumerate(y):
        e = np.exp(Z[n] - np.max(Z[n]))
        p = e / e.sum()
        row = np.eye(p.size)[label] - p  # of the Jacobian, divided by the probability
        dZ[n] = -row / len(y)
    return dZ
