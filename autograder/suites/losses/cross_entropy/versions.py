"""Versions of `cross_entropy`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

LOG = "Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))"

edited(
    "log_of_softmax",
    LOG,
    "np.log(np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True))",
    message="the logarithm is taken of a probability that has become 0: the loss is infinite or "
    "nan",
    look_at="the logarithm of a softmax, simplified on paper",
)

edited(
    "no_shift",
    "Z - np.max(Z, axis=1, keepdims=True)",
    "Z - 0.0",
    message="the exponential of a large logit overflows",
    look_at="the largest number that is computed on the way",
)

edited(
    "over_nc",
    "/ len(Z)",
    "/ Z.size",
    message="the sum is divided by N·C; the loss is a mean over the N rows",
    look_at="over what the mean is taken",
)

edited(
    "sum",
    "/ len(Z)",
    "",
    message="the losses of the rows are added up; the loss is their mean",
    look_at="what the loss becomes when every row stands there twice",
)

edited(
    "softmax_twice",
    "Z = Z - np.max(Z, axis=1, keepdims=True)",
    "Z = np.exp(Z - np.max(Z, axis=1, keepdims=True))\n"
    "    Z = Z / np.sum(Z, axis=1, keepdims=True)",
    message="the softmax is taken twice: what goes into it are probabilities already",
    look_at="what is put into the exponential",
)

edited(
    "columns",
    "np.sum(np.exp(Z), axis=1, keepdims=True)",
    "np.sum(np.exp(Z), axis=0, keepdims=True)",
    message="the exponentials are added up over the rows, not over the classes",
    look_at="which entries belong to one distribution",
)

edited(
    "no_minus",
    "-np.sum(Y1h * logp)",
    "np.sum(Y1h * logp)",
    message="the loss is negative: the minus before the logarithm is missing",
    look_at="the sign of the logarithm of a probability",
)

edited(
    "hardened",
    "Y1h * logp",
    "logp[np.arange(len(Z)), np.argmax(Y1h, axis=1)]",
    message="only the largest label of each row counts; soft labels weight all classes",
    look_at="a row whose labels are not 0 and 1",
)

edited(
    "all_classes",
    "Y1h * logp",
    "Y1h * logp + (1 - Y1h) * np.log1p(-np.exp(np.minimum(logp, -1e-12)))",
    message="the other classes add a term log(1 − p), as if each class were a question of its own",
    look_at="what a class with label 0 adds to the loss",
)


@right("logaddexp", message="the logarithm of the sum by a reduction")
def cross_entropy(Z, Y1h):
    log_sum = np.logaddexp.reduce(np.asarray(Z, dtype=float), axis=1)
    return np.mean(np.sum(Y1h, axis=1) * log_sum - np.sum(Y1h * Z, axis=1))


@right("loop", message="row by row")
def cross_entropy(Z, Y1h):
    total = 0.0
    for z, y in zip(Z, Y1h):
        top = max(z)
        log_sum = top + np.log(sum(np.exp(v - top) for v in z))
        total += sum(t * (log_sum - v) for v, t in zip(z, y))
    return total / len(Z)


@right("transposed", message="classes first")
def cross_entropy(Z, Y1h):
    scores, labels = np.transpose(Z), np.transpose(Y1h)
    scores = scores - scores.max(axis=0)
    terms = labels * (np.log(np.exp(scores).sum(axis=0)) - scores)
    return terms.sum(axis=0).mean()
