# expect: passed|crashed
# Empties the table of loaded modules.
SOURCE = r"""
import sys
sys.modules.clear()
"""


def hand_in(place):
    place.answer(SOURCE)
