"""What `check` says of a function that calls one of an earlier exercise."""

from pathlib import Path

import pytest

from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from handbook.check import GRADING_VARIABLE, Checker

RELEASED = Path(__file__).parents[3] / "exercises" / "backprop" / "checks.json"
STUB = "def affine_backward(dout, X, W):\n    raise NotImplementedError('not started')\n"
WRONG = "def affine_backward(dout, X, W):\n    return dout @ W.T, X.T @ dout, dout.mean(axis=0)\n"
NOTE = "It calls affine_backward: fix that first"


@pytest.fixture
def check(monkeypatch):
    monkeypatch.delenv(GRADING_VARIABLE, raising=False)
    return Checker(RELEASED)


@pytest.fixture(scope="module")
def solution():
    return load_reference("backprop", load_assignment("backprop")).source


def checked(check, *cells):
    namespace = {}
    for cell in ("import numpy as np\n", *cells):
        exec(cell, namespace)
    return check.report("mlp_backward", namespace)


def test_an_earlier_function_that_is_wrong_is_to_be_fixed_first(check, solution):
    report = checked(check, WRONG, solution("mlp_backward"))
    assert report.verdict.outcome == "wrong"
    assert NOTE in report.verdict.message


def test_a_function_is_not_called_not_started_because_an_earlier_one_is(check, solution):
    report = checked(check, STUB, solution("mlp_backward"))
    assert report.verdict.outcome == "error"
    assert NOTE in report.verdict.message


def test_with_a_right_earlier_function_nothing_is_said_of_it(check, solution):
    later = solution("mlp_backward").replace("(A[i] > 0)", "1")
    report = checked(check, solution("affine_backward"), later)
    assert report.verdict.mistake == "no_mask"
    assert NOTE not in report.verdict.message


def test_nothing_is_said_of_an_earlier_function_that_is_not_called(check, solution):
    later = "def mlp_backward(X, y, Ws, bs):\n    return Ws, bs\n"
    report = checked(check, WRONG, later)
    assert NOTE not in report.verdict.message


def test_a_call_through_a_helper_is_seen(check, solution):
    helper = "def layer(d, A, W):\n    return affine_backward(d, A, W)\n"
    later = solution("mlp_backward").replace("affine_backward(d", "layer(d")
    assert NOTE in checked(check, WRONG, helper, later).verdict.message
