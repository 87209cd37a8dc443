# expect: wrong passed
# Two cells of one id; what is defined last counts.
from tests.autograder.sandbox.handing_in import code


def hand_in(place):
    place.answer(code("def double(x):\n    return x", "double"))
