"""Initialization."""

import numpy as np
from booksite.errata.deep import deep_network, gradient_left
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import sigmoid


@erratum(
    topic="zero-init-symmetry",
    said="Weights that all start at 0 cause symmetry breaking.",
    right="""They *prevent* it. Units that start equal get equal gradients and stay equal, with
        any constant. With tanh or ReLU and zeros even these gradients are 0, and only the last bias
        learns.""",
)
def e_zero_init():
    """50 updates of a tanh network 3-4-1 without biases, from weights of 0.3 and from random ones:
    the largest difference between the weights of two hidden units."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 3))
    y = (X[:, :1] * X[:, 1:2] > 0) * 1.0

    def train(W, v):
        for _ in range(50):
            A = np.tanh(X @ W)
            d = (sigmoid(A @ v) - y) / 40
            W, v = W - 0.5 * X.T @ (d @ v.T * (1 - A**2)), v - 0.5 * A.T @ d
        return W, np.max(np.ptp(W, axis=1))

    start = np.full((3, 4), 0.3), np.full((4, 1), 0.3)
    trained, apart_from_constant = train(*start)
    return numbers(
        false="apart_from_constant > 1e-9",
        true="apart_from_random > 0.1",
        apart_from_constant=apart_from_constant,
        apart_from_random=train(rng.normal(size=(3, 4)), rng.normal(size=(4, 1)))[1],
        largest_change_of_a_weight=np.max(abs(trained - start[0])),
        largest_weight_from_zeros=np.max(abs(train(np.zeros((3, 4)), np.zeros((4, 1)))[0])),
    )


@erratum(
    topic="xavier-uniform",
    said=r"""Xavier draws from the uniform distribution on
        $\pm\sqrt{6/(n_{\text{in}} + n_{\text{out}})}$; the variance is
        $2/\sqrt{n_{\text{in}} + n_{\text{out}}}$ (twice).""",
    right=r"""$\mathrm{Var}(W) = 2/(n_{\text{in}} + n_{\text{out}})$. It is also the variance
        of the uniform distribution that is printed beside it: $h^2/3$ for a half-width $h$.""",
)
def e_xavier_variance():
    """300 inputs and 100 outputs: mean square of a uniform distribution, from a fine grid."""
    sizes = 300 + 100
    half_width = np.sqrt(6 / sizes)
    grid = half_width * (np.arange(-50_000, 50_000) + 0.5) / 50_000
    variance_of_uniform = np.mean(grid**2)
    return numbers(
        false="variance_of_uniform == 2 / np.sqrt(sizes)",
        true="variance_of_uniform == 2 / sizes",
        variance_of_uniform=variance_of_uniform,
        sizes=sizes,
    )


@erratum(
    topic="xavier-normal",
    said=r"""Xavier, normal version:
        $W \sim \mathcal N(0, \sqrt{2/(n_{\text{in}} + n_{\text{out}})})$.""",
    right=r"""The second number has to be named. It is the *standard deviation*. Where it is read as
        a variance, which is what $\mathcal N(0, \cdot)$ mostly means, the weights are 3.8 times as
        wide.""",
)
def e_xavier_normal():
    """300 inputs and 100 outputs: 30,000 draws, with the number taken as a variance and as a
    standard deviation."""
    second_number = np.sqrt(2 / 400)
    draws = np.random.default_rng(0).normal(size=(300, 100))
    as_variance, as_deviation = np.sqrt(second_number) * draws, second_number * draws
    return numbers(
        false="variance_if_taken_as_variance < 0.01",
        true="abs(variance_if_taken_as_deviation - 2 / 400) < 0.0001",
        variance_if_taken_as_variance=np.var(as_variance),
        variance_if_taken_as_deviation=np.var(as_deviation),
        times_as_wide=np.std(as_variance) / np.std(as_deviation),
    )


@erratum(
    topic="xavier-initialization",
    said="Xavier: weights from a distribution of mean 0 and a chosen variance, which may be 1.",
    right=r"""The variance is $2/(n_{\text{in}} + n_{\text{out}})$. With 1, most tanh units of
        a layer of ordinary width are saturated: the root mean square of their outputs is 0.94, not
        0.29. The weights are so large that the gradient grows all the same.""",
)
def e_xavier_variance_one():
    """Five tanh layers of 64 units: outputs, and what is left of the gradient at the input."""
    size_with_one, left_with_one = deep_network("tanh", np.sqrt(64), layers=5)
    size_with_xavier, left_with_xavier = deep_network("tanh", 1.0, layers=5)
    return numbers(
        false="size_of_outputs_with_one < 0.9",
        true="size_of_outputs_with_xavier < 0.5",
        size_of_outputs_with_one=size_with_one,
        size_of_outputs_with_xavier=size_with_xavier,
        gradient_left_with_one=left_with_one,
        gradient_left_with_xavier=left_with_xavier,
    )


@erratum(
    topic="xavier-and-sigmoid",
    said="With sigmoid and tanh, Xavier initialization solves the vanishing gradient.",
    right="""It was derived for a slope of 1 at zero, which tanh has. The sigmoid has 0.25 there,
        and deep sigmoid networks lose the gradient with Xavier's variance, too.""",
)
def e_xavier_sigmoid():
    """Ten layers of 64 units with Xavier's variance."""
    return numbers(
        false="left_with_sigmoid > 0.001",
        true="left_with_tanh > 0.1",
        left_with_sigmoid=gradient_left("sigmoid", 1.0, layers=10),
        left_with_tanh=gradient_left("tanh", 1.0, layers=10),
        slope_of_sigmoid_at_zero=float(sigmoid(0) * (1 - sigmoid(0))),
    )


@erratum(
    topic="he-initialization",
    said="""Use Xavier or He initialization. (ReLU is recommended, and only Xavier's formula is
        given.)""",
    right=r"""For ReLU the missing one is needed: $\mathrm{Var}(W) = 2/n_{\text{in}}$. A ReLU sets
        half of the mean square to 0, and He's factor 2 gives it back.""",
)
def e_he_missing():
    """30 ReLU layers of 64 units: root mean square of the last outputs."""
    return numbers(
        false="size_with_xavier > 0.01",
        true="size_with_he > 0.1",
        size_with_xavier=deep_network("relu", 1.0)[0],
        size_with_he=deep_network("relu", np.sqrt(2))[0],
    )
