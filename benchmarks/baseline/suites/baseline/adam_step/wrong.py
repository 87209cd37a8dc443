"""Named wrong versions of `adam_step`."""

import numpy as np

from autograder.bank.exercise import wrong

LATER = {"lr": 0.1, "b1": 0.5, "b2": 0.96, "eps": 0.0}
FIRST_STEP = {"w": 1.0, "g": 2.0, "m": 0.0, "v": 0.0, "t": 1, **LATER}
SECOND_STEP = {"w": 1.0, "g": 2.0, "m": 1.0, "v": 1.0, "t": 2, **LATER}


@wrong(
    "nocorr",
    says="the averages are used as they are: both start at 0 and are too small at first",
    shows_on=FIRST_STEP,
)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


@wrong(
    "inside",
    says="epsilon stands inside the root; the course adds it to the root, outside",
    shows_on={**FIRST_STEP, "eps": 0.5},
)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v


@wrong("ascent", says="the step is added: the loss is climbed", shows_on=FIRST_STEP)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w + lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong(
    "stale_t",
    says="every step is corrected as if it were the first: t is not used",
    shows_on=SECOND_STEP,
)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1)) / (np.sqrt(v / (1 - b2)) + eps), m, v


@wrong(
    "swap",
    says="the two decay rates are exchanged: b1 belongs to the gradient, b2 to its square",
    shows_on=SECOND_STEP,
)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m = b2 * m + (1 - b2) * g
    v = b1 * v + (1 - b1) * g**2
    return w - lr * (m / (1 - b2**t)) / (np.sqrt(v / (1 - b1**t)) + eps), m, v


@wrong(
    "in_place",
    says="the averages of the caller are changed",
    shows_on={
        **FIRST_STEP,
        "w": np.array([1.0]),
        "g": np.array([2.0]),
        "m": np.zeros(1),
        "v": np.zeros(1),
    },
)
def adam_step(w, g, m, v, t, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
