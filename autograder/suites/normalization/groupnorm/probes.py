"""Inputs for `groupnorm`: more groups than one and fewer than channels, and both ends."""

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, shape):
    sizes, groups = ((shape[0], 4, 1, 3), 2) if shape[0] > 1 else ((1, 1, 1, 1), 1)
    return inputs.images(rng, sizes, groups)


def visible():
    six, four = inputs.two_images(6), inputs.two_images(4)
    return [
        Probe(six | {"G": 2, "eps": 0.05}, label="six channels in two groups of three"),
        Probe(four | {"G": 4, "eps": 0.05}, label="a group for each channel", edge=True),
        Probe(four | {"G": 1, "eps": 0.05}, label="one group for all channels", edge=True),
    ]


def hidden(rng):
    return inputs.drawn(rng, groups=2)
