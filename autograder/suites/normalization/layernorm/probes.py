"""Inputs for `layernorm`: a large eps, scales that differ, more than one channel."""

from autograder.bank.loading import shared_inputs
from handbook.check.exercise_data import Probe

inputs = shared_inputs(__file__)


def draw(rng, shape):
    return inputs.images(rng, (shape[0], 2, 1, 3) if shape[0] > 1 else (1, 1, 1, 1))


def visible():
    return [Probe(inputs.two_images(2) | {"eps": 0.05}, label="two images of two channels")]


def hidden(rng):
    return inputs.drawn(rng)
