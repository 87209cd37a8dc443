"""Versions of `gru_step_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "z_swap",
    "(1 - z) * n + z * h",
    "z * n + (1 - z) * h",
    message="z and 1 − z are exchanged: here z is the share of the old state that is kept",
    look_at="what the state becomes where z is 1",
    convention="Chung and others (2014)",
)

edited(
    "no_r",
    "r * from_h",
    "from_h",
    message="the reset gate is not used",
    look_at="what the third block of the state is multiplied with",
)

edited(
    "r_before",
    "r * from_h",
    "((r * h) @ Wh[:, -h.shape[1] :] + bh[-h.shape[1] :])",
    message="the reset gate is applied before the product with Wh; here it comes after it, as in "
    "PyTorch",
    look_at="what the reset gate is multiplied with",
    convention="Cho and others (2014)",
)

edited(
    "rz",
    "xr, xz, xn = ",
    "xz, xr, xn = ",
    "hr, hz, from_h = ",
    "hz, hr, from_h = ",
    message="reset gate and update gate are exchanged: the first block is the reset gate",
    look_at="the order of the three blocks",
)

edited(
    "r_all",
    "np.tanh(xn + r * from_h)",
    "np.tanh(r * (xn + from_h))",
    message="the reset gate is applied to the input as well; it resets what comes from the state",
    look_at="what the reset gate is multiplied with",
)

edited(
    "bias_outside",
    "np.tanh(xn + r * from_h)",
    "np.tanh(xn + r * (from_h - bh[-h.shape[1] :]) + bh[-h.shape[1] :])",
    message="the bias bh of the candidate is added outside the reset gate; it stands inside, with "
    "the product",
    look_at="where the two biases of the candidate stand",
)

edited(
    "sig_n",
    "np.tanh(xn + r * from_h)",
    "(1 + np.tanh((xn + r * from_h) / 2)) / 2",
    message="the candidate goes through a sigmoid: it is never negative",
    look_at="the range of the candidate",
)

edited(
    "no_old_state",
    " + z * h",
    "",
    message="the old state is left out of the mixture",
    look_at="what the state becomes where z is 1",
)

edited(
    "no_h_bias",
    "h @ Wh + bh",
    "h @ Wh",
    message="the bias bh is left out",
    look_at="what becomes of bh",
)

edited(
    "full_candidate",
    "(1 - z) * n",
    "n",
    message="the candidate enters in full: its share is 1 − z",
    look_at="whether the two shares add up to 1",
)

edited(
    "candidate_first",
    "xr, xz, xn = ",
    "xn, xr, xz = ",
    "hr, hz, from_h = ",
    "from_h, hr, hz = ",
    message="the first block is taken for the candidate; the order is r, z, n",
    look_at="the order of the three blocks",
)


@right("slices", message="blocks by slices; sigmoid by logaddexp")
def gru_step_forward(x, h, Wx, Wh, bx, bh):
    H = h.shape[1]
    a, c = x @ Wx + bx, h @ Wh + bh
    gates = np.exp(-np.logaddexp(0, -(a + c)[:, : 2 * H]))
    n = np.tanh(a[:, 2 * H :] + gates[:, :H] * c[:, 2 * H :])
    return n + gates[:, H:] * (h - n)


@right("blocks", message="a product for each block")
def gru_step_forward(x, h, Wx, Wh, bx, bh):
    def blocks(v, W, b):
        return [v @ part + c for part, c in zip(np.hsplit(W, 3), np.split(b, 3))]

    def sigmoid(z):
        return 0.5 * np.tanh(0.5 * z) + 0.5

    a, c = blocks(x, Wx, bx), blocks(h, Wh, bh)
    keep = sigmoid(a[1] + c[1])
    return keep * h + (1 - keep) * np.tanh(a[2] + sigmoid(a[0] + c[0]) * c[2])


@right("rows", message="one row after the other, with a clipped exponential")
def gru_step_forward(x, h, Wx, Wh, bx, bh):
    new = np.empty(h.shape)
    for k in range(len(x)):
        a, c = (Wx.T @ x[k] + bx).reshape(3, -1), (Wh.T @ h[k] + bh).reshape(3, -1)
        r, z = 1 / (1 + np.exp(-np.clip(a[:2] + c[:2], -500, 500)))
        new[k] = (1 - z) * np.tanh(a[2] + r * c[2]) + z * h[k]
    return new
