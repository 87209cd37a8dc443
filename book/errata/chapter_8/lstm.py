"""Long short-term memory."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import sigmoid, slope


def lstm_step(x, h, c, Wx, Wh, b):
    """The new states; the blocks are in the order i, f, g, o. Arguments may be complex."""
    i, f, g, o = np.split(x @ Wx + h @ Wh + b, 4, axis=-1)
    i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
    c = f * c + i * np.tanh(g)
    return o * np.tanh(c), c


e_lstm_cells_gates = wording(
    topic="lstm-cell-vs-gates",
    said="""An LSTM has mechanisms called cells. A list of these follows, and it is one of gates:
        input, forget and output gate.""",
    right="""A unit has *one* cell, which holds a number, and three gates, which hold shares from 0
        to 1. The gates act on the cell: $c_t = f \\odot c_{t-1} + i \\odot g$.""",
    reason="With one name for both, to say that gates change the cell says nothing.",
)


@erratum(
    topic="lstm-input-gate",
    said="""The input gate updates the cell state with new information. (Three gates are named, and
        nothing else.)""",
    right="""A gate is a share from 0 to 1 and has nothing to write. What is written is the
        *candidate* $g$, a fourth block with values from −1 to 1, of which the input gate lets a
        part through.""",
)
def e_lstm_no_candidate():
    """1,000 random sums for the input gate and for the candidate: the lowest number that is added
    to the cell."""
    rng = np.random.default_rng(0)
    i, g = sigmoid(rng.normal(size=1000)), np.tanh(rng.normal(size=1000))
    return numbers(
        false="lowest_with_gate_alone < 0",
        true="lowest_with_candidate < 0",
        lowest_with_gate_alone=np.min(i),
        lowest_with_candidate=np.min(i * g),
    )


@erratum(
    topic="lstm-gates-inputs",
    said="The previous hidden state and the cell state are fed into each of the gates.",
    right="""The gates read the *input* $x_t$ and the previous hidden state. Gates that read the
        cell, too, are a variant with peepholes.""",
)
def e_lstm_cell_feeds_gates():
    r"""An LSTM of two inputs and three units: its output gate, $h_t / \tanh(c_t)$, with all old
    cells at 0.3, at 5, and with another input."""
    rng = np.random.default_rng(0)
    Wx, Wh, b = rng.normal(size=(2, 12)), rng.normal(size=(3, 12)), rng.normal(size=12)
    x, old_h = np.array([0.5, -1.0]), np.array([0.1, 0.4, -0.3])

    def output_gate(x, old_c):
        h, c = lstm_step(x, old_h, np.full(3, old_c), Wx, Wh, b)
        return h / np.tanh(c)

    return numbers(
        false="max(abs(gate_with_cell_5 - gate_with_cell_0_3)) > 1e-9",
        true="max(abs(gate_with_other_input - gate_with_cell_5)) > 0.1",
        gate_with_cell_0_3=output_gate(x, 0.3),
        gate_with_cell_5=output_gate(x, 5.0),
        gate_with_other_input=output_gate(-x, 5.0),
    )


@erratum(
    topic="lstm-forget-gate",
    said="The forget gate says which information is discarded from the cell state.",
    right="""It says how much is *kept*. In $c_t = f \\odot c_{t-1} + \\dots$ a gate of 1 forgets
        nothing, and a gate of 0 erases.""",
)
def e_forget_gate_sense():
    """A cell that holds 2, with nothing written: forget gates that are open (bias 40) and shut
    (bias −40)."""

    def cell_after(bias):
        nothing, no_weights, biases = np.zeros(1), np.zeros((1, 4)), [-40.0, bias, 0.0, 0.0]
        _, c = lstm_step(nothing, nothing, 2.0, no_weights, no_weights, biases)
        return c[0]

    return numbers(
        false="left_with_gate_at_1 < 1e-6",
        true="left_with_gate_at_0 < 1e-6",
        left_with_gate_at_1=cell_after(bias=40.0),
        left_with_gate_at_0=cell_after(bias=-40.0),
    )


@erratum(
    topic="lstm-gradient-path",
    said="LSTMs have more constant weight changes by design, and so a constant gradient.",
    right=r"""About the changes of the weights nothing is constant. On the direct path, with the
        gates held fixed, the *error signal of the cell* is multiplied by $f$ at each step. It
        lasts where $f$ is near 1.""",
)
def e_lstm_constant_weight_change():
    """One unit without recurrent weights, so that the gates are fixed by their biases: $f$ = 0.95
    and $i$ = 0.5. Slopes of the cell after ten steps, for two sequences of inputs."""

    def last_cell(X, w=0.7, c=0.0):
        for x in X:
            c = 0.95 * c + 0.5 * np.tanh(w * x)
        return c

    rising, late = np.linspace(0, 1, 10), np.array([0.0] * 9 + [1.0])
    return numbers(
        false="slope_in_weight_rising == slope_in_weight_late",
        true="slope_in_first_cell_rising == slope_in_first_cell_late",
        slope_in_weight_rising=slope(lambda w: last_cell(rising, w=w), 0.7),
        slope_in_weight_late=slope(lambda w: last_cell(late, w=w), 0.7),
        slope_in_first_cell_rising=slope(lambda c: last_cell(rising, c=c), 0.0),
        slope_in_first_cell_late=slope(lambda c: last_cell(late, c=c), 0.0),
        product_of_gates=0.95**10,
    )


@erratum(
    topic="lstm-vs-rnn-gradients",
    said="LSTMs solve the problem of vanishing and exploding gradients.",
    right="""They ease the first, as far as the forget gates stay near 1. With gates below 1 the
        gradient fades. With large recurrent weights it explodes on the paths through the hidden
        state, so LSTMs are trained with clipping, too.""",
)
def e_lstm_solves_both():
    r"""What is left of a small change of the first cells after 100 steps, median of five random
    LSTMs of 16 units: recurrent weights of standard deviation $0.5/\sqrt{16}$ and forget gates near
    ½, then $6/\sqrt{16}$ and a forget bias of 3."""

    def left_of_a_change(scale, bias):
        found = []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            Wx, Wh = rng.normal(size=(4, 64)) / 2, scale * rng.normal(size=(16, 64)) / 4
            h, c = np.zeros(16), 1e-30j * rng.normal(size=16)  # the change, an imaginary part
            start = np.linalg.norm(c.imag)
            for x in rng.normal(size=(100, 4)):
                h, c = lstm_step(x, h, c, Wx, Wh, bias * np.repeat([0, 1, 0, 0], 16))
            found.append(np.linalg.norm(c.imag) / start)
        return np.median(found)

    return numbers(
        false="left_with_half_open_gates > 0.01",
        true="left_with_large_weights > 100",
        left_with_half_open_gates=left_of_a_change(scale=0.5, bias=0),
        left_with_large_weights=left_of_a_change(scale=6, bias=3),
    )
