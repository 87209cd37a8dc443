"""Adagrad and RMSProp."""

import builtins

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import slope


@erratum(
    topic="rmsprop-implementation",
    said="""Programs of gradient descent, RMSProp and Adam with `vary(L)`, `np.sq.(g)` and
        `np.energy(b, t)`; the last one ends inside a string.""",
    right="""`range(L)`, `np.square(g)` and `np.power(b, t)`. Names are part of a program and cannot
        be put in other words.""",
)
def e_seed_004_code_broken():
    """How many of the three names Python and NumPy know, and how many of the right ones."""

    def known(*names):
        return sum(hasattr(np, name) or hasattr(builtins, name) for name in names)

    return numbers(
        false="known_as_printed > 0",
        true="known_when_right == 3",
        known_as_printed=known("vary", "sq", "energy"),
        known_when_right=known("range", "square", "power"),
    )


@erratum(
    topic="adagrad-strengths",
    said="Adagrad needs no tuning of the learning rate.",
    right=r"""It divides each weight's rate by what that weight has seen, which makes the choice
        less sensitive *among* weights. The rate $\eta$ in front still decides how far it gets.""",
)
def e_adagrad_no_lr():
    r"""$\frac12(x^2 + 10y^2)$ from $(1, 1)$: its value after 50 steps of Adagrad with two learning
    rates."""

    def value_after(lr):
        w, G, curvatures = np.ones(2), np.zeros(2), np.array([1, 10])
        for _ in range(50):
            g = curvatures * w
            G += g**2
            w -= lr * g / (np.sqrt(G) + 1e-8)
        return np.sum(curvatures * w**2) / 2

    return numbers(
        false="with_rate_0_01 < 1",
        true="with_rate_0_5 < 1e-9",
        with_rate_0_01=value_after(0.01),
        with_rate_0_5=value_after(0.5),
    )


@erratum(
    topic="adagrad-update",
    said="In Adagrad, $G_t$ is the sum of the squares of *past* gradients.",
    right=r"""It includes the present one. Without it the first step divides by $\varepsilon$ alone;
        with it, the first step is $\eta$ long.""",
)
def e_adagrad_past_only():
    r"""The first step for a gradient of 3, with $\eta = 0.01$ and $\varepsilon = 10^{-8}$."""
    lr, eps, g = 0.01, 1e-8, 3.0
    return numbers(
        false="step_without_present < 1",
        true="abs(step_with_present - lr) < 1e-6",
        step_without_present=lr * g / (np.sqrt(0) + eps),
        step_with_present=lr * g / (np.sqrt(g**2) + eps),
        lr=lr,
    )


@erratum(
    topic="adagrad-weakness",
    said="Adagrad is not suitable for non-convex optimization, as in deep learning.",
    right="""It works there. Its limit is another: the sum never shrinks, so steps only become
        shorter, and a long run may slow down far from the minimum, convex or not.""",
)
def e_adagrad_nonconvex():
    r"""$x^4 - 2x^2 + 0.3x$ has two minima. Magnitude of the slope after 500 steps from 1.5 with
    $\eta = 0.5$."""
    x, G = 1.5, 0.0
    for _ in range(500):
        g = 4 * x**3 - 4 * x + 0.3
        G += g**2
        x -= 0.5 * g / (np.sqrt(G) + 1e-8)
    return numbers(
        false="abs(slope_at_the_end) > 1e-6",
        slope_at_the_end=4 * x**3 - 4 * x + 0.3,
    )


@erratum(
    topic="adagrad-strengths",
    said="Adagrad adapts by itself to the importance of features.",
    right="""To the size and the frequency of their gradients. A feature that is rare keeps a larger
        rate, whether it matters or not.""",
)
def e_adagrad_feature_importance():
    """Two useless features, whose gradients are random signs; one is present in 90 of 100 examples,
    the other in 10. What divides the rate of each in the end."""
    signs = np.random.default_rng(0).choice([-1, 1], (100, 2))
    present = np.column_stack([np.arange(100) < 90, np.arange(100) < 10])
    often, rarely = np.sqrt(np.sum((signs * present) ** 2, axis=0))
    return numbers(
        false="divisor_of_frequent == divisor_of_rare",
        true="divisor_of_frequent == 3 * divisor_of_rare",
        divisor_of_frequent=often,
        divisor_of_rare=rarely,
    )


@erratum(
    topic="rmsprop-epsilon-placement",
    said=r"""RMSProp: $w \leftarrow w - \eta\, g/\sqrt{v + \varepsilon}$, in code `lr * g /
        (np.sqrt(v) + eps)`.""",
    right=r"""These are two methods where gradients are small: under the root, $\varepsilon$ is
        compared with a square. Choose one. PyTorch has it outside, and so does the code.""",
)
def e_rmsprop_eps():
    r"""A step for a steady gradient of $10^{-5}$, $\eta = 0.001$, $\varepsilon = 10^{-8}$."""
    g, lr, eps = 1e-5, 0.001, 1e-8
    return numbers(
        false="eps_inside == eps_outside",
        true="eps_outside > 10 * eps_inside",
        eps_inside=lr * g / np.sqrt(g**2 + eps),
        eps_outside=lr * g / (np.sqrt(g**2) + eps),
    )


@erratum(
    topic="squared-gradient-not-hessian",
    said="RMSProp keeps a running average of the squared gradients, the Hessian.",
    right="""The Hessian holds *second* derivatives. The square of a first derivative is another
        thing: at a minimum it is 0, whatever the curvature.""",
)
def e_rmsprop_hessian():
    """$f = 5x^2$ at three places."""
    places = np.array([0.0, 0.1, 3.0])
    return numbers(
        false="squared_slopes == second_derivatives",
        squared_slopes=np.round([slope(lambda x: 5 * x**2, x) ** 2 for x in places], 6),
        second_derivatives=np.round(
            [slope(lambda x: slope(lambda x: 5 * x**2, x, 0.1), x, 0.1) for x in places], 6
        ),
    )


@erratum(
    topic="rmsprop-update",
    said="""RMSProp divides the gradient by a running average of the magnitudes of recent
        gradients.""",
    right="""By the root of an average of *squares*, hence the name: root mean square. Large
        gradients count for more in it than in the mean of magnitudes.""",
)
def e_rmsprop_average_magnitude():
    """Four gradients: 1, −1, 1 and −7."""
    g = np.array([1, -1, 1, -7])
    return numbers(
        false="mean_magnitude == root_mean_square",
        true="mean_magnitude < root_mean_square",
        mean_magnitude=np.mean(np.abs(g)),
        root_mean_square=np.sqrt(np.mean(g**2)),
    )


e_rmsprop_beta_name = wording(
    topic="rmsprop-update",
    said="In the program of RMSProp: beta is the momentum.",
    right=r"""The decay rate of the average of squared gradients, $\rho$ in this book. Momentum is
        something that can be added to RMSProp, with a coefficient of its own.""",
    reason="Libraries have both arguments, and the wrong one of the two changes another average.",
)


@erratum(
    topic="rmsprop-first-step",
    said="""RMSProp is given by its two formulas; where the average starts is not told, and a
        step is about as long as the learning rate.""",
    right=r"""The average starts at 0 and is not corrected, so the first step is $\eta/\sqrt{1 -
        \rho}$ long: 3.16 times the learning rate for $\rho = 0.9$ and 31.6 times for $\rho =
        0.999$.""",
)
def e_rmsprop_first_step():
    """The first step in units of the learning rate, for a gradient of 2 and two decay rates."""
    rho, g = np.array([0.9, 0.999]), 2.0
    v = (1 - rho) * g**2
    return numbers(
        false="max(first_steps) < 2",
        true="first_steps == 1 / np.sqrt(1 - rho)",
        first_steps=g / np.sqrt(v),
        rho=rho,
    )
