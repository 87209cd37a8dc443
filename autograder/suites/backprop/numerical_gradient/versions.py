"""Versions of `numerical_gradient`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "forward",
    "down[at] -= h",
    "pass",
    "(2 * h)",
    "h",
    message="the difference is taken on one side: its error falls as h, not as h²",
    look_at="the two points at which f is called",
)

edited(
    "h_not_2h",
    "(2 * h)",
    "h",
    message="the difference is divided by h; the two points lie 2 h apart",
    look_at="how far the two points lie from each other",
)

edited(
    "one_side_over_2h",
    "down[at] -= h",
    "pass",
    message="only one of the two points is moved, while the difference is divided by 2 h",
    look_at="the two points at which f is called",
)

edited(
    "backward",
    "up[at] += h",
    "pass",
    "(2 * h)",
    "h",
    message="the difference is taken on one side, below x: its error falls as h, not as h²",
    look_at="the two points at which f is called",
)

edited(
    "all_at_once",
    "up[at] += h",
    "up += h",
    "down[at] -= h",
    "down -= h",
    message="all entries are moved at once; each slope belongs to one of them",
    look_at="how many entries differ between the two points",
)

edited(
    "sign",
    "f(up) - f(down)",
    "f(down) - f(up)",
    message="the difference is taken the wrong way round: its sign is flipped",
    look_at="which of the two values is subtracted",
)

edited(
    "first_row_only",
    "np.ndindex(*x.shape)",
    "range(len(x))",
    message="whole rows are moved at once: the loop counts the rows, not the entries",
    look_at="the index for an x with two axes",
)

edited(
    "drifting",
    "    g = np.zeros(x.shape)\n",
    "    g = np.zeros(x.shape)\n    base = x.copy()\n",
    "up, down = x.copy(), x.copy()",
    "up = base.copy(); down = base.copy(); base[at] += h",
    message="the entries that were moved stay moved while the next ones are measured",
    look_at="where x stands when the second entry is measured",
)


edited(
    "not_restored",
    "up, down = x.copy(), x.copy()",
    "up = x.copy(); down = x",
    message="x is left moved after each entry",
    look_at="where x stands when the second entry is measured",
    verdict="X9",
)


@right("restored", message="x is moved and put back, exactly")
def numerical_gradient(f, x, h):
    g = np.empty_like(x)
    for at in np.ndindex(*x.shape):
        old = x[at].copy()
        x[at] = old + h
        up = f(x)
        x[at] = old - h
        g[at] = (up - f(x)) / (2 * h)
        x[at] = old
    return g


@right("flat", message="on the flat array, with unit vectors")
def numerical_gradient(f, x, h):
    steps = h * np.eye(x.size)
    slopes = [f(x + s.reshape(x.shape)) - f(x - s.reshape(x.shape)) for s in steps]
    return np.array(slopes).reshape(x.shape) / 2 / h


@right("one_sided_mean", message="the mean of both one-sided differences")
def numerical_gradient(f, x, h):
    here, g = f(x), np.zeros(np.shape(x))
    for at in np.ndindex(*g.shape):
        e = np.zeros(g.shape)
        e[at] = h
        g[at] = ((f(x + e) - here) / h + (here - f(x - e)) / h) / 2
    return g
