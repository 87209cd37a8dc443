# expect: wrong
# Returns the right numbers as text, bytes and huge integers.
SOURCE = r"""
def double(x):
    return [str(v) for v in (x + x).ravel()]
def shift(x, by):
    return [10 ** 2000, b"\x00", {"x": None}, float("nan")]
"""


def hand_in(place):
    place.answer(SOURCE)
