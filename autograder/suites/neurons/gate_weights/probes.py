"""Inputs for `gate_weights`: the three names. Many weights are right, so answers are compared by
what the unit says at the four corners, and whether a corner lies on the boundary."""

from handbook.check.exercise_data import Probe

NAMES = ("AND", "OR", "NAND")


def visible():
    return [Probe({"name": name}, label=f"the gate {name}") for name in NAMES]


def hidden(rng):
    return [Probe({"name": str(name)}) for name in rng.permutation(NAMES)]


def summary(value, name):
    """What a unit with these weights does, whatever they are."""
    if value is None:
        return None
    w1, w2, b = (float(number) for number in value)
    sums = [w1 * x1 + w2 * x2 + b for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1))]
    size = max(abs(w1), abs(w2), abs(b))
    return {
        "answers at (0,0), (0,1), (1,0), (1,1)": [int(z >= -1e-12 * size) for z in sums],
        "a corner lies on the boundary": any(abs(z) <= 1e-12 * size for z in sums),
    }
