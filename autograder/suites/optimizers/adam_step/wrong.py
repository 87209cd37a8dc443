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
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


@wrong(
    "t0",
    says="the steps are counted from 0: on the first step the correction divides by 1 - b**0 = 0",
    shows_on=FIRST_STEP,
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    m_hat = m / (1 - b1 ** (t - 1))
    v_hat = v / (1 - b2 ** (t - 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@wrong(
    "overwrite",
    says="the corrected averages are written back into the state, so they are corrected again and "
    "again",
    shows_on=FIRST_STEP,
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = (b1 * m + (1 - b1) * g) / (1 - b1**t)
    v = (b2 * v + (1 - b2) * g**2) / (1 - b2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@wrong(
    "inside",
    says="epsilon stands inside the root; the course adds it to the root, outside",
    shows_on={**FIRST_STEP, "eps": 0.5},
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t) + eps), m, v


@wrong(
    "stale_t",
    says="every step is corrected as if it were the first: t is not used",
    shows_on=SECOND_STEP,
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1)) / (np.sqrt(v / (1 - b2)) + eps), m, v


@wrong(
    "swap",
    says="the two decay rates are exchanged: b1 belongs to the gradient, b2 to its square",
    shows_on=SECOND_STEP,
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b2 * m + (1 - b2) * g
    v = b1 * v + (1 - b1) * g**2
    return w - lr * (m / (1 - b2**t)) / (np.sqrt(v / (1 - b1**t)) + eps), m, v


@wrong("ascent", says="the step is added: the loss is climbed", shows_on=FIRST_STEP)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w + lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong("nosqrt", says="the root of the second average is missing", shows_on=FIRST_STEP)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (v / (1 - b2**t) + eps), m, v


@wrong(
    "only_m_corrected",
    says="only the first average is corrected; the second starts at 0 as well",
    shows_on=FIRST_STEP,
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * g**2
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v) + eps), m, v


@wrong(
    "mean_square",
    says="the squared gradient is averaged over all weights: each weight has a scale of its own",
    shows_on={
        **FIRST_STEP,
        "w": np.zeros(2),
        "g": np.array([1.0, 3.0]),
        "m": np.zeros(2),
        "v": np.zeros(2),
    },
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * np.mean(np.square(g))
    return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


@wrong(
    "in_place",
    says="the arrays of the caller are changed: the old weights and averages are lost",
    shows_on={
        **FIRST_STEP,
        "w": np.array([1.0]),
        "g": np.array([2.0]),
        "m": np.zeros(1),
        "v": np.zeros(1),
    },
)
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g**2
    w -= lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
    return w, m, v
