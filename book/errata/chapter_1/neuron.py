"""The neuron."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import GATES, sigmoid, train_perceptron


@erratum(
    topic="weights-as-importance",
    said="A weight says how important its input is.",
    right="""Only among inputs of one scale, and within one layer. A weight depends on the unit of
        its input: in millimetres it is a thousandth of what it was in metres, and the predictions
        are the same.""",
)
def e_weight_importance():
    """A regression on two features; then the first one in millimetres instead of metres."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 2))
    y = X @ [1, 1]
    in_metres = np.linalg.lstsq(X, y)[0]
    X_mm = X * [1000, 1]
    in_millimetres = np.linalg.lstsq(X_mm, y)[0]
    return numbers(
        false="weight_in_millimetres == weight_in_metres",
        true="change_of_predictions < 1e-9",
        weight_in_metres=in_metres[0],
        weight_in_millimetres=in_millimetres[0],
        change_of_predictions=np.max(abs(X @ in_metres - X_mm @ in_millimetres)),
    )


@erratum(
    topic="weighted-sum",
    said=r"""A neuron is $\varphi(\sum_i w_i x_i)$, where $\varphi$ joins the signals of the inputs
        into one value.""",
    right=r"""The sum joins the inputs; $\varphi$ transforms the one number that the sum gives. And
        the bias, which the same text announces, is missing: $\varphi(\sum_i w_i x_i + b)$.""",
)
def e_phi_joins():
    """Two inputs, a bias of 0.5, and tanh as the activation."""
    w, x, b = np.array([1, -2]), np.array([3, 1]), 0.5
    return numbers(
        false="np.tanh(w @ x) == np.tanh(w @ x + b)",
        w=w,
        x=x,
        b=b,
    )


e_shiny_formula = wording(
    topic="artificial-neuron",
    said=r"A correction of the notation: the neuron is $f(\sum_i W_i x_i + \textit{shiny})$.",
    right=r"""$f(\sum_i w_i x_i + b)$. The letter of the activation, $f$ or $\varphi$, is a matter
        of taste and needed no correction.""",
    reason="A word has come into the place of the bias; the formula cannot be evaluated.",
)


@erratum(
    topic="biological-neuron-analogy",
    said="""Each incoming connection is strengthened or weakened by how often it is used; this is
        how new ideas are learned.""",
    right="""That is Hebb's rule for synapses. Gradient descent moves a weight against the slope of
        the loss: a unit that is right already does not change, however often it is used.""",
)
def e_hebbian():
    """A linear unit whose output is equal to its target, 1, and squared error."""
    x, w, target = np.array([1.0, 2.0]), np.array([0.5, 0.25]), 1.0
    output = w @ x
    return numbers(
        false="gradient_step == hebbian_step",
        true="max(abs(gradient_step)) == 0",
        gradient_step=(target - output) * x,
        hebbian_step=output * x,
    )


@erratum(
    topic="weighted-sum",
    said="The values before the activation are called Z-scores, and the inputs $Z_1, \\dots, Z_n$.",
    right="""A z-score is a standardized value: mean 0, standard deviation 1. Here $z$ is the
        **pre-activation**, which is not standardized, and $x$ is an input.""",
)
def e_z_score_name():
    """The two hidden pre-activations of the 2-2-1 example."""
    z = np.array([0.2, 0.3]) * 0.5 + np.array([0.4, 0.7]) * 0.8 + np.array([0.1, 0.2])
    return numbers(false="mean_and_deviation == (0, 1)", mean_and_deviation=(z.mean(), z.std()))


@erratum(
    topic="mcculloch-pitts-neuron",
    said="""The neuron of McCulloch and Pitts, 1943, consists of a set of weights, an adder and an
        activation function.""",
    right="""The unit of 1943 has no weights to adjust: it counts its active inputs, all alike,
        against a fixed threshold, and one active inhibitory input forbids it to fire. Weights that
        are learned came with Rosenblatt's perceptron.""",
)
def e_mcp_weights():
    """AND, OR and NOT by counting, with the thresholds 2, 1 and 0; the input of NOT is
    inhibitory."""

    def unit(exciting, inhibiting, threshold):
        return int(sum(exciting) >= threshold and not any(inhibiting))

    mistakes = sum(unit((a, b), (), 2) != (a and b) for a, b in GATES)
    mistakes += sum(unit((a, b), (), 1) != (a or b) for a, b in GATES)
    mistakes += sum(unit((), (a,), 0) != 1 - a for a in (0, 1))
    return numbers(false="mistakes_without_weights > 0", mistakes_without_weights=mistakes)


@erratum(
    topic="mcp-threshold-rule",
    said=r"A unit fires if $z \ge 0$, says one summary; if $h > \theta$, says another.",
    right=r"""They differ exactly at the threshold, and training from zero weights starts there.
        Both conventions are in use, so a text has to name its own. Here $\operatorname{step}(0) =
        1$.""",
)
def e_threshold_tie():
    """The perceptron rule on AND, from zero weights: two weights and the bias it ends with."""
    return numbers(
        false="fires_at_the_threshold == does_not_fire_there",
        fires_at_the_threshold=train_perceptron([0, 0, 0, 1])[0],
        does_not_fire_there=train_perceptron([0, 0, 0, 1], fires_at_zero=False)[0],
    )


@erratum(
    topic="can-one-neuron-learn",
    said="A single neuron cannot learn; it receives inputs and fires or not.",
    right="""With a rule that changes its weights, one neuron learns every problem whose classes a
        line or a plane separates. The same text trains single units on AND and OR.""",
)
def e_neuron_cannot_learn():
    """One unit and the perceptron rule: mistakes in the last epoch on AND and on OR."""
    return numbers(
        false="mistakes_on_AND + mistakes_on_OR > 0",
        mistakes_on_AND=train_perceptron([0, 0, 0, 1])[1][-1],
        mistakes_on_OR=train_perceptron([0, 1, 1, 1])[1][-1],
    )


@erratum(
    topic="bias-role",
    said="Without a bias, the output of the activation may be confined to a part of its range.",
    right="""With inputs of both signs, the weight alone reaches the whole range. What a missing
        bias fixes is the value at zero input, for the sigmoid 0.5 whatever the weight, and with it
        a boundary through the origin.""",
)
def e_bias_range():
    """A sigmoid unit without bias: weight 5, inputs from −3 to 3."""
    outputs = sigmoid(5 * np.linspace(-3, 3, 61))
    return numbers(
        false="max(outputs) - min(outputs) < 0.99",
        true="output_at_zero == 0.5",
        outputs=outputs,
        output_at_zero=sigmoid(5 * 0.0),
    )


@erratum(
    topic="bias-before-layernorm",
    said="""Before layer normalization, as before batch normalization, a bias is redundant and can
        be left out.""",
    right="""Batch normalization subtracts the mean of each unit, and the unit's bias with it. Layer
        normalization subtracts one mean from all units of an example, so biases that differ from
        unit to unit stay.""",
)
def e_bias_layernorm():
    """Eight examples, four units; the largest change that the biases 0.5, −1, 2 and 0 make."""
    Z = np.random.default_rng(0).normal(size=(8, 4))
    bias = np.array([0.5, -1.0, 2.0, 0.0])

    def normalize(Z, axis):
        return (Z - Z.mean(axis, keepdims=True)) / Z.std(axis, keepdims=True)

    return numbers(
        false="after_layer_norm < 1e-9",
        true="after_batch_norm < 1e-9",
        after_layer_norm=np.max(abs(normalize(Z + bias, axis=1) - normalize(Z, axis=1))),
        after_batch_norm=np.max(abs(normalize(Z + bias, axis=0) - normalize(Z, axis=0))),
    )


e_bias_zero_init_heading = wording(
    topic="bias-zero-init",
    said="Among the cases in which no bias is used: biases are often initialized to zero.",
    right="""A bias that starts at zero is trained like any other parameter. Leaving biases out is
        another decision.""",
    reason="""The sentence stands under the wrong heading, and reads as if zero at the start meant
        no bias.""",
)
