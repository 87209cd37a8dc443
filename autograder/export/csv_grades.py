"""`--to csv`: one row a student and assignment, with nbgrader's column names.

| column | holds |
| --- | --- |
| assignment, duedate, timestamp | the assignment; when it was due and handed in, UTC, ISO 8601 |
| student_id, last_name, first_name, email | the student as the gradebook knows them |
| raw_score, late_submission_penalty | points before the penalty, and the penalty |
| score, max_score | the points that count, and what they are out of |
| status | `graded`; `waiting` for a person's points; `missing`: nothing was handed in |

With `per_exercise` two more columns an exercise: `assignment/exercise points` (the gradebook's,
a person's score before ours) and `assignment/exercise outcome` (what the tests found, from the
journal; `by a person` or `waiting` for a written answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from autograder.export.exporter import ExportedFiles, ExportRequest, sheet_file
from autograder.export.grades import AnswerPoints, AssignmentGrades, Grade, requested_grades
from autograder.export.recorded import Outcomes, recorded_outcomes
from autograder.export.table import Sheet, number

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
)


class CsvExporter:
    """All grades in one table."""

    name = "csv"
    takes = frozenset({"--per-exercise", "--missing-as-zero", "--db"})
    per_assignment = False

    def export(self, request: ExportRequest) -> ExportedFiles:
        options = request.options
        grades = requested_grades(request, with_parts=options.per_exercise)
        outcomes = None
        if options.per_exercise:
            outcomes = recorded_outcomes(request.course, [one.name for one in grades])
        sheet = grades_sheet(
            grades,
            per_exercise=options.per_exercise,
            outcomes=outcomes,
            missing_as_zero=options.missing_as_zero,
        )
        return sheet_file(request, sheet, ".csv")


def grades_sheet(
    assignments: Sequence[AssignmentGrades],
    *,
    per_exercise: bool = False,
    outcomes: Outcomes | None = None,
    missing_as_zero: bool = False,
) -> Sheet:
    """The table of all grades."""
    exercises = [(a.name, part) for a in assignments for part in a.parts] if per_exercise else []
    heading = [*COLUMNS]
    for assignment, part in exercises:
        heading += [f"{assignment}/{part} points", f"{assignment}/{part} outcome"]
    rows = [tuple(heading)]
    for one in assignments:
        for grade in one.grades:
            parts = {(one.name, part.name): part for part in grade.parts}
            row = _row(one, grade, missing_as_zero)
            for key in exercises:
                row += _exercise(one.name, grade, parts.get(key), outcomes or {})
            rows.append(tuple(row))
    return Sheet(tuple(rows))


def _row(assignment: AssignmentGrades, grade: Grade, missing_as_zero: bool) -> list[str]:
    handed_in = grade.points is not None or missing_as_zero
    numbers = (grade.raw_points, grade.penalty, grade.points or 0.0)
    return [
        assignment.name,
        moment(assignment.due),
        moment(grade.submitted),
        grade.student.id,
        grade.student.last_name,
        grade.student.first_name,
        grade.student.email,
        *(number(value) if handed_in else "" for value in numbers),
        number(assignment.max_points),
        grade.status,
    ]


def _exercise(
    assignment: str, grade: Grade, part: AnswerPoints | None, outcomes: Outcomes
) -> list[str]:
    if part is None:
        return ["", ""]
    outcome = outcomes.get((assignment, grade.student.id, part.name))
    if outcome is None:
        outcome = "waiting" if part.waiting else "by a person" if part.by_person else ""
    return ["" if part.waiting else number(part.points), outcome]


def moment(time: datetime | None) -> str:
    """A time in UTC as ISO 8601 text, "" for None."""
    return "" if time is None else time.isoformat(timespec="seconds").replace("+00:00", "Z")
