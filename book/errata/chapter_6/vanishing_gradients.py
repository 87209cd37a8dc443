"""Why gradients vanish."""

import numpy as np
from booksite.errata.deep import gradient_left
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import sigmoid


@erratum(
    topic="vanishing-gradient",
    said="Gradients that become too small or too large: this is the vanishing gradient problem.",
    right="""Vanishing is the name of the first case. Gradients that become too large *explode*. The
        two show differently, and clipping helps against the second only.""",
)
def e_vanishing_includes_large():
    r"""Linear networks of 30 layers: what is left of a gradient at the input, with weights of half
    and of twice the standard deviation $1/\sqrt n$."""
    return numbers(
        false="left_with_large_weights < 1",
        true="left_with_small_weights < 1e-6",
        left_with_large_weights=gradient_left("none", 2.0),
        left_with_small_weights=gradient_left("none", 0.5),
    )


@erratum(
    topic="vanishing-vs-exploding",
    said="""Vanishing gradients can lead to large updates and in turn make gradients explode, up to
        NaN.""",
    right="""They are two outcomes of one product: its factors are mostly below 1, or mostly above.
        More factors make a small product smaller still. NaN comes from explosion or overflow.""",
)
def e_vanishing_causes_explosion():
    r"""Sigmoid networks of 10, 30 and 60 layers, weights of standard deviation $1/\sqrt n$."""
    left = {layers: gradient_left("sigmoid", 1.0, layers) for layers in (10, 30, 60)}
    return numbers(
        false="left_after_60 > left_after_30",
        true="left_after_30 < left_after_10",
        left_after_10=left[10],
        left_after_30=left[30],
        left_after_60=left[60],
    )


@erratum(
    topic="sigmoid-quarter-bound",
    said="The sigmoid and tanh have small gradients in certain regions.",
    right="""For tanh this is right: its slope is 1 at zero. The sigmoid's is at most 0.25. So
        sigmoid layers shrink the gradient everywhere, unless the weights lengthen it.""",
)
def e_saturation_certain_regions():
    """Largest slopes on a fine grid, and their tenth powers: ten layers at best, with weights that
    keep lengths."""
    z = np.linspace(-10, 10, 200_001)
    largest_of_sigmoid = np.max(sigmoid(z) * (1 - sigmoid(z)))
    largest_of_tanh = np.max(1 - np.tanh(z) ** 2)
    return numbers(
        false="ten_layers_of_sigmoid > 0.1",
        true="ten_layers_of_tanh == 1",
        largest_of_sigmoid=largest_of_sigmoid,
        ten_layers_of_sigmoid=largest_of_sigmoid**10,
        ten_layers_of_tanh=largest_of_tanh**10,
    )


@erratum(
    topic="saturation",
    said="Units saturate when their input is a large positive or a small negative number.",
    right="""When it is large in magnitude, of either sign. A small negative input lies in the steep
        part of the curve.""",
)
def e_saturation_small_negative():
    """Slopes of tanh at −0.01 and at −6."""

    def slope_of_tanh(z):
        return 1 - np.tanh(z) ** 2

    return numbers(
        false="slope_at_small_negative < 0.01",
        true="slope_at_large_negative < 0.01",
        slope_at_small_negative=slope_of_tanh(-0.01),
        slope_at_large_negative=slope_of_tanh(-6.0),
    )


@erratum(
    topic="saturation",
    said="Gradients vanish because sigmoid and tanh squash their inputs into a limited range.",
    right="""The range does not decide, the slopes do, together with the weights. The sine is
        bounded and the softplus is not, and with the same weights the softplus loses the
        gradient.""",
)
def e_squashing_reason():
    r"""Networks of 30 layers with weights of standard deviation $1/\sqrt n$."""
    return numbers(
        false="left_with_bounded_sine < left_with_unbounded_softplus",
        true="left_with_unbounded_softplus < 1e-6",
        left_with_bounded_sine=gradient_left("sin", 1.0),
        left_with_unbounded_softplus=gradient_left("softplus", 1.0),
    )


@erratum(
    topic="vanishing-vs-dead-units",
    said="Vanishing gradients create dead neurons, which no longer respond to any input.",
    right="""A dead unit is a matter of ReLU: a slope of exactly 0 and a constant output on all
        data. A saturated sigmoid has a small slope, and its output still varies, here by 0.045.""",
)
def e_dead_neurons():
    """A sigmoid and a ReLU unit whose sums lie between −6 and −3 on all data."""
    z = np.linspace(-6, -3, 7)
    outputs = sigmoid(z)
    return numbers(
        false="smallest_slope_of_sigmoid == 0",
        true="largest_slope_of_relu == 0",
        smallest_slope_of_sigmoid=np.min(outputs * (1 - outputs)),
        spread_of_sigmoid=np.ptp(outputs),
        largest_slope_of_relu=np.max(np.where(z > 0, 1.0, 0.0)),
        spread_of_relu=np.ptp(np.maximum(z, 0)),
    )
