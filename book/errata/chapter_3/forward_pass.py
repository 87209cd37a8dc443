"""The forward pass."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import sigmoid


@erratum(
    topic="forward-propagation",
    said=r"""$z^m_k = \sum_{l=1}^{N^m} W^m_{kl}\, a^{m-1}_l + b^m_k$, where layer $m$ has $N^m$
        units (three times).""",
    right="""The sum runs over the units of the layer *before*, up to $N^{m-1}$. With the limit
        $N^m$ it leaves units out where the layer is the smaller one.""",
)
def e_sum_upper_limit():
    """A layer of two units after one of three, without biases; the sums by loops."""
    W, a = np.array([[0, 1, 2], [3, 4, 5]]), np.array([1, 2, 3])

    def sums(limit):
        return np.array([sum(W[k, l] * a[l] for l in range(limit)) for k in range(2)])

    return numbers(
        false="sums_to_2 == W @ a",
        true="sums_to_3 == W @ a",
        sums_to_2=sums(2),
        sums_to_3=sums(3),
        W=W,
        a=a,
    )


@erratum(
    topic="weight-indexing",
    said="""$w_{ij}$ leads from input $i$ to unit $j$, says one summary; from unit $j$ to unit $i$,
        says another, which multiplies $W x$.""",
    right="""Both are in use, and one matrix of numbers gives different results. Here $w_{ij}$ leads
        from input $i$ to unit $j$, and a layer is $X W + b$.""",
)
def e_weight_index_convention():
    """The matrix and the input of the 2-2-1 example, read both ways."""
    W, x = np.array([[0.2, 0.4], [0.3, 0.7]]), np.array([0.5, 0.8])
    return numbers(false="W @ x == x @ W", W=W, x=x)


e_h_undefined = wording(
    topic="layer-notation",
    said="$a^m = \\sigma^m(h^m)$, where the line before has just named the linear part $z^m$.",
    right="$a^m = \\sigma^m(z^m)$.",
    reason="The letter $h$ is defined nowhere in that derivation.",
)

e_delta_for_sigma = wording(
    topic="forward-propagation",
    said=r"""An activation function, denoted by the Greek letter delta; the formula below shows
        $\sigma$.""",
    right="The letter is sigma. Delta is used for the error signals of backpropagation.",
    reason="Two letters for one function, one of which has another meaning in backpropagation.",
)


@erratum(
    topic="forward-layer-one",
    said="On the first pass the activation of layer 0 is $x$; this is then the predicted value.",
    right="$a^{[0]} = x$ is the input. The prediction is the last activation.",
)
def e_a0_is_prediction():
    """The 2-2-1 example: its input, and what comes out."""
    x, W1, b1 = np.array([0.5, 0.8]), np.array([[0.2, 0.3], [0.4, 0.7]]), np.array([0.1, 0.2])
    W2, b2 = np.array([[0.5], [0.6]]), np.array([0.3])
    a0 = x
    prediction = sigmoid(sigmoid(a0 @ W1 + b1) @ W2 + b2)
    return numbers(false="a0 == prediction", a0=a0, prediction=prediction)


e_x1_is_a0 = wording(
    topic="forward-layer-one",
    said="$Z^{[1]} = W^{[1]\\top} X^{[1]} + b^{[1]}$ with $X^{[1]} = A^{[0]}$.",
    right="""$A^{[0]} = X$: one array, one number. The input of layer 1 is the activation of layer
        0.""",
    reason="Two names whose numbers differ by one invite a shift by a layer.",
)

e_scalar_transpose = wording(
    topic="unit-level-forward",
    said="The pre-activation of unit $i$: $z_i = w_i^\\top x + (b_i)^\\top$.",
    right="$z_i = w_i^\\top x + b_i$. The bias of one unit is a number.",
    reason="The transpose of a number changes nothing, but it suggests that $b_i$ is a vector.",
)

e_layer_is_time_step = wording(
    topic="forward-layer-one",
    said="The first hidden layer is computed at time step 1.",
    right="It is layer 1.",
    reason="""Time steps are those of a recurrent network, where all steps share the same weights;
        layers do not.""",
)
