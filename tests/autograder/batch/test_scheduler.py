"""How work is spread over processes."""

import json
import os

import pytest

from autograder.batch import scheduler
from autograder.grading.grader import Plan
from autograder.results import Submission
from tests.autograder.pipeline.tiny import make_tiny


def test_a_small_class_gets_few_processes_and_a_large_one_uses_every_core(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert [scheduler.processes_for(n) for n in (1, 11, 12, 24, 59, 60, 10_000)] == [
        *(1, 1, 1, 2, 4, 5, 5)
    ]


def test_the_result_of_a_submission_that_was_given_up_needs_no_grader(tmp_path, monkeypatch):
    def refuse(*_args):
        pytest.fail("a grader was started on the coordinator")

    monkeypatch.setattr(scheduler, "Grader", refuse)
    given_up = scheduler._given_up(
        Plan("optimizers", "a seed"), Submission("s1", "optimizers", tmp_path, key="k")
    )
    assert given_up.failed_by_us
    assert given_up.key == "k"
    assert {e.function for e in given_up.exercises} >= {"ewma", "adam_step"}
    assert {e.outcome for e in given_up.exercises} == {"infrastructure"}
    assert given_up.max_points == sum(e.max_points for e in given_up.exercises) > 0


def test_of_a_submission_that_was_given_up_only_the_exercises_asked_for_are_listed(tmp_path):
    submission = Submission("s1", "optimizers", tmp_path, functions=("ewma",))
    given_up = scheduler._given_up(Plan("optimizers", "a seed"), submission)
    assert [e.function for e in given_up.exercises] == ["ewma"]


TRAP = """

import os


def test_trap(student):
    if float(student.ewma(np.ones(2), 0.5, True)[0]) == 42.0:
        os._exit(3)
"""
ANSWER = "import numpy as np\ndef ewma(x, beta, correct=True):\n    return np.full(len(x), {})"


@pytest.mark.parametrize("setting", ["zero", "open"])
def test_a_submission_that_ends_the_grader_twice_has_an_outcome_of_its_own(tmp_path, setting):
    tiny = make_tiny(tmp_path)
    file = tiny.exercise("ewma") / "test_ewma.py"
    text = file.read_text()
    file.write_text(("" if "import numpy" in text else "import numpy as np\n") + text + TRAP)
    submissions = []
    for student, value in (("a", 1.0), ("trap", 42.0), ("z", 1.0)):
        folder = tmp_path / "submitted" / student
        folder.mkdir(parents=True)
        cells = [{"cell_type": "code", "source": ANSWER.format(value), "metadata": {}}]
        (folder / "optimizers.ipynb").write_text(json.dumps({"cells": cells}))
        submissions.append(Submission(student, "optimizers", folder, key=student))
    plan = Plan(
        "optimizers",
        "a seed of the tests",
        failed_twice=setting,
        suites=tiny.suites,
        solutions=tiny.solutions,
    )
    with scheduler.started_pool(plan, 3, 1) as pool:
        graded = scheduler.grade_all(plan, submissions, executor=pool)
        results = {r.student: r for batch in graded for r in batch}
    outcomes = {s: {e.outcome for e in r.exercises} for s, r in results.items()}
    assert "failed_twice" not in outcomes["a"] | outcomes["z"]
    assert "infrastructure" not in outcomes["a"] | outcomes["z"]
    if setting == "zero":
        assert outcomes["trap"] == {"failed_twice"}
        assert not results["trap"].failed_by_us
        assert results["trap"].points == 0
    else:
        assert outcomes["trap"] == {"infrastructure"}
        assert results["trap"].failed_by_us
