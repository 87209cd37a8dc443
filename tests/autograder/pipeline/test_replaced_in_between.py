"""A notebook handed in again while a run is under way: results stay with what was graded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder import pipeline
from autograder.course.directory import Course, open_course
from autograder.course.settings import load_settings
from autograder.ingest.submissions import describe_submission, read_submission
from autograder.journal.journal import read_index
from autograder.pipeline import GradingOptions, Run, grade_assignment
from autograder.results import SubmissionResult
from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.tiny import Tiny, make_tiny

pytestmark = pytest.mark.slow

STUDENT = "s0001"
NOTHING_RIGHT = "def ewma(x, beta):\n    return x\n"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return make_tiny(tmp_path_factory.mktemp("bank"))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    hand_in(open_course(tmp_path), NOTHING_RIGHT)
    return open_course(tmp_path)


def hand_in(course: Course, *sources: str) -> None:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    folder = course.submitted / STUDENT / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps({"cells": cells}))


def solution(tiny: Tiny) -> list[str]:
    path = tiny.solutions / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    cells = json.loads(path.read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def content_hash(course: Course) -> str:
    folder = course.submitted / STUDENT / ASSIGNMENT
    return read_submission(describe_submission(STUDENT, ASSIGNMENT, folder)).content_hash


def grade(course: Course, tiny: Tiny) -> Run:
    options = GradingOptions(suites=tiny.suites, solutions=tiny.solutions, workers=1)
    return grade_assignment(course, ASSIGNMENT, load_settings(course), options)


def autograded(course: Course) -> str:
    return (course.autograded / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()


Batches = Iterator[list[SubmissionResult]]


def while_grading(
    monkeypatch: pytest.MonkeyPatch,
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Do something once the work is planned, or once it is graded and not yet written."""
    grade_all = pipeline.grade_all

    def wrapped(*args: object, **kwargs: object) -> Batches:
        before()
        for batch in grade_all(*args, **kwargs):  # type: ignore[arg-type]
            after()
            yield batch

    monkeypatch.setattr(pipeline, "grade_all", wrapped)


def test_what_was_graded_is_journaled_under_its_own_hash(
    course: Course, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = content_hash(course)
    with monkeypatch.context() as patch:
        while_grading(patch, before=lambda: hand_in(course, *solution(tiny)))
        run = grade(course, tiny)
    index = read_index(course.journal(ASSIGNMENT))
    assert run.results[0].points == run.results[0].max_points
    assert index.find(STUDENT, old) is None
    assert index.find(STUDENT, content_hash(course)) is not None
    assert "return x\\n" not in autograded(course)
    again = grade(course, tiny)
    assert again.graded == 0
    assert again.results[0].points == run.results[0].points
    hand_in(course, NOTHING_RIGHT)
    assert grade(course, tiny).results[0].points < run.results[0].points


def test_every_exercise_of_the_new_notebook_is_graded_where_one_alone_was_asked_for(
    course: Course, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = make_tiny(tmp_path_factory.mktemp("changing"))
    grade(course, tiny)
    toml = tiny.exercise("ewma") / "exercise.toml"
    toml.write_text(toml.read_text() + "\n# changed\n")
    while_grading(monkeypatch, before=lambda: hand_in(course, *solution(tiny)))
    (result,) = grade(course, tiny).results
    assert [e.outcome for e in result.exercises] == ["passed", "passed"]


def test_results_are_never_put_beside_the_cells_of_another_notebook(
    course: Course, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        while_grading(patch, after=lambda: hand_in(course, *solution(tiny)))
        first = grade(course, tiny)
    assert first.results[0].points < first.results[0].max_points
    assert not (course.autograded / STUDENT / ASSIGNMENT).exists()
    assert "handed in again meanwhile" in course.log(ASSIGNMENT).read_text()
    second = grade(course, tiny)
    assert second.graded == 1
    assert second.results[0].points == second.results[0].max_points
    assert "def ewma" in autograded(course)
