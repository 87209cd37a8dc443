"""Searching hyperparameters."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording


@erratum(
    topic="hyperparameter",
    said="Hyperparameters are constants that no data determine, such as weights and biases.",
    right="""Weights and biases are exactly what *is* learned from data. Hyperparameters are the
        learning rate, the batch size, the number of layers or the strength of a penalty.""",
)
def e_hyperparameter_example():
    """Weight and bias of a line, as least squares finds them from four points of $y = 2x + 1$."""
    x = np.arange(4.0)
    found = np.linalg.lstsq(np.column_stack([x, np.ones(4)]), 2 * x + 1)[0]
    other = np.linalg.lstsq(np.column_stack([x, np.ones(4)]), 5 * x - 3)[0]
    return numbers(
        false="found_from_these_data == found_from_5x_minus_3",
        true="found_from_these_data == (2, 1)",
        found_from_these_data=found,
        found_from_5x_minus_3=other,
    )


e_early_stopping_as_search = wording(
    topic="early-stopping-patience",
    said="""In a list of ways to choose hyperparameters: early stopping, which ends training as soon
        as the validation loss rises.""",
    right="""It chooses one number, that of the epochs, within one run. And it waits for several
        epochs without a new best value: the validation loss is noisy, and a single rise means
        little. It belongs to regularization.""",
    reason="""It compares no two settings of the learning rate or of anything else that the list is
        about.""",
)
