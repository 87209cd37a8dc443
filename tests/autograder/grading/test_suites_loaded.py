"""Suites as one process loads them: from two places, several times, with files that are wrong."""

import shutil

import pytest

from autograder.bank.errors import ExerciseError
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


@pytest.fixture
def copied(tmp_path):
    """The suites of an assignment that a test may change."""
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SUITES / "optimizers", tmp_path / "optimizers", ignore=leave_out)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1 / 0\n", "ZeroDivisionError"),
        ("def halves(student):\n    assert student.ewma\n", "test_ewma.py holds no test"),
    ],
)
def test_a_suite_that_cannot_be_loaded_is_named_each_time(copied, text, says):
    (copied / "optimizers" / "ewma" / "test_ewma.py").write_text(text)
    for _ in range(2):  # the scheduler tries once more, in the same process
        with pytest.raises(ExerciseError, match=says):
            names_in(copied)


def test_no_compiled_file_stays_beside_a_suite(copied, monkeypatch):
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    names_in(copied)
    [folder] = [f for f in load_assignment("optimizers", copied) if f.function == "ewma"]
    folder.visible()
    assert not list(copied.rglob("__pycache__"))
