"""Late work, as nbgrader does it: a plugin decides what a late submission loses.

The plugin is the one that nbgrader itself would use: `c.AssignLatePenalties.plugin_class` in the
course's `nbgrader_config.py`, by default `LateSubmissionPlugin` with its `penalty_method`. Where
`autograder.toml` has a table [late] it is `LateDays`. Seconds late are nbgrader's: the timestamp
less the due date and the student's extension, of the settings or else of the gradebook. A penalty
is never below zero nor above the score.

A penalty is a share of the points, and people change points at any time. So what is shown anywhere
is computed here, in `late_submissions`, from the points of the moment. What stands in the gradebook
was right when `grade` wrote it; nbgrader's own tools read that.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import Float, Integer
from traitlets.config import Config
from traitlets.config.loader import (
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from autograder.course.directory import Course
from autograder.course.late_policy import Late, LateTerms, late_days
from autograder.course.settings import Settings
from autograder.course.timestamps import read_time
from autograder.errors import CourseError
from autograder.gradebook.queries import (
    SubmissionTimes,
    due_date,
    set_late_penalty,
    submission_times,
    submissions_of_student,
)
from autograder.results import SubmissionResult

CONFIG = "nbgrader_config"


class LateDays(BasePlugin):
    """Free late days for the whole course, and a share of the score for each day beyond them.

    A started day counts as one. The free days are used up in the order in which assignments are
    due, so that the order of grading does not matter. It can be used with nbgrader alone, too:
    `c.AssignLatePenalties.plugin_class = "autograder.gradebook.late_penalties.LateDays"`.
    """

    free_days = Integer(0, help="Late days without a penalty, over the course.").tag(config=True)
    penalty_per_day = Float(0.0, help="The share of the score that each further day takes.").tag(
        config=True
    )

    terms = LateTerms()

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float:
        left = max(0, self.free_days - self._used_before(student_id))
        charged = max(0, late_days(total_seconds_late) - left)
        return score * min(1.0, charged * self.penalty_per_day)

    def _used_before(self, student: str) -> int:
        """Days late in the assignments that were due before this one."""
        book, name = self.parent.gradebook, self.parent.assignment_id
        if not self.free_days or book is None:  # no gradebook yet
            return 0
        terms, due = self.terms, self.terms.due_date(name, due_date(book, name))
        used = 0
        for one in submissions_of_student(book, student):
            other, on_record = one.assignment.name, one.assignment.duedate
            before = terms.due_date(other, on_record)
            if before is None or due is None or (before, other) >= (due, name):
                continue
            used += late_days(
                terms.seconds_late(other, student, one.timestamp, on_record, one.extension)
            )
        return used


class LateRule:
    """The course's rule for late work: nbgrader's preprocessor with its plugin."""

    def __init__(self, course: Course, settings: Settings) -> None:
        self.terms = settings.late_terms
        config = nbgrader_config(course)
        chosen = "plugin_class" in config.get("AssignLatePenalties", {})
        if settings.late is not None:
            if chosen:
                raise CourseError(
                    f"{course.settings_file} has a table [late] and {CONFIG}.py names a plugin; "
                    "keep one of the two rules for late work"
                )
            config.AssignLatePenalties.plugin_class = LateDays
            config.LateDays.free_days = settings.late.free_days
            config.LateDays.penalty_per_day = settings.late.penalty_per_day
        with _importable(course.root):
            try:
                self._step = AssignLatePenalties(config=config)
                self._step.init_plugin()
                if isinstance(self._step.plugin_inst, LateDays):
                    self._step.plugin_inst.terms = self.terms
            except Exception as error:  # whatever the course's own plugin does
                raise CourseError(
                    f"the plugin for late submissions that {CONFIG}.py names cannot be loaded: "
                    f"{_reason(error)}"
                ) from error

    def penalty(
        self, book: Any, assignment: str, student: str, score: float, seconds: float
    ) -> float | None:
        """The points that a submission loses; None where the plugin assigns no penalty.

        `book` is the open gradebook, which a plugin may ask through its parent as it can in
        nbgrader. Raises CourseError where the plugin fails.
        """
        if seconds <= 0:
            return None
        self._step.gradebook, self._step.assignment_id = book, assignment
        self._step.student_id, self._step.notebook_id = student, assignment
        name = type(self._step.plugin_inst).__name__
        try:
            penalty = self._step.plugin_inst.late_submission_penalty(student, score, seconds)
            value = None if penalty is None else float(penalty)
        except Exception as error:
            raise CourseError(
                f"the plugin for late submissions, {name}, failed for {student!r}: "
                f"{_reason(error)}. Fix it and run the same command again"
            ) from error
        if value is None:
            return None
        if math.isnan(value):
            raise CourseError(
                f"the plugin for late submissions, {name}, gave no number for {student!r}"
            )
        return min(max(value, 0.0), score)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def nbgrader_config(course: Course) -> Config:
    """nbgrader's settings for a course, from the files that nbgrader reads, the course's last.

    Raises CourseError where one cannot be read.
    """
    from jupyter_core.paths import jupyter_config_path

    config = Config()
    for folder in [*reversed(jupyter_config_path()), str(course.root)]:
        for loader, ending in ((JSONFileConfigLoader, "json"), (PyFileConfigLoader, "py")):
            name = f"{CONFIG}.{ending}"
            try:
                with _importable(course.root):
                    config.merge(loader(name, folder).load_config())
            except ConfigFileNotFound:
                continue
            except Exception as error:  # the file is Python, and may do anything
                raise CourseError(
                    f"{Path(folder) / name} cannot be read: {_reason(error)}"
                ) from error
    return config


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Modules beside nbgrader_config.py can be imported, as when nbgrader runs in that folder."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def _of_submission(
    book: Any, rule: LateRule, assignment: str, found: SubmissionTimes
) -> tuple[float, float | None]:
    """How late a submission is in seconds, and what that costs of the points that it has now."""
    seconds = rule.terms.seconds_late(
        assignment, found.student, found.timestamp, found.due, found.extension
    )
    return seconds, rule.penalty(book, assignment, found.student, found.score, seconds)


def assign_penalties(
    book: Any, rule: LateRule, assignment: str, students: Collection[str]
) -> dict[str, Late]:
    """Set the penalties of these students in an open gradebook; what is late, by student.

    As nbgrader does when it grades: from the total of the moment, a person's scores included.
    Nothing is committed. Raises CourseError where the plugin fails.
    """
    late: dict[str, Late] = {}
    for found in submission_times(book, assignment, students).values():
        seconds, penalty = _of_submission(book, rule, assignment, found)
        if penalty != found.given:
            set_late_penalty(book, found.notebook, penalty)
        if seconds > 0:
            late[found.student] = Late(seconds, penalty or 0.0)
    return late


def late_submissions(
    book: Any, rule: LateRule, assignment: str, students: Collection[str] | None = None
) -> dict[str, Late]:
    """What is late of an assignment and what that costs now, by student; nothing is written.

    Every place that shows a penalty asks here. Raises CourseError where the plugin fails.
    """
    late: dict[str, Late] = {}
    for found in submission_times(book, assignment, students).values():
        seconds, penalty = _of_submission(book, rule, assignment, found)
        if seconds > 0:
            late[found.student] = Late(seconds, penalty or 0.0)
    return late


class AttemptScore:
    """What an attempt is worth: its points less the penalty for its own time.

    Use it where the gradebook is open. Points that a person gave are the same for each attempt
    and are left out.
    """

    def __init__(self, book: Any, rule: LateRule, assignment: str) -> None:
        self._book, self._rule, self._assignment = book, rule, assignment
        self._due = due_date(book, assignment)
        self._extensions = {
            student: times.extension
            for student, times in submission_times(book, assignment).items()
        }

    def __call__(self, result: SubmissionResult) -> float:
        time = read_time(result.timestamp) if result.timestamp else None
        extension = self._extensions.get(result.student)
        seconds = self._rule.terms.seconds_late(
            self._assignment, result.student, time, self._due, extension
        )
        penalty = self._rule.penalty(
            self._book, self._assignment, result.student, result.points, seconds
        )
        return result.points - (penalty or 0.0)
