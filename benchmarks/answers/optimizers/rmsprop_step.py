"""Answers to `rmsprop_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "cache",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            cache = rho * v + (1 - rho) * np.square(g)
            return w - lr / (np.sqrt(cache) + eps) * g, cache
        """,
    ),
    right(
        "power a half",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1.0 - rho) * g ** 2
            w = w - lr * g * (v ** 0.5 + eps) ** -1
            return w, v
        """,
    ),
    wrong(
        "a floor",
        "floor",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g ** 2
            return w - lr * g / np.maximum(np.sqrt(v), eps), v
        """,
    ),
    wrong(
        "root returned",
        "returns_root",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            r = np.sqrt(rho * v + (1 - rho) * g ** 2)
            return w - lr * g / (r + eps), r
        """,
    ),
    wrong(
        "eps in the root",
        "inside",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g ** 2
            return w - lr * g / np.sqrt(v + eps), v
        """,
    ),
    wrong(
        "missing parenthesis",
        "missing_parenthesis",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g ** 2
            return w - lr * g / np.sqrt(v) + eps, v
        """,
    ),
    wrong(
        "the gradient is not squared",
        "",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g
            return w - lr * g / (np.sqrt(np.abs(v)) + eps), v
        """,
    ),
    wrong(
        "in place through np.add(out=)",
        "X9",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = np.array(v, dtype=float)
            v = rho * v + (1 - rho) * g ** 2
            w = np.asarray(w)
            if w.ndim:
                w -= lr * g / (np.sqrt(v) + eps)
                return w, v
            return w - lr * g / (np.sqrt(v) + eps), v
        """,
    ),
    wrong(
        "plus sign, on a copy that keeps the integer type",
        "ascent",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            w = np.copy(w)
            v = rho * v + (1 - rho) * g**2
            w += lr * g / (np.sqrt(v) + eps)
            return w, v
        """,
    ),
    wrong(
        "eps is left out",
        "no_eps",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g * g
            return w - lr * g / np.sqrt(v), v
        """,
    ),
    wrong(
        "a loop over len(w), which numbers do not have",
        "",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            w_new = np.zeros(len(w)); v_new = np.zeros(len(w))
            for i in range(len(w)):
                v_new[i] = rho * v[i] + (1 - rho) * g[i] ** 2
                w_new[i] = w[i] - lr / (v_new[i] ** 0.5 + eps) * g[i]
            return w_new, v_new
        """,
    ),
    wrong(
        "the root of the module math",
        "",
        """
        import math
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g**2
            return w - lr * g / (math.sqrt(v) + eps), v
        """,
    ),
    wrong(
        "a misspelled name",
        "",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = rho * v + (1 - rho) * g**2
            return w - lr * g / (np.sqrt(V) + eps), v
        """,
    ),
    right(
        "power 0.5",
        """
        def rmsprop_step(w, g, v, lr=0.001, rho=0.9, eps=1e-8):
            v = v + (1 - rho) * (np.abs(g) ** 2 - v)
            step = g * (v ** 0.5 + eps) ** -1
            return w - lr * step, v
        """,
    ),
]
