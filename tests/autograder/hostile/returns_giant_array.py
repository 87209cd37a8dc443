# expect: wrong
# Returns more than may cross.
import numpy as np


def double(x):
    return np.zeros((9, 1 << 20))
