# expect: wrong
# Returns things that equal whatever they are compared with.
SOURCE = r"""
class Right:
    def __eq__(self, other):
        return True
    __ne__ = lambda self, other: False
    __lt__ = __gt__ = __le__ = __ge__ = __bool__ = __eq__
    __hash__ = lambda self: 0
    __array__ = lambda self, *_args, **_kwargs: self
    __array_ufunc__ = lambda self, *_args, **_kwargs: True
    __len__ = lambda self: 3
    __getattr__ = lambda self, name: self
    __sub__ = __rsub__ = __abs__ = __call__ = lambda self, *_args: 0.0
def double(x):
    return Right()
def shift(x, by):
    return [Right(), Right()]
"""


def hand_in(place):
    place.answer(SOURCE)
