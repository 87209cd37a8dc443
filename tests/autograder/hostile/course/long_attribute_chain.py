# expect: not_found passed
# A chain of attributes that makes a very deep tree.
from tests.autograder.sandbox.handing_in import SHIFT, code


def hand_in(place):
    place.write(code("def other(x):\n    return x" + ".x" * 60_000, "double"), SHIFT)
