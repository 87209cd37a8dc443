"""Answers to `clip_by_global_norm`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    right(
        "early return",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            if n <= max_norm:
                return grads
            return [g * max_norm / n for g in grads]
        """,
    ),
    right(
        "concatenated",
        """
        def clip_by_global_norm(grads, max_norm):
            flat = np.concatenate([g.ravel() for g in grads])
            n = np.linalg.norm(flat)
            s = 1.0 if n == 0 else min(1.0, max_norm / n)
            return [s * g for g in grads]
        """,
    ),
    wrong(
        "each array by its own norm",
        "per_tensor",
        """
        def clip_by_global_norm(grads, max_norm):
            clipped = []
            for g in grads:
                n = np.linalg.norm(g)
                clipped.append(g * max_norm / n if n > max_norm else g)
            return clipped
        """,
    ),
    wrong(
        "in place",
        "X9",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            if n > max_norm:
                for g in grads:
                    g *= max_norm / n
            return grads
        """,
    ),
    wrong(
        "the list is changed",
        "X9",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            if n > max_norm:
                for i in range(len(grads)):
                    grads[i] = grads[i] * max_norm / n
            return grads
        """,
    ),
    wrong(
        "always scaled",
        "always",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads)) + 1e-12
            return [g * max_norm / n for g in grads]
        """,
    ),
    wrong(
        "division by zero",
        "zero_division X13",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            return [g * min(1, max_norm / n) for g in grads]
        """,
    ),
    wrong(
        "one array returned",
        "X3 X4",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            s = min(1, max_norm / max(n, 1e-12))
            return np.concatenate([(g * s).ravel() for g in grads])
        """,
    ),
    wrong(
        "1-norm",
        "sum_of_sizes",
        """
        def clip_by_global_norm(grads, max_norm):
            n = sum(np.abs(g).sum() for g in grads)
            s = max_norm / n if n > max_norm else 1.0
            return [g * s for g in grads]
        """,
    ),
    wrong(
        "clipped twice as hard",
        "",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g ** 2).sum() for g in grads))
            s = max_norm / (2 * n) if n > max_norm else 1.0
            return [g * s for g in grads]
        """,
    ),
    wrong(
        "copies in place: integers raise",
        "X10",
        """
        def clip_by_global_norm(grads, max_norm):
            grads = [g.copy() for g in grads]
            n = np.sqrt(sum((g**2).sum() for g in grads))
            if n > max_norm:
                for g in grads:
                    g *= max_norm / n
            return grads
        """,
    ),
    wrong(
        "lists for the arrays",
        "X4",
        """
        def clip_by_global_norm(grads, max_norm):
            n = np.sqrt(sum((g**2).sum() for g in grads))
            if n > max_norm:
                return [(g * max_norm / n).tolist() for g in grads]
            return grads
        """,
    ),
    wrong(
        "the norm of the first array",
        "first_array",
        """
        def clip_by_global_norm(grads, max_norm):
            norm = np.linalg.norm(grads[0])
            if norm > max_norm:
                return [g * max_norm / norm for g in grads]
            return grads
        """,
    ),
    wrong(
        "arrays are joined that have several axes",
        "",
        """
        def clip_by_global_norm(grads, max_norm):
            norm = np.linalg.norm(np.concatenate(grads))
            if norm > max_norm:
                grads = [g * max_norm / norm for g in grads]
            return grads
        """,
    ),
    wrong(
        "the norm is returned as well",
        "X3",
        """
        def clip_by_global_norm(grads, max_norm):
            norm = np.sqrt(sum((g**2).sum() for g in grads))
            scale = min(1.0, max_norm / (norm + 1e-6))
            return [g * scale for g in grads], norm
        """,
    ),
    right(
        "1e-6 added to the norm, as in PyTorch",
        """
        def clip_by_global_norm(grads, max_norm):
            norm = np.sqrt(sum((g**2).sum() for g in grads))
            scale = min(1.0, max_norm / (norm + 1e-6))
            return [g * scale for g in grads]
        """,
    ),
    right(
        "flattens",
        """
        def clip_by_global_norm(grads, max_norm):
            flat = np.concatenate([np.ravel(g) for g in grads])
            norm = np.linalg.norm(flat)
            if norm <= max_norm:
                return [np.array(g, dtype=float) for g in grads]
            return [np.asarray(g) * (max_norm / norm) for g in grads]
        """,
    ),
    right(
        "a recursion through hypot",
        """
        def clip_by_global_norm(grads, max_norm):
            def norm(rest):
                return 0.0 if not rest else np.hypot(np.linalg.norm(rest[0]), norm(rest[1:]))
            n = norm(list(grads))
            scale = 1.0 if n <= max_norm else max_norm / n
            return [scale * g for g in grads]
        """,
    ),
    wrong(
        "one array in place of a list",
        "X4",
        """
        def clip_by_global_norm(grads, max_norm):
            flat = np.concatenate([np.ravel(g) for g in grads])
            n = np.linalg.norm(flat)
            return flat * (max_norm / n if n > max_norm else 1.0)
        """,
    ),
]
