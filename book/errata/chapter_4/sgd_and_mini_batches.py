"""SGD and mini-batches."""

import ast

import numpy as np
from booksite.errata.entries import erratum, numbers, wording

e_tuning_is_training = wording(
    topic="training-vs-tuning",
    said="""Hyperparameter optimization means to find the best parameters of a model; gradient
        descent and Adam are its methods.""",
    right="""Two searches. An optimizer finds weights, from the training loss. Hyperparameters, the
        optimizer's own among them, are chosen by comparing whole runs on validation data.""",
    reason="""An optimizer cannot choose its own learning rate from the training loss and be judged
        by that loss as well.""",
)


@erratum(
    topic="gd-weaknesses",
    said="""Gradient descent on all examples has to hold the whole data set in memory, which fails
        for large ones.""",
    right="""The gradient is a sum over examples, and a sum can be collected piece by piece. The
        price is time: a pass through all data for a single step.""",
)
def e_gd_memory():
    """Least squares on 1,000 rows: the gradient at once, and added up from pieces of 50 rows."""
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(1000, 3)), rng.normal(size=1000), np.ones(3)
    in_pieces = np.zeros(3)
    for start in range(0, 1000, 50):
        rows = slice(start, start + 50)
        in_pieces += X[rows].T @ (X[rows] @ w - y[rows])
    return numbers(
        false="largest_difference > 1e-9",
        largest_difference=np.abs(in_pieces - X.T @ (X @ w - y)).max(),
    )


e_sgd_differential_objective = wording(
    topic="sgd-definition",
    said="SGD minimizes a differential objective.",
    right="A *differentiable* one.",
    reason="A differential is another thing. What is needed is a gradient.",
)


@erratum(
    topic="sgd-definition",
    said="""SGD uses one example or a mini-batch; a few lines on, SGD uses a single example.""",
    right=r"""SGD in the narrow sense has the batch size $B = 1$. Mini-batch SGD has any $B$,
        and the variance of its gradient is that of one example divided by $B$.""",
)
def e_sgd_one_or_batch():
    """Slopes of 100,000 examples, drawn from a normal distribution; variances of the mean over
    batches."""
    slopes = np.random.default_rng(0).normal(size=100_000)
    variance = {B: slopes.reshape(-1, B).mean(axis=1).var() for B in (1, 100)}
    return numbers(
        false="variance_at_100 > 0.5 * variance_at_1",
        true="abs(100 * variance_at_100 - variance_at_1) < 0.2",
        variance_at_1=variance[1],
        variance_at_100=variance[100],
    )


@erratum(
    topic="sgd-noise-and-minima",
    said="""SGD is a poor optimizer because it ends in local minima, where descent on all examples
        finds the global one.""",
    right="""The exact gradient leaves a local minimum just as little. Noise makes it possible to
        leave a shallow one, and guarantees nothing.""",
)
def e_sgd_bad_optimizer():
    """$x^4 - 2x^2 + 0.3x$ has its lower minimum at −1.035. 100 runs start in the other one, 0.96,
    with noise that is later taken away; one run has exact gradients."""
    rng = np.random.default_rng(0)
    noisy, exact = np.full(100, 0.96), 0.96

    def slope(x):
        return 4 * x**3 - 4 * x + 0.3

    for step in range(1500):
        noise = 3 * rng.normal(size=100) if step < 1000 else 0
        noisy = noisy - 0.05 * (slope(noisy) + noise)
        exact = exact - 0.05 * slope(exact)
    return numbers(
        false="exact_gradient_ends_at < 0",
        true="noisy_runs_in_the_lower_minimum > 50",
        exact_gradient_ends_at=exact,
        noisy_runs_in_the_lower_minimum=np.sum(noisy < 0),
    )


@erratum(
    topic="minibatch-implementation",
    said="""Mini-batches are random subsets of the data: `for i in range(0, len(y),
        batch_size)`.""",
    right="""That loop takes the rows as they are stored. If they are sorted by class, each batch
        shows one class. Draw a new permutation in every epoch.""",
)
def e_code_no_shuffle():
    """100 labels, sorted, in batches of 10: batches that hold both classes, as stored and
    shuffled."""
    y = np.repeat([0, 1], 50)

    def batches_with_both_classes(labels):
        shares = labels.reshape(10, 10).mean(axis=1)
        return np.sum((shares > 0) & (shares < 1))

    return numbers(
        false="as_stored > 0",
        true="shuffled == 10",
        as_stored=batches_with_both_classes(y),
        shuffled=batches_with_both_classes(np.random.default_rng(0).permutation(y)),
    )


e_sgd_text_about_momentum = wording(
    topic="sgd-implementation",
    said="Below a program of SGD: one of its functions sets up the velocities.",
    right="SGD has no velocity. The paragraph belongs to the program of momentum.",
    reason="The program above it has no such function.",
)


@erratum(
    topic="sgd-implementation",
    said="SGD is shown as a function that subtracts the learning rate times the gradient.",
    right="""This function is the same for gradient descent. What makes the method stochastic is the
        choice of the examples behind the gradient, so a program of SGD has to show the loop that
        draws them.""",
)
def e_sgd_same_code_as_gd():
    """Half the mean squared distance from eight numbers: the same update from 0, with the slope of
    all and with that of two that were drawn."""

    def update(w, slope, lr=0.1):
        return w - lr * slope

    x = np.arange(8.0)
    drawn = np.random.default_rng(0).choice(x, 2, replace=False)
    return numbers(
        false="step_from_all == step_from_two",
        step_from_all=update(0, np.mean(0 - x)),
        step_from_two=update(0, np.mean(0 - drawn)),
    )


@erratum(
    topic="sgd-implementation",
    said="""Programs that were published without their indentation, with `*` and `_` exchanged:
        `gradient*descent`, `**2` as `\\_2`.""",
    right="""Python refuses to read them. Write them anew, and run what is published: a page that is
        executed when it is built cannot show such a line.""",
)
def e_seed_000_code_broken():
    """Three lines with these faults; how many of them Python can read."""
    lines = [
        "def update(w, g):\nreturn w - g",
        r"s = beta * s + (1 - beta) * g\_2",
        r"v = beta _ v + (1 - beta) _ g",
    ]
    return numbers(
        false="lines_that_can_be_read > 0",
        lines_that_can_be_read=sum(can_be_read(line) for line in lines),
    )


def can_be_read(program: str) -> bool:
    """Whether Python finds no fault in the grammar."""
    try:
        ast.parse(program)
    except SyntaxError:
        return False
    return True


@erratum(
    topic="sgd-noise-floor",
    said="Mini-batch gradient descent mostly has a fixed learning rate.",
    right=r"""A fixed rate leaves the loss on a floor of noise: on $x^2/2$ the variance stays at
        $\eta/(2 - \eta)$ times that of the noise. A rate that falls goes below it, and schedules
        are common.""",
)
def e_minibatch_fixed_rate():
    r"""Gradient $x$ plus noise of variance 1 in 1,000 runs from 1: mean of $x^2$ after 1,000
    steps."""
    rng = np.random.default_rng(0)
    fixed, falling = np.ones(1000), np.ones(1000)
    for t in range(1000):
        noise = rng.normal(size=1000)
        fixed = fixed - 0.1 * (fixed + noise)
        falling = falling - (falling + noise) / (t + 10)
    return numbers(
        false="with_fixed_rate < with_falling_rate",
        true="abs(with_fixed_rate - 0.1 / 1.9) < 0.01",
        with_fixed_rate=np.mean(fixed**2),
        with_falling_rate=np.mean(falling**2),
    )


@erratum(
    topic="batch-size-and-generalization",
    said="Large batches, of 256 and more, train faster and lead to overfitting.",
    right="""An epoch has fewer updates with them. At the same learning rate and number of epochs
        they fit the *training* data worse, which is the opposite of overfitting. Tune the rate for
        each batch size, then compare on validation data.""",
)
def e_batch_size_overfits():
    """Least squares on 256 rows, 20 epochs at the learning rate 0.05: training errors."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(256, 4))
    y = X @ [1, -2, 0.5, 3] + 0.5 * rng.normal(size=256)
    errors = {}
    for B in (8, 256):
        w = np.zeros(4)
        for _ in range(20):
            for rows in rng.permutation(256).reshape(-1, B):
                w -= 0.05 * X[rows].T @ (X[rows] @ w - y[rows]) / B
        errors[B] = np.mean((X @ w - y) ** 2)
    return numbers(
        false="error_of_batch_256 <= error_of_batch_8",
        error_of_batch_256=errors[256],
        error_of_batch_8=errors[8],
    )


@erratum(
    topic="decay-conditions",
    said="The learning rate decays in order to ensure that training converges smoothly.",
    right="""A rate that decays too fast stops anywhere. Its sum has to be infinite in theory, and
        large enough for the way in practice; that the rate goes to 0 does not ensure it.""",
)
def e_lr_decay_ensures():
    r"""Distance from the minimum of $x^2/2$, from 10, after 10,000 steps with two falling rates:
    $0.05 \cdot 0.5^t$ and $0.05/(1 + 0.01t)$."""
    steps = np.arange(10_000)
    halved, inverse = 0.05 * 0.5**steps, 0.05 / (1 + 0.01 * steps)
    return numbers(
        false="left_when_halved < 0.1",
        true="left_when_inverse < 1e-6",
        left_when_halved=10 * np.prod(1 - halved),
        left_when_inverse=10 * np.prod(1 - inverse),
    )
