"""Backpropagation."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import gradient, sigmoid, slope, softmax


@erratum(
    topic="cost-derivative-table",
    said=r"""In a table of costs: the derivative of $\frac12 (y - a)^\top (y - a)$ in the output $a$
        is $y - a$ (twice).""",
    right="It is $a - y$. With the printed sign, subtracting the gradient makes the cost grow.",
)
def e_squared_error_derivative():
    """One output, 0.74, with the target 1."""
    y, a = 1.0, 0.74
    return numbers(
        false="y - a == measured_slope",
        true="a - y == measured_slope",
        y=y,
        a=a,
        measured_slope=slope(lambda a: (y - a) ** 2 / 2, a),
    )


@erratum(
    topic="weight-derivative-selects",
    said=r"""In $\sum_k \frac{\partial C}{\partial z_k} \frac{\partial z_k}{\partial W_{ij}}$ one
        term is left, because $\frac{\partial C}{\partial a_k} = 0$ unless $k = i$.""",
    right=r"""The cost depends on every output. What vanishes is the other factor: $W_{ij}$ enters
        $z_i$ only, so $\frac{\partial z_k}{\partial W_{ij}} = 0$ for $k \ne i$.""",
)
def e_collapse_reason():
    """Three sigmoid units, the sum of their squares as the cost, and the weight $W_{12}$ into unit
    1."""
    W, a_before = np.array([[1.0, -0.5], [0.3, 0.8], [-0.7, 0.2]]), np.array([0.5, -1.0])
    a = sigmoid(W @ a_before)
    step = np.zeros_like(W)
    step[0, 1] = 1e-6
    return numbers(
        false="dC_da == (dC_da[0], 0, 0)",
        true="dz_dW12 == (a_before[1], 0, 0)",
        dC_da=gradient(lambda a: np.sum(a**2), a),
        dz_dW12=((W + step) @ a_before - (W - step) @ a_before) / 2e-6,
        a_before=a_before,
    )


e_bias_case_index = wording(
    topic="bias-gradient",
    said=r"$\frac{\partial z^m_i}{\partial b^m_i}$ is 0 for $k \ne i$ and 1 for $k = i$.",
    right=r"$\frac{\partial z^m_k}{\partial b^m_i}$ is 0 for $k \ne i$ and 1 for $k = i$.",
    reason="The cases speak of a $k$ that the left side does not have.",
)

e_gradient_direction_wording = wording(
    topic="backprop-definition",
    said="The gradient of each of the parameters with respect to the cost.",
    right="The gradient of the cost with respect to each parameter.",
    reason="Swapped, the words ask for the reciprocal of the slope.",
)


@erratum(
    topic="output-delta",
    said=r"""In vector form, $\frac{\partial C}{\partial z^L} = \frac{\partial C}{\partial a^L}
        \frac{\partial a^L}{\partial z^L}$, with activations applied to each element.""",
    right="""For such activations the product is elementwise. Softmax is not one of them: each
        output depends on all logits, and the whole Jacobian is needed. With cross-entropy it gives
        $p - y$.""",
)
def e_hadamard_output():
    """Softmax of three logits with cross-entropy, the first class true; slopes in the logits."""
    z, y = np.array([2.0, 1.3, 0.1]), np.array([1, 0, 0])
    p = softmax(z)
    dC_dp = -y / p
    jacobian = np.diag(p) - np.outer(p, p)
    return numbers(
        false="elementwise == measured_slopes",
        true="by_jacobian == measured_slopes",
        elementwise=dC_dp * p * (1 - p),
        by_jacobian=jacobian @ dC_dp,
        measured_slopes=gradient(lambda z: -np.log(softmax(z)[0]), z),
    )


@erratum(
    topic="hidden-delta-recursion",
    said="The backward step considers the weights of the next layer, and similarly its biases.",
    right=r"""In $\delta^m = (W^{m+1\top} \delta^{m+1}) \circ \sigma'(z^m)$ there is no bias. A bias
        acts only through the values of $z$ on which slopes and $\delta^{m+1}$ depend.""",
)
def e_bias_in_recursion():
    """Slopes of a linear output, $W a + b$, in the three activations before it, with the bias 0 and
    100."""
    W, a = np.array([0.7, -1.2, 0.4]), np.array([0.2, 0.9, 0.5])
    return numbers(
        false="max(abs(slopes_with_bias_100 - slopes_with_bias_0)) > 1e-6",
        true="slopes_with_bias_100 == W",
        slopes_with_bias_0=gradient(lambda a: W @ a + 0, a),
        slopes_with_bias_100=gradient(lambda a: W @ a + 100, a),
        W=W,
    )


@erratum(
    topic="weight-gradient",
    said=r"""$\frac{\partial C}{\partial W^m} = \frac{\partial C}{\partial z^m_i}\, a^{m-1\top}$
        (twice).""",
    right=r"""The whole vector: $\frac{\partial C}{\partial z^m}\, a^{m-1\top}$. One component times
        a row is a row, not a matrix.""",
)
def e_subscript_slip():
    """A layer of three units after one of two."""
    W, dz, a_before = np.ones((3, 2)), np.array([[0.1], [-0.2], [0.3]]), np.array([[0.5], [0.8]])
    return numbers(
        false="(dz[0] * a_before.T).shape == W.shape",
        true="(dz @ a_before.T).shape == W.shape",
        W=W,
        dz=dz,
        a_before=a_before,
    )


@erratum(
    topic="sigmoid-ce-network-deeper",
    said=r"""$\frac{\partial C}{\partial W^{L-1}} = W^{L\top} (a^L - y) \circ a^{L-1}(1 - a^{L-1})\,
        a^{L-2\top}$.""",
    right=r"""$\big[(W^{L\top}(a^L - y)) \circ a^{L-1} \circ (1 - a^{L-1})\big]\, a^{L-2\top}$.
        Where matrix products bind first, the shapes do not fit without brackets, and $a(1 - a)$
        reads as a product of two columns.""",
)
def e_precedence():
    r"""Columns $u$, $s$ of three numbers, a row of two: $u \circ s\, a^\top$ with the matrix
    product done first."""
    u, s, a = (
        np.array([[1.0], [2.0], [3.0]]),
        np.array([[0.1], [0.2], [0.2]]),
        np.array([[0.5], [0.8]]),
    )
    return numbers(
        false="u.shape == (s @ a.T).shape",
        true="((u * s) @ a.T).shape == (3, 2)",
        u=u,
        s=s,
        a=a,
    )


e_lambda_is_rate = wording(
    topic="gradient-descent-step-in-layers",
    said=r"""$W \leftarrow W - \lambda\, \frac{\partial C}{\partial W}$, where $\lambda$ is the
        learning rate.""",
    right=r"""Here $\eta$ is the learning rate, $\lambda$ the strength of a penalty, and $\mu$ the
        momentum coefficient.""",
    reason=r"""The same collection uses $\lambda$ for penalties, and $\alpha$ for a rate, a momentum
        coefficient and a slope.""",
)

e_duplicate_section = wording(
    topic="backprop-per-sample-procedure",
    said="""The section on backpropagation in practice stands twice, with its tables and its
        example.""",
    right="""One copy, put right: the sign of the sigmoid, the sign of the squared error, the index
        in the gradient of $W$.""",
    reason="A correction that is made in one copy leaves the other wrong.",
)


@erratum(
    topic="delta-rule-update",
    said=r"""$\delta = (t - y)\, y(1 - y)$ and $w \leftarrow w - \eta\, \delta\, a$, for both
        layers.""",
    right=r"""This $\delta$ is *minus* a slope, so it has to be added, as the perceptron rule of the
        same text does. Or $\delta = (y - t)\, y(1 - y)$, and subtract.""",
)
def e_delta_sign():
    """20 updates of a 2-2-1 network without biases on one example: the loss at the end, with either
    sign."""
    x, target, lr = np.array([0.5, 0.8]), 1.0, 0.5

    def train(sign):
        V, w = np.array([[0.2, 0.3], [0.4, 0.7]]), np.array([0.5, 0.6])
        losses = []
        for _ in range(21):
            a = sigmoid(x @ V)
            y = sigmoid(a @ w)
            losses.append((target - y) ** 2 / 2)
            delta = (target - y) * y * (1 - y)
            delta_hidden = w * delta * a * (1 - a)
            w = w + sign * lr * delta * a
            V = V + sign * lr * np.outer(x, delta_hidden)
        return losses

    subtracted, added = train(-1), train(1)
    return numbers(
        false="loss_when_subtracted < loss_at_start",
        true="loss_when_added < loss_at_start",
        loss_at_start=added[0],
        loss_when_subtracted=subtracted[-1],
        loss_when_added=added[-1],
    )


@erratum(
    topic="backprop-definition",
    said="Backpropagation is a supervised learning technique.",
    right="""It computes the gradient of any scalar that a network ends in, with or without labels.
        What is learned from is a matter of the objective.""",
)
def e_backprop_supervised_only():
    """A network 5-2-5 that is to return its input, trained by backpropagation; no labels."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2)) @ rng.normal(size=(2, 5))
    W1, W2 = 0.3 * rng.normal(size=(5, 2)), 0.3 * rng.normal(size=(2, 5))
    errors = []
    for _ in range(501):
        code = X @ W1
        difference = code @ W2 - X
        errors.append(np.mean(difference**2))
        d_output = 2 * difference / difference.size
        W1, W2 = W1 - 0.1 * X.T @ (d_output @ W2.T), W2 - 0.1 * code.T @ d_output
    return numbers(
        false="error_at_the_end >= error_at_start / 2",
        error_at_start=errors[0],
        error_at_the_end=errors[-1],
    )


@erratum(
    topic="backprop-why-important",
    said="Backpropagation helps the network to generalize its knowledge to new data.",
    right="""It computes the gradient of the *training* loss and knows nothing of other data.
        Whether the network generalizes depends on data, model and regularization.""",
)
def e_backprop_generalizes():
    """20 examples whose labels were tossed with a coin; a network 10-30-1, trained and then asked
    for 400 more."""
    hits = np.zeros((5, 2))  # seed; training, new
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X, y = rng.normal(size=(420, 10)), rng.integers(0, 2, size=420)
        W1, w2 = rng.normal(size=(10, 30)) / np.sqrt(10), np.zeros(30)
        train = slice(0, 20)
        for _ in range(500):
            A = np.tanh(X[train] @ W1)
            dz2 = (sigmoid(A @ w2) - y[train]) / 20
            dZ1 = np.outer(dz2, w2) * (1 - A**2)
            W1, w2 = W1 - 0.5 * X[train].T @ dZ1, w2 - 0.5 * A.T @ dz2
        right = (np.tanh(X @ W1) @ w2 > 0) == y
        hits[seed] = right[train].mean(), right[20:].mean()
    training, new = hits.mean(axis=0)
    return numbers(
        false="hits_on_new_examples > 0.55",
        true="hits_on_training_examples == 1",
        hits_on_training_examples=training,
        hits_on_new_examples=new,
    )


@erratum(
    topic="backprop-vs-gradient-descent",
    said="By following the negative gradient, the network finds the optimal weights.",
    right="""It finds a point where the slope is zero, and which one depends on the start. For a
        convex loss it is a global minimum; for networks nothing guarantees that.""",
)
def e_gradient_finds_optimum():
    """Gradient descent on $x^4 - 2x^2 + 0.3x$ from 1.5 and from −1.5: the two losses it ends
    with."""

    def loss(x):
        return x**4 - 2 * x**2 + 0.3 * x

    def descend(x):
        for _ in range(2000):
            x = x - 0.01 * (4 * x**3 - 4 * x + 0.3)
        return x

    return numbers(
        false="from_the_right == from_the_left",
        true="abs(slope_where_it_ends) < 1e-6",
        from_the_right=loss(descend(1.5)),
        from_the_left=loss(descend(-1.5)),
        slope_where_it_ends=slope(loss, descend(1.5)),
    )


@erratum(
    topic="loss-reduction",
    said="""The loss is accumulated over the examples of a mini-batch, and the accumulated loss is
        used for the update.""",
    right="""Take the *mean*. With the sum the step grows with the number of examples, and a
        learning rate that suits one batch size fails for another.""",
)
def e_loss_accumulated():
    """Four examples of $y = 2x$, start at $w = 0$, learning rate 0.05: distance from 2 after one
    step."""
    x, y, w, lr = np.array([1, 2, 3, 4]), np.array([2, 4, 6, 8]), 0.0, 0.05
    slopes = 2 * (w * x - y) * x
    return numbers(
        false="distance_with_sum < distance_at_start",
        true="distance_with_mean < distance_at_start",
        distance_at_start=abs(w - 2),
        distance_with_sum=abs(w - lr * slopes.sum() - 2),
        distance_with_mean=abs(w - lr * slopes.mean() - 2),
    )


@erratum(
    topic="derivative-in-output-weights",
    said="""Now the gradient with respect to the weight $W$ is calculated; then follows $db = dZ$,
        and then $db = dZ$ once more.""",
    right=r"""The gradient of the weights is missing, though the update uses it: $dW = \frac1m
        A^{[1]} dZ^\top$ in the layout of that text, columns for examples.""",
)
def e_dW2_missing():
    """Four hidden units, six examples in columns, $Z = W^\\top A + b$, mean cross-entropy."""
    rng = np.random.default_rng(0)
    A1, W, b = rng.uniform(size=(4, 6)), rng.normal(size=(4, 1)), 0.2
    Y = np.array([[1, 0, 1, 1, 0, 0]])

    def cost(W):
        A2 = sigmoid(W.T @ A1 + b)
        return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    dZ = sigmoid(W.T @ A1 + b) - Y
    return numbers(
        false="dZ.shape == W.shape",
        true="dW == measured_dW",
        dZ=dZ,
        W=W,
        dW=(A1 @ dZ.T / 6).ravel(),
        measured_dW=gradient(cost, W).ravel(),
    )


@erratum(
    topic="derivative-in-hidden-layer",
    said="""The one thing that remains is the gradient of the bias in the hidden layer, layer 2.
        (With it the derivation ends.)""",
    right=r"""Layer 2 is the output layer. The hidden layer remains, with most of the parameters:
        $dA^{[1]} = W^{[2]} dZ^{[2]}$, $dZ^{[1]} = dA^{[1]} \circ g'(Z^{[1]})$, and from it
        $dW^{[1]}$ and $db^{[1]}$.""",
)
def e_layer1_missing():
    """The parameters of a network 3-4-1, and those of its layer 2."""
    layer_1 = np.zeros((3, 4)).size + np.zeros(4).size
    layer_2 = np.zeros((4, 1)).size + np.zeros(1).size
    return numbers(
        false="parameters_of_layer_2 == parameters_in_all",
        parameters_of_layer_2=layer_2,
        parameters_in_all=layer_1 + layer_2,
    )


@erratum(
    topic="derivative-in-output-bias",
    said="$db = dZ$ in the formula; in the text, $db$ is the sum of $dZ$ over all examples.",
    right="""For a cost that is a mean, $db$ is the *mean* of $dZ^{(i)} = A^{(i)} - Y^{(i)}$; for a
        sum, the sum. The formula holds for one example only.""",
)
def e_db_sum_or_mean():
    """Three examples with logits 1.4, −0.8 and 0.4, mean cross-entropy: its slope in a bias added
    to all."""
    Z, Y = np.array([1.4, -0.8, 0.4]), np.array([1, 0, 0])

    def cost(b):
        A = sigmoid(Z + b)
        return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))

    dZ = sigmoid(Z) - Y
    return numbers(
        false="sum(dZ) == measured_slope",
        true="np.mean(dZ) == measured_slope",
        dZ=dZ,
        measured_slope=slope(cost, 0.0),
    )
