"""Layer and group normalization, and combining regularizers."""

import numpy as np
from booksite.errata.entries import erratum, numbers


def standardized(X, axes):
    return (X - X.mean(axis=axes, keepdims=True)) / X.std(axis=axes, keepdims=True)


def group_norm(X, groups):
    """Examples, channels, positions; neighbouring channels make a group."""
    N, C, P = X.shape
    return standardized(X.reshape(N, groups, C // groups, P), (2, 3)).reshape(X.shape)


@erratum(
    topic="layer-norm",
    said="Layer norm computes mean and variance over all examples in the layer.",
    right="""Over the *features* of one example. It never looks at another one, and this is what it
        is for.""",
)
def e_layernorm_axis():
    """Four examples of six features; a fifth with values around 100 joins them: by how much the
    outputs of the first four change."""
    X = np.random.default_rng(0).normal(size=(4, 6))
    joined = np.vstack([X, np.full(6, 100) + np.arange(6)])

    def change(axis):
        return np.abs(standardized(joined, axis)[:4] - standardized(X, axis)).max()

    return numbers(
        false="change_with_layer_norm > 1e-9",
        true="change_with_batch_norm > 1",
        change_with_layer_norm=change(1),
        change_with_batch_norm=change(0),
    )


@erratum(
    topic="normalization-family",
    said="Group norm is a compromise between batch norm and layer norm.",
    right="""Between layer norm, which is one group, and instance norm, where each channel is a
        group. No number of groups gives batch norm.""",
)
def e_groupnorm_compromise():
    """Four examples of six channels and five positions: largest differences of group norm with 1,
    2, 3 and 6 groups from batch norm, and at its ends from layer norm and instance norm."""
    X = np.random.default_rng(0).normal(size=(4, 6, 5))

    def difference(groups, axes):
        return np.abs(group_norm(X, groups) - standardized(X, axes)).max()

    return numbers(
        false="min(from_batch_norm) < 0.1",
        true="max(from_layer_norm, from_instance_norm) < 1e-9",
        from_batch_norm=np.array([difference(G, (0, 2)) for G in (1, 2, 3, 6)]),
        from_layer_norm=difference(1, (1, 2)),
        from_instance_norm=difference(6, 2),
    )


@erratum(
    topic="group-norm",
    said="""Group norm normalizes each group by itself, and is meant for activations of large
        spatial size.""",
    right="""Each group of each *example*. Its results do not depend on the batch, so it is for
        small batches. Large images are one reason why a batch has to be small.""",
)
def e_groupnorm_batch():
    """The first of eight examples, alone and with the others: by how much its output changes."""
    X = np.random.default_rng(0).normal(size=(8, 6, 5))

    def change(norm):
        return np.abs(norm(X)[0] - norm(X[:1])[0]).max()

    return numbers(
        false="change_with_group_norm > 1e-9",
        true="change_with_batch_norm > 0.5",
        change_with_group_norm=change(lambda X: group_norm(X, 2)),
        change_with_batch_norm=change(lambda X: standardized(X, (0, 2))),
    )


@erratum(
    topic="combining-regularizers",
    said="Use L1, L2, dropout or batch norm, or all of them together.",
    right="""Not in any order. Dropout in front of batch norm makes the variance in training
        larger than that in testing, and the running averages are wrong. Weight decay in front
        of batch norm does not limit the function. Add one at a time, and measure.""",
)
def e_combine_everything():
    """20,000 activations with mean 0 and variance 1, dropped with $p = 0.5$ and divided: the
    variance that batch norm sees in training and in testing."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=20_000)
    in_training = x * (rng.random(20_000) >= 0.5) / 0.5
    return numbers(
        false="variance_in_training < 1.5 * variance_in_testing",
        variance_in_training=np.var(in_training),
        variance_in_testing=np.var(x),
    )
