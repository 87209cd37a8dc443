"""Answers to `moving_average`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "cumsum",
        """
        def moving_average(x, k):
            c = np.cumsum(np.insert(x, 0, 0.0).astype(float))
            c = np.cumsum(np.concatenate(([0.0], x)))
            return (c[k:] - c[:-k]) / k
        """,
    ),
    right(
        "convolve",
        """
        def moving_average(x, k):
            return np.convolve(x, np.ones(k), "valid") / k
        """,
    ),
    wrong(
        "a list of means",
        "X4",
        """
        def moving_average(x, k):
            return [sum(x[i:i + k]) / k for i in range(len(x) - k + 1)]
        """,
    ),
    wrong(
        "one window short",
        "last_missing",
        """
        def moving_average(x, k):
            return np.array([x[i:i + k].mean() for i in range(len(x) - k)])
        """,
    ),
    wrong(
        "same length",
        "same_length",
        """
        def moving_average(x, k):
            return np.convolve(x, np.ones(k) / k, "same")
        """,
    ),
    wrong(
        "insert into integers",
        "floor X10",
        """
        def moving_average(x, k):
            c = np.cumsum(np.insert(x, 0, 0))
            return (c[k:] - c[:-k]) // k
        """,
    ),
    wrong(
        "sums",
        "sum",
        """
        def moving_average(x, k):
            return np.convolve(x, np.ones(k), "valid")
        """,
    ),
    wrong(
        "cumsum without the 0",
        "first_missing",
        """
        def moving_average(x, k):
            c = np.cumsum(x)
            return (c[k:] - c[:-k]) / k
        """,
    ),
    wrong(
        "divides by k - 1",
        "",
        """
        def moving_average(x, k):
            return np.convolve(x, np.ones(k), "valid") / (k - 1)
        """,
    ),
    wrong(
        "centred windows for odd k only",
        "",
        """
        def moving_average(x, k):
            h = k // 2
            return np.array([np.mean(x[i - h:i + h + 1]) for i in range(h, len(x) - h)])
        """,
    ),
    wrong(
        "the answer has the type of x",
        "X10",
        """
        def moving_average(x, k):
            out = np.empty_like(x, shape=len(x) - k + 1)
            for i in range(len(out)):
                out[i] = x[i : i + k].mean()
            return out
        """,
    ),
    wrong(
        "x is divided in place",
        "X9",
        """
        def moving_average(x, k):
            x /= k
            return np.array([x[i : i + k].sum() for i in range(len(x) - k + 1)])
        """,
    ),
    wrong(
        "one window too few",
        "last_missing",
        """
        def moving_average(x, k):
            return np.array([np.mean(x[i:i+k]) for i in range(len(x) - k)])
        """,
    ),
    wrong(
        "the sum is divided by len(x)",
        "by_length",
        """
        def moving_average(x, k):
            return np.convolve(x, np.ones(k), mode="valid") / len(x)
        """,
    ),
    wrong(
        "a running sum without its first 0",
        "first_missing",
        """
        def moving_average(x, k):
            c = np.cumsum(x)
            return (c[k:] - c[:-k]) / k
        """,
    ),
    wrong(
        "a buffer of whole numbers",
        "X10",
        """
        def moving_average(x, k):
            out = np.zeros(len(x) - k + 1, dtype=int)
            for i in range(len(out)):
                out[i] = x[i:i+k].mean()
            return out
        """,
    ),
    right(
        "cumsum with a zero in front",
        """
        def moving_average(x, k):
            c = np.concatenate([[0.0], np.cumsum(x)])
            return (c[k:] - c[:-k]) / k
        """,
    ),
    right(
        "convolve",
        """
        def moving_average(x, k):
            return np.convolve(x, np.full(k, 1 / k), "valid")
        """,
    ),
    wrong(
        "the length is returned as well",
        "X3",
        """
        def moving_average(x, k):
            out = np.convolve(x, np.ones(k) / k, "valid")
            return out, len(out)
        """,
    ),
]
