# expect: not_found passed
# Half a character in a cell that defines no function of its id.
from tests.autograder.sandbox.handing_in import SHIFT, code


def hand_in(place):
    place.write(code("def other(x):\n    return '\ud800'", "double"), SHIFT)
