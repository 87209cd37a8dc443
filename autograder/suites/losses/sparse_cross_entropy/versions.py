"""Versions of `sparse_cross_entropy`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

LOG = "Z - np.log(np.sum(np.exp(Z), axis=1, keepdims=True))"

edited(
    "log_of_softmax",
    LOG,
    "np.log(np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True))",
    message="the logarithm is taken of a probability that has become 0: the loss is infinite",
    look_at="the logarithm of a softmax, simplified on paper",
)

edited(
    "columns",
    "logp[np.arange(len(y)), y]",
    "logp[:, y]",
    message="whole columns are picked, an N by N block; of each row one entry is wanted",
    look_at="the shape of what the labels pick",
)

edited(
    "over_nc",
    "-np.mean(logp[np.arange(len(y)), y])",
    "-np.sum(logp[np.arange(len(y)), y]) / Z.size",
    message="the sum is divided by N·C; the loss is a mean over the N rows",
    look_at="over what the mean is taken",
)

edited(
    "sum",
    "np.mean(",
    "np.sum(",
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
    "no_shift",
    "Z - np.max(Z, axis=1, keepdims=True)",
    "Z - 0.0",
    message="the exponential of a large logit overflows",
    look_at="the largest number that is computed on the way",
)

edited(
    "from_one",
    "np.arange(len(y)), y]",
    "np.arange(len(y)), y - 1]",
    message="the classes are counted from 1; label 0 then picks the last class",
    look_at="which class the label 0 names",
)

edited(
    "label_weights",
    "logp[np.arange(len(y)), y]",
    "np.sum(y[:, np.newaxis] * logp, axis=1)",
    message="the label is used as a weight; it is the place of the true class",
    look_at="what a label of 0 leaves of its row",
)


@right("one_hot", message="one-hot rows, made of the labels")
def sparse_cross_entropy(Z, y):
    log_sum = np.logaddexp.reduce(np.asarray(Z, dtype=float), axis=1)
    return np.mean(log_sum - np.sum(np.eye(Z.shape[1])[y] * Z, axis=1))


@right("taken", message="the true class by take_along_axis")
def sparse_cross_entropy(Z, y):
    true = np.take_along_axis(Z, y[:, np.newaxis], axis=1)
    top = Z.max(axis=1, keepdims=True)
    return (np.log(np.exp(Z - top).sum(axis=1)) + (top - true)[:, 0]).mean()


@right("loop", message="row by row, against the true class")
def sparse_cross_entropy(Z, y):
    losses = []
    for row, label in zip(Z, y):
        losses.append(np.logaddexp.reduce(row.astype(float) - row[label]))
    return sum(losses) / len(losses)
