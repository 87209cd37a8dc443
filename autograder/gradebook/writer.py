"""Write results into nbgrader's own gradebook, through the tables of its API.

formgrader, `nbgrader generate_feedback` and `nbgrader export` then work on them. A human's
score or comment is never touched; a written answer without one waits in formgrader's queue.

nbgrader's own calls write one submission at a time and read a class's sums back each time; here
the same rows are read and written for many submissions at once, in one transaction.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType, TracebackType
from typing import Any

from nbformat import NotebookNode
from sqlalchemy import Table, bindparam, insert, select, update

from autograder.bank.assignment_notebook import score_cell, written_cells
from autograder.course.late_policy import Late
from autograder.course.timestamps import read_time
from autograder.errors import GradebookError
from autograder.gradebook.autograded_notebooks import comment
from autograder.gradebook.connection import checked_url, open_gradebook, translate_db_errors
from autograder.gradebook.late_penalties import assign_penalties
from autograder.gradebook.manual_grades import human_grades
from autograder.gradebook.policies import AssignmentPolicies
from autograder.gradebook.queries import ROWS, enrol, grades_by_person, parts
from autograder.results import HumanGrades, SubmissionResult


@dataclass(frozen=True)
class _Cells:
    """The cells of one notebook of the assignment that carry a score or a comment, by their id."""

    scored: Mapping[str, str]
    commented: Mapping[str, str]


class GradebookWriter:
    """Writes one assignment's results. Use it in a `with` statement.

    `released` are the assignment's notebooks as students have them, by name.
    """

    def __init__(
        self,
        url: str,
        course_id: str,
        assignment: str,
        released: Mapping[str, NotebookNode],
        rules: AssignmentPolicies,
    ) -> None:
        self._assignment, self._rules = assignment, rules
        url = checked_url(url)
        self._book: Any = open_gradebook(url, course_id)
        try:
            with translate_db_errors():
                self._create_assignment(url, released)
                self._read_cells()
                enrol(self._book, rules.roster)
                self._book.db.commit()
        except BaseException:
            self._book.close()
            raise
        self._written: dict[str, tuple[str, float]] = {}
        for notebook in released.values():
            self._written |= written_cells(notebook)

    def _create_assignment(self, url: str, released: Mapping[str, NotebookNode]) -> None:
        from nbgrader.preprocessors import SaveCells

        due = self._rules.due
        self._book.update_or_create_assignment(
            self._assignment, **({} if due is None else {"duedate": due})
        )
        self._book.db.commit()
        self._names = set(released)
        for name, notebook in released.items():
            about = {"assignment": self._assignment, "notebook": name, "db_url": url}
            try:
                SaveCells().preprocess(copy.deepcopy(notebook), {"nbgrader": about})
            except RuntimeError as error:
                raise GradebookError(
                    f"the gradebook holds submissions of {self._assignment!r} with other cells "
                    f"({error}); release changed exercises under a new assignment name"
                ) from error
        self._book.db.expire_all()

    def _read_cells(self) -> None:
        from nbgrader import api

        assignment, notebook = api.Assignment.__table__, api.Notebook.__table__
        cell = api.BaseCell.__table__
        self._assignment_id: str = self._scalar(
            select(assignment.c.id).where(assignment.c.name == self._assignment)
        )
        notebooks = self._rows(
            select(notebook.c.id, notebook.c.name).where(
                notebook.c.assignment_id == self._assignment_id
            )
        )
        self._cells: dict[str, _Cells] = {}
        self._ours: set[str] = set()  # of the notebooks, those that we write
        for notebook_id, name in notebooks:
            if name in self._names:
                self._ours.add(notebook_id)
            rows = self._rows(
                select(cell.c.id, cell.c.name, cell.c.type).where(cell.c.notebook_id == notebook_id)
            )
            self._cells[notebook_id] = _Cells(
                {i: n for i, n, kind in rows if kind in ("GradeCell", "TaskCell")},
                {i: n for i, n, kind in rows if kind in ("SolutionCell", "TaskCell")},
            )

    def write(
        self,
        results: Sequence[SubmissionResult],
        changed: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> dict[str, Late]:
        """Write results and late penalties in one transaction; what is late, by student.

        A human's scores and comments stay as they are. `changed` names for a student the answers
        that are not what the human saw: these wait for a human again.
        """
        late: dict[str, Late] = {}
        with translate_db_errors():
            for some in parts(results, ROWS // max(1, len(self._cells))):
                self._write(some, changed)
                students = [result.student for result in some]
                late |= assign_penalties(self._book, self._rules.late, self._assignment, students)
            self._book.db.commit()
        return late

    @property
    def open(self) -> Any:
        """nbgrader's own gradebook, to be asked only."""
        return self._book

    def by_human(self, results: Sequence[SubmissionResult]) -> dict[str, HumanGrades]:
        """For each student what a human has given so far."""
        with translate_db_errors():
            return human_grades(self._book.db, results, self._written)

    def graded_by_hand(self, students: Sequence[str]) -> dict[str, set[str]]:
        """The ids of the cells that a human has given points, by student."""
        found: dict[str, set[str]] = {}
        with translate_db_errors():
            for some in parts(students, ROWS):
                for grade in grades_by_person(self._book.db, self._assignment, some):
                    if grade.manual is not None:
                        found.setdefault(grade.student, set()).add(grade.cell)
        return found

    def _write(
        self, results: Sequence[SubmissionResult], changed: Mapping[str, Collection[str]]
    ) -> None:
        by_student = {r.student: r for r in results}
        self._add_students(list(by_student))
        submissions = self._submissions(by_student)
        notebooks = self._notebooks(submissions)
        ours = {
            notebook: by_student[student]
            for (student, of), notebook in notebooks.items()
            if of in self._ours
        }
        self._write_scores(notebooks, ours, changed)
        self._write_comments(notebooks, ours)

    def _add_students(self, students: Sequence[str]) -> None:
        from nbgrader.api import Student

        table = Student.__table__
        known = {s for (s,) in self._rows(select(table.c.id).where(table.c.id.in_(students)))}
        self._insert(table, [{"id": s} for s in students if s not in known])

    def _submissions(self, results: Mapping[str, SubmissionResult]) -> dict[str, str]:
        """The id of each student's submission; missing ones are made, times brought up to date."""
        from nbgrader.api import SubmittedAssignment, new_uuid

        table = SubmittedAssignment.__table__
        query = select(table.c.student_id, table.c.id, table.c.timestamp).where(
            table.c.assignment_id == self._assignment_id, table.c.student_id.in_(list(results))
        )
        found = {student: (key, time) for student, key, time in self._rows(query)}
        ids, new, moved = {}, [], []
        for student, result in results.items():
            time = _time(result.timestamp)
            if student not in found:
                ids[student] = new_uuid()
                new.append(
                    {
                        "id": ids[student],
                        "assignment_id": self._assignment_id,
                        "student_id": student,
                        "timestamp": time,
                    }
                )
                continue
            ids[student], known = found[student]
            if time is not None and time != known:
                moved.append({"key": ids[student], "timestamp": time})
        self._insert(table, new)
        self._update(table, moved)
        return ids

    def _notebooks(self, submissions: Mapping[str, str]) -> dict[tuple[str, str], str]:
        """The id of each submitted notebook, by student and notebook of the assignment."""
        from nbgrader.api import SubmittedNotebook, new_uuid

        table = SubmittedNotebook.__table__
        student_of = {submission: student for student, submission in submissions.items()}
        query = select(table.c.assignment_id, table.c.notebook_id, table.c.id).where(
            table.c.assignment_id.in_(list(student_of))
        )
        ids = {(student_of[s], notebook): key for s, notebook, key in self._rows(query)}
        new = []
        for student, submission in submissions.items():
            for notebook in self._cells:
                if (student, notebook) not in ids:
                    ids[student, notebook] = new_uuid()
                    new.append(
                        {
                            "id": ids[student, notebook],
                            "assignment_id": submission,
                            "notebook_id": notebook,
                            "flagged": False,
                        }
                    )
        self._insert(table, new)
        return ids

    def _write_scores(
        self,
        notebooks: Mapping[tuple[str, str], str],
        ours: Mapping[str, SubmissionResult],
        changed: Mapping[str, Collection[str]],
    ) -> None:
        from nbgrader.api import Grade, new_uuid

        table = Grade.__table__
        query = select(
            table.c.notebook_id,
            table.c.cell_id,
            table.c.id,
            table.c.auto_score,
            table.c.manual_score,
            table.c.needs_manual_grade,
        ).where(table.c.notebook_id.in_(list(notebooks.values())))
        found = {(notebook, cell): rest for notebook, cell, *rest in self._rows(query)}
        new, moved = [], []
        for (student, of), notebook in notebooks.items():
            result = ours.get(notebook)
            points = _points(result) if result is not None else {}
            for cell, name in self._cells[of].scored.items():
                key, auto, human, waits = found.get((notebook, cell), (None, None, None, True))
                due = auto, waits
                again = human is not None and name in changed.get(student, ())
                if name in points:
                    other = human is not None and points[name] != auto
                    due = points[name], human is not None and (waits or again or other)
                elif human is None:
                    # A written answer, or an exercise that we failed to grade: for a human.
                    due = None, True
                elif again:
                    due = auto, True
                row = {"auto_score": due[0], "needs_manual_grade": due[1]}
                if key is None:
                    new.append({"id": new_uuid(), "notebook_id": notebook, "cell_id": cell, **row})
                elif due != (auto, waits):
                    moved.append({"key": key, **row})
        self._insert(table, new)
        self._update(table, moved)

    def _write_comments(
        self, notebooks: Mapping[tuple[str, str], str], ours: Mapping[str, SubmissionResult]
    ) -> None:
        from nbgrader.api import Comment, new_uuid

        table = Comment.__table__
        query = select(
            table.c.notebook_id, table.c.cell_id, table.c.id, table.c.auto_comment
        ).where(table.c.notebook_id.in_(list(notebooks.values())))
        found = {(notebook, cell): rest for notebook, cell, *rest in self._rows(query)}
        new, moved = [], []
        for (_, of), notebook in notebooks.items():
            result = ours.get(notebook)
            texts = {e.function: comment(e) for e in result.exercises} if result else {}
            for cell, name in self._cells[of].commented.items():
                key, auto = found.get((notebook, cell), (None, None))
                text = texts.get(name, auto)
                if key is None:
                    row = {"id": new_uuid(), "notebook_id": notebook, "cell_id": cell}
                    new.append({**row, "auto_comment": text})
                elif text != auto:
                    moved.append({"key": key, "auto_comment": text})
        self._insert(table, new)
        self._update(table, moved)

    def _rows(self, query: Any) -> list[Any]:
        return list(self._book.db.execute(query))

    def _scalar(self, query: Any) -> Any:
        return self._book.db.execute(query).scalar_one()

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        for some in parts(rows, ROWS):
            self._book.db.execute(insert(table), list(some))

    def _update(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Update rows by their id, which stands under "key"."""
        if rows:
            columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key"}
            change = update(table).where(table.c.id == bindparam("key")).values(columns)
            self._book.db.connection().execute(change, list(rows))

    def close(self) -> None:
        self._book.close()

    def __enter__(self) -> GradebookWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _points(result: SubmissionResult) -> dict[str, float]:
    """The points of each score cell, but for exercises that we failed to grade."""
    graded = [e for e in result.exercises if e.graded]
    return {score_cell(e.function): e.points for e in graded}


def _time(timestamp: str | None) -> datetime | None:
    """nbgrader's time of a submission: UTC, without its zone."""
    return read_time(timestamp) if timestamp else None
