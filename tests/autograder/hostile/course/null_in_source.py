# expect: not_found passed
# A zero byte in the middle of a function.
from tests.autograder.sandbox.handing_in import SHIFT, code


def hand_in(place):
    place.write(code("def double(x):\n    return 2 * x\0", "double"), SHIFT)
