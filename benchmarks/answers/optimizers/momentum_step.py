"""Answers to `momentum_step`, right and wrong."""

from benchmarks.answers import right, wrong

ANSWERS = [
    wrong(
        "copy, then in place: an integer w keeps its type, and the line raises",
        "X10",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            w = w.copy() if hasattr(w, "copy") else w
            v = mu * v + g
            w -= lr * v
            return w, v
        """,
    ),
    right(
        "copy as floats, then in place",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            w = np.array(w, dtype=float)
            v = mu * v + g
            w -= lr * v
            return w, v
        """,
    ),
    right(
        "v_new, w_new",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v_new = mu * v + g
            w_new = w - lr * v_new
            return w_new, v_new
        """,
    ),
    wrong(
        "w changed in place",
        "X9",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            w -= lr * v
            return w, v
        """,
    ),
    wrong(
        "v changed in place",
        "X9",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v *= mu
            v += g
            return w - lr * v, v
        """,
    ),
    wrong(
        "works on a copy of w, but the step has a plus sign",
        "ascent ascent_w X7",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            w = np.array(w, dtype=float)
            v = mu * v + g
            w += lr * v
            return w, v
        """,
    ),
    wrong(
        "velocity of Keras",
        "lr_in_velocity",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v - lr * g
            return w + v, v
        """,
    ),
    wrong(
        "the velocity is kept in a global",
        "X17",
        """
        velocity = 0
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            global velocity
            velocity = mu * velocity + g
            return w - lr * velocity, velocity
        """,
    ),
    wrong(
        "v and w returned in the other order",
        "X3",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            w = w - lr * v
            return v, w
        """,
    ),
    wrong(
        "only w returned",
        "X3",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            return w - lr * v
        """,
    ),
    wrong(
        "lr used twice",
        "lr_twice",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + lr * g
            return w - lr * v, v
        """,
    ),
    wrong(
        "printed, not returned",
        "X2",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            print(w - lr * v, v)
        """,
    ),
    wrong(
        "nothing of v is kept: v = g",
        "no_memory",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = g
            return w - lr * v, v
        """,
    ),
    wrong(
        "w and v cut to integers",
        "X10",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            return np.asarray(w - lr * v).astype(int), v
        """,
    ),
    wrong(
        "deep copy, then in place: integers raise",
        "X10",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            import copy
            w = copy.deepcopy(w)
            v = v * mu + g
            w -= lr * v
            return w, v
        """,
    ),
    wrong(
        "returns v, w",
        "X3",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            return v, w - lr * v
        """,
    ),
    wrong(
        "everything in place",
        "X9",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v *= mu
            v += g
            w -= lr * v
            return w, v
        """,
    ),
    wrong(
        "w from the old v",
        "old_velocity",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            w = w - lr * v
            v = mu * v + g
            return w, v
        """,
    ),
    wrong(
        "float32",
        "X16",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            w, g, v = np.float32(w), np.float32(g), np.float32(v)
            v = mu * v + g
            return w - lr * v, v
        """,
    ),
    wrong(
        "nesterov",
        "nesterov",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            return w - lr * (g + mu * v), v
        """,
    ),
    right(
        "written with np.add",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            new_v = np.add(np.multiply(mu, v), g)
            new_w = np.subtract(w, np.multiply(lr, new_v))
            return (new_w, new_v)
        """,
    ),
    right(
        "returns a list",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = v * mu + g
            return [w - v * lr, v]
        """,
    ),
    wrong(
        "one value too many",
        "X3",
        """
        def momentum_step(w, g, v, lr=0.01, mu=0.9):
            v = mu * v + g
            return w - lr * v, v, lr
        """,
    ),
]
