"""Adadelta and Nadam."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording


def adadelta(x, gradient, steps, eps=1e-6, rho=0.9):
    """The places after each step."""
    Eg, Ed, places = 0.0, 0.0, []
    for _ in range(steps):
        g = gradient(x)
        Eg = rho * Eg + (1 - rho) * g**2
        step = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
        Ed = rho * Ed + (1 - rho) * step**2
        x = x - step
        places.append(x)
    return np.array(places)


e_adadelta_from_rmsprop = wording(
    topic="adadelta-update",
    said="Adadelta is an extension of RMSProp.",
    right="""Both are remedies for Adagrad's growing sum, of the same year, 2012. They share the
        fading average of squared gradients. Adadelta has a second one, of squared *steps*, in place
        of the learning rate.""",
    reason="""Its paper sets out from Adagrad. And nothing turns one method into the other: RMSProp
        has a learning rate where Adadelta has an average.""",
)


@erratum(
    topic="adadelta-no-rate",
    said="With Adadelta no learning rate has to be set.",
    right=r"""Its part is played by $\sqrt\varepsilon$, which multiplies the steps, and has to be
        set. Libraries also have a factor in front, with the default 1.""",
)
def e_adadelta_no_lr():
    r"""Distance from the minimum of $x^2/2$ after 100 steps from 1, for two values of
    $\varepsilon$."""
    return numbers(
        false="left_with_1e_4 == left_with_1e_8",
        true="left_with_1e_4 < 0.01 * left_with_1e_8",
        left_with_1e_4=abs(adadelta(1.0, lambda x: x, 100, eps=1e-4)[-1]),
        left_with_1e_8=abs(adadelta(1.0, lambda x: x, 100, eps=1e-8)[-1]),
    )


@erratum(
    topic="adadelta-update",
    said="Adadelta adapts to a moving window of gradients.",
    right=r"""To an exponentially weighted average, $E \leftarrow \rho E + (1 - \rho) g^2$. It
        has no edge: weights fade and never become 0. A second such average, of squared steps,
        stands in the numerator.""",
)
def e_adadelta_window():
    r"""With $\rho = 0.9$: weights of the squared gradient 0, 10 and 30 steps back."""
    weights = 0.1 * 0.9 ** np.array([0, 10, 30])
    return numbers(false="min(weights) == 0", weights=weights)


@erratum(
    topic="nadam",
    said="Adam, RMSProp and Nadam are recommended; Nadam is not defined.",
    right=r"""Adam with Nesterov's look-ahead: the present gradient counts a second time, in the
        momentum of the *next* step. Programs differ in how $\beta_1$ changes with time, so their
        first steps do.""",
)
def e_nadam_undefined():
    r"""The first step in units of the learning rate, for a gradient of 1: with $\beta_1 = 0.9$
    throughout, and with PyTorch's $\beta_1 (1 - 0.5 \cdot 0.96^{0.004t})$."""

    def first_step(beta_now, beta_next):
        m = 0.1  # the average of gradients has the constant 0.9 in both
        return beta_next * m / (1 - beta_now * beta_next) + (1 - beta_now) / (1 - beta_now)

    rising = [0.9 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in (1, 2)]
    return numbers(
        false="first_step_rising == first_step_constant",
        true="first_step_constant > 1.4",
        first_step_constant=first_step(0.9, 0.9),
        first_step_rising=first_step(*rising),
    )
