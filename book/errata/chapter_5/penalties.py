"""L2, L1 and the elastic net."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import slope


@erratum(
    topic="l2-is-weight-decay-only-for-sgd",
    said="L2 regularization is also called weight decay.",
    right="""For plain SGD the two are the same update. Adam divides the slope of a penalty by the
        size of the gradients, and does not divide a decay: Adam with L2 and AdamW differ.""",
)
def e_l2_is_weight_decay():
    """Weights 2 and −1 with slopes 3 and 0.1 of the loss, the strength 0.1 and the learning rate
    0.1: the weights after the first step, as a penalty and as a decay."""
    w, g, strength, lr = np.array([2.0, -1.0]), np.array([3.0, 0.1]), 0.1, 0.1

    def first_adam_step(g):  # both corrected averages are those of g alone
        return lr * g / (np.sqrt(g**2) + 1e-8)

    return numbers(
        false="adam_with_penalty == adam_with_decay",
        true="sgd_with_penalty == sgd_with_decay",
        adam_with_penalty=w - first_adam_step(g + strength * w),
        adam_with_decay=w - first_adam_step(g) - lr * strength * w,
        sgd_with_penalty=w - lr * (g + strength * w),
        sgd_with_decay=(1 - lr * strength) * w - lr * g,
    )


@erratum(
    topic="l2-gradient-and-decay",
    said=r"""The L2 penalty is $\lambda \sum w^2$. Its gradient is not given; elsewhere the decay is
        $\lambda w$.""",
    right=r"""The gradient of this penalty is $2\lambda w$. With $\frac{\lambda}{2} \sum w^2$ it is
        $\lambda w$. Tell which is meant: a $\lambda$ from another text may be off by a factor
        of 2.""",
)
def e_l2_factor():
    r"""Slopes at $w = 1.5$ with $\lambda = 0.1$."""
    w, lam = 1.5, 0.1
    return numbers(
        false="slope_without_half == lam * w",
        true="slope_with_half == lam * w",
        slope_without_half=slope(lambda w: lam * w**2, w),
        slope_with_half=slope(lambda w: lam / 2 * w**2, w),
        lam=lam,
        w=w,
    )


@erratum(
    topic="l2-effect",
    said="L2 shrinks the weights of the less important features.",
    right=r"""It shrinks the directions in which the *inputs vary little*, important or not: the
        share $d^2/(d^2 + \lambda)$ of each is left, with the singular value $d$ of the inputs.
        Standardize the features first. To select some is the work of L1.""",
)
def e_l2_important_features():
    """Two uncorrelated features, 500 rows. The first has the standard deviation 0.1, and each one
    moves the target by 2; the second has 3, and each one moves it by 0.3. Shares of the weights
    that the strength 20 leaves."""
    rng = np.random.default_rng(0)
    deviations, weights = np.array([0.1, 3.0]), np.array([20.0, 0.1])
    X = np.linalg.qr(rng.normal(size=(500, 2)))[0] * np.sqrt(500) * deviations
    found = np.linalg.solve(X.T @ X + 20 * np.eye(2), X.T @ (X @ weights))
    important, unimportant = found / weights
    return numbers(
        false="share_of_important > share_of_unimportant",
        true="share_of_important < 0.5",
        share_of_important=important,
        share_of_unimportant=unimportant,
    )


@erratum(
    topic="l1-sparsity",
    said="L1 makes some weights exactly zero.",
    right="""At the minimum. Steps along its gradient jump to and fro around 0 without meeting it. A
        step that pulls every weight towards 0 and stops there, the soft threshold, makes zeros.""",
)
def e_l1_exact_zeros():
    """Ten features, of which two matter, 100 rows, 1,000 steps of 0.05 with the strength 0.1: how
    many weights are exactly 0."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 10))
    y = X[:, :2] @ [2, -1] + 0.1 * rng.normal(size=100)
    A, b = X.T @ X / 100, X.T @ y / 100
    by_gradient, by_threshold = np.ones(10), np.ones(10)
    for _ in range(1000):
        by_gradient = by_gradient - 0.05 * (A @ by_gradient - b + 0.1 * np.sign(by_gradient))
        w = by_threshold - 0.05 * (A @ by_threshold - b)
        by_threshold = np.sign(w) * np.maximum(np.abs(w) - 0.05 * 0.1, 0)
    return numbers(
        false="zeros_by_gradient > 0",
        true="zeros_by_threshold >= 6",
        zeros_by_gradient=np.sum(by_gradient == 0),
        zeros_by_threshold=np.sum(by_threshold == 0),
    )


@erratum(
    topic="l2-regularization",
    said="""The L2 penalty is the sum of the squares of all weights; a program of AdamW decays the
        biases as well.""",
    right="""Leave biases out, and the scales of normalization layers. A bias sets the level of the
        prediction, and shrinking it pulls every prediction towards 0.""",
)
def e_penalize_biases():
    """50 targets of 100, a model that is a bias only, and the penalty $50 b^2$: its prediction."""
    targets = np.full(50, 100.0)
    return numbers(
        false="with_penalized_bias == 100",
        true="with_free_bias == 100",
        with_penalized_bias=targets.sum() / (50 + 50),
        with_free_bias=targets.sum() / 50,
    )
