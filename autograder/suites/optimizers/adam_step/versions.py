"""Versions of `adam_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "nocorr",
    "m / (1 - b1**t)",
    "m",
    "v / (1 - b2**t)",
    "v",
    message="the averages are used as they are: both start at 0 and are too small at first",
    look_at="what the averages are divided by before they are used",
)
edited(
    "only_m_corrected",
    "v / (1 - b2**t)",
    "v",
    message="only the first average is corrected; the second starts at 0 as well",
    look_at="what each average is divided by before it is used",
)
edited(
    "t0",
    "b1**t",
    "b1 ** (t - 1)",
    "b2**t",
    "b2 ** (t - 1)",
    message="the steps are counted from 0: on the first one the correction divides by 1 - b**0 = 0",
    look_at="the exponents of b1 and b2 on the first step",
)
edited(
    "t_plus_one",
    "b1**t",
    "b1 ** (t + 1)",
    "b2**t",
    "b2 ** (t + 1)",
    message="the steps are counted from 2: t is 1 on the first step already",
    look_at="the exponents of b1 and b2 on the first step",
)
edited(
    "stale_t",
    "b1**t",
    "b1",
    "b2**t",
    "b2",
    message="every step is corrected as if it were the first: t is not used",
    look_at="how the correction changes from step to step",
)
edited(
    "overwrite",
    "m_hat = m /",
    "m = m_hat = m /",
    "v_hat = v /",
    "v = v_hat = v /",
    message="the corrected averages are returned as state, so they are corrected again and again",
    look_at="which averages are handed to the next step",
)
edited(
    "inside",
    "(np.sqrt(v_hat) + eps)",
    "np.sqrt(v_hat + eps)",
    message="epsilon stands inside the root; the course adds it to the root, outside",
    look_at="what is added to what under the fraction",
)
edited(
    "eps_not_rescaled",
    "m_hat / (np.sqrt(v_hat) + eps)",
    "np.sqrt(1 - b2**t) / (1 - b1**t) * m / (np.sqrt(v) + eps)",
    message="both corrections are folded into the learning rate, and epsilon is added to the root "
    "of the uncorrected average: it acts more strongly in the first steps",
    look_at="which root epsilon is added to",
    convention="section 2 of the paper of Adam, its faster form, and TensorFlow",
)
edited(
    "nosqrt",
    "np.sqrt(v_hat)",
    "v_hat",
    message="the root of the second average is missing",
    look_at="the units of what is under the fraction",
)
edited(
    "mean_square",
    "g**2",
    "np.mean(np.square(g))",
    message="the squared gradient is averaged over all weights: each weight has a scale of its own",
    look_at="the shape of the second average",
)

edited(
    "one_decay",
    "b2 * v + (1 - b2) * g**2",
    "b1 * v + (1 - b1) * g**2",
    "v / (1 - b2**t)",
    "v / (1 - b1**t)",
    message="both averages fade with b1; that of the squares has b2",
    look_at="which of the two decays each average has",
)

edited(
    "floor",
    "(np.sqrt(v_hat) + eps)",
    "np.maximum(np.sqrt(v_hat), eps)",
    message="epsilon is a floor below the root, where it is to be added to the root",
    look_at="how epsilon and the root are combined",
)

edited(
    "no_eps",
    "(np.sqrt(v_hat) + eps)",
    "np.sqrt(v_hat)",
    message="epsilon is left out: it keeps the divisor away from 0",
    look_at="what becomes of eps",
)


@right("loop", message="one weight after the other")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, m, v)]
    new_w, new_m, new_v = (np.empty(flat[0].size) for _ in range(3))
    for i, (wi, gi, mi, vi) in enumerate(zip(*flat, strict=True)):
        new_m[i] = b1 * mi + (1 - b1) * gi
        new_v[i] = b2 * vi + (1 - b2) * gi * gi
        root = (new_v[i] / (1 - b2**t)) ** 0.5
        new_w[i] = wi - lr * new_m[i] / (1 - b1**t) / (root + eps)
    return new_w.reshape(shape), new_m.reshape(shape), new_v.reshape(shape)


@right("folded", message="both corrections folded into one rate, epsilon rescaled")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m = m + (1 - b1) * (g - m)
    v = v + (1 - b2) * (g * g - v)
    root = np.sqrt(1 - b2**t)
    return w - lr * root / (1 - b1**t) * m / (np.sqrt(v) + eps * root), m, v


@right("copies", message="works on copies in place, returns a list")
def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    w, m, v = (np.array(a, dtype=np.float64) for a in (w, m, v))
    m *= b1
    m += (1 - b1) * np.asarray(g)
    v *= b2
    v += (1 - b2) * np.square(g)
    w -= lr * np.divide(m, 1 - np.power(b1, t)) / (np.sqrt(np.divide(v, 1 - np.power(b2, t))) + eps)
    return [w, m, v]
