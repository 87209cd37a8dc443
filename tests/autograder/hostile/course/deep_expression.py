# expect: not_found passed
# A cell with an id, whose expression no parser can hold.
from tests.autograder.sandbox.handing_in import SHIFT, code


def hand_in(place):
    place.write(code("x = " + "-" * 100_000 + "1", "double"), SHIFT)
