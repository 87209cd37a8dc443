"""What the course's settings say of one assignment, read before anything is graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from autograder.course.directory import Course
from autograder.course.roster import read_roster
from autograder.course.settings import Settings
from autograder.gradebook.late_penalties import LateRule


@dataclass(frozen=True)
class AssignmentPolicies:
    """The rule for late work, the due date where the settings give one, and who is enrolled."""

    late: LateRule
    due: datetime | None
    roster: Mapping[str, Mapping[str, str]]


def read_policies(course: Course, settings: Settings, assignment: str) -> AssignmentPolicies:
    """Read the rules of an assignment; raises CourseError where one cannot be used."""
    return AssignmentPolicies(
        LateRule(course, settings),
        settings.due.get(assignment),
        read_roster(course, settings),
    )
