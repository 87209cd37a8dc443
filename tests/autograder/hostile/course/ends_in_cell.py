# expect: passed
# Ends the process in a cell that nothing needs.
SOURCE = r"""
import os
os._exit(0)
"""


def hand_in(place):
    place.answer(SOURCE)
