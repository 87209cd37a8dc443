"""Versions of `broken_perceptron`: the mistakes planted in it, other mistakes, other right ways."""

import numpy as np

from autograder.bank.versions import edited, planted, right

planted(
    "cut_to_integers",
    "A = np.column_stack([X, np.ones(len(X))])",
    "A = np.column_stack([X.astype(int), np.ones(len(X))])",
    message="the inputs are cut to whole numbers: points that differ by less become one",
    look_at="what A holds for inputs between −1 and 1",
)

planted(
    "labels_in_old_order",
    "signs[order]",
    "signs",
    message="the points are reordered and the labels are not: each epoch teaches other labels",
    look_at="which label comes with which point in the second epoch",
)

planted(
    "starts_anew",
    "    v = np.zeros(A.shape[1])\n",
    "",
    "    for order in orders:\n",
    "    for order in orders:\n        v = np.zeros(A.shape[1])\n",
    message="the weights are set back to 0 at the start of each epoch: what was learned is lost",
    look_at="what is kept from one epoch to the next",
)

planted(
    "answer_for_sign",
    "lr * sign * x",
    "lr * answer * x",
    message="a correction adds the answer, not the label: the sum is pushed to the wrong side",
    look_at="what a correction does to the sum of the same point",
)

planted(
    "rate_halved",
    "        missed = 0\n",
    "        missed = 0\n        lr = lr / 2\n",
    message="the rate is halved in each epoch: all later corrections together are smaller than one "
    "of the first",
    look_at="how far the weights can still move after ten epochs",
)

edited(
    "corrects_always",
    "            if answer != sign:\n                v = v + lr * sign * x\n",
    "            v = v + lr * sign * x\n            if answer != sign:\n",
    message="examples that were answered right change the weights as well",
    look_at="what a right answer changes",
)

edited(
    "sum_for_side",
    "if answer != sign:",
    "if x @ v != sign:",
    message="the sum itself is compared with the label; it is its side that counts",
    look_at="what is compared with the label",
)

edited(
    "first_order_alone",
    "A[order]",
    "A[orders[0]]",
    "signs[order]",
    "signs[orders[0]]",
    message="each epoch takes the examples in the first order; each has one of its own",
    look_at="which order the second epoch uses",
)

edited(
    "strict",
    "x @ v >= 0",
    "x @ v > 0",
    message="a sum of exactly 0 gives the answer −1; in the course it gives the answer 1",
    look_at="the very first answer, where the sum is 0",
    convention="texts in which the unit fires at w·x + b > 0",
)

edited(
    "no_end",
    "        if missed == 0:\n            break\n",
    "",
    message="training goes on after an epoch without a mistake",
    look_at="what ends the loop over epochs",
)

edited(
    "one_correction",
    "                missed += 1\n",
    "                missed += 1\n                break\n",
    message="an epoch ends with its first mistake; it goes through all examples",
    look_at="what ends the loop over examples",
)


@right("weights_and_bias", message="a bias of its own, labels 0 and 1")
def broken_perceptron(X, y, lr, orders):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for order in orders:
        mistakes.append(0)
        for i in order:
            error = int(y[i]) - int(X[i] @ w + b >= 0)
            w, b = w + lr * error * X[i], b + lr * error
            mistakes[-1] += abs(error)
        if not mistakes[-1]:
            break
    return np.append(w, b), mistakes


@right("counts", message="how often each point was corrected; the weights are made of the counts")
def broken_perceptron(X, y, lr, orders):
    A = np.hstack([X, np.ones((len(X), 1))])
    times, mistakes = np.zeros(len(X)), []
    for order in orders:
        before = np.abs(times).sum()
        for i in order:
            fires = A[i] @ (times @ A) >= 0
            if fires != (y[i] == 1):
                times[i] += -1 if fires else 1
        mistakes.append(int(np.abs(times).sum() - before))
        if mistakes[-1] == 0:
            break
    return [lr * (times @ A), mistakes]


@right(
    "signed_points", message="points with their signs, corrected where the sum has the wrong side"
)
def broken_perceptron(X, y, lr, orders):
    signs = np.where(y == 1, 1.0, -1.0)
    signed = np.column_stack([X, np.ones(len(X))]) * signs[:, None]
    v, mistakes, k = np.zeros(X.shape[1] + 1), [1], 0
    while mistakes[-1] and k < len(orders):
        wrong = []
        for i in orders[k]:
            side = signed[i] @ v
            if side < 0 or (side == 0 and signs[i] < 0):
                v = v + lr * signed[i]
                wrong.append(i)
        mistakes.append(len(wrong))
        k += 1
    return v, mistakes[1:]
