"""Versions of `lstm_step_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

SPLIT = "i, f, g, o = np.split"

edited(
    "order",
    SPLIT,
    "i, f, o, g = np.split",
    message="the blocks are read in the order i, f, o, g; the course has i, f, g, o",
    look_at="the order of the four blocks",
)

edited(
    "swap_if",
    SPLIT,
    "f, i, g, o = np.split",
    message="input gate and forget gate are exchanged: the first block is the input gate",
    look_at="which gate the old cell is multiplied with",
)

edited(
    "sig_g",
    "np.tanh(g)",
    "(1 + np.tanh(g / 2)) / 2",
    message="the candidate goes through a sigmoid: it can never lower the cell",
    look_at="the range of the candidate",
)

edited(
    "no_tanh_c",
    "o * np.tanh(c)",
    "o * c",
    message="the state is read from the cell without the tanh",
    look_at="the range of the state",
)

edited(
    "coupled",
    "i * np.tanh(g)",
    "(1 - f) * np.tanh(g)",
    message="1 − f stands in place of the input gate: the two gates are independent here",
    look_at="what the candidate is multiplied with",
)

edited(
    "no_bias",
    "h @ Wh + b",
    "h @ Wh",
    message="the bias is left out",
    look_at="what becomes of b",
)

edited(
    "old_cell",
    "c = f * c + i * np.tanh(g)\n    return o * np.tanh(c), c",
    "return o * np.tanh(c), f * c + i * np.tanh(g)",
    message="the state is read from the old cell; the new one is made first",
    look_at="from which cell the state is read",
)

edited(
    "tanh_gates",
    "(1 + np.tanh(z / 2)) / 2",
    "np.tanh(z)",
    message="the gates go through a tanh: they can be negative",
    look_at="the range of the gates",
)

edited(
    "no_forgetting",
    "f * c + i",
    "c + i",
    message="the forget gate is not used: the old cell is always kept in full",
    look_at="what the old cell is multiplied with",
)

edited(
    "no_input_gate",
    "i * np.tanh(g)",
    "np.tanh(g)",
    message="the input gate is not used: the candidate always enters in full",
    look_at="what the candidate is multiplied with",
)

edited(
    "interleaved",
    "np.split(x @ Wx + h @ Wh + b, 4, axis=1)",
    "np.moveaxis((x @ Wx + h @ Wh + b).reshape(len(x), -1, 4), 2, 0)",
    message="every fourth column is taken for a gate; a gate is a block of H columns",
    look_at="which columns belong to the first gate",
)

edited(
    "plain_output",
    "o * np.tanh(c)",
    "np.tanh(c)",
    message="the output gate is not used",
    look_at="what the state is multiplied with",
)


@right("exponentials", message="sigmoid by logaddexp; slices")
def lstm_step_forward(x, h, c, Wx, Wh, b):
    H = h.shape[1]
    z = np.hstack([x, h]) @ np.vstack([Wx, Wh]) + b
    gates = np.exp(-np.logaddexp(0, -z))
    c = gates[:, H : 2 * H] * c + gates[:, :H] * np.tanh(z[:, 2 * H : 3 * H])
    return [gates[:, 3 * H :] * np.tanh(c), c]


@right("blocks", message="a product for each gate")
def lstm_step_forward(x, h, c, Wx, Wh, b):
    def block(k):
        part = slice(k * c.shape[1], (k + 1) * c.shape[1])
        return x @ Wx[:, part] + h @ Wh[:, part] + b[part]

    def sigmoid(z):
        return 0.5 + 0.5 * np.tanh(0.5 * z)

    new = sigmoid(block(0)) * np.tanh(block(2)) + sigmoid(block(1)) * c
    return np.tanh(new) * sigmoid(block(3)), new


@right("rows", message="one row after the other, with a clipped exponential")
def lstm_step_forward(x, h, c, Wx, Wh, b):
    new_h, new_c = np.empty(h.shape), np.empty(c.shape)
    for n in range(len(x)):
        z = (Wx.T @ x[n] + Wh.T @ h[n] + b).reshape(4, -1)
        i, f, o = 1 / (1 + np.exp(-np.clip(z[[0, 1, 3]], -500, 500)))
        new_c[n] = f * c[n] + i * np.tanh(z[2])
        new_h[n] = o * np.tanh(new_c[n])
    return new_h, new_c
