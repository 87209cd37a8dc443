"""Named wrong versions of `adagrad_step`."""

import numpy as np

from autograder.bank.exercise import wrong

FIRST_STEP = {"w": 1.0, "g": 9.0, "G": 0.0, "lr": 1.0, "eps": 0.0}
LATER_STEP = {"w": 1.0, "g": 3.0, "G": 16.0, "lr": 1.0, "eps": 0.0}


@wrong(
    "abs",
    says="the sizes of the gradients are summed up, not their squares",
    shows_on=FIRST_STEP,
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = G + np.abs(g)
    return w - lr * g / (np.sqrt(G) + eps), G


@wrong(
    "overwrite",
    says="G holds the last squared gradient alone: the earlier ones are forgotten",
    shows_on=LATER_STEP,
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = np.square(g) * 1.0
    return w - lr * g / (np.sqrt(G) + eps), G


@wrong(
    "inside",
    says="epsilon stands inside the root; the course adds it to the root, outside",
    shows_on={**LATER_STEP, "G": 0.0, "eps": 7.0},
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = G + np.square(g)
    return w - lr * g / np.sqrt(G + eps), G


@wrong(
    "nosqrt",
    says="the step is divided by the sum itself, not by its root",
    shows_on=LATER_STEP,
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = G + np.square(g)
    return w - lr * g / (G + eps), G


@wrong(
    "past_only",
    says="the step is divided by the root of the old sum: the gradient of this step is not in it "
    "yet",
    shows_on=LATER_STEP,
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    return w - lr * g / (np.sqrt(G) + eps), G + np.square(g)


@wrong(
    "not_stored",
    says="the sum is returned as it came in: the squared gradient of this step is lost to the next",
    shows_on=LATER_STEP,
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    return w - lr * g / (np.sqrt(G + np.square(g)) + eps), G


@wrong("ascent", says="the step is added: the loss is climbed", shows_on=LATER_STEP)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = G + np.square(g)
    return w + lr * g / (np.sqrt(G) + eps), G


@wrong(
    "one_sum",
    says="one sum is kept over all weights: each weight has a sum of its own",
    shows_on={
        **LATER_STEP,
        "w": np.array([1.0, 1.0]),
        "g": np.array([3.0, 4.0]),
        "G": np.zeros(2),
    },
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G = G + np.sum(np.square(g))
    return w - lr * g / (np.sqrt(G) + eps), G


@wrong(
    "in_place",
    says="the arrays of the caller are changed: the old weights and the old sum are lost",
    shows_on={**LATER_STEP, "w": np.array([1.0]), "g": np.array([3.0]), "G": np.array([16.0])},
)
def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
    G += np.square(g)
    w -= lr * g / (np.sqrt(G) + eps)
    return w, G
