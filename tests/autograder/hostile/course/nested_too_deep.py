# expect: wrong|crashed
# Returns lists in lists in lists.
SOURCE = r"""
def double(x):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
def shift(x, by):
    value = []
    value.append(value)
    return value
"""


def hand_in(place):
    place.answer(SOURCE)
