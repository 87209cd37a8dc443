"""By hand."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import sigmoid

# The example: two inputs, two hidden units, one output, sigmoids, half the squared error.
# Its text multiplies W x: a row of W holds the weights into one unit.
x, target = np.array([[0.5], [0.8]]), 1.0
W1, b1 = np.array([[0.2, 0.4], [0.3, 0.7]]), np.array([[0.1], [0.2]])
W2, b2 = np.array([[0.5, 0.6]]), np.array([[0.3]])


def forward_and_backward(W1=W1, b1=b1, W2=W2, b2=b2):
    """Every value and gradient of the example, at full precision."""
    v = {}
    v["z1"] = W1 @ x + b1
    v["a1"] = sigmoid(v["z1"])
    v["z2"] = W2 @ v["a1"] + b2
    v["a2"] = sigmoid(v["z2"])
    v["J"] = float((target - v["a2"].item()) ** 2 / 2)
    v["slope2"] = v["a2"] * (1 - v["a2"])
    v["dz2"] = (v["a2"] - target) * v["slope2"]
    v["dW2"], v["db2"] = v["dz2"] @ v["a1"].T, v["dz2"]
    v["da1"] = W2.T @ v["dz2"]
    v["slope1"] = v["a1"] * (1 - v["a1"])
    v["dz1"] = v["da1"] * v["slope1"]
    v["dW1"], v["db1"] = v["dz1"] @ x.T, v["dz1"]
    return v


@erratum(
    topic="worked-221-setup",
    said=r"$W^2 = \begin{pmatrix} 0.5 \\ 0.6 \end{pmatrix}$, and then $z^3 = W^2 a^2 + b^2$.",
    right=r"""$W^2$ is a row in that product, $(0.5 \;\; 0.6)$, and so is its gradient, which is
        printed as a column as well. Two columns cannot be multiplied.""",
)
def e_221_w2_shape():
    """Columns and rows of the two factors."""
    column, a = np.array([[0.5], [0.6]]), forward_and_backward()["a1"]
    return numbers(
        false="columns_of_W2_as_printed == rows_of_a",
        true="columns_of_W2_as_a_row == rows_of_a",
        columns_of_W2_as_printed=column.shape[1],
        columns_of_W2_as_a_row=column.T.shape[1],
        rows_of_a=a.shape[0],
        weights=column,
    )


e_221_mse_name = wording(
    topic="worked-221-setup",
    said=r"The cost function (MSE): $J = \frac12 (y - \hat y)^2$.",
    right="Half the squared error of one example. The mean squared error has no ½, and averages.",
    reason="""The ½ changes every gradient by a factor of 2, so a comparison with a library's MSE
        fails.""",
)


@erratum(
    topic="worked-221-forward",
    said="""Printed values: $z^3 = 1.0413$, $J = 0.03406$; slopes 0.1929, 0.2339 and 0.2047;
        gradients −0.00617 and −0.00308.""",
    right="""Seven of the printed numbers are off in the last digit: rounded values were used again,
        and some results rounded wrongly. Compute with all digits, round once: 1.0414, 0.03403;
        0.1928, 0.2338, 0.2046; −0.00618, −0.00309.""",
)
def e_221_rounding():
    """The seven values as printed, and computed and then rounded to as many digits."""
    v = forward_and_backward()
    printed = np.array([1.0413, 0.03406, 0.1929, 0.2339, 0.2047, -0.00617, -0.00308])
    exact = np.array(
        [
            v["z2"][0, 0],
            v["J"],
            v["slope2"][0, 0],
            *v["slope1"][:, 0],
            v["dz1"][1, 0],
            v["dW1"][1, 0],
        ]
    )
    rounded = np.array([round(e, d) for e, d in zip(exact, (4, 5, 4, 4, 4, 5, 5), strict=True)])
    return numbers(
        false="printed_numbers_that_are_right > 0",
        printed_numbers_that_are_right=np.sum(printed == rounded),
        rounded=rounded,
    )


@erratum(
    topic="worked-221-hidden-gradients",
    said=r"""$\frac{\partial J}{\partial z^2} = (0.5,\ 0.6) \cdot (-0.0503) = (-0.02515,\
        -0.03018)$; a few lines on, another pair has the same name.""",
    right=r"""The first pair is $\frac{\partial J}{\partial a^2}$. Multiplied by the slopes of the
        sigmoid it becomes $\frac{\partial J}{\partial z^2} = (-0.00588,\ -0.00618)$.""",
)
def e_221_dz_equality():
    """The product, and the gradient in the two hidden pre-activations."""
    v = forward_and_backward()
    product = (W2.T * v["dz2"]).ravel()
    return numbers(
        false="product == dJ_dz",
        true="product * slopes == dJ_dz",
        product=product,
        slopes=v["slope1"].ravel(),
        dJ_dz=v["dz1"].ravel(),
    )


@erratum(
    topic="worked-221-hidden-gradients",
    said=r"The gradient of $W^1$ is $(-0.00294,\ -0.00308)$.",
    right="""$W^1$ has four weights, and four slopes: those of the weights on $x_2$, −0.00471 and
        −0.00494, are missing. They are the larger ones.""",
)
def e_221_dW1_incomplete():
    """The gradient of the first weights, a row a hidden unit."""
    gradient = forward_and_backward()["dW1"]
    return numbers(
        false="gradient.size == 2",
        true="min(abs(gradient[:, 1])) > max(abs(gradient[:, 0]))",
        gradient=gradient,
    )


@erratum(
    topic="worked-221-one-step",
    said=r"Summary of gradient updates: $\Delta W^2 = (-0.03155,\ -0.03587)$.",
    right=r"""These are gradients. The update is $-\eta$ times the gradient: here the weights
        *grow*, and the example ends before this step.""",
)
def e_221_delta_not_update():
    """One step with the learning rate 0.1: the change of $W^2$, and the cost after it."""
    lr, v = 0.1, forward_and_backward()
    after = forward_and_backward(
        W1 - lr * v["dW1"], b1 - lr * v["db1"], W2 - lr * v["dW2"], b2 - lr * v["db2"]
    )
    return numbers(
        false="change_of_W2 == gradient",
        true="cost_after < cost_before",
        change_of_W2=(-lr * v["dW2"]).ravel(),
        gradient=v["dW2"].ravel(),
        cost_before=v["J"],
        cost_after=after["J"],
    )
