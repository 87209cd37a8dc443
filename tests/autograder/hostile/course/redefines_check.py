# expect: wrong
# Redefines `check` and what else might judge it.
SOURCE = r"""
check = assert_allclose = lambda *_args, **_kwargs: True
import handbook.check
handbook.check.check = check
def double(x):
    return 0 * x
def shift(x, by):
    return 0 * x
"""


def hand_in(place):
    place.answer(SOURCE)
