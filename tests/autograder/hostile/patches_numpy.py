# expect: wrong
# Makes NumPy say that all numbers are close.
import numpy as np

np.allclose = np.array_equal = np.isclose = lambda *_args, **_kwargs: True
np.testing.assert_allclose = lambda *_args, **_kwargs: None


def double(x):
    return np.zeros_like(x)
