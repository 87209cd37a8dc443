"""Versions of `lstm_step_backward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

THROUGH_H = "dc + dh * o * (1 - squashed**2)"

edited(
    "no_dc",
    THROUGH_H,
    "dh * o * (1 - squashed**2)",
    message="the gradient of the cell that comes from the next step is not added",
    look_at="in how many places the new cell is used",
)

edited(
    "no_tanh2",
    " * (1 - squashed**2)",
    "",
    message="the slope of the tanh between cell and state is left out",
    look_at="the way from the state back to the cell",
)

edited(
    "f_cnew",
    "df = dc * c *",
    "df = dc * (f * c + i * g) *",
    message="the gradient of the forget gate has the new cell; the gate multiplied the old one",
    look_at="what the forget gate was multiplied with",
)

edited(
    "no_sig",
    "dc * g * i * (1 - i)",
    "dc * g",
    "dc * c * f * (1 - f)",
    "dc * c",
    "dh * squashed * o * (1 - o)",
    "dh * squashed",
    message="the slopes of the sigmoids are left out in all three gates",
    look_at="the way from a gate back to its sum",
)

edited(
    "no_sig_i",
    "dc * g * i * (1 - i)",
    "dc * g",
    message="the slope of the sigmoid is left out in the input gate",
    look_at="the way from each gate back to its sum",
)

edited(
    "no_sig_f",
    "dc * c * f * (1 - f)",
    "dc * c",
    message="the slope of the sigmoid is left out in the forget gate",
    look_at="the way from each gate back to its sum",
)

edited(
    "no_sig_o",
    "dh * squashed * o * (1 - o)",
    "dh * squashed",
    message="the slope of the sigmoid is left out in the output gate",
    look_at="the way from each gate back to its sum",
)

edited(
    "no_tanh_g",
    " * (1 - g**2)",
    "",
    message="the slope of the tanh is left out in the candidate",
    look_at="the way from the candidate back to its sum",
)

edited(
    "g_sig",
    "(1 - g**2)",
    "g * (1 - g)",
    message="the candidate has the slope of a sigmoid; it went through a tanh",
    look_at="the way from the candidate back to its sum",
)

edited(
    "dc_nof",
    "dc * f, x.T",
    "dc, x.T",
    message="the gradient of the old cell is not multiplied by the forget gate",
    look_at="what the old cell was multiplied with",
)

edited(
    "only_dc",
    THROUGH_H,
    "dc + 0.0",
    message="the path through the state is not added to the gradient of the cell",
    look_at="in how many places the new cell is used",
)

edited(
    "order",
    "[di, df, dg, do]",
    "[di, df, do, dg]",
    message="the gradients are put side by side in another order than i, f, g, o",
    look_at="the order of the four blocks",
)

edited(
    "o_cell",
    "do = dh * squashed",
    "do = dh * (f * c + i * g)",
    message="the gradient of the output gate has the cell itself; the gate was multiplied with its "
    "tanh",
    look_at="what the output gate was multiplied with",
)

edited(
    "old_carry",
    "dc = dc + dh",
    "late, dc = dc, dc + dh",
    "dc * f, x.T",
    "late * f, x.T",
    message="the old cell gets only what came from the next step, not what came through the state",
    look_at="what is handed on to the step before",
)

edited(
    "db_mean",
    "np.sum(dz, axis=0)",
    "np.mean(dz, axis=0)",
    message="db is averaged over the rows; dWx and dWh are added up over them",
    look_at="whether the rows are treated alike in all three",
)

edited(
    "gates_exchanged",
    "di = dc * g * i * (1 - i)",
    "di = dc * c * i * (1 - i)",
    message="the gradient of the input gate has the old cell; the gate was multiplied with the "
    "candidate",
    look_at="what the input gate was multiplied with",
)


@right("blocks", message="a product for each gate; sigmoid by logaddexp")
def lstm_step_backward(dh, dc, cache):
    x, h, c, Wx, Wh, b = cache
    z = (x @ Wx + h @ Wh + b).reshape(len(x), 4, -1)
    s, g = np.exp(-np.logaddexp(0, -z)), np.tanh(z[:, 2])
    new = np.tanh(s[:, 1] * c + s[:, 0] * g)
    cell = dc + dh * s[:, 3] / np.cosh(np.arctanh(new)) ** 2
    dz = s * (1 - s)
    dz[:, 0] *= cell * g
    dz[:, 1] *= cell * c
    dz[:, 2] = cell * s[:, 0] * (1 - g) * (1 + g)
    dz[:, 3] *= dh * new
    dz = dz.reshape(len(x), -1)
    return [dz @ Wx.T, dz @ Wh.T, cell * s[:, 1], x.T @ dz, h.T @ dz, dz.sum(0)]


@right("stacked", message="input and state side by side, one matrix")
def lstm_step_backward(dh, dc, cache):
    x, h, c, Wx, Wh, b = cache
    both, W = np.hstack([x, h]), np.vstack([Wx, Wh])
    zi, zf, zg, zo = np.hsplit(both @ W + b, 4)
    i, f, o = (0.5 + 0.5 * np.tanh(z / 2) for z in (zi, zf, zo))
    g = np.tanh(zg)
    t = np.tanh(i * g + f * c)
    total = dc + dh * o * (1 + t) * (1 - t)
    slopes = [g * (i - i**2), c * (f - f**2), i * (1 - g**2)]
    dz = np.hstack([*(total * slope for slope in slopes), dh * t * (o - o**2)])
    back, dW = dz @ W.T, both.T @ dz
    D = x.shape[1]
    return back[:, :D], back[:, D:], total * f, dW[:D], dW[D:], np.ones(len(x)) @ dz


@right("rows", message="one row after the other")
def lstm_step_backward(dh, dc, cache):
    x, h, c, Wx, Wh, b = cache
    dx, dh_old, dc_old = np.zeros(x.shape), np.zeros(h.shape), np.zeros(c.shape)
    dWx, dWh, db = np.zeros(Wx.shape), np.zeros(Wh.shape), np.zeros(b.shape)
    for n in range(len(x)):
        z = np.split(x[n] @ Wx + h[n] @ Wh + b, 4)
        i, f, o = (1 / (1 + np.exp(-z[k])) for k in (0, 1, 3))
        g = np.tanh(z[2])
        t = np.tanh(f * c[n] + i * g)
        d = dc[n] + dh[n] * o * (1 - t**2)
        parts = d * g * i * (1 - i), d * c[n] * f * (1 - f), d * i * (1 - g**2)
        dz = np.concatenate([*parts, dh[n] * t * o * (1 - o)])
        dx[n], dh_old[n], dc_old[n] = Wx @ dz, Wh @ dz, d * f
        dWx, dWh, db = dWx + np.outer(x[n], dz), dWh + np.outer(h[n], dz), db + dz
    return dx, dh_old, dc_old, dWx, dWh, db
