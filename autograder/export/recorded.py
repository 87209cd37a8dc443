"""What the journal adds to the gradebook's points: outcomes, and the words for a comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.course.directory import Course
from autograder.export.grades import AssignmentGrades
from autograder.export.table import number
from autograder.journal.journal import read_journal
from autograder.pages.outcome_wording import wording
from autograder.results import SubmissionResult
from autograder.text import clean
from handbook.check.outcomes import OUTCOMES

# The outcome of an exercise by (assignment, student, exercise).
Outcomes = Mapping[tuple[str, str, str], str]


def recorded_outcomes(course: Course, assignments: Sequence[str]) -> Outcomes:
    """The outcome of each exercise by (assignment, student, exercise)."""
    return {
        (name, student, exercise.function): exercise.outcome
        for name in assignments
        for student, result in read_journal(course.journal(name)).items()
        for exercise in result.exercises
    }


def recorded_comments(course: Course, grades: AssignmentGrades) -> dict[str, str]:
    """A short comment for each student: one line an exercise, as the feedback page tells it, with
    the gradebook's points."""
    results = read_journal(course.journal(grades.name))
    points = {g.student.id: {part.name: part.points for part in g.parts} for g in grades.grades}
    return {
        student: comment_on(result, points[student])
        for student, result in results.items()
        if student in points
    }


def comment_on(result: SubmissionResult, points: Mapping[str, float]) -> str:
    """One line an exercise: its points, how it ended and, where it is not right, why."""
    lines = []
    for exercise in result.exercises:
        counted = points.get(exercise.function, exercise.points)
        line = (
            f"{exercise.function}: {number(counted, 2)} of {number(exercise.max_points, 2)}, "
            f"{wording(exercise).words}"
        )
        if exercise.outcome != "passed" and OUTCOMES[exercise.outcome].explained:
            line += f". {' '.join(clean(exercise.message).split())}"
        lines.append(line)
    return "\n".join(lines)
