# expect: memory_limit
# Asks for more memory than there is, at once.
import numpy as np


def double(x):
    return np.ones(1 << 40)
