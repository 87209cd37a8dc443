"""Answers to `ewma`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "list, made an array",
        """
        def ewma(x, beta, correct=True):
            out = []
            v = 0
            for i in range(len(x)):
                v = beta * v + (1 - beta) * x[i]
                out.append(v / (1 - beta ** (i + 1)) if correct else v)
            return np.array(out)
        """,
    ),
    right(
        "zeros with the type of float",
        """
        def ewma(x, beta, correct=True):
            out = np.zeros(len(x))
            v = 0
            for t, xt in enumerate(x):
                v = beta * v + (1 - beta) * xt
                out[t] = v
            if correct:
                out = out / (1 - beta ** np.arange(1, len(x) + 1))
            return out
        """,
    ),
    wrong(
        "a list returned",
        "X4",
        """
        def ewma(x, beta, correct=True):
            out = []
            v = 0
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                out.append(v / (1 - beta ** i) if correct else v)
            return out
        """,
    ),
    wrong(
        "zeros_like of integers",
        "like_x X10",
        """
        def ewma(x, beta, correct=True):
            out = np.zeros_like(x)
            v = 0
            for i, xi in enumerate(x):
                v = beta * v + (1 - beta) * xi
                out[i] = v / (1 - beta ** (i + 1)) if correct else v
            return out
        """,
    ),
    wrong(
        "weights exchanged",
        "swapped",
        """
        def ewma(x, beta, correct=True):
            out = []
            v = 0
            for i, xi in enumerate(x, 1):
                v = (1 - beta) * v + beta * xi
                out.append(v / (1 - beta ** i) if correct else v)
            return np.array(out)
        """,
    ),
    wrong(
        "flag ignored",
        "always_corrected",
        """
        def ewma(x, beta, correct=True):
            out = []
            v = 0
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                out.append(v / (1 - beta ** i))
            return np.array(out)
        """,
    ),
    wrong(
        "carried state corrected in place",
        "corrected_state",
        """
        def ewma(x, beta, correct=True):
            v = 0
            out = []
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                if correct:
                    v /= 1 - beta ** i
                out.append(v)
            return np.array(out)
        """,
    ),
    wrong(
        "1 - beta times t",
        "times_t",
        """
        def ewma(x, beta, correct=True):
            out = []
            v = 0
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                out.append(v / (1 - beta * i) if correct else v)
            return np.array(out)
        """,
    ),
    wrong(
        "v kept in a global",
        "X17",
        """
        v = 0
        def ewma(x, beta, correct=True):
            global v
            out = []
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                out.append(v / (1 - beta ** i) if correct else v)
            return np.array(out)
        """,
    ),
    wrong(
        "a mutable default argument as memory",
        "X17",
        """
        kept = []

        def ewma(x, beta, correct=True):
            out = kept
            v = 0
            for i, xi in enumerate(x, 1):
                v = beta * v + (1 - beta) * xi
                out.append(v / (1 - beta ** i) if correct else v)
            return np.array(out)
        """,
    ),
    wrong(
        "a list as default argument, kept between calls",
        "X17",
        """
        def ewma(x, beta, correct=True, averages=[]):
            v = 0.0
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                averages.append(v / (1 - beta ** (t + 1)) if correct else v)
            return np.array(averages)
        """,
    ),
    wrong(
        "a buffer of the type of x",
        "like_x",
        """
        def ewma(x, beta, correct=True):
            out = np.zeros_like(x)
            v = 0
            for t in range(len(x)):
                v = beta * v + (1 - beta) * x[t]
                out[t] = v / (1 - beta ** (t + 1)) if correct else v
            return out
        """,
    ),
    wrong(
        "the last average alone",
        "last_only",
        """
        def ewma(x, beta, correct=True):
            v = 0.0
            for t, value in enumerate(x, 1):
                v = beta * v + (1 - beta) * value
            return v / (1 - beta**t) if correct else v
        """,
    ),
    wrong(
        "the starting zero is returned as well",
        "with_start",
        """
        def ewma(x, beta, correct=True):
            v = [0.0]
            for value in x:
                v.append(beta * v[-1] + (1 - beta) * value)
            v = np.array(v)
            if correct:
                v[1:] = v[1:] / (1 - beta ** np.arange(1, len(v)))
            return v
        """,
    ),
    right(
        "recursive helper",
        """
        def ewma(x, beta, correct=True):
            def value(t):
                return 0.0 if t == 0 else beta * value(t - 1) + (1 - beta) * x[t - 1]

            steps = range(1, len(x) + 1)
            return np.array([value(t) / ((1 - beta**t) if correct else 1.0) for t in steps])
        """,
    ),
    right(
        "matrix of weights",
        """
        def ewma(x, beta, correct=True):
            x = np.asarray(x, dtype=float)
            t = np.arange(len(x))
            k = t[:, None] - t[None, :]
            W = np.where(k >= 0, (1 - beta) * beta ** np.abs(k).astype(float), 0.0)
            v = W @ x
            return v / W.sum(axis=1) if correct else v
        """,
    ),
    wrong(
        "one value too many",
        "X3",
        """
        def ewma(x, beta, correct=True):
            v, out = 0.0, []
            for t, a in enumerate(x, 1):
                v = beta * v + (1 - beta) * a
                out.append(v / (1 - beta**t) if correct else v)
            return np.array(out), v
        """,
    ),
]
