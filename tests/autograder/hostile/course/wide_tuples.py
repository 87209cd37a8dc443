# expect: wrong
# Returns thousands of short texts.
SOURCE = r"""
def double(x):
    return tuple("x" * 5 for _ in range(20_000))
def shift(x, by):
    return {str(i): [i] * 20 for i in range(1_000)}
"""


def hand_in(place):
    place.answer(SOURCE)
