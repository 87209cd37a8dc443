"""What was graded of an assignment, read again from the journal and the gradebook.

`autograder feedback` and `autograder report` write their pages from it without grading anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from autograder.course.directory import Course
from autograder.course.late_policy import Late, with_lateness
from autograder.course.packages import package_versions
from autograder.course.roster import missing_students, read_roster
from autograder.course.settings import Settings
from autograder.errors import CourseError
from autograder.gradebook.connection import existing_gradebook
from autograder.gradebook.late_penalties import (
    AttemptScore,
    LateRule,
    late_submissions,
)
from autograder.gradebook.notices import find_notices
from autograder.ingest.attempts import (
    Group,
    archive_attempts,
    choose,
    find_groups,
    recipients,
    with_notebooks,
)
from autograder.ingest.submissions import read_submission
from autograder.journal.journal import Index, read_index
from autograder.results import Notice, SubmissionResult


@dataclass(frozen=True)
class GradedAssignment:
    """The results that counted when they were graded, by student, and who handed in nothing."""

    results: tuple[SubmissionResult, ...]
    missing: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    packages: tuple[str, ...] = ()


def read_graded(
    course: Course, settings: Settings, assignment: str, notebooks: tuple[str, ...] = ()
) -> GradedAssignment:
    """The published results of an assignment; raises CourseError where nothing was graded.

    `notebooks` names those of an assignment that is graded with its cells of tests.
    """
    index = read_index(course.journal(assignment))
    groups = with_notebooks(find_groups(course, settings, assignment), notebooks)
    if settings.attempts == "best":
        groups = archive_attempts(course, groups)
    with existing_gradebook(course, settings) as book:
        rule = LateRule(course, settings)
        late = late_submissions(book, rule, assignment) if book is not None else {}
        worth = _worth(settings, rule, assignment, book)
        enrolled = [s.id for s in book.students] if book is not None else []
        results = [r for g in groups for r in _of_group(g, index, worth, late)]
        notices = find_notices(course, settings, book, groups, results)
    if not results:
        raise CourseError(
            f"{assignment!r} has not been graded in {course.root}; run `autograder grade`"
        )
    students = [r.student for r in results]
    missing = missing_students({*enrolled, *read_roster(course, settings)}, students)
    ordered = tuple(sorted(results, key=lambda r: r.student))
    return GradedAssignment(ordered, missing, notices, package_versions(settings))


def _worth(settings: Settings, rule: LateRule, assignment: str, book: Any) -> Any:
    if settings.attempts == "best" and book is not None:
        return AttemptScore(book, rule, assignment)
    return lambda result: result.points


def _of_group(
    group: Group, index: Index, worth: Any, late: dict[str, Late]
) -> Iterator[SubmissionResult]:
    """What each member has; nothing where no attempt of the group has been graded yet."""
    results = {}
    for attempt in group.attempts:
        entry = index.find(attempt.student, read_submission(attempt).content_hash)
        if entry is None and len(group.attempts) == 1:
            entry = index.newest.get(attempt.student)  # handed in again, and not graded since
        result = None if entry is None else index.load(entry)
        if result is not None:
            results[attempt.folder] = replace(result, timestamp=attempt.timestamp)
    if not results:
        return
    chosen, result = choose(group, results, worth)
    for own in recipients(group, chosen):
        found = replace(result, student=own.student, notes=own.notes)
        yield with_lateness(found, late.get(own.student))
