"""Hidden tests of `backprop_221`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.central_differences import nearby, slopes
from autograder.bank.groups import group

SHAPES = [(2, 2), (2,), (2, 1), (1,)]


def loss(x, y, W1, b1, W2, b2):
    a1 = 1 / (1 + np.exp(-(x @ W1 + b1)))
    return np.sum((1 / (1 + np.exp(-(a1 @ W2 + b2))) - y) ** 2) / 2


def test_three_steps_follow_the_reference_values(student, golden, close):
    parameters = [np.array(part) for part in golden["start"]]
    for (x, y), want in zip(golden["examples"], golden["steps"], strict=True):
        parameters = student.backprop_221(np.array(x), np.array(y), *parameters, golden["lr"])
        close(parameters, [np.array(part) for part in want], rtol=1e-9)


def test_each_parameter_moves_against_the_slope_of_the_loss(student, rng, close):
    x, y = rng.normal(size=2), rng.uniform(size=1)
    start = [rng.normal(size=shape) for shape in SHAPES]
    for place, (old, new) in enumerate(
        zip(start, student.backprop_221(x, y, *start, 1.0), strict=True)
    ):
        moved = [[*start[:place], at, *start[place + 1 :]] for at in nearby(old)]
        measured = slopes([loss(x, y, *each) for each in moved], old)
        close(old - new, measured, rtol=1e-5, atol=1e-9)


@group("edges")
def test_a_rate_of_zero_leaves_all_as_it_is(student, rng, close):
    start = [rng.normal(size=shape) for shape in SHAPES]
    close(student.backprop_221(rng.normal(size=2), np.ones(1), *start, 0.0), start)


@group("edges")
def test_an_input_of_zero_moves_the_biases_alone(student, rng, close):
    start = [rng.normal(size=shape) for shape in SHAPES]
    W1, b1, _, _ = student.backprop_221(np.zeros(2), np.zeros(1), *start, 3.0)
    close(W1, start[0])
    assert np.all(b1 != start[1])
