"""Answers to `adam_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "names with hats",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mhat = m / (1 - b1 ** t)
            vhat = v / (1 - b2 ** t)
            return w - lr * mhat / (vhat ** 0.5 + eps), m, v
        """,
    ),
    right(
        "copy, then in place",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            w = np.copy(w).astype(float)
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g * g
            w -= lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
            return w, m, v
        """,
    ),
    wrong(
        "eps not rescaled",
        "eps_not_rescaled",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            a = lr * np.sqrt(1 - b2 ** t) / (1 - b1 ** t)
            return w - a * m / (np.sqrt(v) + eps), m, v
        """,
    ),
    wrong(
        "t + 1",
        "t_plus_one",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            t = t + 1
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            return w - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), m, v
        """,
    ),
    wrong(
        "b1 for both",
        "one_decay",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b1 * v + (1 - b1) * g ** 2
            return w - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b1 ** t)) + eps), m, v
        """,
    ),
    wrong(
        "hats returned",
        "overwrite",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = (b1 * m + (1 - b1) * g) / (1 - b1 ** t)
            v = (b2 * v + (1 - b2) * g ** 2) / (1 - b2 ** t)
            return w - lr * m / (np.sqrt(v) + eps), m, v
        """,
    ),
    wrong(
        "gradient not squared",
        "",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g
            return w - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps), m, v
        """,
    ),
    wrong(
        "a counter in a global",
        "X17",
        """
        step = 0
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            global step
            step += 1
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            return w - lr * (m / (1 - b1 ** step)) / (np.sqrt(v / (1 - b2 ** step)) + eps), m, v
        """,
    ),
    wrong(
        "misspelt name",
        "",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            mhat = m / (1 - beta1 ** t)
            return w - lr * mhat / (np.sqrt(v / (1 - b2 ** t)) + eps), m, v
        """,
    ),
    wrong(
        "a list comprehension for the arrays",
        "X4",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g ** 2
            w = w - lr * (m / (1 - b1 ** t)) / (np.sqrt(v / (1 - b2 ** t)) + eps)
            return np.asarray(w).tolist(), m, v
        """,
    ),
    wrong(
        "no correction, on a copy that keeps the integer type",
        "nocorr",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            w = np.copy(w)
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            w -= lr * m / (np.sqrt(v) + eps)
            return w, m, v
        """,
    ),
    wrong(
        "m in single precision",
        "X16",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = np.asarray(b1 * m + (1 - b1) * g, dtype=np.float32)
            v = b2 * v + (1 - b2) * g**2
            w = w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
            return w, m, v
        """,
    ),
    wrong(
        "both averages are kept in globals",
        "X17",
        """
        M = V = 0

        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            global M, V
            M = b1 * M + (1 - b1) * g
            V = b2 * V + (1 - b2) * g**2
            return w - lr * (M / (1 - b1**t)) / (np.sqrt(V / (1 - b2**t)) + eps), M, V
        """,
    ),
    wrong(
        "the first correction counts from 0",
        "",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            m_hat = m / (1 - b1 ** (t - 1))
            v_hat = v / (1 - b2 ** t)
            return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
        """,
    ),
    wrong(
        "the corrected v is returned, with m as it should be",
        "",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            mh = m / (1 - b1**t)
            v = v / (1 - b2**t)
            return w - lr * mh / (np.sqrt(v) + eps), m, v
        """,
    ),
    wrong(
        "returns w alone",
        "X3",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps)
        """,
    ),
    wrong(
        "the rate decays with the root of t",
        "",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            lr_t = lr / np.sqrt(t)
            return w - lr_t * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + eps), m, v
        """,
    ),
    right(
        "converts to arrays first",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            w, g, m, v = (np.array(a, dtype=np.float64) for a in (w, g, m, v))
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g * g
            mhat = m / (1 - np.power(b1, t))
            vhat = v / (1 - np.power(b2, t))
            w -= lr * mhat / (np.sqrt(vhat) + eps)
            return w, m, v
        """,
    ),
    wrong(
        "eps is left out",
        "no_eps",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * (m / (1 - b1**t)) / np.sqrt(v / (1 - b2**t)), m, v
        """,
    ),
    wrong(
        "eps as a floor",
        "floor",
        """
        def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            return w - lr * (m / (1 - b1**t)) / np.maximum(np.sqrt(v / (1 - b2**t)), eps), m, v
        """,
    ),
]
