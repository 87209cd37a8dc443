"""A function that calls one of an earlier exercise: one mistake costs once."""

import json

import pytest

from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.grading.chains import called
from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import parse_notebook
from tests.autograder.banks import versions

IMPORTS = "import numpy as np\n"
STUB = "def affine_backward(dout, X, W):\n    raise NotImplementedError('not started')\n"


def notebook(*cells):
    content = {"cells": [{"cell_type": "code", "source": source} for source in cells]}
    return parse_notebook(json.dumps(content).encode())


def wrong(function, name):
    return next(v.source for v in versions(function, "backprop").wrong if v.name == name)


@pytest.fixture(scope="module")
def grader():
    with Grader(Plan("backprop", "a seed of these tests")) as made:
        yield made


@pytest.fixture(scope="module")
def solution():
    return load_reference("backprop", load_assignment("backprop")).source


@pytest.mark.parametrize(
    "earlier", [wrong("affine_backward", "db_mean"), wrong("affine_backward", "no_transpose"), STUB]
)
def test_a_wrong_or_missing_earlier_function_costs_nothing_later(grader, solution, earlier):
    result = grader.grade_function(
        "mlp_backward", notebook(IMPORTS, earlier, solution("mlp_backward"))
    )
    assert (result.outcome, result.points) == ("passed", result.max_points)
    assert "the course's affine_backward" in result.message


def test_a_mistake_of_the_later_function_is_named_as_if_the_earlier_one_were_right(grader):
    result = grader.grade_function(
        "mlp_backward",
        notebook(
            IMPORTS, wrong("affine_backward", "dw_transposed"), wrong("mlp_backward", "no_mask")
        ),
    )
    assert result.diagnosis == "no_mask"
    assert "the course's affine_backward" in result.message


def test_with_a_right_earlier_function_nothing_is_said_of_it(grader, solution):
    cells = notebook(IMPORTS, solution("affine_backward"), wrong("mlp_backward", "no_mask"))
    result = grader.grade_function("mlp_backward", cells)
    assert result.diagnosis == "no_mask"
    assert "affine_backward" not in result.message


def test_a_later_function_that_is_not_written_stays_not_started(grader):
    later = "def mlp_backward(X, y, Ws, bs):\n    raise NotImplementedError('not started')\n"
    result = grader.grade_function("mlp_backward", notebook(IMPORTS, STUB, later))
    assert result.outcome == "not_started"


def test_arguments_may_be_given_by_the_names_that_the_course_uses(grader, solution):
    later = solution("mlp_backward").replace("affine_backward(d, A[i], Ws[i])", "{}")
    named = later.format("affine_backward(W=Ws[i], dout=d, X=A[i])")
    unknown = later.format("affine_backward(d, A[i], weights=Ws[i])")
    for call, outcome in ((named, "passed"), (unknown, "error")):
        result = grader.grade_function("mlp_backward", notebook(IMPORTS, STUB, call))
        assert result.outcome == outcome


def test_helpers_count_as_part_of_the_function_that_calls_them():
    cells = notebook(
        "def helper(d):\n    return earlier(d)\n",
        "def later(d):\n    return helper(d)\n",
        "def another(d):\n    return d\n",
    )
    assert called("later", cells, ["earlier", "other"]) == ["earlier"]
    assert called("another", cells, ["earlier"]) == []
