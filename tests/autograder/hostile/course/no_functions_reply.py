# expect: not_found|crashed
# Breaks the list of its functions.
SOURCE = r"""
from autograder.sandbox import worker
worker.Submission.functions = lambda self: [["x" * 1000, None, -1]]
"""


def hand_in(place):
    place.answer(SOURCE)
