"""`--to canvas`: the file that Canvas' gradebook imports.

Its first columns are Student, ID, SIS User ID, SIS Login ID and Section; an assignment's column
is headed `Name (ID)`; the row "Points Possible" stands below the heading, and columns that say
"(read only)" there are ignored. Canvas finds a student by ID, then by SIS User ID, then by SIS
Login ID, then by name. A cell EX means excused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import CourseError
from autograder.export.exporter import ExportedFiles, ExportRequest, sheet_file
from autograder.export.grades import AssignmentGrades, requested_grades
from autograder.export.matching import Matching, Row, Way, match
from autograder.export.scores import factor, listed, names_of, points_text, waiting_notes
from autograder.export.table import Sheet, Template, number, read_template

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "    Points Possible"  # the spaces are Canvas' own
READ_ONLY = "read only"
EXCUSED = "EX"
TITLE_WITH_ID = re.compile(r"(.*\S)\s*\(\d+\)")
NAMES = ("Student", "LastName")


class CanvasExporter:
    """The file that Canvas imports into its gradebook."""

    name = "canvas"
    takes = frozenset({"--template", "--column", "--scale", "--missing-as-zero", "--db"})
    per_assignment = False

    def export(self, request: ExportRequest) -> ExportedFiles:
        options = request.options
        grades = requested_grades(request)
        if options.column is not None and len(grades) != 1:
            raise CourseError("--column is of one assignment; name the assignment")
        sheet = canvas_sheet(
            grades,
            template=options.template,
            column=options.column,
            scale=options.scale,
            missing_as_zero=options.missing_as_zero,
        )
        return sheet_file(request, sheet, "-canvas.csv")


def canvas_sheet(
    assignments: Sequence[AssignmentGrades],
    *,
    template: Path | None = None,
    column: str | None = None,
    scale: bool = False,
    missing_as_zero: bool = False,
) -> Sheet:
    """The file to import: Canvas' own file filled in, or a minimal one without a template.

    `column` names the template's column where its title is not the assignment's name. Raises
    CourseError where the template does not fit.
    """
    if template is None:
        return _minimal(assignments, missing_as_zero)
    return _filled(assignments, read_template(template), column, scale, missing_as_zero)


def _minimal(assignments: Sequence[AssignmentGrades], missing_as_zero: bool) -> Sheet:
    """Canvas knows a student of this file by the gradebook's id, as SIS or login id, or by the
    platform's own id where the gradebook holds it."""
    rows = [
        (*COLUMNS, *(one.name for one in assignments)),
        (POINTS_POSSIBLE, "", "", "", "", *(number(one.max_points) for one in assignments)),
    ]
    # The gradebook's students are the same for every assignment, in the same order.
    for grades in zip(*(one.grades for one in assignments), strict=True):
        student = grades[0].student
        who = (_line(student.sortable_name), student.lms_id, student.id, student.id, "")
        points = (points_text(g, missing_as_zero=missing_as_zero) for g in grades)
        rows.append((*who, *points))
    return Sheet(tuple(rows), waiting_notes(assignments))


def _line(text: str) -> str:
    """Canvas guesses how a file is separated from its first lines: a name is one line."""
    return " ".join(text.split())


def _filled(
    assignments: Sequence[AssignmentGrades],
    template: Template,
    column: str | None,
    scale: bool,
    missing_as_zero: bool,
) -> Sheet:
    _check_heading(template)
    places = {one.name: _find_column(template, one.name, column) for one in assignments}
    possible = [i for i, row in enumerate(template.rows) if "Points Possible" in row[0]]
    first = possible[0] + 1 if possible else 0  # rows above tell of posting, not of students
    people = template.rows[first:]
    students = [grade.student for grade in assignments[0].grades]
    matching = match(students, people, _ways(template))
    rows = [list(row) for row in template.rows]
    notes = list(waiting_notes(assignments))
    for one in assignments:
        place = places[one.name]
        stated = template.rows[possible[0]][place] if possible else ""
        if READ_ONLY in stated:
            raise CourseError(
                f"the column {template.header[place]!r} of {template.path} is read only in "
                "Canvas; name the assignment's own column with --column"
            )
        times = factor(one, _as_number(stated), scale, "Canvas")
        excused = []
        for grade in one.grades:
            position = matching.rows.get(grade.student.id)
            points = points_text(grade, times, missing_as_zero=missing_as_zero)
            if position is None or not points:
                continue
            row = rows[first + position]
            if row[place].strip().upper() == EXCUSED:
                excused.append(grade.student)
                continue
            row[place] = points
        if excused:
            notes.append(f"{one.name}: excused in Canvas and left so: {names_of(excused)}")
    notes += _without_grade(people, matching)
    return Sheet(
        (template.header, *(tuple(row) for row in rows)),
        tuple(notes),
        _unmatched(matching, template),
        template.delimiter,
        template.mark,
    )


def _check_heading(template: Template) -> None:
    header = template.header
    if header[0] not in NAMES or "ID" not in header or "Section" not in header:
        raise CourseError(
            f"{template.path} is no gradebook of Canvas: its heading must hold Student, ID and "
            "Section; in Canvas choose Grades, Export, Export Entire Gradebook"
        )


def _find_column(template: Template, assignment: str, column: str | None) -> int:
    """The assignment's column: the one named, else the one with the assignment's title."""
    begin = template.header.index("Section") + 1
    headings = list(enumerate(template.header))[begin:]
    wanted = column if column is not None else assignment
    fitting = [i for i, text in headings if text == wanted] or [
        i for i, text in headings if _title(text).casefold() == wanted.casefold()
    ]
    if len(fitting) == 1:
        return fitting[0]
    has = "has no column" if not fitting else f"has {len(fitting)} columns"
    known = ", ".join(repr(text) for _, text in headings if TITLE_WITH_ID.fullmatch(text))
    raise CourseError(
        f"{template.path} {has} for {wanted!r}; name one with --column"
        + (f": {known}" if known else "; make the assignment in Canvas first, then export again")
    )


def _title(heading: str) -> str:
    found = TITLE_WITH_ID.fullmatch(heading)
    return found[1] if found else heading


def _ways(template: Template) -> list[Way]:
    def cells(*names: str) -> list[int]:
        return [i for i in map(template.column, names) if i is not None]

    own, known = cells("ID"), cells("SIS User ID", "SIS Login ID", "Integration ID")

    def at(places: Sequence[int]) -> Way:
        return Way(lambda s: s.id, lambda row: [row[i] for i in places])

    return [
        Way(lambda s: s.lms_id, lambda row: [row[i] for i in own]),
        at(known),
        at(own),
        Way(lambda s: s.email, lambda row: [row[i] for i in known]),
        Way(lambda s: s.sortable_name, lambda row: [_name(template, row)], sure=False),
        Way(lambda s: s.name, lambda row: [_name(template, row)], sure=False),
    ]


def _name(template: Template, row: Row) -> str:
    if template.header[0] == "LastName":
        return f"{row[0]}, {row[1]}"
    return row[0]


def _without_grade(people: Sequence[Row], matching: Matching) -> list[str]:
    left = [row[0] for i, row in enumerate(people) if i not in matching.rows.values() and row[0]]
    if not left:
        return []
    return [f"in the template, not in the gradebook, and left as they are: {listed(left)}"]


def _unmatched(matching: Matching, template: Template) -> tuple[str, ...]:
    graded = matching.unmatched
    if not graded:
        return ()
    return (
        f"not in {template.path.name}, so their points are not in the file: {names_of(graded)}",
    )


def _as_number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
