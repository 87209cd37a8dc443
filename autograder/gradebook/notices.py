"""What a person who looks after a course should know of an assignment, student by student.

Found anew by each command that shows it, so that it is never older than what it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.bank.assignment_notebook import SCORE_SUFFIX
from autograder.course.directory import Course
from autograder.course.roster import course_ids
from autograder.course.settings import Settings
from autograder.gradebook.queries import ROWS, due_date, grades_by_person, parts
from autograder.ingest.attempts import Group
from autograder.ingest.files import other_notebooks
from autograder.ingest.notebook import Unreadable
from autograder.ingest.submissions import not_taken, read_submission
from autograder.results import NOTICES, Notice, Submission, SubmissionResult


def find_notices(
    course: Course,
    settings: Settings,
    book: Any,
    groups: Sequence[Group],
    results: Sequence[SubmissionResult],
) -> tuple[Notice, ...]:
    """The notices of one assignment, in the order of their kinds; `book` is open, or None."""
    if not results:
        return ()
    assignment = results[0].assignment
    submissions = {m: group.attempts[-1] for group in groups for m in group.members}
    found = [
        *_to_look_at_again(book, assignment, [r.student for r in results]),
        *_without_notebook(results, submissions),
        *not_taken(course, assignment, settings),
        *_off_the_roster(course, settings, results),
        *_of_attempts(groups),
        *_without_time(settings, book, assignment, groups),
    ]
    kinds = list(NOTICES)
    return tuple(sorted(dict.fromkeys(found), key=lambda n: (kinds.index(n.kind), n.student)))


def _to_look_at_again(book: Any, assignment: str, students: Sequence[str]) -> Iterator[Notice]:
    """Points of a person that stand, although what they are for is not what the person saw."""
    if book is None:
        return
    for some in parts(students, ROWS):
        for grade in grades_by_person(book.db, assignment, some):
            if grade.manual is not None and grade.waits:
                name = grade.cell.removesuffix(SCORE_SUFFIX)
                text = f"{name} has changed since a person graded it; its points stay meanwhile"
                yield Notice("look_again", grade.student, text)


def _without_notebook(
    results: Sequence[SubmissionResult], submissions: Mapping[str, Submission]
) -> Iterator[Notice]:
    for result in results:
        outcomes = {exercise.outcome for exercise in result.exercises}
        submission = submissions.get(result.student)
        if submission is None or not outcomes <= {"not_found", "not_started"}:
            continue
        try:
            raw = read_submission(submission)
            raw.notebook()
        except Unreadable as problem:
            yield Notice("no_notebook", result.student, str(problem))
            continue
        if submission.notebooks:  # all of them were looked for by name
            continue
        if others := other_notebooks(submission):
            text = f"nothing is done in {raw.file_name}; {', '.join(others[:5])} was not graded"
            yield Notice("other_notebook", result.student, text)


def _off_the_roster(
    course: Course, settings: Settings, results: Sequence[SubmissionResult]
) -> Iterator[Notice]:
    if settings.roster is None:
        return
    known = course_ids(course, settings)
    for result in results:
        if result.student not in known:
            yield Notice("off_roster", result.student, f"not in {settings.roster}")
    for student in settings.extensions.get(results[0].assignment, {}):
        if student not in known:
            yield Notice("off_roster", student, "has an extension in autograder.toml")


def _of_attempts(groups: Sequence[Group]) -> Iterator[Notice]:
    for group in groups:
        for attempt in group.attempts:
            yield from attempt.notices


def _without_time(
    settings: Settings, book: Any, assignment: str, groups: Sequence[Group]
) -> Iterator[Notice]:
    """Whose work could be late, and has no time at all."""
    on_record = due_date(book, assignment) if book is not None else None
    if settings.late_terms.due_date(assignment, on_record) is None:
        return
    for group in groups:
        newest = group.attempts[-1]
        if newest.timestamp is None and not newest.notices_of("time_unknown"):
            yield Notice("time_unknown", newest.student, "there is no timestamp.txt")
