"""Adam and AdamW."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording


def adam(x, gradient, steps, lr=0.1, betas=(0.9, 0.999), corrects=lambda t: t):
    """The places after each step; `corrects` gives the t whose bias is corrected."""
    m, v, places = 0.0, 0.0, []
    for t in range(1, steps + 1):
        g = gradient(x)
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        m_hat, v_hat = m / (1 - betas[0] ** corrects(t)), v / (1 - betas[1] ** corrects(t))
        x = x - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
        places.append(x)
    return np.array(places)


@erratum(
    topic="adam-moments",
    said="Adam uses the first and the second derivative of the loss.",
    right="""Averages of the gradient and of its *square*. "Moment" is meant as in statistics, and
        Adam needs no second derivative.""",
)
def e_adam_second_derivative():
    """$f = 3x$, whose second derivative is 0: the corrected second moment after 50 steps."""
    v = 0.0
    for _ in range(50):
        v = 0.999 * v + 0.001 * 3**2
    return numbers(
        false="second_moment == second_derivative",
        true="second_moment == 3**2",
        second_moment=v / (1 - 0.999**50),
        second_derivative=0.0,
    )


@erratum(
    topic="adam-moments",
    said="The second moment in Adam is the variance of the gradients.",
    right="""The mean is not subtracted, so it is the variance *plus* the square of the mean. A
        steady gradient has the variance 0, and Adam would divide by nothing.""",
)
def e_adam_variance():
    """Two gradients, 2 and 4."""
    g = np.array([2.0, 4.0])
    return numbers(
        false="second_moment == variance",
        true="second_moment == variance + mean**2",
        second_moment=np.mean(g**2),
        variance=np.var(g),
        mean=np.mean(g),
    )


@erratum(
    topic="adam-implementation",
    said="`adam(parameters, grads, v, s, t, …)` counts by `t += 1` and gives back all but `t`.",
    right="""Numbers are not changed in place, so the caller's `t` stays 0, and every step is
        corrected as if it were the first. Return `t`, or let the caller count from 1.""",
)
def e_adam_t_not_returned():
    """The place after each of four steps of 0.1 on $x^2/2$, from 1."""
    return numbers(
        false="as_written == counted",
        true="as_written[0] == counted[0]",
        as_written=adam(1.0, lambda x: x, 4, corrects=lambda t: 1),
        counted=adam(1.0, lambda x: x, 4),
    )


e_adam_names_v_s = wording(
    topic="adam-implementation",
    said="""$v$ is the second moment in the formulas of Adam; in the program `v` is the first and
        `s` the second.""",
    right="$m$ for the first and $v$ for the second, in formulas and programs.",
    reason="Who reads the program beside the formulas exchanges the moments.",
)


@erratum(
    topic="adam-defaults",
    said="The default learning rate of Adam and AdamW is 0.01.",
    right="""0.001, in the paper and in PyTorch. A step is about as long as the rate at first, so
        with 0.01 every weight moves ten times as far.""",
)
def e_adam_default_lr():
    """A weight of 1 under a steady gradient: where it is after 20 steps."""
    default, printed = 0.001, 0.01
    ends = {lr: adam(1.0, lambda x: 3.0, 20, lr=lr)[-1] for lr in (default, printed)}
    return numbers(
        false="end_with_0_01 == end_with_0_001",
        true="1 - end_with_0_01 == 10 * (1 - end_with_0_001)",
        end_with_0_01=ends[printed],
        end_with_0_001=ends[default],
        default=default,
        printed=printed,
    )


@erratum(
    topic="adam-update",
    said=r"""Adam, in a table: $w \leftarrow w - \eta\, \hat m/(\sqrt{\hat v} + \varepsilon)$; the
        hats are not explained, so $m$ and $v$ are put in.""",
    right=r"""$\hat m = m/(1 - \beta_1^t)$ and $\hat v = v/(1 - \beta_2^t)$. Without these
        corrections the first step is 3.16 times as long.""",
)
def e_adam_mhat_undefined():
    """The first step in units of the learning rate, for a gradient of 2."""
    beta1, beta2, g = 0.9, 0.999, 2.0
    m, v = (1 - beta1) * g, (1 - beta2) * g**2
    return numbers(
        false="uncorrected == 1",
        true="corrected == 1",
        uncorrected=m / np.sqrt(v),
        corrected=(m / (1 - beta1)) / np.sqrt(v / (1 - beta2)),
    )


@erratum(
    topic="adam-weaknesses",
    said="Adam is like SGD, but better.",
    right="""Adam is quick and forgives a learning rate that is not tuned. On some convex problems
        it goes to the worst point where SGD goes to the best, and a tuned SGD can do better on new
        data. Compare both.""",
)
def e_adam_always_better():
    r"""Gradients 4, −1, −1 repeating on $[-1, 1]$, on average $\frac23$, so −1 is best. Ends after
    1,500 steps from 1 with rates $0.1/\sqrt t$, and $\beta_1 = 0$, $\beta_2 = 1/17$ in Adam."""
    beta2, with_adam, with_sgd, v = 1 / 17, 1.0, 1.0, 0.0
    for t in range(1, 1501):
        g, lr = (4 if t % 3 == 1 else -1), 0.1 / t**0.5
        v = beta2 * v + (1 - beta2) * g**2
        v_hat = v / (1 - beta2**t)
        with_adam = min(1, max(-1, with_adam - lr * g / v_hat**0.5))
        with_sgd = min(1, max(-1, with_sgd - lr * g))
    return numbers(
        false="abs(with_adam + 1) < abs(with_sgd + 1)",
        true="with_sgd < -0.9",
        with_adam=float(with_adam),
        with_sgd=float(with_sgd),
    )


@erratum(
    topic="adamw-implementation",
    said="""AdamW pulls each weight by a share of the weight: `w["W1"] = np.copy(parameters["W1"])`
        at the start, later `- lr * weight_decay * w["W1"]`.""",
    right="""The copy is never renewed, so the pull stays what it was at the start. The weight is
        driven through 0 and away from it. Use the present weight.""",
)
def e_adamw_frozen_copy():
    """A weight of 2 without a gradient: 40 steps with the learning rate 0.1 and the decay 0.5."""
    with_copy, with_present = 2.0, 2.0
    for _ in range(40):
        with_copy -= 0.1 * 0.5 * 2.0
        with_present -= 0.1 * 0.5 * with_present
    return numbers(
        false="with_copy >= 0",
        true="with_present == 2 * 0.95**40",
        with_copy=with_copy,
        with_present=with_present,
    )


@erratum(
    topic="adamw-implementation",
    said="""In a program of AdamW the update of the bias `b1` has the term `weight_decay *
        w["W1"]`.""",
    right="""Biases are not decayed. With several inputs the shapes do not fit: the bias becomes
        a matrix, or a step in place stops with an error. With one input the weight's decay is
        taken from the bias without any message.""",
)
def e_adamw_bias_shape():
    """Four biases of 0 and weights of 2, learning rate 0.1, decay 0.5: the shape after the step
    with three inputs, and the biases after it with one."""
    b = np.zeros((4, 1))
    return numbers(
        false="shape_with_three_inputs == shape_of_b",
        true="biases_with_one_input < 0",
        shape_with_three_inputs=(b - 0.1 * 0.5 * np.full((4, 3), 2.0)).shape,
        shape_of_b=b.shape,
        biases_with_one_input=(b - 0.1 * 0.5 * np.full((4, 1), 2.0)).ravel(),
    )


@erratum(
    topic="adamw-motivation",
    said="AdamW decouples the weight decay from the learning rate.",
    right=r"""From the division by $\sqrt{\hat v}$. In the form of the libraries the learning rate
        still multiplies the decay: a step without a gradient leaves $1 - \eta\lambda$ of a
        weight.""",
)
def e_adamw_decouples():
    """The decay 0.5 and no gradient: the share of a weight that 20 steps leave, with two learning
    rates."""

    def left(lr, decay=0.5):
        w = 1.0
        for _ in range(20):
            w -= lr * decay * w
        return w

    return numbers(
        false="left_with_rate_0_1 == left_with_rate_0_01",
        true="left_with_rate_0_1 == (1 - 0.1 * 0.5) ** 20",
        left_with_rate_0_1=left(0.1),
        left_with_rate_0_01=left(0.01),
    )


@erratum(
    topic="adamw-motivation",
    said="In AdamW, the decay constant is the strength of the L2 regularization.",
    right=r"""It is the weight decay. AdamW exists because the two differ: as an L2 term in the
        gradient it would be divided by $\sqrt{\hat v}$ like the rest, and a large weight would be
        pulled no harder than a small one.""",
)
def e_adamw_l2_label():
    """No loss but the constant 0.5, weights 1 and 10, one step with the learning rate 0.1: what is
    taken from them as a decay, and as an L2 term in Adam's gradient."""
    w, decay = np.array([1.0, 10.0]), 0.5
    return numbers(
        false="taken_by_l2_term == taken_by_decay",
        true="taken_by_l2_term[1] == taken_by_l2_term[0]",
        taken_by_l2_term=np.round(w - adam(w, lambda w: decay * w, 1)[0], 6),
        taken_by_decay=0.1 * decay * w,
    )


e_adamw_docstring = wording(
    topic="adamw-implementation",
    said="In a program of AdamW: initializes `v`, `s` and `w` as arrays of zeros.",
    right="`v` and `s` are zeros. `w` is a copy of the weights, and should not exist.",
    reason="The line below the docstring copies the weights.",
)

e_optimizer_table_unsupported = wording(
    topic="optimizer-comparison-table",
    said="""A table of optimizers with a use for each: momentum for problems with small, frequent
        features; Adadelta bad at online learning; and so on.""",
    right="""A recommendation needs a reason, or an experiment over several seeds with a tuned
        learning rate for each method.""",
    reason="No reason is given, so there is nothing to test, and nothing to learn for a new case.",
)


@erratum(
    topic="optimizer-comparison-table",
    said="Many independent features: Adam or RMSProp. Few: SGD.",
    right="""Independent features make it easy for SGD, however many they are. What makes a case for
        Adam is curvatures or gradients of very different sizes. Tune both on validation data.""",
)
def e_scenario_table():
    """200 uncorrelated features of variance 1, linear targets without noise: mean squared errors
    after 100 steps from zero, with the learning rates 0.5 for SGD on all rows and 0.05 for Adam."""
    rng = np.random.default_rng(0)
    true_w = rng.normal(size=200)

    def error(w):  # X^T X / N is the identity
        return np.mean((w - true_w) ** 2) * 200

    with_sgd = np.zeros(200)
    for _ in range(100):
        with_sgd = with_sgd - 0.5 * (with_sgd - true_w)
    with_adam = adam(np.zeros(200), lambda w: w - true_w, 100, lr=0.05)[-1]
    return numbers(
        false="error_of_adam < error_of_sgd",
        error_of_adam=error(with_adam),
        error_of_sgd=error(with_sgd),
    )


e_cnn_rnn_relu_rows = wording(
    topic="scenario-recommendation-table",
    said="""A table with one column of activations: sigmoid and softmax for classification, ReLU for
        CNNs and RNNs.""",
    right="""Two columns. The task decides the activation of the output, the network that of the
        hidden layers. And recurrent networks mostly keep tanh.""",
    reason="""Sigmoid and softmax stand there as outputs, ReLU as a hidden activation: a CNN for
        classification would be in two rows.""",
)
