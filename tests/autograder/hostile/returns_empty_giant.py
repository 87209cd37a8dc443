# expect: wrong
# Returns an array without entries that spans billions of them.
import numpy as np


def double(x):
    return np.zeros((0, 1 << 60), dtype=np.int8)
