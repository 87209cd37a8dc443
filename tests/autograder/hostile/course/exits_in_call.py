# expect: error
# Leaves by the front door in each call.
SOURCE = r"""
import sys
def double(x):
    sys.exit(0)
def shift(x, by):
    raise KeyboardInterrupt
"""


def hand_in(place):
    place.answer(SOURCE)
