# expect: wrong
# Looks for the expected value in the frames above it.
SOURCE = r"""
import sys
def look():
    frame = sys._getframe()
    while frame:
        for name in ("expected", "want", "reference", "goldens", "answer", "item"):
            if name in frame.f_locals or name in frame.f_globals:
                return frame.f_locals.get(name, frame.f_globals.get(name))
        frame = frame.f_back
def double(x):
    return look()
def shift(x, by):
    return look()
"""


def hand_in(place):
    place.answer(SOURCE)
