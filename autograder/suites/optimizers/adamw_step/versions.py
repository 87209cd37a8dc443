"""Versions of `adamw_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "l2",
    "m = b1 * m + (1 - b1) * g",
    "g = g + wd * w\n    m = b1 * m + (1 - b1) * g",
    "+ eps) + wd * w)",
    "+ eps))",
    message="the decay is added to the gradient, as in Adam with an L2 penalty: it passes "
    "through both averages and is divided by the size of the gradients",
    look_at="where the decay enters",
)

edited(
    "nolr",
    "lr * (m_hat / (np.sqrt(v_hat) + eps) + wd * w)",
    "lr * m_hat / (np.sqrt(v_hat) + eps) - wd * w",
    message="the decay is not multiplied by lr",
    look_at="what multiplies the decay",
    convention="the paper on AdamW, where the schedule alone multiplies the decay",
)

edited(
    "after",
    "return w - lr * (m_hat / (np.sqrt(v_hat) + eps) + wd * w), m, v",
    "w = w - lr * m_hat / (np.sqrt(v_hat) + eps)\n    return w - lr * wd * w, m, v",
    message="the decay is taken from the weight after the Adam step, not from the one before it",
    look_at="which weight decays",
)

edited(
    "plus",
    "+ wd * w)",
    "- wd * w)",
    message="the decay is added: the weights grow",
    look_at="the sign of the decay",
)

edited(
    "no_decay",
    "+ eps) + wd * w)",
    "+ eps))",
    message="the weights do not decay: this is Adam",
    look_at="what wd is used for",
)

edited(
    "divided",
    "m_hat / (np.sqrt(v_hat) + eps) + wd * w",
    "(m_hat + wd * w) / (np.sqrt(v_hat) + eps)",
    message="the decay is divided by the size of the gradients along with the first average",
    look_at="what stands under the fraction, and what beside it",
)

edited(
    "constant",
    "wd * w)",
    "wd * np.sign(w))",
    message="every weight decays by the same amount; the decay is a share of the weight",
    look_at="what wd multiplies",
)

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
    "inside",
    "(np.sqrt(v_hat) + eps)",
    "np.sqrt(v_hat + eps)",
    message="epsilon stands inside the root; the course adds it to the root, outside",
    look_at="what is added to what under the fraction",
)

edited(
    "decays_twice",
    "m = b1 * m + (1 - b1) * g",
    "g = g + wd * w\n    m = b1 * m + (1 - b1) * g",
    message="the weights decay twice: the decay stands in the gradient and in the step",
    look_at="how often wd is used",
)

edited(
    "skips_vectors",
    "wd * w)",
    "(wd * w if np.ndim(w) > 1 else 0.0))",
    message="vectors and plain numbers do not decay, only arrays of two axes and more do",
    look_at="for which shapes wd is used",
    convention="training scripts that exempt biases and the weights of norms",
)

edited(
    "nosqrt",
    "np.sqrt(v_hat)",
    "v_hat",
    message="the root of the second average is missing",
    look_at="the units of what is under the fraction",
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
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, m, v)]
    new_w, new_m, new_v = (np.empty(flat[0].size) for _ in range(3))
    for i, (wi, gi, mi, vi) in enumerate(zip(*flat, strict=True)):
        new_m[i] = b1 * mi + (1 - b1) * gi
        new_v[i] = b2 * vi + (1 - b2) * gi * gi
        root = (new_v[i] / (1 - b2**t)) ** 0.5
        new_w[i] = wi - lr * new_m[i] / (1 - b1**t) / (root + eps) - lr * wd * wi
    return new_w.reshape(shape), new_m.reshape(shape), new_v.reshape(shape)


@right("shrink_first", message="the weight shrinks first, then the Adam step, as PyTorch does it")
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    w = w * (1 - lr * wd)
    m = m + (1 - b1) * (g - m)
    v = v + (1 - b2) * (g * g - v)
    root = np.sqrt(1 - b2**t)
    return w - lr * root / (1 - b1**t) * m / (np.sqrt(v) + eps * root), m, v


@right("copies", message="works on copies in place, returns a list")
def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    w, m, v = (np.array(a, dtype=np.float64) for a in (w, m, v))
    m *= b1
    m += (1 - b1) * np.asarray(g)
    v *= b2
    v += (1 - b2) * np.square(g)
    w -= lr * wd * w
    w -= lr * np.divide(m, 1 - np.power(b1, t)) / (np.sqrt(np.divide(v, 1 - np.power(b2, t))) + eps)
    return [w, m, v]
