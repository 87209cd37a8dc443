"""How late a submission is, by nbgrader's reckoning: seconds after the due date and extension."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from autograder.results import SubmissionResult

DAY = 86_400


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
class Late:
    """How late a submission is and what that costs, in points."""

    seconds: float
    penalty: float


def with_lateness(result: SubmissionResult, late: Late | None) -> SubmissionResult:
    """A result with what the gradebook says of its lateness."""
    if late is None:
        return result
    return replace(result, late_seconds=late.seconds, late_penalty=round(late.penalty, 4))
