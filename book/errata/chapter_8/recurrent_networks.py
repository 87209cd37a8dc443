"""Recurrent networks."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording

e_rnn_trains_next = wording(
    topic="rnn-state-carries-memory",
    said="The hidden state of one time step is used to train the hidden layer of the next.",
    right="""It is used to *compute* the next state: $h_t$ is made from $x_t$ and $h_{t-1}$. What is
        trained are the weights, the same at each step.""",
    reason="The state is handed on in every forward pass, after training as well.",
)


@erratum(
    topic="rnn-vs-feedforward",
    said="""A feed-forward network has several hidden layers that are independent; a recurrent one
        joins them.""",
    right="""The layers of a feed-forward network form a chain: each takes the outputs of the layer
        before. What it lacks is a link from one *time step* to the next.""",
)
def e_rnn_independent_layers():
    """Two tanh layers of two units: by how much the outputs of the second change when a weight of
    the first grows by 0.1, and when the step before had another input."""
    W1, W2 = np.array([[0.5, -0.4], [0.8, 0.3]]), np.array([[1.0, 0.2], [-0.6, 0.9]])
    larger = W1 + np.array([[0.1, 0.0], [0.0, 0.0]])

    def second_layer(X, W1):
        return np.tanh(np.tanh(X @ W1) @ W2)

    steps = np.array([[1.0, -1.0], [0.5, 2.0]])
    other_past = np.array([[9.0, 9.0], [0.5, 2.0]])
    now = second_layer(steps, W1)[1]
    return numbers(
        false="change_by_a_weight_of_the_first_layer < 1e-9",
        true="change_by_another_past == 0",
        change_by_a_weight_of_the_first_layer=np.max(abs(second_layer(steps, larger)[1] - now)),
        change_by_another_past=np.max(abs(second_layer(other_past, W1)[1] - now)),
    )


@erratum(
    topic="rnn-forward-algorithm",
    said="""The algorithm, inside the loop over time: set $h_0$ to zeros and initialize the
        parameters; then compute $h_t$.""",
    right="""Both are done *before* the loop, the state once a sequence, the parameters once for
        all. Inside it, the memory would be erased at each step.""",
)
def e_rnn_reset_in_loop():
    """One unit with $w_x = 1$, $w_h = 2$ reads 1, 0, 0."""

    def states(reset_at_each_step):
        h, found = 0.0, []
        for x in (1.0, 0.0, 0.0):
            if reset_at_each_step:
                h = 0.0
            h = np.tanh(x + 2 * h)
            found.append(h)
        return np.array(found)

    return numbers(
        false="states_reset_in_loop == states_set_before",
        true="states_set_before[2] > 0.9",
        states_reset_in_loop=states(reset_at_each_step=True),
        states_set_before=states(reset_at_each_step=False),
    )
