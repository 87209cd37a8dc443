"""What a submission returned, as the tests compute with it: shapes come before arithmetic."""

import inspect
import operator
import tracemalloc

import numpy as np
import pytest

from autograder.grading.student_proxy import Student
from handbook.check.observe import observe

N = 20_000
SIGNATURES = {"f": inspect.signature(lambda x: x)}


def answering(*answers):
    """A student whose function `f` returns these, one after the other."""
    rest = iter(answers)

    def call(name, args, repeat, record_side_effects):
        return observe(lambda x: next(rest), args, repeat)

    return Student(SIGNATURES, call)


def peak(function):
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="shapes"):
            function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "compute",
    [
        operator.sub,
        operator.eq,
        operator.matmul,
        lambda a, b: np.abs(a) - np.abs(b),
        lambda a, b: a[:, :1] / b,
        lambda a, b: np.multiply.outer(a, b),
    ],
)
def test_two_answers_whose_shapes_meet_do_not_take_the_product_of_their_sizes(compute):
    a, b = answering(np.ones((N, 1)), np.ones((1, N))).f.each([1], [1])
    assert peak(lambda: compute(a, b)) < 100 * N


def test_what_an_observation_holds_is_compared_as_well():
    a, b = answering([np.ones((N, 1)), np.ones((1, N))]).f.observe(1).value
    assert peak(lambda: a - b) < 100 * N


def test_other_arithmetic_is_as_it_was():
    a, b = answering(np.arange(6.0).reshape(2, 3), np.ones((3, 1))).f.each([1], [1])
    assert (a @ b).tolist() == [[3.0], [12.0]]
    assert (a.T + b).shape == (3, 2)
    assert np.mean(a) == 2.5
    a += 1
    assert a.tolist() == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    assert np.modf(a)[1].sum() == 21
    assert np.add.reduce(a, axis=0).tolist() == [5.0, 7.0, 9.0]


def test_an_answer_that_is_handed_back_is_plain_again():
    seen = []

    def call(name, args, repeat, record_side_effects):
        seen.append([type(args[0]), type(args[0][0])])
        return observe(lambda x: (np.ones(2), 3), args, repeat)

    student = Student(SIGNATURES, call)
    got = student.f((np.zeros(2), 1))
    student.f(got)
    assert seen == [[tuple, np.ndarray]] * 2
