"""Margins, imbalance, choosing."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import slope

e_loss_architecture_heading = wording(
    topic="loss-choice-by-task",
    said="Selection of model architecture: the choice of a loss depends on the task.",
    right="""The sentence is right, the heading is not: a loss is part of the training, not of the
        architecture.""",
    reason="The same architecture can be trained with several losses, and predicts without any.",
)


@erratum(
    topic="house-price-loss",
    said=r"""A sigmoid output is compared with the true house price $Y$ by $-(Y \log A + (1 - Y)
        \log(1 - A))$.""",
    right="""Cross-entropy is for targets from 0 to 1. For a price it has no minimum, and a sigmoid
        cannot reach it. Use a linear output and the squared error, on scaled or log prices.""",
)
def e_house_price_bce():
    """A price of 3 (in 100,000): the loss at outputs 0.9 and 1 − 10⁻⁹."""

    def loss(A, Y=3):
        return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))

    return numbers(
        false="min(loss_at_0_9, loss_close_to_1) >= 0",
        true="loss_close_to_1 < loss_at_0_9",
        loss_at_0_9=loss(0.9),
        loss_close_to_1=loss(1 - 1e-9),
    )


@erratum(
    topic="hinge-loss",
    said="Hinge loss = max(0, 1 − y_true · y_pred), in a list whose labels are 0 and 1.",
    right="""The labels are −1 and 1, and the prediction is a raw score. With the label 0 the loss
        is 1 whatever the score, and nothing is learned from that class.""",
)
def e_hinge_labels():
    """Losses of the scores −3, 0 and 3 for an example of the negative class."""
    scores = np.array([-3.0, 0.0, 3.0])
    return numbers(
        false="min(with_label_0) < max(with_label_0)",
        true="with_label_minus_1 == (0, 1, 4)",
        with_label_0=np.maximum(0, 1 - 0 * scores),
        with_label_minus_1=np.maximum(0, 1 + scores),
    )


@erratum(
    topic="hinge-margin",
    said="An advantage of the hinge loss: it maximizes the margin.",
    right="""Hinge loss *and* a penalty on the length of the weights do. Alone, the loss is 0 for
        every separating direction once the weights are long enough, whatever the margin.""",
)
def e_hinge_margin():
    """Four points, two weight vectors: hinge losses, and distances from the boundary to the nearest
    point."""
    X, y = np.array([[1, 0], [2, 1], [-1, 0], [-3, 1]]), np.array([1, 1, -1, -1])

    def loss(w):
        return np.sum(np.maximum(0, 1 - y * (X @ w)))

    def margin(w):
        return np.min(y * (X @ w)) / np.linalg.norm(w)

    wide, narrow = np.array([1, 0]), np.array([10, 9])
    return numbers(
        false="loss_of_wide < loss_of_narrow",
        true="margin_of_wide > margin_of_narrow",
        loss_of_wide=loss(wide),
        loss_of_narrow=loss(narrow),
        margin_of_wide=margin(wide),
        margin_of_narrow=margin(narrow),
    )


@erratum(
    topic="hinge-multiclass",
    said="A disadvantage of the hinge loss: it is only for binary classification.",
    right="""In its basic form. With $K$ classes the score of the true class is asked to exceed
        every other by 1, and libraries have this form.""",
)
def e_hinge_binary_only():
    """60 points around three corners; mistakes of a linear model after 200 steps on that hinge
    loss."""
    rng = np.random.default_rng(0)
    classes = np.repeat([0, 1, 2], 20)
    points = np.array([[0, 4], [-4, -2], [4, -2]])[classes] + rng.normal(size=(60, 2))
    X, W = np.column_stack([points, np.ones(60)]), np.zeros((3, 3))
    true = np.eye(3)[classes]
    for _ in range(200):
        scores = X @ W
        too_close = (scores + 1 > scores[true == 1][:, None]) & (true == 0)
        W -= 0.01 * X.T @ (too_close - true * too_close.sum(axis=1, keepdims=True))
    mistakes = np.sum(np.argmax(X @ W, axis=1) != classes)
    return numbers(false="mistakes_on_three_classes > 0", mistakes_on_three_classes=mistakes)


e_focal_no_formula = wording(
    topic="focal-loss",
    said="""Focal loss down-weights well-classified examples and focuses on hard ones; no formula is
        given.""",
    right=r"""$-\alpha_t (1 - p_t)^\gamma \log p_t$, where $p_t$ is the probability of the true
        class. With $\gamma = 0$ it is cross-entropy with class weights $\alpha_t$.""",
    reason=r"""Only the formula shows that *no* example counts more than before: the factor $(1 -
        p_t)^\gamma$ is at most 1.""",
)


@erratum(
    topic="relu-output-for-regression",
    said="For regression, the recommended output activation is none, or ReLU.",
    right="""None. ReLU cannot predict a negative value, and where it is off no gradient comes back.
        It can serve for targets that are never negative.""",
)
def e_relu_regression_output():
    """A target of −2 and a pre-activation of −0.5: slopes of half the squared error."""
    z, target = -0.5, -2.0
    return numbers(
        false="abs(slope_with_relu) > 0",
        true="slope_without > 1",
        slope_with_relu=slope(lambda z: (max(0.0, z) - target) ** 2 / 2, z),
        slope_without=slope(lambda z: (z - target) ** 2 / 2, z),
    )
