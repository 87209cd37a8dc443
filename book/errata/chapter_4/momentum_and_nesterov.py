"""Momentum and Nesterov's method."""

import numpy as np
from booksite.errata.entries import erratum, numbers


def path_of_momentum(start, gradient, lr, weight=1.0, steps=5):
    """The place after some steps with µ = 0.9; the gradient has this weight in the velocity."""
    w, v = np.array(start, float), 0.0
    for _ in range(steps):
        v = 0.9 * v + weight * gradient(w)
        w = w - lr * v
    return w


@erratum(
    topic="momentum-forms-equivalence",
    said=r"""The formula of momentum is $v \leftarrow \mu v + \eta g$, and its program `v = beta * v
        + (1 - beta) * g`, with the same learning rate.""",
    right=r"""The second form takes steps that are $1 - \mu$ times as long. Name the form. The
        averaging one needs the learning rate $\eta/(1 - \mu)$ for the same path.""",
)
def e_momentum_two_forms():
    r"""Five steps on $\frac12(x^2 + 10y^2)$ from $(1, 1)$ with $\eta = 0.05$ and $\mu = 0.9$."""

    def gradient(w):
        return np.array([1, 10]) * w

    return numbers(
        false="averaging == accumulating",
        true="averaging_with_rate_0_5 == accumulating",
        averaging=path_of_momentum([1, 1], gradient, lr=0.05, weight=0.1),
        accumulating=path_of_momentum([1, 1], gradient, lr=0.05),
        averaging_with_rate_0_5=path_of_momentum([1, 1], gradient, lr=0.5, weight=0.1),
    )


@erratum(
    topic="momentum-forms-equivalence",
    said=r"""$v \leftarrow \mu v - \eta g$ with $w \leftarrow w + v$ is the momentum of the
        libraries.""",
    right=r"""As long as $\eta$ is constant. Common libraries multiply the velocity by $\eta$ when
        it is applied. A new rate then acts at once; inside the velocity the old steps go on at the
        old rate.""",
)
def e_momentum_lr_placement():
    r"""$x^2/2$ from 1, $\mu = 0.9$, six steps; after three of them the rate falls from 0.1 to
    0.01."""
    outside, inside, v_outside, v_inside = 1.0, 1.0, 0.0, 0.0
    for lr in (0.1, 0.1, 0.1, 0.01, 0.01, 0.01):
        v_outside = 0.9 * v_outside + outside
        outside -= lr * v_outside
        v_inside = 0.9 * v_inside - lr * inside
        inside += v_inside
    return numbers(
        false="rate_inside == rate_outside",
        rate_inside=inside,
        rate_outside=outside,
    )


@erratum(
    topic="momentum-local-minima",
    said="Momentum escapes local minima and goes on to the global one.",
    right="""It passes a shallow minimum if it arrives with enough speed. Both starts here lie
        in one basin; from the nearer one it stays. It guarantees nothing.""",
)
def e_momentum_escapes():
    r"""$x^4 - 2x^2 + 0.3x$ has its global minimum at −1.035. Ends after 500 steps with $\eta =
    0.01$ and $\mu = 0.9$, from 1.3 and from 2."""

    def slope(x):
        return 4 * x**3 - 4 * x + 0.3

    return numbers(
        false="end_from_1_3 < 0",
        true="end_from_2 < 0",
        end_from_1_3=path_of_momentum(1.3, slope, lr=0.01, steps=500),
        end_from_2=path_of_momentum(2.0, slope, lr=0.01, steps=500),
    )


@erratum(
    topic="momentum-strengths",
    said="Momentum converges faster and therefore generalizes better.",
    right="""Faster on the same way to the same place changes nothing on new data. In a network it
        may lead to another place; whether that one is better has to be measured.""",
)
def e_momentum_generalizes():
    """Least squares with 5 rows and 12 weights, both methods from zero to convergence: largest
    difference of their predictions for 100 new rows."""
    rng = np.random.default_rng(0)
    X, y, X_new = rng.normal(size=(5, 12)), rng.normal(size=5), rng.normal(size=(100, 12))

    def gradient(w):
        return X.T @ (X @ w - y)

    plain = np.zeros(12)
    for _ in range(600):
        plain = plain - 0.03 * gradient(plain)
    with_momentum = path_of_momentum(np.zeros(12), gradient, lr=0.01, steps=600)
    return numbers(
        false="largest_difference > 1e-6",
        largest_difference=np.abs(X_new @ (plain - with_momentum)).max(),
    )


@erratum(
    topic="momentum-classical",
    said="The velocity is a fraction of the previous update.",
    right=r"""It is that fraction *plus* the new gradient, $v \leftarrow \mu v + g$. Without the
        second term nothing would ever start to move.""",
)
def e_momentum_fraction():
    r"""$\mu = 0.9$, a velocity of 1 and a gradient of 0.5."""
    mu, v, g = 0.9, 1.0, 0.5
    return numbers(
        false="new_velocity == mu * v",
        true="new_velocity == mu * v + g",
        new_velocity=mu * v + g,
        mu=mu,
        v=v,
        g=g,
    )
