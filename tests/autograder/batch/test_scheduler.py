"""How work is spread over processes."""

import os

import pytest

from autograder.batch import scheduler
from autograder.grading.grader import Plan
from autograder.results import Submission


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
