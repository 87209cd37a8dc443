"""Inputs for `xavier_uniform(fan_in, fan_out, rng)`, each called twice with one generator.

The weights are random, so answers are compared by `summary`: statistics of so many entries that
a tenth of a deviation is no accident.
"""

import numpy as np

from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)
visible, hidden = inputs.visible, inputs.hidden


def summary(value, fan_in, fan_out, rng):
    """Statistics of two calls that do not depend on what was drawn."""
    if all(each is None for each in value):
        return None
    if not all(isinstance(each, np.ndarray) and each.dtype.kind == "f" for each in value):
        return {"what is returned": "not an array of floats"}
    if any(each.shape != (fan_in, fan_out) for each in value):
        return {"shape": list(value[0].shape)}
    first, second = value
    asked = np.sqrt(2 / (fan_in + fan_out))
    spread = first.std() if first.std() > 0 else 1.0
    return {
        "shape": list(first.shape),
        "deviation, in units of what is asked for": round(float(first.std() / asked), 1),
        "the mean is near 0": bool(abs(first.mean()) < 0.1 * asked),
        "entries beyond two deviations": bool(np.abs(first - first.mean()).max() > 2 * spread),
        "double precision": first.dtype.itemsize >= 8,
        "the second call draws others": bool((first != second).any()),
    }
