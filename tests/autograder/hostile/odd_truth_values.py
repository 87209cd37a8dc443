# expect: wrong
# Returns truth values that are neither 0 nor 1.
import numpy as np


def double(x):
    return np.full(x.shape, 7, dtype=np.uint8).view(bool)
