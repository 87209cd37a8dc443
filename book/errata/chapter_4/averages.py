"""Moving averages."""

import numpy as np
from booksite.errata.entries import erratum, numbers


@erratum(
    topic="ewma",
    said="""A moving average is the mean of the last $k$ values, `np.convolve(data, np.ones(k)/k)`;
        momentum and RMSProp use it.""",
    right=r"""They use the exponentially weighted average $v \leftarrow \beta v + (1 - \beta) x$. It
        keeps one number instead of $k$, and no value ever leaves it at once.""",
)
def e_sma_vs_ema():
    r"""The last average of 1, 2, 4, 3, 5, 8: over three values, and exponential with $\beta = 0.5$,
    as it is and corrected."""
    values, v = [1, 2, 4, 3, 5, 8], 0.0
    for x in values:
        v = 0.5 * v + 0.5 * x
    return numbers(
        false="windowed == exponential",
        true="exponential < corrected",
        windowed=np.convolve(values, np.ones(3) / 3, mode="valid")[-1],
        exponential=v,
        corrected=v / (1 - 0.5**6),
    )


@erratum(
    topic="ewma",
    said="What is the exponentially weighted average? The question ends a text, without an answer.",
    right=r"""$v_t = \beta v_{t-1} + (1 - \beta) x_t$ from $v_0 = 0$. Its weights add up to $1 -
        \beta^t$, so $v_t/(1 - \beta^t)$ is a weighted mean. Without the correction the first
        averages are too small.""",
)
def e_ewma_unanswered():
    r"""Three values of 4 with $\beta = 0.9$: the average, and the corrected one."""
    v = 0.0
    for x in (4, 4, 4):
        v = 0.9 * v + 0.1 * x
    return numbers(
        false="uncorrected == 4",
        true="uncorrected / (1 - 0.9**3) == 4",
        uncorrected=v,
    )


@erratum(
    topic="momentum-reduces-noise",
    said="The average in momentum estimates the derivative more precisely.",
    right="""It has less noise, and lag: it mixes in slopes of places already left. Which of the two
        errors is larger depends on how fast the slope changes.""",
)
def e_momentum_estimates_derivative():
    r"""$\beta = 0.9$ and slopes that grow by 1 a step, with noise of variance 1, for 2,000 steps:
    mean squared errors after the first 100."""
    noise = np.random.default_rng(0).normal(size=2000)
    truth, average, errors = np.arange(2000.0), 0.0, []
    for true, observed in zip(truth, truth + noise, strict=True):
        average = 0.9 * average + 0.1 * observed
        errors.append(average - true)
    return numbers(
        false="error_of_average < error_of_slope",
        true="abs(lag - 9) < 0.1",
        error_of_average=np.mean(np.square(errors[100:])),
        error_of_slope=np.mean(noise[100:] ** 2),
        lag=-np.mean(errors[100:]),
    )
