"""Dropout."""

from itertools import product

import numpy as np
from booksite.errata.entries import erratum, numbers, wording


@erratum(
    topic="dropout-bernoulli-mask",
    said="""`mask = np.random.binomial(1, 1 - keep_prob, A.shape) / (1 - keep_prob)`.""",
    right="""Draw with `keep_prob`, divide by `keep_prob`. As printed the mask keeps the share
        that it should drop. At one half nobody notices, and the mean is right in any case; the
        variance shows it.""",
)
def e_dropout_mask_probability():
    """100,000 units of 1 with `keep_prob` 0.8: share of units that are kept, and variances."""
    rng = np.random.default_rng(0)
    keep_prob = 0.8
    as_printed = rng.binomial(1, 1 - keep_prob, 100_000) / (1 - keep_prob)
    as_meant = rng.binomial(1, keep_prob, 100_000) / keep_prob
    return numbers(
        false="share_kept_as_printed > 0.5",
        true="variance_as_printed > 10 * variance_as_meant",
        share_kept_as_printed=np.mean(as_printed > 0),
        variance_as_printed=np.var(as_printed),
        variance_as_meant=np.var(as_meant),
    )


def mean_over_masks(f, units: int, p: float) -> float:
    """The mean of f over every mask of so many units that drops each with probability p."""
    return sum(
        p ** (units - sum(mask)) * (1 - p) ** sum(mask) * f(np.array(mask))
        for mask in product((0, 1), repeat=units)
    )


@erratum(
    topic="dropout-test-scaling",
    said="At test time the weights are scaled down by the dropout rate.",
    right="""By the probability to *keep*, $1 - p$, and only if nothing was divided in training.
        Then the sum at test time is the mean of those in training.""",
)
def e_dropout_inference_rate():
    """Three units with the weights 1, 2 and −0.5, dropped with $p = 0.2$ and not rescaled: the mean
    of their sum over all masks, and the sum at test time."""
    w, p = np.array([1, 2, -0.5]), 0.2
    return numbers(
        false="scaled_by_p == mean_in_training",
        true="scaled_by_1_minus_p == mean_in_training",
        scaled_by_p=p * w.sum(),
        scaled_by_1_minus_p=(1 - p) * w.sum(),
        mean_in_training=mean_over_masks(lambda mask: mask @ w, 3, p),
    )


@erratum(
    topic="dropout-test-scaling",
    said="""At test time activations are multiplied by $p$; each unit was active with the
        probability $1 - p$.""",
    right="""By $1 - p$, the probability of being active that the same text gives. (Where $p$ is the
        probability to keep, as in one of the papers, the factor is $p$.)""",
)
def e_dropout_test_p():
    """A unit of 1 with $p = 0.2$: its mean over both masks."""
    p = 0.2
    return numbers(
        false="mean_in_training == p",
        true="mean_in_training == 1 - p",
        mean_in_training=mean_over_masks(lambda mask: mask.sum(), 1, p),
        p=p,
    )


@erratum(
    topic="inverted-dropout",
    said="""Training divides what is kept by `keep_prob`, and at test time the output is multiplied
        by `keep_prob`.""",
    right="""Either the one or the other. After a division in training the mean is already that of
        the whole layer, and testing does nothing.""",
)
def e_dropout_double_scaling():
    """A unit of 1 with `keep_prob` 0.8: its mean in training, and its value at test time."""
    keep = 0.8
    return numbers(
        false="tested_with_factor == mean_in_training",
        true="tested_without == mean_in_training",
        tested_with_factor=keep * 1.0,
        tested_without=1.0,
        mean_in_training=mean_over_masks(lambda mask: mask.sum() / keep, 1, 1 - keep),
    )


@erratum(
    topic="dropout-rate",
    said="Dropout introduces no additional hyperparameter; its rate has to be tuned.",
    right="""The rate is one: $p$, or the probability to keep, $1 - p$. It is chosen on validation
        data, for it sets how much noise a layer gets.""",
)
def e_dropout_no_hyper():
    """The variance that dropout gives to a unit of 1, with two rates."""

    def variance(p):
        return mean_over_masks(lambda mask: (mask.sum() / (1 - p) - 1) ** 2, 1, p)

    return numbers(
        false="variance_at_0_1 == variance_at_0_5",
        true="variance_at_0_5 == 9 * variance_at_0_1",
        variance_at_0_1=variance(0.1),
        variance_at_0_5=variance(0.5),
    )


e_dropout_2014 = wording(
    topic="dropout-history",
    said="Dropout was introduced by Srivastava and others in 2014.",
    right="By Hinton and others in 2012. The paper of 2014 studies it in full.",
    reason="The five authors are the same; the first account is a preprint of July 2012.",
)

e_dropout_input_layer = wording(
    topic="dropout-where",
    said="Dropout is not used on the inputs.",
    right="""Rarely, and with a small rate. The original work dropped a fifth of the inputs and half
        of the hidden units. On the output it is not used.""",
    reason="Both papers of its authors have runs with dropout on the inputs.",
)


@erratum(
    topic="dropout-ensemble",
    said="The scaled network at test time is the average over all the thinned networks.",
    right="""For a linear unit it is. Through a nonlinearity it is an approximation: the mean of the
        outputs differs from the output of the mean.""",
)
def e_dropout_average_exact():
    r"""Inputs of 1 with the weights 1, −1.5 and 0.8, dropped with $p = 0.5$ and not rescaled, in
    front of a ReLU unit and of a linear one."""
    w, p = np.array([1, -1.5, 0.8]), 0.5
    scaled = (1 - p) * w.sum()
    return numbers(
        false="relu_of_scaled == mean_of_relu",
        true="linear_of_scaled == mean_of_linear",
        relu_of_scaled=max(0.0, scaled),
        mean_of_relu=mean_over_masks(lambda mask: max(0.0, mask @ w), 3, p),
        linear_of_scaled=scaled,
        mean_of_linear=mean_over_masks(lambda mask: mask @ w, 3, p),
    )


@erratum(
    topic="dropout-bias-variance",
    said="Dropout lowers the variance by averaging, as boosting and random forests do.",
    right="""As random forests do, or bagging. Boosting does not average: each of its models is
        fitted to what the earlier ones left, and what it takes away is mostly bias.""",
)
def e_dropout_like_boosting():
    """Trees with one cut, on 40 points of a sine with noise; over 60 draws, the squared bias and
    the variance of a single tree, of the mean of 30 on resampled points, and of 30 boosted ones."""
    rng = np.random.default_rng(0)
    x = np.linspace(0, 1, 40)
    y = np.sin(6 * x) + 0.3 * rng.normal(size=(60, 40))

    def tree(y, counts):
        """Fit the best cut to each row, each point counted so often."""
        n, total = counts.cumsum(axis=1)[:, :-1], (counts * y).cumsum(axis=1)
        left, right = total[:, :-1], total[:, -1:] - total[:, :-1]
        mean_left, mean_right = left / np.maximum(n, 1), right / np.maximum(40 - n, 1)
        cut = (left * mean_left + right * mean_right).argmax(axis=1)[:, None]
        return np.where(
            np.arange(40) <= cut,
            np.take_along_axis(mean_left, cut, axis=1),
            np.take_along_axis(mean_right, cut, axis=1),
        )

    once = np.ones((60, 40))
    bagged, boosted = np.zeros((60, 40)), np.zeros((60, 40))
    for _ in range(30):
        bagged += tree(y, rng.multinomial(40, np.full(40, 1 / 40), size=60)) / 30
        boosted += 0.5 * tree(y - boosted, once)
    bias, variance = np.array(
        [
            (np.mean((f.mean(axis=0) - np.sin(6 * x)) ** 2), f.var(axis=0).mean())
            for f in (tree(y, once), bagged, boosted)
        ]
    ).T
    return numbers(
        false="variance_lost_by_boosting > bias_lost_by_boosting",
        true="variance_lost_by_bagging > bias_lost_by_bagging",
        variance_lost_by_boosting=variance[0] - variance[2],
        bias_lost_by_boosting=bias[0] - bias[2],
        variance_lost_by_bagging=variance[0] - variance[1],
        bias_lost_by_bagging=bias[0] - bias[1],
    )


@erratum(
    topic="dropout-definition",
    said="Dropout sets a fraction $p$ of the activations to zero.",
    right="""Each activation with the probability $p$, independently of the others. The fraction is
        random, and only its mean is $p$.""",
)
def e_dropout_fraction():
    """Ten units with $p = 0.5$: the probability that exactly half of them are dropped."""
    return numbers(
        false="probability_of_five == 1",
        probability_of_five=mean_over_masks(lambda mask: float(mask.sum() == 5), 10, 0.5),
    )


e_beat_bias = wording(
    topic="dropout-bias-variance",
    said="Dropout introduces beat bias.",
    right="A *bit of* bias.",
    reason="There is no such kind of bias; the words were misheard or mistyped.",
)

e_copy_residue = wording(
    topic="dropout-bernoulli-mask",
    said="Above a program of dropout: `lua`, `Copy code`.",
    right="The program is Python, and neither line belongs to it.",
    reason="""Pasted with the program, the first is an unknown name, and Python cannot read the
        second.""",
)
