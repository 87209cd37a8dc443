"""Backpropagation through time."""

import numpy as np
from booksite.errata.entries import erratum, numbers


@erratum(
    topic="rnn-activation-choice",
    said="""The activation of a recurrent layer is one like ReLU or tanh. (No difference between
        them is told.)""",
    right="""tanh mostly: its states stay between −1 and 1, and nothing bounds those of ReLU.
        Whether they grow depends on the matrix. With a spectral radius of 1.2 most of these random
        networks stay small, since about half of the units are off at each step. With ReLU, start
        near the identity and clip.""",
)
def e_rnn_relu():
    """Recurrent matrices of 32 units, scaled to a spectral radius; normal inputs of standard
    deviation 0.5. The largest entry of the state after 60 steps, median of five networks."""

    def largest_state(activation, radius):
        found = []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            W, h = rng.normal(size=(32, 32)), np.zeros(32)
            W *= radius / np.max(abs(np.linalg.eigvals(W)))
            for x in 0.5 * rng.normal(size=(60, 32)):
                h = activation(h @ W + x)
            found.append(np.max(abs(h)))
        return np.median(found)

    def relu(z):
        return np.maximum(z, 0)

    radius = 1.2
    return numbers(
        false="relu_with_radius_2 < 10",
        true="tanh_with_radius_2 <= 1",
        relu_with_radius_1_2=largest_state(relu, radius),
        smaller_radius=radius,
        relu_with_radius_2=largest_state(relu, 2.0),
        tanh_with_radius_2=largest_state(np.tanh, 2.0),
    )


@erratum(
    topic="rnn-limit-serial",
    said="The training of a recurrent network cannot be parallelized.",
    right="""Along *time* it cannot: $h_t$ waits for $h_{t-1}$. The sequences of a batch go side by
        side, and the products $x_t W_x$ of all steps are one product.""",
)
def e_rnn_no_batch_parallel():
    """64 sequences of 20 steps, three inputs and four units: in one loop, and one after the other.
    Products with $W_h$ that wait for one before, and the largest difference of the last states."""
    rng = np.random.default_rng(0)
    X, Wx, Wh = rng.normal(size=(64, 20, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 4)) / 2

    def last_states(X):
        from_inputs, h, products = X @ Wx, np.zeros((len(X), 4)), 0
        for t in range(X.shape[1]):
            h, products = np.tanh(from_inputs[:, t] + h @ Wh), products + 1
        return h, products

    batch, products_of_the_batch = last_states(X)
    alone = [last_states(x[None]) for x in X]
    return numbers(
        false="products_of_the_batch == products_one_by_one",
        true="largest_difference < 1e-12",
        products_of_the_batch=products_of_the_batch,
        products_one_by_one=sum(products for _, products in alone),
        largest_difference=np.max(abs(batch - np.vstack([h for h, _ in alone]))),
    )
