# expect: passed
# Functions with parameters whose names are markup and escapes.
SOURCE = r"""
import inspect
class Name(str):
    pass
def other(x):
    pass
other.__signature__ = inspect.Signature([inspect.Parameter("x" * 10_000, 1)])
other.__name__ = other.__qualname__ = "<script>"
"""


def hand_in(place):
    place.answer(SOURCE)
