"""Answers to `adamw_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "decay as a separate step with the old w",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            decay = lr * wd * w
            w = w - lr * mh / (np.sqrt(vh) + eps)
            return w - decay, m, v
        """,
    ),
    right(
        "decay first",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            w = w - lr * wd * w
            return w - lr * mh / (np.sqrt(vh) + eps), m, v
        """,
    ),
    wrong(
        "L2 in the gradient",
        "l2",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            g = g + wd * w
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            return w - lr * mh / (np.sqrt(vh) + eps), m, v
        """,
    ),
    wrong(
        "decays twice, before and after",
        "",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            w = w * (1 - lr * wd)
            w = w - lr * mh / (np.sqrt(vh) + eps)
            return w * (1 - lr * wd), m, v
        """,
    ),
    wrong(
        "decays twice, L2 and step",
        "decays_twice",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            g = g + wd * w
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            return w - lr * (mh / (np.sqrt(vh) + eps) + wd * w), m, v
        """,
    ),
    wrong(
        "skips vectors",
        "skips_vectors",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            w1 = w - lr * mh / (np.sqrt(vh) + eps)
            if np.ndim(w) >= 2:
                w1 = w1 - lr * wd * w
            return w1, m, v
        """,
    ),
    wrong(
        "lr forgotten in the decay",
        "nolr",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            return w - lr * mh / (np.sqrt(vh) + eps) - wd * w, m, v
        """,
    ),
    wrong(
        "decay without w",
        "",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            return w - lr * (mh / (np.sqrt(vh) + eps) + wd), m, v
        """,
    ),
    wrong(
        "decay squared",
        "",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            return w - lr * (mh / (np.sqrt(vh) + eps) + wd * w ** 2), m, v
        """,
    ),
    wrong(
        "in place",
        "X9",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mh = m / (1 - b1 ** t)
            vh = v / (1 - b2 ** t)
            w -= lr * (mh / (np.sqrt(vh) + eps) + wd * w)
            return w, m, v
        """,
    ),
    wrong(
        "decay without lr",
        "nolr",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            w = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps) - wd * w
            return w, m, v
        """,
    ),
    wrong(
        "the penalty wd * w**2 in the gradient",
        "",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            g = g + 2 * wd * w
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            w = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
            return w, m, v
        """,
    ),
    right(
        "decays first",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            w = w * (1 - lr * wd)
            m = m * b1 + g * (1 - b1)
            v = v * b2 + g * g * (1 - b2)
            return w - lr * (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + eps), m, v
        """,
    ),
    wrong(
        "eps is left out",
        "no_eps",
        """
        def adamw_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t)) - lr * wd * w, m, v
        """,
    ),
]
