"""Answers to `adagrad_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "cache",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            cache = G + g * g
            return w - (lr / (eps + np.sqrt(cache))) * g, cache
        """,
    ),
    right(
        "copy, then in place",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            w = np.array(w, dtype=float)
            G = np.array(G, dtype=float)
            G += g ** 2
            w -= lr * g / (np.sqrt(G) + eps)
            return w, G
        """,
    ),
    wrong(
        "missing parenthesis",
        "missing_parenthesis",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + g ** 2
            return w - lr * g / np.sqrt(G) + eps, G
        """,
    ),
    wrong(
        "in place G",
        "X9",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G += g ** 2
            return w - lr * g / (np.sqrt(G) + eps), G
        """,
    ),
    wrong(
        "in place G and missing root",
        "X9",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G += g ** 2
            return w - lr * g / (G + eps), G
        """,
    ),
    wrong(
        "root of the old sum",
        "past_only",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            w = w - lr * g / (np.sqrt(G) + eps)
            return w, G + g ** 2
        """,
    ),
    wrong(
        "the old G is returned",
        "stale_G not_updated_G",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            Gn = G + g ** 2
            return w - lr * g / (np.sqrt(Gn) + eps), G
        """,
    ),
    wrong(
        "eps left out",
        "no_eps",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + g ** 2
            return w - lr * g / np.sqrt(G), G
        """,
    ),
    wrong(
        "integer state",
        "",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = np.array(G, dtype=int) + g ** 2
            return w - lr * g / (np.sqrt(G) + eps), G
        """,
    ),
    wrong(
        "a plain number has no method copy",
        "",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            w = w.copy()
            G = G + g**2
            w -= lr * g / (np.sqrt(G) + eps)
            return w, G
        """,
    ),
    wrong(
        "epsilon in the root, and a list for G",
        "inside X4",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + g**2
            return w - lr * g / np.sqrt(G + eps), list(np.atleast_1d(G))
        """,
    ),
    wrong(
        "the squares are kept in a global list",
        "X17",
        """
        total = []

        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            total.append(g**2)
            G = sum(total)
            return w - lr * g / (np.sqrt(G) + eps), G
        """,
    ),
    wrong(
        "the last square alone is kept",
        "overwrite",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = g**2
            return w - lr * g / (np.sqrt(G) + eps), G
        """,
    ),
    wrong(
        "one sum over all weights",
        "one_sum",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + np.sum(g**2)
            return w - lr * g / (np.sqrt(G) + eps), G
        """,
    ),
    wrong(
        "G += in place",
        "X9",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G += g**2
            w = w - lr * g / (np.sqrt(G) + eps)
            return w, G
        """,
    ),
    right(
        "new names for everything",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G_new = np.copy(G) + np.square(g)
            denominator = np.sqrt(G_new) + eps
            return w + (-lr) * np.divide(g, denominator), G_new
        """,
    ),
    wrong(
        "eps is left out",
        "no_eps",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + g**2
            return w - lr * g / np.sqrt(G), G
        """,
    ),
    wrong(
        "eps as a floor",
        "floor",
        """
        def adagrad_step(w, g, G, lr=0.01, eps=1e-10):
            G = G + g**2
            return w - lr * g / np.maximum(np.sqrt(G), eps), G
        """,
    ),
]
