"""Points stand at the groups of tests, and what could not be judged has not failed."""

import json

import pytest

from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import parse_notebook

HEAD = "import numpy as np\n"
RIGHT = (
    "def momentum_step(w, g, v, lr=0.01, mu=0.9):\n    v = mu * v + g\n    return w - lr * v, v\n"
)


@pytest.fixture(scope="module")
def grader():
    with Grader(Plan("optimizers", "a seed of these tests")) as made:
        yield made


def graded(grader, source):
    cells = [{"cell_type": "code", "source": text} for text in (HEAD, source)]
    notebook = parse_notebook(json.dumps({"cells": cells}).encode())
    return grader.grade_function("momentum_step", notebook)


def points(result):
    return {group.name: group.points for group in result.groups}


def outcomes(result):
    return {test.name: test.outcome for test in result.tests}


def test_a_right_answer_gets_the_points_of_every_group(grader):
    result = graded(grader, RIGHT)
    assert points(result) == {"value": 2.5, "state": 1.0, "edges": 1.0, "side_effects": 0.5}
    assert result.points == result.max_points == 5.0


def test_a_state_that_is_lost_costs_the_state_and_not_the_values(grader):
    result = graded(grader, RIGHT.replace("lr * v, v", "lr * v, v * 0"))
    assert points(result)["value"] == 2.5
    assert points(result)["state"] == 0.0


def test_a_step_in_the_wrong_direction_costs_the_values(grader):
    result = graded(grader, RIGHT.replace("w - lr", "w + lr"))
    assert points(result)["value"] == 0.0
    assert outcomes(result)["test_returned_state"] == "passed"


def test_arguments_left_alone_are_not_judged_while_values_are_wrong(grader):
    result = graded(grader, RIGHT.replace("w - lr", "w + lr"))
    assert outcomes(result)["test_arguments_stay_unchanged"] == "not_judged"
    assert points(result)["side_effects"] == 0.0


def test_arguments_that_are_changed_fail_whatever_the_values_are(grader):
    result = graded(grader, RIGHT.replace("v = mu * v + g", "g *= 2\n    v = mu * v + g"))
    assert outcomes(result)["test_arguments_stay_unchanged"] == "wrong"
    assert result.diagnosis == "X9"


def test_a_list_where_an_array_is_promised_costs_one_group(grader):
    source = RIGHT.replace("w - lr * v, v", "list(np.atleast_1d(w - lr * v)), v")
    source = source.replace(
        "    return", "    if np.ndim(w) != 1:\n        return w - lr * v, v\n    return"
    )
    result = graded(grader, source)
    assert points(result) == {"value": 2.5, "state": 1.0, "edges": 0.0, "side_effects": 0.5}


def test_something_kept_between_calls_costs_the_side_effects(grader):
    counting = "    seen.append(repr((w, g)))\n    mu = mu + 0.01 * (seen.count(seen[-1]) - 1)\n"
    source = "seen = []\n" + RIGHT.replace("    v = mu", f"{counting}    v = mu")
    result = graded(grader, source)
    assert outcomes(result)["test_the_same_call_twice_gives_the_same"] == "wrong"


def test_the_points_of_the_tests_add_up_to_those_of_their_group(grader):
    result = graded(grader, RIGHT)
    for group in result.groups:
        of_tests = sum(test.max_points for test in result.tests if test.group == group.name)
        assert of_tests == pytest.approx(group.max_points, abs=1e-3)
