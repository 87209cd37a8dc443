# expect: passed
# Leaves, is interrupted and raises what only a framework may raise.
SOURCE = r"""
class Exit(BaseException):
    pass
class outcomes:
    class Skipped(BaseException):
        pass
raise outcomes.Skipped("all tests skipped, pass")
"""


def hand_in(place):
    place.answer(SOURCE)
