# expect: not_started
# Cells under the ids of the locked cells that carry the points.
from tests.autograder.sandbox.handing_in import code


def hand_in(place):
    stubs = "def double(x):\n    raise NotImplementedError\n"
    stubs += "def shift(x, by):\n    raise NotImplementedError"
    place.write(stubs, *(code("score = 10", f"{name}-score") for name in ("double", "shift")))
