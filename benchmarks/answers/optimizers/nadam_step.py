"""Answers to `nadam_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "both parts with names",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            m_hat = m / (1 - b1 ** (t + 1))
            g_hat = g / (1 - b1**t)
            v_hat = v / (1 - b2**t)
            return w - lr * (b1 * m_hat + (1 - b1) * g_hat) / (np.sqrt(v_hat) + eps), m, v
        """,
    ),
    right(
        "the factors of m and g first",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            of_m, of_g = b1 / (1 - b1 * b1**t), (1 - b1) / (1 - b1**t)
            m = m + (1 - b1) * (g - m)
            v = v + (1 - b2) * (g * g - v)
            scale = lr / ((v / (1 - b2**t)) ** 0.5 + eps)
            return w - scale * of_m * m - scale * of_g * g, m, v
        """,
    ),
    wrong(
        "the usual short form, with Adam's corrected average",
        "same_t",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
            ahead = b1 * m_hat + (1 - b1) * g / (1 - b1**t)
            return w - lr * ahead / (np.sqrt(v_hat) + eps), m, v
        """,
    ),
    wrong(
        "Adam",
        "adam",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
    wrong(
        "the look-ahead is kept",
        "returns_ahead",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            m = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
            return w - lr * m / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
    wrong(
        "the gradient in full",
        "g_in_full",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            ahead = b1 * m / (1 - b1 ** (t + 1)) + g
            return w - lr * ahead / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
    wrong(
        "without corrections",
        "nocorr",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * (b1 * m + (1 - b1) * g) / (np.sqrt(v) + eps), m, v
        """,
    ),
    wrong(
        "eps in the root",
        "inside",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            ahead = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
            return w - lr * ahead / np.sqrt(v / (1 - b2**t) + eps), m, v
        """,
    ),
    wrong(
        "the look-ahead is corrected once more",
        "",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            ahead = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
            return w - lr * ahead / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
    wrong(
        "in place",
        "X9",
        """
        def nadam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * g**2
            ahead = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
            return w - lr * ahead / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
]
