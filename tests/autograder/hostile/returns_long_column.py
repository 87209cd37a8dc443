# expect: wrong
# Returns a column that fills gigabytes once it meets a row.
import numpy as np


def double(x):
    return np.zeros((6_000_000, 1))
