"""Regression losses."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import slope

e_loss_cost_objective = wording(
    topic="loss-cost-objective",
    said="""Loss function, cost function and objective function are three names for the error of one
        data point.""",
    right="""Loss: of one example. Cost: the average over a data set. Objective: the cost and
        whatever is added to it, such as a penalty. (Many texts call all three loss; then the
        context has to tell.)""",
    reason="""Later formulas average, and penalties are added once, not once an example: the factor
        N depends on which is meant.""",
)


@erratum(
    topic="loss-for-monitoring",
    said="A lower value of the loss means better performance.",
    right="""Only for the same loss, on the same data, in the same units. And even then another
        measure can disagree, as the accuracy does here.""",
)
def e_lower_loss_better():
    """Probabilities that two models give the true class of five examples; the loss is
    cross-entropy."""
    sure, hesitant = np.array([0.99, 0.99, 0.99, 0.99, 0.49]), np.full(5, 0.51)
    return numbers(
        false="accuracy_of_sure > accuracy_of_hesitant",
        true="loss_of_sure < loss_of_hesitant",
        accuracy_of_sure=np.mean(sure > 0.5),
        accuracy_of_hesitant=np.mean(hesitant > 0.5),
        loss_of_sure=np.mean(-np.log(sure)),
        loss_of_hesitant=np.mean(-np.log(hesitant)),
    )


@erratum(
    topic="training-loss-vs-generalization",
    said="By minimizing the training loss, the network generalizes better to unseen data.",
    right="""Up to a point. A fit through every point has no training error left, and a larger error
        between the points. What counts is measured on data that was not used for fitting.""",
)
def e_lower_loss_generalizes():
    """Ten noisy points of a sine, fitted by polynomials of degree 3 and 9; means over 20 draws."""
    x, x_new = np.linspace(-1, 1, 10), np.linspace(-1, 1, 400)
    errors = np.zeros((20, 2, 2))  # draw; degree; training, new points
    for seed in range(20):
        y = np.sin(3 * x) + 0.3 * np.random.default_rng(seed).normal(size=10)
        for i, degree in enumerate((3, 9)):
            fit = np.polynomial.Polynomial.fit(x, y, degree)
            errors[seed, i] = (
                np.mean((fit(x) - y) ** 2),
                np.mean((fit(x_new) - np.sin(3 * x_new)) ** 2),
            )
    (training_3, new_3), (training_9, new_9) = errors.mean(axis=0)
    return numbers(
        false="new_points_degree_9 < new_points_degree_3",
        true="training_degree_9 < training_degree_3",
        new_points_degree_3=new_3,
        new_points_degree_9=new_9,
        training_degree_3=training_3,
        training_degree_9=training_9,
    )


@erratum(
    topic="huber-loss",
    said="""The Huber loss is like the absolute error for small errors and like the squared error
        for large ones.""",
    right=r"""The reverse, and this is what makes it robust: quadratic for small errors, linear for
        large ones, so that an outlier pulls no harder than an error of $\delta$.""",
)
def e_huber_reversed():
    r"""Slopes of the Huber loss with $\delta = 1$, at large errors, 5 and 10, and at small ones."""

    def huber(error):
        return error**2 / 2 if abs(error) <= 1 else abs(error) - 0.5

    return numbers(
        false="slope_at_10 == 2 * slope_at_5",
        true="slope_at_0_2 == 2 * slope_at_0_1",
        slope_at_0_1=round(slope(huber, 0.1), 6),
        slope_at_0_2=round(slope(huber, 0.2), 6),
        slope_at_5=round(slope(huber, 5.0), 6),
        slope_at_10=round(slope(huber, 10.0), 6),
    )


@erratum(
    topic="adaptive-robust-loss",
    said=r"An adaptive, robust loss: $\abs{x}^p / p$ with $p = 2 - 2/(1 + (x/c)^2)$.",
    right="""This loss *falls* as the error grows from 0, where it is infinite, and approaches
        $x^2/2$ for large errors, the opposite of robust. The general robust loss of Barron has a
        shape parameter that does not depend on $x$.""",
)
def e_adaptive_loss():
    """The formula with $c = 1$, at errors of 0.01, 0.1 and 10."""

    def loss(x):
        p = 2 - 2 / (1 + x**2)
        return abs(x) ** p / p

    return numbers(
        false="loss_at_0_01 < loss_at_0_1",
        true="loss_at_10 > 0.9 * 10**2 / 2",
        loss_at_0_01=loss(0.01),
        loss_at_0_1=loss(0.1),
        loss_at_10=loss(10),
    )


@erratum(
    topic="mse-properties",
    said="An advantage of the squared error: a unique solution.",
    right="""For a *linear* model whose columns of features are independent. A network has many
        minimizers: here every $a$, $b$ with $ab = 1$. What is convex is the loss in the
        prediction.""",
)
def e_l2_unique():
    r"""The network $\hat y = abx$ on one example, $x = 1$, $y = 1$; pairs $(a, b)$ with the
    smallest loss, 0."""
    pairs = [(1, 1), (2, 0.5), (-1, -1)]
    losses = np.array([(a * b * 1 - 1) ** 2 for a, b in pairs])
    return numbers(false="pairs_with_loss_0 == 1", pairs_with_loss_0=np.sum(losses == 0))
