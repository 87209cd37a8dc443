"""Sigmoid, tanh and the step."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import sigmoid, slope
from sympy import Eq, Symbol, exp, tanh


@erratum(
    topic="firing-or-not",
    said="The activation function decides whether a neuron is activated or not.",
    right="Only the step decides. Sigmoid, tanh and ReLU pass on a graded value.",
)
def e_fires_or_not():
    """The first hidden unit of the 2-2-1 example: the sigmoid of 0.52."""
    return numbers(false="output == round(output)", output=float(sigmoid(0.52)))


@erratum(
    topic="sigmoid-activation",
    said="When the logit is very small, the output of a sigmoid unit is close to 0.",
    right="""That holds for *negative* logits of large magnitude. A logit that is small gives about
        one half.""",
)
def e_sigmoid_very_small():
    """Outputs at 0.001 and at −10."""
    return numbers(
        false="output_at_0_001 < 0.01",
        true="output_at_minus_10 < 0.01",
        output_at_0_001=sigmoid(0.001),
        output_at_minus_10=sigmoid(-10),
    )


@erratum(
    topic="sigmoid-activation",
    said="The sigmoid squashes any input into $[0, 1]$.",
    right=r"""Into $(0, 1)$: the ends are limits. Only floats reach them: those of 64 bits round to
        1 from a logit of 37 on, which is why $\log(1 - p)$ needs care.""",
)
def e_sigmoid_closed():
    """The output at −30, and the first whole logit whose float output is exactly 1."""
    return numbers(
        false="output_at_minus_30 == 0",
        true="first_logit_that_rounds_to_1 == 37",
        output_at_minus_30=sigmoid(-30),
        first_logit_that_rounds_to_1=next(z for z in range(100) if sigmoid(z) == 1),
    )


@erratum(
    topic="tanh-sigmoid-relation",
    said="Up to scaling, tanh is equivalent to the sigmoid.",
    right=r"""It takes a shift as well: $\tanh z = 2\sigma(2z) - 1$. A scaled sigmoid
        $c\,\sigma(kz)$ has the same sign everywhere. The shift is what makes tanh zero-centred.""",
)
def e_tanh_up_to_scaling():
    """Values at −1 and 1."""
    z = Symbol("z", real=True)
    return numbers(
        false="np.sign(tanh_at_minus_1) == np.sign(tanh_at_1)",
        true=Eq(tanh(z), 2 / (1 + exp(-2 * z)) - 1, evaluate=False),
        tanh_at_minus_1=np.tanh(-1),
        tanh_at_1=np.tanh(1),
    )


@erratum(
    topic="tanh-vs-sigmoid",
    said="An advantage of tanh: stronger gradients than the sigmoid.",
    right="""Stronger up to $|z| = 1.66$ only. Beyond, tanh has the smaller slope, because it
        saturates earlier.""",
)
def e_tanh_stronger():
    """Slopes at 4, and where the two slopes are equal."""

    def excess(z):
        return slope(np.tanh, z) - slope(sigmoid, z)

    low, high = 1.0, 3.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return numbers(
        false="slope_of_tanh > slope_of_sigmoid",
        true="excess_of_tanh_at_1 > 0",
        slope_of_tanh=slope(np.tanh, 4),
        slope_of_sigmoid=slope(sigmoid, 4),
        excess_of_tanh_at_1=excess(1),
        equal_at=low,
    )
