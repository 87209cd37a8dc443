# expect: wrong
# Returns an array that says it equals everything.
import numpy as np


class Right(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array_function__(self, function, types, args, kwargs):
        return True


def double(x):
    return np.zeros_like(x).view(Right)
