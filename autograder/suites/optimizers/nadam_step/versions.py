"""Versions of `nadam_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

AHEAD = "b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)"

edited(
    "adam",
    AHEAD,
    "m / (1 - b1**t)",
    message="there is no look-ahead: a step of Adam",
    look_at="what stands in the place of the old average",
)

edited(
    "same_t",
    "b1 ** (t + 1)",
    "b1**t",
    message="both parts are corrected with t; the new average has the correction of the next step",
    look_at="the exponent under each of the two parts",
)

edited(
    "both_ahead",
    "(1 - b1) * g / (1 - b1**t)",
    "(1 - b1) * g / (1 - b1 ** (t + 1))",
    message="both parts are corrected with t + 1; the gradient belongs to this step",
    look_at="the exponent under each of the two parts",
)

edited(
    "no_g",
    AHEAD,
    "b1 * m / (1 - b1 ** (t + 1))",
    message="the gradient of this step is missing beside the average",
    look_at="the two parts of Adam's corrected average",
)

edited(
    "g_in_full",
    "(1 - b1) * g / (1 - b1**t)",
    "g",
    message="the gradient of this step enters in full, without its share and its correction",
    look_at="which share the gradient has in the average",
)

edited(
    "no_b1",
    "ahead = b1 * m /",
    "ahead = m /",
    message="the new average is not multiplied by b1",
    look_at="which share the old average has in Adam",
)

edited(
    "old_average",
    "    m = b1 * m + (1 - b1) * g\n",
    "    old, m = m, b1 * m + (1 - b1) * g\n",
    "ahead = b1 * m /",
    "ahead = b1 * old /",
    message="the look-ahead is made with the old average of the gradient, as in Adam",
    look_at="which of the two averages has the correction of the next step",
)

edited(
    "nocorr",
    AHEAD,
    "b1 * m + (1 - b1) * g",
    "v / (1 - b2**t)",
    "v",
    message="the averages are used as they are: both start at 0 and are too small at first",
    look_at="what the averages are divided by before they are used",
)

edited(
    "v_not_corrected",
    "v / (1 - b2**t)",
    "v",
    message="the average of the squares is not corrected; it starts at 0 as well",
    look_at="what each average is divided by before it is used",
)

edited(
    "v_ahead",
    "b2**t",
    "b2 ** (t + 1)",
    message="the average of the squares has the correction of the next step; nothing in it is "
    "looked ahead to",
    look_at="which average is exchanged for the new one",
)

edited(
    "t0",
    "b1 ** (t + 1)",
    "b1**t",
    "(1 - b1) * g / (1 - b1**t)",
    "(1 - b1) * g / (1 - b1 ** (t - 1))",
    "b2**t",
    "b2 ** (t - 1)",
    message="the steps are counted from 0: on the first one the correction divides by 1 - b**0 = 0",
    look_at="the exponents on the first step",
)

edited(
    "returns_ahead",
    "+ eps), m, v",
    "+ eps), ahead, v",
    message="the look-ahead is returned as the state; the next step needs the average",
    look_at="what is handed to the next step",
)

edited(
    "inside",
    "np.sqrt(v / (1 - b2**t)) + eps",
    "np.sqrt(v / (1 - b2**t) + eps)",
    message="epsilon stands inside the root; the course adds it to the root, outside",
    look_at="what is added to what under the fraction",
)

edited(
    "nosqrt",
    "np.sqrt(v / (1 - b2**t))",
    "v / (1 - b2**t)",
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
    "no_eps",
    "(np.sqrt(v / (1 - b2**t)) + eps)",
    "np.sqrt(v / (1 - b2**t))",
    message="epsilon is left out: it keeps the divisor away from 0",
    look_at="what becomes of eps",
)


@right("loop", message="one weight after the other")
def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, m, v)]
    new_w, new_m, new_v = (np.empty(flat[0].size) for _ in range(3))
    for i, (wi, gi, mi, vi) in enumerate(zip(*flat, strict=True)):
        new_m[i] = b1 * mi + (1 - b1) * gi
        new_v[i] = b2 * vi + (1 - b2) * gi * gi
        ahead = b1 * new_m[i] / (1 - b1 * b1**t) + (1 - b1) * gi / (1 - b1**t)
        new_w[i] = wi - lr * ahead / ((new_v[i] / (1 - b2**t)) ** 0.5 + eps)
    return new_w.reshape(shape), new_m.reshape(shape), new_v.reshape(shape)


@right("expanded", message="the new average written out with the old one; returns a list")
def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    now, soon = 1 - b1**t, 1 - b1 ** (t + 1)
    ahead = b1 * b1 / soon * m + (1 - b1) * (b1 / soon + 1 / now) * g
    v = v + (1 - b2) * (np.square(g) - v)
    return [w - lr * ahead / (np.sqrt(v / (1 - b2**t)) + eps), m + (1 - b1) * (g - m), v]


@right("copies", message="works on copies in place")
def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    w, m, v = (np.array(a, dtype=np.float64) for a in (w, m, v))
    m *= b1
    m += (1 - b1) * np.asarray(g)
    v *= b2
    v += (1 - b2) * np.square(g)
    root = np.sqrt(np.divide(v, 1 - np.power(b2, t))) + eps
    w -= lr * b1 / (1 - np.power(b1, t + 1)) * m / root
    w -= lr * (1 - b1) / (1 - np.power(b1, t)) * np.asarray(g) / root
    return w, m, v
