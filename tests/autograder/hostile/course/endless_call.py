# expect: time_limit
# Calls that never end.
SOURCE = r"""
import time
def double(x):
    while True:
        pass
def shift(x, by):
    time.sleep(1000)
"""


def hand_in(place):
    place.answer(SOURCE)
