"""What exercises of this assignment share: the inputs of the two initializations."""

from handbook.check.exercise_data import Probe
from handbook.check.plain_data import Rng


def probe(fan_in, fan_out, seed, label=""):
    args = {"fan_in": fan_in, "fan_out": fan_out, "rng": Rng(seed)}
    return Probe(args, repeat=2, label=label)


def visible():
    return [
        probe(200, 50, 1, "200 inputs, 50 outputs"),
        probe(60, 150, 2, "60 inputs, 150 outputs"),
    ]


def hidden(rng):
    seeds = rng.integers(2**31, size=2).tolist()
    return [probe(120, 80, seeds[0]), probe(90, 300, seeds[1])]
