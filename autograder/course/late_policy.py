"""How late a submission is: seconds after the due date and extension, as nbgrader reckons them.

The settings go before the gradebook: a due date or an extension that they hold counts instead of
the one on record, from the next command on, whichever that is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from autograder.results import SubmissionResult

DAY = 86_400
# More time for a student: so much, or until then.
Extension = timedelta | datetime


def late_days(seconds: float) -> int:
    """Started days."""
    return math.ceil(seconds / DAY)


def seconds_late(
    timestamp: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    """Seconds after the due date and the extension; 0 where one of the times is not known."""
    if timestamp is None or due is None:
        return 0.0
    return max(0.0, (timestamp - due - (extension or timedelta())).total_seconds())


@dataclass(frozen=True)
class LateTerms:
    """When work is due: what the settings say, and else what is on record in the gradebook.

    `extensions` are by assignment and student; what is handed in within `grace` after the due date
    is in time, what comes later is late from the due date on.
    """

    due: Mapping[str, datetime] = field(default_factory=dict)
    extensions: Mapping[str, Mapping[str, Extension]] = field(default_factory=dict)
    grace: timedelta = timedelta()

    def due_date(self, assignment: str, on_record: datetime | None) -> datetime | None:
        return self.due.get(assignment, on_record)

    def extension(
        self, assignment: str, student: str, due: datetime | None, on_record: timedelta | None
    ) -> timedelta | None:
        """More time as nbgrader keeps it; `due` is the date without it."""
        given = self.extensions.get(assignment, {}).get(student)
        if isinstance(given, datetime):
            return on_record if due is None else max(given - due, timedelta())
        return on_record if given is None else given

    def seconds_late(
        self,
        assignment: str,
        student: str,
        timestamp: datetime | None,
        due_on_record: datetime | None,
        extension_on_record: timedelta | None,
    ) -> float:
        due = self.due_date(assignment, due_on_record)
        extension = self.extension(assignment, student, due, extension_on_record)
        seconds = seconds_late(timestamp, due, extension)
        return seconds if seconds > self.grace.total_seconds() else 0.0


@dataclass(frozen=True)
class Late:
    """How late a submission is and what that costs, in points."""

    seconds: float
    penalty: float


def with_lateness(result: SubmissionResult, late: Late | None) -> SubmissionResult:
    """A result with what the gradebook says of its lateness."""
    if late is None:
        return result
    return replace(result, late_seconds=late.seconds, late_penalty=round(late.penalty, 4))
