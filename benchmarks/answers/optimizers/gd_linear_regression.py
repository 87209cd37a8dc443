"""Answers to `gd_linear_regression`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "copy, then in place",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            w = w.astype(float).copy()
            for i in range(steps):
                e = X.dot(w) + b - y
                w -= lr * 2 * X.T.dot(e) / len(X)
                b = b - lr * 2 * e.mean()
            return w, b
        """,
    ),
    right(
        "error with the other sign",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            n = X.shape[0]
            for i in range(steps):
                e = y - (X @ w + b)
                gw = -2 * X.T @ e / n
                gb = -2 * e.sum() / n
                w, b = w - lr * gw, b - lr * gb
            return w, b
        """,
    ),
    wrong(
        "the factor 2 is missing",
        "half",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            for i in range(steps):
                e = X @ w + b - y
                w, b = w - lr * X.T @ e / len(y), b - lr * e.mean()
            return w, b
        """,
    ),
    wrong(
        "w first, then b with the new w",
        "stale_bias",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            for i in range(steps):
                w = w - lr * 2 * X.T @ (X @ w + b - y) / len(y)
                b = b - lr * 2 * np.mean(X @ w + b - y)
            return w, b
        """,
    ),
    wrong(
        "at most 300 steps",
        "",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            for i in range(min(steps, 300)):
                e = X @ w + b - y
                w, b = w - lr * 2 * X.T @ e / len(y), b - lr * 2 * e.mean()
            return w, b
        """,
    ),
    wrong(
        "stops when the loss grows",
        "",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            old = np.inf
            for i in range(steps):
                e = X @ w + b - y
                if np.mean(e ** 2) > old:
                    break
                old = np.mean(e ** 2)
                w, b = w - lr * 2 * X.T @ e / len(y), b - lr * 2 * e.mean()
            return w, b
        """,
    ),
    wrong(
        "in place",
        "X9",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            for i in range(steps):
                e = X @ w + b - y
                w -= lr * 2 * X.T @ e / len(y)
                b -= lr * 2 * e.mean()
            return w, b
        """,
    ),
    wrong(
        "starts at zero",
        "from_zero",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            w = np.zeros(X.shape[1])
            b = 0.0
            for i in range(steps):
                e = X @ w + b - y
                w, b = w - lr * 2 * X.T @ e / len(y), b - lr * 2 * e.mean()
            return w, b
        """,
    ),
    wrong(
        "the closed form",
        "",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            A = np.column_stack([X, np.ones(len(y))])
            s = np.linalg.lstsq(A, y, rcond=None)[0]
            return s[:-1], s[-1]
        """,
    ),
    wrong(
        "the integer type of w is kept",
        "X10",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            w = w.copy()
            for i in range(steps):
                e = X @ w + b - y
                w[:] = w - lr * 2 * X.T @ e / len(y)
                b = b - lr * 2 * e.mean()
            return w, b
        """,
    ),
    wrong(
        "the bias lacks its 2, and integers raise",
        "bias_half",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            w = w.copy()
            N = len(y)
            for _ in range(steps):
                e = X @ w + b - y
                w -= lr * 2 / N * X.T @ e
                b -= lr / N * e.sum()
            return w, b
        """,
    ),
    wrong(
        "steps are limited to 1",
        "",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            N = len(y)
            for _ in range(steps):
                e = X @ w + b - y
                w = w - np.clip(lr * 2 / N * X.T @ e, -1, 1)
                b -= lr * 2 / N * e.sum()
            return w, b
        """,
    ),
    wrong(
        "the gradient of b is not divided by N",
        "bias_sum",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            N = len(y)
            for i in range(steps):
                e = X @ w + b - y
                w = w - lr * 2 / N * X.T @ e
                b = b - lr * 2 * e.sum()
            return w, b
        """,
    ),
    wrong(
        "b uses the new w",
        "stale_bias",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            N = len(y)
            for i in range(steps):
                w = w - lr * 2 / N * X.T @ (X @ w + b - y)
                b = b - lr * 2 / N * np.sum(X @ w + b - y)
            return w, b
        """,
    ),
    wrong(
        "return inside the loop",
        "one_step",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            N = len(y)
            for i in range(steps):
                e = X @ w + b - y
                w = w - lr * 2 / N * (X.T @ e)
                b = b - lr * 2 / N * e.sum()
                return w, b
        """,
    ),
    wrong(
        "b becomes an array of one entry",
        "X4",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            N = len(y)
            for i in range(steps):
                e = X @ w + b - y
                w = w - lr * 2 / N * (X.T @ e)
                b = b - lr * 2 / N * np.sum(e, keepdims=True)
            return w, b
        """,
    ),
    right(
        "augmented matrix",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            A = np.column_stack([X, np.ones(len(X))])
            theta = np.append(w, b).astype(float)
            for _ in range(steps):
                theta = theta - lr * 2 * A.T @ (A @ theta - y) / len(y)
            return theta[:-1], theta[-1]
        """,
    ),
    right(
        "recursion",
        """
        def gd_linear_regression(X, y, w, b, lr=0.1, steps=100):
            if steps == 0:
                return w + 0.0, b + 0.0
            e = X.dot(w) + b - y
            w_new = w - lr * 2 * np.mean(X * e[:, None], axis=0)
            b_new = b - lr * 2 * np.mean(e)
            return gd_linear_regression(X, y, w_new, b_new, lr, steps - 1)
        """,
    ),
]
