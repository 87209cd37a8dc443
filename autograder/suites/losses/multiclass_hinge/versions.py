"""Versions of `multiclass_hinge`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong

edited(
    "counts_true",
    "margins[true] = 0",
    "pass",
    message="the true class is compared with itself: it adds a margin of 1 to each row",
    look_at="the margin of the true class",
)

edited(
    "no_margin",
    "np.newaxis] + 1)",
    "np.newaxis])",
    message="the margin of 1 is missing: a lead however small is enough",
    look_at="a row whose true class leads by less than 1",
)

edited(
    "no_true_grad",
    "dS[true] = -np.sum(dS, axis=1)",
    "pass",
    message="the true class has no gradient; its score stands in every margin of its row",
    look_at="what the rows of the gradient add up to",
)

edited(
    "sum",
    "np.sum(margins) / len(y), dS / len(y)",
    "np.sum(margins), dS",
    message="the losses of the rows are added up; the loss is their mean",
    look_at="what the loss becomes when every row stands there twice",
)

edited(
    "gradient_without_mean",
    "dS / len(y)",
    "dS",
    message="the loss is a mean, the gradient that of a sum",
    look_at="what the mean does to the gradient",
)

edited(
    "minus_one",
    "-np.sum(dS, axis=1)",
    "-np.max(dS, axis=1)",
    message="the true class gets − 1 however many margins are violated; it stands in each of them",
    look_at="a row with two violated margins",
)

edited(
    "boundary",
    "np.where(margins > 0, 1.0, 0.0)",
    "(S - S[true][:, np.newaxis] + 1 >= 0) * (1 - np.eye(S.shape[1])[y])",
    message="a margin of exactly 0 gets a gradient; the course gives it none",
    look_at="a wrong class that is behind by exactly 1",
)

edited(
    "sign",
    "np.where(margins > 0, 1.0, 0.0)",
    "np.where(margins > 0, -1.0, 0.0)",
    message="the gradient points downhill: its sign is flipped",
    look_at="what a larger score of the true class does to the loss",
)

edited(
    "margins_as_gradient",
    "np.where(margins > 0, 1.0, 0.0)",
    "margins * 1.0",
    message="the margins themselves stand in the gradient; the slope of a margin is 1",
    look_at="how the gradient depends on the size of a margin",
)


@wrong(
    "largest_only",
    message="only the largest margin of each row counts, where the course adds up all of them",
    look_at="a row with two violated margins",
    convention="the loss of Crammer and Singer",
)
def multiclass_hinge(S, y):
    rows = np.arange(len(y))
    margins = np.maximum(0, S - S[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    worst = np.argmax(margins, axis=1)
    dS = np.zeros(S.shape)
    violated = margins[rows, worst] > 0
    dS[rows, worst] = violated / len(y)
    dS[rows, y] -= violated / len(y)
    return np.mean(margins[rows, worst]), dS


@right("loops", message="two loops, class by class")
def multiclass_hinge(S, y):
    loss, dS = 0.0, np.zeros(S.shape)
    for n, true in enumerate(y):
        for j in range(S.shape[1]):
            margin = S[n, j] - S[n, true] + 1
            if j != true and margin > 0:
                loss += margin / len(y)
                dS[n, j] += 1 / len(y)
                dS[n, true] -= 1 / len(y)
    return loss, dS


@right("count_and_subtract", message="the true class included, its margin of 1 taken off again")
def multiclass_hinge(S, y):
    hot = np.eye(S.shape[1])[y]
    margins = np.maximum(0, S - np.sum(S * hot, axis=1, keepdims=True) + 1)
    over = np.where(margins > 0, 1.0, 0.0)
    return margins.sum(axis=1).mean() - 1, (over - hot * over.sum(axis=1, keepdims=True)) / len(S)


@right("masked", message="a mask of the wrong classes; a list")
def multiclass_hinge(S, y):
    wrong_class = np.arange(S.shape[1]) != np.asarray(y)[:, None]
    lead = np.take_along_axis(S, y[:, None], axis=1) - S
    violated = wrong_class & (lead < 1)
    dS = violated.astype(float)
    dS -= ~wrong_class * violated.sum(axis=1, keepdims=True)
    return [np.where(violated, 1 - lead, 0.0).sum() / y.size, dS / y.size]
