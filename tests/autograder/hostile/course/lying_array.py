# expect: wrong
# Returns arrays of a class that lies about what it holds.
SOURCE = r"""
import numpy as np
class Right(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)
    def __array_function__(self, function, types, args, kwargs):
        return True
    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.zeros(self.shape)
    def __array_finalize__(self, obj):
        self.shape_ = (3,)
    def tobytes(self, *_args):
        return bytes(24)
def double(x):
    return np.zeros(x.shape).view(Right)
def shift(x, by):
    return np.zeros(x.shape).view(Right)
"""


def hand_in(place):
    place.answer(SOURCE)
