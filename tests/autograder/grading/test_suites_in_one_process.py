"""Suites of two places, with the same names, in one process: each has its own tests."""

import shutil

from autograder.bank.exercise import SUITES, load_assignment
from autograder.grading.test_session import SuiteRunner


def names_in(suites):
    with SuiteRunner(load_assignment("optimizers", suites), "a seed") as runner:
        return [test.name for test in runner.tests["ewma"]]


def test_other_suites_with_the_same_names_are_not_taken_for_the_first(tmp_path):
    shutil.copytree(SUITES / "optimizers", tmp_path / "optimizers")
    path = tmp_path / "optimizers" / "ewma" / "test_ewma.py"
    path.write_text("def test_another(student):\n    assert student.ewma([1.0], 0.5)\n")
    ours = names_in(SUITES)
    assert names_in(tmp_path) == ["test_another"]
    assert names_in(SUITES) == ours


def test_what_somebody_has_set_for_pytest_does_not_reach_the_suites(monkeypatch):
    ours = names_in(SUITES)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--an-option-of-a-plugin")
    monkeypatch.setenv("PYTEST_PLUGINS", "a_plugin_that_is_not_here")
    assert names_in(SUITES) == ours
