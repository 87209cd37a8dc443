"""Scaling inputs."""

import numpy as np
from booksite.errata.entries import erratum, numbers


def standardize(X, axis=0):
    return (X - X.mean(axis=axis, keepdims=True)) / X.std(axis=axis, keepdims=True)


@erratum(
    topic="z-score",
    said="Normalization scales each sample to mean 0 and standard deviation 1 (in code: axis 0).",
    right="""Each *feature*, over the samples: this is what axis 0 does. Scaling a sample by its own
        mean mixes features of different units, and with two features leaves only their order.""",
)
def e_normalize_samples():
    """Rooms and square metres of three flats: the first one, scaled both ways."""
    X = np.array([[2.0, 60], [3, 75], [5, 130]])
    return numbers(
        false="first_by_feature == first_by_sample",
        true="first_by_sample == (-1, 1)",
        first_by_feature=standardize(X)[0],
        first_by_sample=standardize(X, axis=1)[0],
    )


@erratum(
    topic="normalize-with-training-statistics",
    said="`normalized = (data - data.mean(axis=0)) / data.std(axis=0)`, for any data.",
    right="""A column that is constant has the standard deviation 0, and 0/0 is `nan`, which spreads
        through the network. Subtract its mean, and divide by 1.""",
)
def e_normalize_zero_std():
    """A constant column of three rows beside one that varies: how many entries are `nan`."""
    X = np.array([[1.0, 4], [2, 4], [6, 4]])
    deviations = X.std(axis=0)
    with np.errstate(invalid="ignore"):
        as_printed = standardize(X)
    guarded = (X - X.mean(axis=0)) / np.where(deviations > 0, deviations, 1)
    return numbers(
        false="nan_as_printed == 0",
        true="nan_with_guard == 0",
        nan_as_printed=np.isnan(as_printed).sum(),
        nan_with_guard=np.isnan(guarded).sum(),
    )


@erratum(
    topic="normalize-with-training-statistics",
    said="`normalize(data)` computes mean and deviation of the data that it gets.",
    right="""Then test data are measured with another ruler than training data. Compute both on the
        training set, keep them with the weights, and use them on everything that comes later.""",
)
def e_normalize_train_stats():
    """Training values 1, 2 and 3; test values 100 and 200: the value 100, scaled by the test set
    and by the training set."""
    train, test = np.array([1.0, 2, 3]), np.array([100.0, 200])
    return numbers(
        false="by_test_set == by_training_set",
        true="by_training_set > 100",
        by_test_set=standardize(test)[0],
        by_training_set=(test[0] - train.mean()) / train.std(),
    )


@erratum(
    topic="input-normalization-why",
    said="Scaled inputs make it less likely to get stuck in local minima.",
    right="""A first layer with biases can undo the scaling, so every point of one landscape has its
        twin of equal loss in the other, and so has every minimum. What gets better is the
        conditioning: descent is faster and steadier.""",
)
def e_normalize_local_minima():
    """A tanh unit on two features with means 5,000 and 0 and deviations 1,000 and 1: losses at 50
    random weights and at their twins; condition numbers of least squares on the same inputs."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2)) * [1000, 1] + [5000, 0]
    y, W, b = rng.normal(size=(200, 1)), rng.normal(size=(2, 50)), rng.normal(size=50)
    mean, deviation = X.mean(axis=0), X.std(axis=0)

    def losses(X, W, b):
        return np.mean((np.tanh(X @ W + b) - y) ** 2, axis=0)

    def condition(X):
        A = np.column_stack([X, np.ones(200)])
        return np.linalg.cond(A.T @ A)

    twins = losses(X, W / deviation[:, None], b - mean / deviation @ W)
    return numbers(
        false="largest_difference_of_losses > 1e-6",
        true="condition_after < 1e-6 * condition_before",
        largest_difference_of_losses=np.abs(losses(standardize(X), W, b) - twins).max(),
        condition_before=condition(X),
        condition_after=condition(standardize(X)),
    )


@erratum(
    topic="does-scaling-change-accuracy",
    said="Scaling improves the accuracy, since all features contribute equally, and overfits less.",
    right="""It depends on the model. Exact least squares predicts the same. Where distances,
        penalties or gradient descent have a part, the unit of a feature acts on the result.""",
)
def e_normalize_accuracy():
    """Two features, one of them in a unit a thousand times as small, 60 rows: predictions of least
    squares that change by the scaling, and nearest neighbours that do."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 2)) * [1000, 1]
    y = X @ [0.001, 1] + 0.1 * rng.normal(size=60)

    def predicted(X):
        A = np.column_stack([X, np.ones(60)])
        return A @ np.linalg.lstsq(A, y)[0]

    def neighbours(X):
        distances = np.sum((X[:, None] - X) ** 2, axis=-1) + np.diag(np.full(60, np.inf))
        return distances.argmin(axis=1)

    Z = standardize(X)
    return numbers(
        false="predictions_changed > 0",
        true="neighbours_changed > 0",
        predictions_changed=np.sum(np.abs(predicted(X) - predicted(Z)) > 1e-9),
        neighbours_changed=np.sum(neighbours(X) != neighbours(Z)),
    )


@erratum(
    topic="input-normalization-and-gradients",
    said="Scaling the inputs reduces vanishing and exploding gradients.",
    right="""It sets the scale at the first layer. Through many layers the gradient is multiplied by
        weights and slopes, and these decide.""",
)
def e_normalize_gradients():
    r"""50 linear layers of 30 units, standardized inputs: magnitude of the gradient in the first
    pre-activations for one of 1 at the output, with weights of standard deviation $0.5/\sqrt{30}$
    and $2/\sqrt{30}$."""
    rng = np.random.default_rng(0)
    layers = rng.normal(size=(50, 30, 30)) / np.sqrt(30)

    def magnitude(factor):
        g = np.full(30, 1 / np.sqrt(30))
        for W in layers:
            g = factor * W @ g
        return np.linalg.norm(g)

    return numbers(
        false="min(with_small_weights, 1 / with_large_weights) > 1e-3",
        true="with_large_weights > 1e9",
        with_small_weights=magnitude(0.5),
        with_large_weights=magnitude(2.0),
    )


@erratum(
    topic="batch-norm-not-gaussian",
    said="""Normalized activations follow a normal distribution, from which normalization has its
        name.""",
    right="""They have mean 0 and variance 1. A shift and a factor do not change the shape of a
        distribution. To normalize means to bring to a norm.""",
)
def e_bn_gaussian():
    """10,000 exponential values, standardized: the mean of their cubes, 0 for a Gaussian, and the
    share below 0, one half for a Gaussian."""
    z = standardize(np.random.default_rng(0).exponential(size=10_000))
    return numbers(
        false="mean_of_cubes < 0.1",
        true="share_below_0 > 0.6",
        mean_of_cubes=np.mean(z**3),
        share_below_0=np.mean(z < 0),
    )
