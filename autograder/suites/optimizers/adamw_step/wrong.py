"""Named wrong versions of `adamw_step`."""

import numpy as np

from autograder.bank.exercise import wrong

FIRST_STEP = {
    "w": 4.0,
    "g": 3.0,
    "m": 0.0,
    "v": 0.0,
    "t": 1,
    "lr": 0.5,
    "b1": 0.5,
    "b2": 0.75,
    "eps": 0.0,
    "wd": 0.25,
}


@wrong(
    "l2",
    says="the decay is added to the gradient, as in Adam with an L2 penalty: it passes through "
    "both averages and is divided by the size of the gradients",
    shows_on=FIRST_STEP,
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    g = g + wd * w
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong(
    "nolr",
    says="the decay is not multiplied by lr",
    shows_on=FIRST_STEP,
    convention="the paper on AdamW, where the schedule alone multiplies the decay",
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps) - wd * w, m, v


@wrong(
    "after",
    says="the decay is taken from the weight after the Adam step, not from the one before it",
    shows_on=FIRST_STEP,
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    w = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w - lr * wd * w, m, v


@wrong("plus", says="the decay is added: the weights grow", shows_on=FIRST_STEP)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w * (1 + lr * wd) - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong("no_decay", says="the weights do not decay: this is Adam", shows_on=FIRST_STEP)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong(
    "divided",
    says="the decay is divided by the size of the gradients along with the first average",
    shows_on=FIRST_STEP,
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t) + wd * w) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong(
    "constant",
    says="every weight decays by the same amount; the decay is a share of the weight",
    shows_on=FIRST_STEP,
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    step = (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w - lr * (step + wd * np.sign(w)), m, v


@wrong(
    "nocorr",
    says="the averages are used as they are: both start at 0 and are too small at first",
    shows_on={**FIRST_STEP, "b1": 0.5, "b2": 0.96},
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (np.sqrt(v) + eps) + wd * w), m, v


@wrong(
    "inside",
    says="epsilon stands inside the root; the course adds it to the root, outside",
    shows_on={**FIRST_STEP, "eps": 7.0},
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t) / np.sqrt(v / (1 - b2**t) + eps) + wd * w), m, v


@wrong(
    "in_place",
    says="the arrays of the caller are changed: the old weights and averages are lost",
    shows_on={
        **FIRST_STEP,
        "w": np.array([4.0]),
        "g": np.array([3.0]),
        "m": np.zeros(1),
        "v": np.zeros(1),
    },
)
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g**2
    w *= 1 - lr * wd
    w -= lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w, m, v
