"""What the journal adds to the gradebook's points: outcomes, and the words for a comment."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.course import Course
from autograder.export.plain import Outcomes
from autograder.export.table import number
from autograder.feedback import clean, wording
from autograder.journal import read_journal
from autograder.results import SubmissionResult


def recorded_outcomes(course: Course, assignments: Sequence[str]) -> Outcomes:
    """The outcome of each exercise by (assignment, student, exercise)."""
    return {
        (name, student, exercise.function): exercise.outcome
        for name in assignments
        for student, result in read_journal(course.journal(name)).items()
        for exercise in result.exercises
    }


def recorded_comments(course: Course, assignment: str) -> dict[str, str]:
    """A short comment for each student: one line an exercise, as the feedback page tells it."""
    results = read_journal(course.journal(assignment))
    return {student: comment_on(result) for student, result in results.items()}


def comment_on(result: SubmissionResult) -> str:
    """One line an exercise: its points, how it ended and, where it is not right, why."""
    lines = []
    for exercise in result.exercises:
        points = f"{number(exercise.points, 2)} of {number(exercise.max_points, 2)}"
        line = f"{exercise.function}: {points}, {wording(exercise).words}"
        if exercise.outcome not in ("passed", "not_started", "infrastructure"):
            line += f". {' '.join(clean(exercise.message).split())}"
        lines.append(line)
    return "\n".join(lines)
