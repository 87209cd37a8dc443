# expect: crashed
# Ends the process in each call.
SOURCE = r"""
import os, signal
def double(x):
    os._exit(0)
def shift(x, by):
    os.abort()
"""


def hand_in(place):
    place.answer(SOURCE)
