"""Named wrong versions of `rmsprop_step`."""

import numpy as np

from autograder.bank.exercise import wrong

FIRST_STEP = {"w": 1.0, "g": 2.0, "v": 0.0, "lr": 0.1, "rho": 0.75, "eps": 0.0}
LATER_STEP = {"w": 1.0, "g": 4.0, "v": 8.0, "lr": 0.3, "rho": 0.875, "eps": 0.0}


@wrong(
    "sum",
    says="the squared gradients are summed up without fading, as in Adagrad",
    shows_on={**LATER_STEP, "g": 2.0, "v": 32.0, "lr": 1.5, "rho": 0.75},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = v + g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@wrong(
    "swap",
    says="rho and 1 - rho are exchanged: rho is the share that the old average keeps",
    shows_on={**LATER_STEP, "g": 1.0, "v": 33.0, "lr": 1.5, "rho": 0.75},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = (1 - rho) * v + rho * g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@wrong(
    "g",
    says="the sizes of the gradients are averaged, not their squares",
    shows_on={**FIRST_STEP, "g": 4.0},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.abs(g)
    return w - lr * g / (np.sqrt(v) + eps), v


@wrong(
    "inside",
    says="epsilon stands inside the root; the course adds it to the root, outside",
    shows_on={**FIRST_STEP, "eps": 3.0},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    return w - lr * g / np.sqrt(v + eps), v


@wrong(
    "nosqrt",
    says="the step is divided by the average itself, not by its root",
    shows_on=LATER_STEP,
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    return w - lr * g / (v + eps), v


@wrong(
    "past_only",
    says="the step is divided by the root of the old average: the gradient of this step is not in "
    "it yet",
    shows_on={**LATER_STEP, "g": 5.0, "v": 1.0, "lr": 0.2},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    return w - lr * g / (np.sqrt(v) + eps), rho * v + (1 - rho) * g**2


@wrong(
    "no_weight",
    says="the squared gradient enters the average in full, without the factor 1 - rho",
    shows_on=FIRST_STEP,
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + g**2
    return w - lr * g / (np.sqrt(v) + eps), v


@wrong(
    "corrected",
    says="the average is divided by 1 - rho as if every step were the first; RMSProp has no bias "
    "correction",
    shows_on=FIRST_STEP,
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    return w - lr * g / (np.sqrt(v / (1 - rho)) + eps), v


@wrong("ascent", says="the step is added: the loss is climbed", shows_on=LATER_STEP)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * g**2
    return w + lr * g / (np.sqrt(v) + eps), v


@wrong(
    "mean_square",
    says="the squared gradient is averaged over all weights: each weight has a scale of its own",
    shows_on={
        **FIRST_STEP,
        "w": np.array([1.0, 1.0]),
        "g": np.array([1.0, 7.0]),
        "v": np.zeros(2),
    },
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v = rho * v + (1 - rho) * np.mean(np.square(g))
    return w - lr * g / (np.sqrt(v) + eps), v


@wrong(
    "in_place",
    says="the arrays of the caller are changed: the old weights and the old average are lost",
    shows_on={**LATER_STEP, "w": np.array([1.0]), "g": np.array([4.0]), "v": np.array([8.0])},
)
def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
    v *= rho
    v += (1 - rho) * g**2
    w -= lr * g / (np.sqrt(v) + eps)
    return w, v
