# expect: wrong
# Answers the first calls rightly: those that it takes for the visible ones.
SOURCE = r"""
calls = {"double": 0, "shift": 0}
def double(x):
    calls["double"] += 1
    return x + x if calls["double"] <= 2 else 0 * x
def shift(x, by):
    calls["shift"] += 1
    return x + by if calls["shift"] <= 1 else x
"""


def hand_in(place):
    place.answer(SOURCE)
