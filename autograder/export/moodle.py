"""`--to moodle`: the offline grading worksheet filled in, or a file for the gradebook's import.

A worksheet is what an assignment activity offers under "Download grading worksheet". Its columns
are Identifier ("Participant 123"), Full name, Email address, Status, Grade, Maximum Grade, Grade
can be changed, Last modified (submission), Last modified (grade) and Feedback comments; which of
them there are depends on the activity. Moodle reads Identifier, Grade, Last modified (grade) and
the feedback. The numbers in Identifier are Moodle's own: without a worksheet there is nothing to
fill in, so the file is one for Grades, Import, CSV file, where columns are chosen by hand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from autograder.errors import CourseError
from autograder.export.exporter import ExportedFiles, ExportRequest, sheet_file
from autograder.export.grades import AssignmentGrades, requested_grades
from autograder.export.matching import Way, match
from autograder.export.recorded import recorded_comments
from autograder.export.scores import factor, listed, names_of, points_text, waiting_notes
from autograder.export.table import Sheet, Template, neutral, read_template

IDENTIFIER, GRADE, MODIFIED = "Identifier", "Grade", "Last modified (grade)"
NEEDED = (IDENTIFIER, GRADE, MODIFIED)
MAXIMUM, CHANGEABLE, FEEDBACK = "Maximum Grade", "Grade can be changed", "Feedback comments"
PARTICIPANT = re.compile(r"\D*(\d+)")
IMPORT_COLUMNS = ("First name", "Last name", "ID number", "Email address")


class MoodleExporter:
    """The file that Moodle imports: a grading worksheet, or a table for its gradebook."""

    name = "moodle"
    takes = frozenset({"--template", "--scale", "--comments", "--missing-as-zero", "--db"})
    per_assignment = False

    def export(self, request: ExportRequest) -> ExportedFiles:
        options = request.options
        grades = requested_grades(request, with_parts=options.comments)
        sheet = moodle_sheet(
            grades,
            template=options.template,
            comments=recorded_comments(request.course, grades[0]) if options.comments else None,
            scale=options.scale,
            missing_as_zero=options.missing_as_zero,
        )
        return sheet_file(request, sheet, "-moodle.csv")


def moodle_sheet(
    assignments: Sequence[AssignmentGrades],
    *,
    template: Path | None = None,
    comments: dict[str, str] | None = None,
    scale: bool = False,
    missing_as_zero: bool = False,
) -> Sheet:
    """The file to import.

    `comments` are texts by student id for empty feedback cells of a worksheet; a comment that
    stands there already is never touched. Raises CourseError where the template does not fit.
    """
    if template is None:
        return _for_import(assignments, missing_as_zero)
    if len(assignments) != 1:
        raise CourseError(
            "a grading worksheet belongs to one assignment; name it: "
            f"{', '.join(one.name for one in assignments)}"
        )
    worksheet = read_template(template)
    return _filled(assignments[0], worksheet, comments or {}, scale, missing_as_zero)


def _for_import(assignments: Sequence[AssignmentGrades], missing_as_zero: bool) -> Sheet:
    rows = [(*IMPORT_COLUMNS, *(one.name for one in assignments))]
    for grades in zip(*(one.grades for one in assignments), strict=True):
        student = grades[0].student
        who = (student.first_name, student.last_name, student.id, student.email)
        points = (points_text(g, missing_as_zero=missing_as_zero) for g in grades)
        rows.append((*who, *points))
    return Sheet(tuple(rows), waiting_notes(assignments))


def _filled(
    assignment: AssignmentGrades,
    worksheet: Template,
    comments: dict[str, str],
    scale: bool,
    missing_as_zero: bool,
) -> Sheet:
    at = _columns(worksheet)
    identifier, grade_at = at[IDENTIFIER], at[GRADE]
    for line, row in enumerate(worksheet.rows, 2):
        if not PARTICIPANT.fullmatch(row[identifier].strip()):
            raise CourseError(
                f"{worksheet.path}: row {line} names no participant ({row[identifier]!r}); "
                "download the worksheet again"
            )
    times = factor(assignment, _maximum(worksheet, at), scale, "Moodle")
    students = [grade.student for grade in assignment.grades]
    matching = match(students, worksheet.rows, _ways(at))
    filled = [list(row) for row in worksheet.rows]
    locked = []
    for grade in assignment.grades:
        position = matching.rows.get(grade.student.id)
        points = points_text(grade, times, missing_as_zero=missing_as_zero)
        if position is None or not points:
            continue
        cells = filled[position]
        if CHANGEABLE in at and cells[at[CHANGEABLE]].strip().casefold() == "no":
            locked.append(grade.student)
            continue
        cells[grade_at] = points
        comment = comments.get(grade.student.id, "")
        if comment and FEEDBACK in at and not cells[at[FEEDBACK]].strip():
            cells[at[FEEDBACK]] = as_html(comment)
    notes = list(waiting_notes([assignment]))
    if locked:
        notes.append(f"locked in Moodle and left as they are: {names_of(locked)}")
    left = [row[identifier] for i, row in enumerate(filled) if i not in matching.rows.values()]
    if left:
        notes.append(
            f"in the worksheet, not in the gradebook, and left as they are: {listed(left)}"
        )
    problems: tuple[str, ...] = ()
    if matching.unmatched:
        problems = (
            f"not in {worksheet.path.name}, so their points are not in the file: "
            f"{names_of(matching.unmatched)}",
        )
    return Sheet(
        (worksheet.header, *(tuple(row) for row in filled)),
        tuple(notes),
        problems,
        worksheet.delimiter,
        worksheet.mark,
    )


def _columns(worksheet: Template) -> dict[str, int]:
    at = {name: i for i, name in enumerate(worksheet.header)}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        raise CourseError(
            f"{worksheet.path} is no grading worksheet of Moodle: it has no column "
            f"{', '.join(repr(name) for name in missing)}; in Moodle, with English as the "
            "language, choose View all submissions, Download grading worksheet"
        )
    return at


def _maximum(worksheet: Template, at: dict[str, int]) -> float | None:
    if MAXIMUM not in at or not worksheet.rows:
        return None
    text = worksheet.rows[0][at[MAXIMUM]].strip().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        raise CourseError(
            f"{worksheet.path}: the maximum grade {text!r} is no number; grades on a scale of "
            "words cannot be filled in with points"
        ) from None


def _ways(at: dict[str, int]) -> list[Way]:
    def cells(*names: str) -> list[int]:
        return [at[name] for name in names if name in at]

    ids, mail, name = cells("ID number", "Username"), cells("Email address"), cells("Full name")
    return [
        Way(lambda s: s.id, lambda row: [row[i] for i in ids]),
        Way(lambda s: s.lms_id, lambda row: [row[i] for i in ids]),
        Way(lambda s: s.email, lambda row: [row[i] for i in mail]),
        Way(lambda s: s.id, lambda row: [row[i] for i in mail]),
        Way(lambda s: s.id, lambda row: _participant(row[at[IDENTIFIER]])),
        Way(lambda s: s.lms_id, lambda row: _participant(row[at[IDENTIFIER]])),
        Way(lambda s: s.name, lambda row: [row[i] for i in name], sure=False),
    ]


def _participant(cell: str) -> list[str]:
    """`Participant 123` is also the 123 in the names of the files that Moodle hands out."""
    found = PARTICIPANT.fullmatch(cell.strip())
    return [cell, found[1]] if found else [cell]


def as_html(text: str) -> str:
    """Lines of text as the HTML that Moodle keeps comments in, with nothing of it alive."""
    lines = escape(neutral(text)).splitlines()
    return "<p>" + "<br>".join(lines) + "</p>"
