"""Answers to `iterate_minibatches`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "indices in chunks",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            n = X.shape[0]
            idx = rng.permutation(n)
            i = 0
            while i < n:
                j = idx[i:i + batch_size]
                i += batch_size
                yield X[j], y[j]
        """,
    ),
    right(
        "a list of tuples",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            p = rng.permutation(len(y))
            Xs, ys = X[p], y[p]
            starts = range(0, len(y), batch_size)
            return [(Xs[i:i + batch_size], ys[i:i + batch_size]) for i in starts]
        """,
    ),
    wrong(
        "short last batch dropped",
        "drops_last",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            p = rng.permutation(len(X))
            for i in range(len(X) // batch_size):
                j = p[i * batch_size:(i + 1) * batch_size]
                yield X[j], y[j]
        """,
    ),
    wrong(
        "batches drawn anew",
        "drawn_anew drawn_anew_short",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            for i in range(0, len(X), batch_size):
                j = rng.choice(len(X), min(batch_size, len(X) - i), replace=False)
                yield X[j], y[j]
        """,
    ),
    wrong(
        "batches drawn anew, all full",
        "drawn_anew",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            for i in range(0, len(X), batch_size):
                j = rng.choice(len(X), min(batch_size, len(X)), replace=False)
                yield X[j], y[j]
        """,
    ),
    wrong(
        "batches drawn anew with replacement",
        "",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            for i in range(0, len(X), batch_size):
                j = rng.integers(0, len(X), batch_size)
                yield X[j], y[j]
        """,
    ),
    wrong(
        "X and y shuffled apart",
        "unpaired",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            Xs = rng.permutation(X)
            ys = rng.permutation(y)
            for i in range(0, len(X), batch_size):
                yield Xs[i:i + batch_size], ys[i:i + batch_size]
        """,
    ),
    wrong(
        "X and y shuffled in place",
        "X9",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            s = rng.permutation(len(X))
            X[:] = X[s]
            y[:] = y[s]
            for i in range(0, len(X), batch_size):
                yield X[i:i + batch_size], y[i:i + batch_size]
        """,
    ),
    wrong(
        "global generator",
        "X11",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            p = np.random.permutation(len(X))
            for i in range(0, len(X), batch_size):
                yield X[p[i:i + batch_size]], y[p[i:i + batch_size]]
        """,
    ),
    wrong(
        "only X",
        "",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            p = rng.permutation(len(X))
            for i in range(0, len(X), batch_size):
                yield X[p[i:i + batch_size]]
        """,
    ),
    wrong(
        "X and y are shuffled in place, each in its own order",
        "X9 unpaired",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            rng.shuffle(X)
            rng.shuffle(y)
            for i in range(0, len(X), batch_size):
                yield X[i : i + batch_size], y[i : i + batch_size]
        """,
    ),
    wrong(
        "batches drawn anew, and the short one is dropped",
        "",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            n = len(X)
            for _ in range(n // batch_size):
                j = rng.choice(n, batch_size, replace=False)
                yield X[j], y[j]
        """,
    ),
    wrong(
        "batches drawn anew from the global generator",
        "X11 drawn_anew",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            n = len(X)
            for _ in range(int(np.ceil(n / batch_size))):
                j = np.random.choice(n, min(n, batch_size), replace=False)
                yield X[j], y[j]
        """,
    ),
    wrong(
        "a generator made inside",
        "same_order",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            rng = np.random.default_rng(0)
            p = rng.permutation(len(X))
            for i in range(0, len(X), batch_size):
                yield X[p[i : i + batch_size]], y[p[i : i + batch_size]]
        """,
    ),
    wrong(
        "len(X) // batch_size batches",
        "drops_last",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            idx = rng.permutation(len(X))
            for i in range(len(X) // batch_size):
                b = idx[i * batch_size:(i + 1) * batch_size]
                yield X[b], y[b]
        """,
    ),
    wrong(
        "both are shuffled in place, apart",
        "X9",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            rng.shuffle(X)
            rng.shuffle(y)
            for i in range(0, len(X), batch_size):
                yield X[i:i + batch_size], y[i:i + batch_size]
        """,
    ),
    wrong(
        "positions are returned in place of rows",
        "",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            idx = rng.permutation(len(X))
            for i in range(0, len(X), batch_size):
                yield idx[i:i + batch_size]
        """,
    ),
    right(
        "permuted pair list",
        """
        def iterate_minibatches(X, y, batch_size, rng):
            order = rng.permutation(X.shape[0])
            out = []
            for i in range(0, X.shape[0], batch_size):
                b = order[i:i + batch_size]
                out.append((np.take(X, b, axis=0), np.take(y, b, axis=0)))
            return out
        """,
    ),
]
