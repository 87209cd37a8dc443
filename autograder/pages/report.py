"""The instructor's report: one page, and the same numbers as `report.json` and `scores.csv`.

The numbers are computed in `item_analysis`; here they are laid out and written.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from autograder.course.directory import Course
from autograder.files import write_atomically
from autograder.pages.item_analysis import (
    MIN_STUDENTS,
    NOT_NAMED,
    ClassReport,
    StudentRow,
    build_report,
)
from autograder.pages.outcome_wording import UNSAFE
from autograder.pages.rendering import check_folder_name, environment, feedback_path
from autograder.results import NOTICES
from autograder.sandbox import policy
from autograder.text import clean
from handbook.check.common_mistakes import COMMON_MISTAKES, X1
from handbook.check.outcomes import OUTCOMES

__all__ = ["ClassReport", "build_report", "write_report"]

WEAKEST, SLOWEST, MAPPED = 12, 10, 24  # how many rows the page shows
HEAT_LEVELS = 5
# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class HeatRow:
    """One mistake in the map: how often it was named in each exercise, and how dark that is."""

    label: str
    counts: tuple[int, ...]
    levels: tuple[int, ...]


def write_report(course: Course, assignment: str, report: ClassReport) -> Path:
    """Write `report/<assignment>/`: index.html, report.json, scores.csv; returns the page's path.

    Raises CourseError for a name that would leave the folder.
    """
    check_folder_name(assignment)
    folder = course.report / assignment
    links = {row.student: _link(course, folder, row.student, assignment) for row in report.rows}
    write_atomically(folder / "scores.csv", scores_csv(assignment, report))
    write_atomically(folder / "report.json", report_json(assignment, report))
    write_atomically(folder / "index.html", render_report(assignment, report, links))
    return folder / "index.html"


def _link(course: Course, folder: Path, student: str, assignment: str) -> str:
    """The way from the report to a student's page. Folder names need not be valid text."""
    page = feedback_path(course, student, assignment)
    return quote(os.path.relpath(page, folder), errors="surrogateescape")


def render_report(assignment: str, report: ClassReport, links: Mapping[str, str]) -> str:
    """The page as HTML; `links` gives for a student the address of the feedback page."""
    return str(
        environment()
        .get_template("report.html")
        .render(
            assignment=assignment,
            report=report,
            links=links,
            heat=heat_rows(report),
            heat_left_out=max(0, len(_mistakes_named(report)) - MAPPED),
            common={m.id: m.name for m in COMMON_MISTAKES.values()},
            repairs=_grouped(report, lambda row: row.repairs),
            cells=_grouped(report, lambda row: row.cells),
            notes=_grouped(report, lambda row: row.notes),
            failures=_failures(report),
            notices=_noticed(report),
            not_started=[row.student for row in report.rows if not row.started],
            slowest=sorted(report.rows, key=lambda row: -row.seconds)[:SLOWEST],
            weakest=[test for test in report.tests if test.rate < 1][:WEAKEST],
            words={outcome: row.words for outcome, row in OUTCOMES.items()},
            mode_says=_mode_says(report.mode),
            min_students=MIN_STUDENTS,
            not_named=NOT_NAMED,
            not_isolated=report.mode == UNSAFE or report.not_isolated > 0,
        )
    )


def _mode_says(mode: str) -> str:
    return next((says for name, says in policy.MODE_SAYS.items() if name == mode), "")


def _grouped(
    report: ClassReport, of: Callable[[StudentRow], tuple[str, ...]]
) -> list[tuple[str, list[str]]]:
    """What was noted of several students, the most frequent first."""
    students: dict[str, list[str]] = defaultdict(list)
    for row in report.rows:
        for text in dict.fromkeys(of(row)):
            students[text].append(row.student)
    return sorted(students.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _noticed(report: ClassReport) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """The notices by the heading of their kind, and those of one text together."""
    kinds = []
    for kind, title in NOTICES.items():
        students: dict[str, list[str]] = defaultdict(list)
        for notice in report.notices:
            if notice.kind == kind:
                students[notice.text].append(notice.student)
        if students:
            kinds.append((title, list(students.items())))
    return kinds


def _failures(report: ClassReport) -> list[tuple[str, list[str]]]:
    messages: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for failure in report.failures:
        messages[failure.student] += (failure.message,)
    return _grouped(report, lambda row: messages[row.student])


def _mistakes_named(report: ClassReport) -> dict[str, int]:
    """How often each mistake was named over all exercises, the most frequent first."""
    totals: dict[str, int] = defaultdict(int)
    for mistake in report.mistakes:
        # Not started (X1) is no mistake, and would outshine them all.
        if mistake.count and mistake.mistake not in (X1.id, NOT_NAMED):
            totals[mistake.mistake] += mistake.count
    return dict(sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])))


def heat_rows(report: ClassReport) -> list[HeatRow]:
    """The map of mistakes: a row each, a column an exercise; the last row is of those unnamed."""
    counts = {(m.mistake, m.function): m.count for m in report.mistakes}
    names = list(_mistakes_named(report))[:MAPPED]
    if any(m.mistake == NOT_NAMED for m in report.mistakes):
        names.append(NOT_NAMED)
    table = {n: tuple(counts.get((n, item.function), 0) for item in report.items) for n in names}
    most = max((c for row in table.values() for c in row), default=0)
    return [
        HeatRow(
            f"{name} {COMMON_MISTAKES[name].name}" if name in COMMON_MISTAKES else name,
            row,
            tuple(-(-HEAT_LEVELS * count // most) if count else 0 for count in row),
        )
        for name, row in table.items()
    ]


def report_json(assignment: str, report: ClassReport) -> str:
    """All numbers of the report as JSON."""
    data: dict[str, Any] = {"assignment": assignment}
    if report.mode == UNSAFE or report.not_isolated > 0:
        data["notice"] = policy.MODE_SAYS["unsafe"]
    data |= {"outcomes": report.outcomes, **asdict(report)}
    return json.dumps(data, indent=1, allow_nan=False) + "\n"


def scores_csv(assignment: str, report: ClassReport) -> str:
    """One line a student; the cells of what we failed to grade are empty, and so is the total.

    `points` is before the penalty. Who handed in nothing has a line without points.
    """
    functions = [item.function for item in report.items]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["student", "assignment", "points", "max_points", "timestamp"]
    outcomes = [f"{function} outcome" for function in functions]
    writer.writerow(csv_cell(c) for c in [*head, *functions, *outcomes, "late_penalty"])
    for row in report.rows:
        scores = {score.function: score for score in row.scores}
        total = row.points if row.complete else None
        cells = [row.student, assignment, total, report.max_points, row.timestamp]
        cells += [scores[f].points if f in scores else None for f in functions]
        cells += [scores[f].outcome if f in scores else None for f in functions]
        writer.writerow(csv_cell(c) for c in [*cells, row.late_penalty])
    for student in report.missing:
        cells = [student, assignment, None, report.max_points, None]
        cells += [None] * len(functions) + ["missing"] * len(functions)
        writer.writerow(csv_cell(c) for c in [*cells, None])
    return text.getvalue()


def csv_cell(value: str | float | None) -> str:
    """A value as the text of a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{value:g}"
    return f"'{clean(value)}" if value.lstrip(" ").startswith(FORMULA) else clean(value)
