"""Write results into nbgrader's own gradebook, through its API.

formgrader, `nbgrader generate_feedback` and `nbgrader export` then work on them. A human's
score or comment is never touched; a written answer without one waits in formgrader's queue.
"""

from __future__ import annotations

import copy
import json
import os
import sqlite3
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from nbformat import NotebookNode
from sqlalchemy.exc import OperationalError, SAWarning

from autograder.course import Course, write_atomically
from autograder.ingest import Notebook, Unreadable, find_notebook, read_notebook
from autograder.release import score_cell
from autograder.results import ExerciseResult, Submission, SubmissionResult

COMMIT_EVERY = 50


class GradebookError(Exception):
    """The gradebook could not be written; the message says what to do. The results are kept in
    the journal, so that the same command goes on from there."""


class GradebookWriter:
    """Writes one assignment's results. Use it in a `with` statement."""

    def __init__(self, url: str, course_id: str, assignment: str, released: NotebookNode) -> None:
        from nbgrader.api import Gradebook

        self._assignment = assignment
        self._pending = 0
        self._released = released
        _put_tools_on_path()
        self._book: Any = _or_explain(lambda: Gradebook(url, course_id))
        _or_explain(lambda: self._create_assignment(url))

    def _create_assignment(self, url: str) -> None:
        from nbgrader.preprocessors import SaveCells

        self._book.update_or_create_assignment(self._assignment)
        self._book.db.commit()
        resources = {
            "nbgrader": {
                "assignment": self._assignment,
                "notebook": self._assignment,
                "db_url": url,
            }
        }
        try:
            SaveCells().preprocess(copy.deepcopy(self._released), resources)
        except RuntimeError as error:
            raise GradebookError(
                f"the gradebook holds submissions of {self._assignment!r} with other cells "
                f"({error}); release changed exercises under a new assignment name"
            ) from error
        self._book.db.expire_all()

    def write(self, result: SubmissionResult) -> None:
        """Write one result; a human's scores and comments stay as they are."""
        with warnings.catch_warnings():
            # nbgrader's own way of making a submission's rows, harmless and of no use to read.
            warnings.simplefilter("ignore", SAWarning)
            _or_explain(lambda: self._write(result))

    def _write(self, result: SubmissionResult) -> None:
        self._book.update_or_create_student(result.student)
        timestamp = {"timestamp": result.timestamp} if result.timestamp else {}
        self._book.update_or_create_submission(self._assignment, result.student, **timestamp)
        notebook = self._book.find_submission_notebook(
            self._assignment, self._assignment, result.student
        )
        exercises = {score_cell(e.function): e for e in result.exercises}
        for grade in notebook.grades:
            exercise = exercises.get(grade.name)
            if exercise is not None and exercise.outcome != "infrastructure":
                grade.auto_score = exercise.points
                grade.needs_manual_grade = grade.manual_score is not None
            elif grade.manual_score is None:
                # A written answer, or an exercise that we failed to grade: for a human.
                grade.auto_score = None
                grade.needs_manual_grade = True
        comments = {e.function: comment(e) for e in result.exercises}
        for note in notebook.comments:
            if note.name in comments:
                note.auto_comment = comments[note.name]
        self._pending += 1
        if self._pending >= COMMIT_EVERY:
            self._commit()

    def _commit(self) -> None:
        self._book.db.commit()
        self._pending = 0

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                _or_explain(self._commit)
        finally:
            self._book.close()


def _put_tools_on_path() -> None:
    """nbgrader starts `alembic` by name: it must be found where this Python's tools are."""
    tools = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if tools not in path.split(os.pathsep):
        os.environ["PATH"] = f"{tools}{os.pathsep}{path}"


def planned_totals(
    course: Course, course_id: str, results: Sequence[SubmissionResult]
) -> list[tuple[str, float | None, float]]:
    """Each student's total in the gradebook and the total that writing `results` would give.

    A human's score goes before ours in both; nothing is written. A student who is not in the
    gradebook has no total yet (None).
    """
    if not course.gradebook.exists():
        return [(r.student, None, r.points) for r in results]
    return _or_explain(lambda: _planned(course.gradebook_url, course_id, results))


def _planned(
    url: str, course_id: str, results: Sequence[SubmissionResult]
) -> list[tuple[str, float | None, float]]:
    from nbgrader.api import Gradebook, MissingEntry

    _put_tools_on_path()
    totals: list[tuple[str, float | None, float]] = []
    with Gradebook(url, course_id) as book:
        for result in results:
            points = {score_cell(e.function): e.points for e in result.exercises}
            try:
                notebook = book.find_submission_notebook(
                    result.assignment, result.assignment, result.student
                )
            except MissingEntry:
                totals.append((result.student, None, result.points))
                continue
            after = sum(
                (
                    points.get(g.name, g.auto_score or 0.0)
                    if g.manual_score is None
                    else g.manual_score
                )
                + (g.extra_credit or 0.0)
                for g in notebook.grades
            )
            totals.append((result.student, float(notebook.score), round(float(after), 4)))
    return totals


def _or_explain(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except (OperationalError, sqlite3.OperationalError) as error:
        reason = str(error.orig) if isinstance(error, OperationalError) else str(error)
        advice = {
            "database is locked": "another program is writing to it; end that one and run the "
            "same command again",
            "attempt to write a readonly database": "it is read-only; check its permissions",
            "database or disk is full": "the disk is full; make room and run it again",
        }.get(reason, "mend this and run the same command again")
        raise GradebookError(
            f"the gradebook could not be written ({reason}): {advice}. No result is lost: all "
            "finished ones are in the journal."
        ) from error


def comment(exercise: ExerciseResult) -> str | None:
    """What nbgrader's feedback shows below an answer; None where all is right.

    nbgrader reads it as Markdown, so that text taken from a student's code is put in a code
    block, where nothing of it has a meaning.
    """
    if exercise.outcome == "passed":
        return None
    lines = [literal(exercise.message)]
    if exercise.evidence is not None:
        lines += [
            literal(f"called    {exercise.evidence.call}"),
            literal(f"returned  {exercise.evidence.got}"),
            literal(f"expected  {exercise.evidence.expected}"),
        ]
    return "\n".join(lines)


def literal(text: str) -> str:
    """Text as an indented code line of Markdown: shown as it is."""
    return "    " + " ".join(text.split()).replace("<", "‹").replace(">", "›")


def write_autograded(
    course: Course, submission: Submission, result: SubmissionResult, released: NotebookNode
) -> None:
    """Write the notebook that formgrader and nbgrader's feedback read.

    It holds the student's cells with the results as output of the placeholder cells. Cells
    that the gradebook knows and the student deleted are put back; second copies lose their id.
    """
    try:
        path, _ = find_notebook(submission)
        notebook = read_notebook(path)
    except Unreadable:
        notebook = Notebook((), {})
    folder = course.autograded / submission.student / submission.assignment
    text = json.dumps(autograded_notebook(notebook, result, released), indent=1)
    write_atomically(folder / f"{submission.assignment}.ipynb", text + "\n")
    if submission.timestamp:
        write_atomically(folder / "timestamp.txt", submission.timestamp)
    else:
        (folder / "timestamp.txt").unlink(missing_ok=True)


def autograded_notebook(
    notebook: Notebook, result: SubmissionResult, released: NotebookNode
) -> dict[str, Any]:
    """The submitted notebook, repaired to nbgrader's needs, with results as outputs."""
    official = {c.metadata.nbgrader.grade_id: c for c in released.cells if "nbgrader" in c.metadata}
    exercises = {score_cell(e.function): e for e in result.exercises}
    cells: list[dict[str, Any]] = []
    # Of copied cells the last one counts, as it does when the notebook is run.
    last = {c.grade_id: i for i, c in enumerate(notebook.cells) if c.grade_id in official}
    for i, cell in enumerate(notebook.cells):
        grade_id = cell.grade_id if last.get(cell.grade_id) == i else None
        cells.append(_as_v4(cell.kind, cell.source, len(cells), official.get(grade_id or "")))
    for grade_id, cell in official.items():
        if grade_id not in last:
            position = _place(cells, list(official), grade_id)
            cells.insert(position, _as_v4(cell.cell_type, cell.source, len(cells), cell))
    for made in cells:
        exercise = exercises.get(made["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if exercise is not None:
            made["outputs"] = [_output(exercise)]
    return {
        "cells": cells,
        "metadata": {"kernelspec": dict(released.metadata.get("kernelspec", {}))},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _as_v4(kind: str, source: str, number: int, official: NotebookNode | None) -> dict[str, Any]:
    """A clean cell. Outputs of the student are left out: their HTML and scripts would run in
    the browser of whoever opens the notebook in formgrader."""
    metadata: dict[str, Any] = {}
    if official is not None:
        metadata["nbgrader"] = json.loads(json.dumps(official.metadata.nbgrader))
        kind = official.cell_type
        if official.metadata.nbgrader.get("locked"):
            source = official.source
    cell: dict[str, Any] = {
        "id": f"cell-{number}",
        "cell_type": kind,
        "metadata": metadata,
        "source": source,
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _place(cells: Sequence[Mapping[str, Any]], order: Sequence[str], grade_id: str) -> int:
    """Where a deleted cell belongs: after the nearest earlier one of its notebook."""
    earlier = set(order[: order.index(grade_id)])
    places = [
        i
        for i, cell in enumerate(cells)
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in earlier
    ]
    return places[-1] + 1 if places else 0


def _output(exercise: ExerciseResult) -> dict[str, Any]:
    passed = sum(t.outcome == "passed" for t in exercise.tests)
    lines = [
        f"{exercise.function}: {exercise.points:g} of {exercise.max_points:g} points, "
        f"{passed} of {len(exercise.tests)} hidden tests passed",
        exercise.message,
    ]
    lines += [f"  {t.outcome:<12} {t.sentence}" for t in exercise.tests]
    return {"output_type": "stream", "name": "stdout", "text": "\n".join(lines) + "\n"}
