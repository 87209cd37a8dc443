"""The perceptron."""

import numpy as np
from booksite.errata.entries import erratum, numbers
from booksite.errata.functions import GATES, sigmoid, slope, train_perceptron


@erratum(
    topic="decision-boundary-is-hyperplane",
    said="The step function makes the decision boundary of a perceptron linear.",
    right=r"""The boundary is flat because the score $x \cdot w + b$ is linear in $x$. Any
        increasing activation gives the same one, at the threshold that matches; hidden layers give
        others.""",
)
def e_boundary_from_step():
    """The classes of 10,000 points, from one score: by the step, by sigmoid > 0.5, by tanh > 0."""
    z = np.random.default_rng(0).normal(size=(10_000, 2)) @ [1.5, -0.7] + 0.3
    by_step, by_sigmoid, by_tanh = z >= 0, sigmoid(z) >= 0.5, np.tanh(z) >= 0
    return numbers(
        false="classed_otherwise > 0",
        classed_otherwise=np.sum(by_sigmoid != by_step) + np.sum(by_tanh != by_step),
    )


@erratum(
    topic="perceptron-bias-input",
    said=r"""The bias $b$ is an additional input with the fixed value 1; the weighted sum is $w_1
        x_1 + \dots + w_n x_n + b$.""",
    right="""The additional input is the constant 1, and $b$ is the weight on it, which is learned.
        It counts once.""",
)
def e_bias_is_input():
    """Two inputs and a learned bias of 0.7."""
    return numbers(
        false="w @ x + 1 == w @ x + b",
        true="np.append(w, b) @ np.append(x, 1) == w @ x + b",
        w=np.array([0.4, -0.2]),
        x=np.array([1.0, 2.0]),
        b=0.7,
    )


@erratum(
    topic="perceptron-bias-input",
    said="The constant input of the bias is usually −1, 0 or 1.",
    right="""It is 1, or −1 if the sign moves into the weight. With 0 the weight adds nothing, and
        its update is always 0.""",
)
def e_constant_input_zero():
    """Mistakes in the last of at most 100 epochs on AND."""
    return numbers(
        false="mistakes_with_constant_0 == 0",
        true="mistakes_with_constant_1 == 0",
        mistakes_with_constant_0=train_perceptron([0, 0, 0, 1], constant=0)[1][-1],
        mistakes_with_constant_1=train_perceptron([0, 0, 0, 1], constant=1)[1][-1],
    )


@erratum(
    topic="step-activation",
    said="""A perceptron with the step function is trained by the perceptron rule or by gradient
        descent.""",
    right="""The slope of the step is 0 wherever it exists, so the gradient says nothing. Gradient
        descent needs a differentiable activation; the perceptron rule does not use a slope.""",
)
def e_step_gradient_descent():
    """The squared error of a step unit that fires from w = 0.2 on and should not, and its
    slopes."""

    def loss(w):
        return (0 - (w >= 0.2)) ** 2

    weights = np.array([0.5, 1.0, 2.0])
    return numbers(
        false="max(slopes) > 0",
        true="min(losses) > 0",
        slopes=np.array([slope(loss, w) for w in weights]),
        losses=loss(weights),
    )


@erratum(
    topic="perceptron-definition",
    said="""A perceptron can only tell two classes apart, says one summary; it is a layer of $K$
        units, says another.""",
    right="""One unit tells two classes apart. $K$ units on the same inputs give $K$ answers of yes
        or no; both are called perceptron.""",
)
def e_perceptron_binary_only():
    """A layer of three step units, AND, OR and NOR, on the four inputs of a gate."""
    W, b = np.array([[1, 1, -1], [1, 1, -1]]), np.array([-1.5, -0.5, 0.5])
    outputs = (GATES @ W + b >= 0).astype(int)
    return numbers(
        false="distinct_outputs <= 2",
        distinct_outputs=len(np.unique(outputs, axis=0)),
    )


@erratum(
    topic="perceptron-weight-matrix",
    said="The weights are an $N \\times K$ matrix, for $N$ observations and $K$ neurons.",
    right=r"""One row for each *input*: $D \times K$. The observations are the rows of $X$ and of
        the outputs.""",
)
def e_weights_n_by_k():
    """100 observations of two inputs, a layer of three units."""
    X = np.zeros((100, 2))
    W = np.zeros((2, 3))
    return numbers(
        false="W.shape == (100, 3)",
        true="(X @ W).shape == (100, 3)",
        X=X,
        W=W,
    )


@erratum(
    topic="perceptron-learning-rate",
    said="""A learning rate below one makes the training of a perceptron more stable; 0.1 to 0.4 is
        typical.""",
    right="""From zero weights the learning rate only scales all weights, and apart from rounding no
        output depends on that scale. It matters beside starting weights that are not zero.""",
)
def e_perceptron_learning_rate():
    """AND from zero weights, with the learning rates 0.25 and 4: mistakes in all, and the
    weights."""
    small, mistakes_small = train_perceptron([0, 0, 0, 1], lr=0.25)
    large, mistakes_large = train_perceptron([0, 0, 0, 1], lr=4)
    return numbers(
        false="mistakes_at_4 > mistakes_at_a_quarter",
        true="weights_at_4 == 16 * weights_at_a_quarter",
        mistakes_at_4=sum(mistakes_large),
        mistakes_at_a_quarter=sum(mistakes_small),
        weights_at_4=large,
        weights_at_a_quarter=small,
    )


@erratum(
    topic="perceptron-convergence",
    said="Training is repeated until the performance no longer improves.",
    right="""The number of mistakes may rise on the way to none. Stop after an epoch without a
        mistake, which is certain to come only if the classes are separable, or at a limit.""",
)
def e_perceptron_stops():
    """AND: mistakes in the first epoch that is no better than the one before, and in the last."""
    mistakes = np.array(train_perceptron([0, 0, 0, 1])[1])
    no_better = np.flatnonzero(np.diff(mistakes) >= 0)[0] + 1
    return numbers(
        false="mistakes_when_it_no_longer_improves == 0",
        true="mistakes_at_the_end == 0",
        mistakes_when_it_no_longer_improves=mistakes[no_better],
        mistakes_at_the_end=mistakes[-1],
    )


@erratum(
    topic="perceptron-complexity",
    said="The algorithm is $O(Tmn)$; $m$ and $n$ are not explained.",
    right="""With $m$ inputs, $n$ units and $T$ passes over $N$ examples it is $O(TNmn)$: a factor
        $N$ is missing, unless $T$ counts single examples.""",
)
def e_perceptron_complexity_symbols():
    """Multiplications in the sums of 10 passes over 100 examples, 5 inputs, 3 units, counted one by
    one."""
    T, N, m, n = 10, 100, 5, 3
    multiplications = 0
    for _ in range(T):
        for _ in range(N):
            for _ in range(n):
                multiplications += m
    return numbers(
        false="multiplications == T * m * n",
        true="multiplications == T * N * m * n",
        multiplications=multiplications,
        T=T,
        N=N,
        m=m,
        n=n,
    )
