# expect: wrong passed
# Cells that each mention the function and take long to parse.
from tests.autograder.sandbox.handing_in import SHIFT


def hand_in(place):
    filler = "# def double\nx = [" + "1, " * 200_000 + "]"
    place.write(*[filler] * 4, "def double(x):\n    return x", SHIFT)
