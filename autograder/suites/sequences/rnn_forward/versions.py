"""Versions of `rnn_forward`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

STEP = "h = np.tanh(X[:, t] @ Wx + h @ Wh + b)"

edited(
    "h0_always",
    "h @ Wh",
    "h0 @ Wh",
    message="every step starts from h0: the state of the step before is not used",
    look_at="which state enters the second step",
)

edited(
    "wh_t",
    "h @ Wh",
    "h @ Wh.T",
    message="Wh is transposed; it is square, so no shape complains",
    look_at="which axis of Wh belongs to the old state",
)

edited(
    "no_tanh_b",
    STEP,
    "h = np.tanh(X[:, t] @ Wx + h @ Wh) + b",
    message="the bias is added outside the tanh: states can leave the range from −1 to 1",
    look_at="what the tanh is taken of",
)

edited(
    "no_tanh",
    STEP,
    "h = X[:, t] @ Wx + h @ Wh + b",
    message="the tanh is left out: the layer is linear",
    look_at="the range of the states",
)

edited(
    "no_bias",
    "h @ Wh + b",
    "h @ Wh",
    message="the bias is left out",
    look_at="what becomes of b",
)

edited(
    "zero_start",
    "h = h0",
    "h = np.zeros_like(h0)",
    message="the first state is taken as zero; it is h0",
    look_at="which state enters the first step",
)

edited(
    "output_before",
    "        h = np.tanh(X[:, t] @ Wx + h @ Wh + b)\n        Hs[:, t] = h\n",
    "        Hs[:, t] = h\n        h = np.tanh(X[:, t] @ Wx + h @ Wh + b)\n",
    message="each state is stored one step too late: the first stored is h0, the last is lost",
    look_at="which state stands at the first step",
)

edited(
    "backwards",
    "range(X.shape[1])",
    "reversed(range(X.shape[1]))",
    message="the sequence is read from its end",
    look_at="the order of the steps",
)

edited(
    "last_only",
    "return Hs",
    "return h",
    message="only the last state is returned; asked for are those of all steps",
    look_at="the shape of the answer",
)

edited(
    "time_first",
    "return Hs",
    "return Hs.transpose(1, 0, 2)",
    message="the steps are the first axis; it is (N, T, H)",
    look_at="the order of the axes",
)

edited(
    "no_input",
    "X[:, t] @ Wx",
    "X[:, 0] @ Wx",
    message="every step reads the first input",
    look_at="which input enters the second step",
)


@right("list", message="a list of states, stacked; all inputs multiplied at once")
def rnn_forward(X, h0, Wx, Wh, b):
    driven, states = X @ Wx + b, [h0]
    for z in driven.transpose(1, 0, 2):
        states.append(np.tanh(z + states[-1] @ Wh))
    return np.stack(states[1:], axis=1)


@right("one_matrix", message="input and state side by side, one product")
def rnn_forward(X, h0, Wx, Wh, b):
    W, h, Hs = np.vstack([Wx, Wh]), h0, []
    for t in range(len(X[0])):
        h = np.tanh(np.hstack([X[:, t], h]) @ W + b)
        Hs.append(h[:, np.newaxis])
    return np.concatenate(Hs, axis=1)


@right("rows", message="one sequence after the other")
def rnn_forward(X, h0, Wx, Wh, b):
    def run(sequence, h):
        for x in sequence:
            h = np.tanh(Wx.T @ x + Wh.T @ h + b)
            yield h

    return np.array([list(run(sequence, h)) for sequence, h in zip(X, h0)])
