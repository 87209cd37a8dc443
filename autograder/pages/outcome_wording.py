"""How the outcome of an exercise is told: the table's words, or more exact ones."""

from __future__ import annotations

from autograder.results import ExerciseResult
from handbook.check.outcomes import OUTCOMES, OutcomeRow

UNSAFE = "unsafe"  # the sandbox's mode that is stamped on every page
PARTLY_RIGHT = OutcomeRow("◐", "partly right", "wrong")
ANOTHER_CONVENTION = OutcomeRow("≈", "another convention", "convention")


def wording(exercise: ExerciseResult) -> OutcomeRow:
    """The row of an exercise's outcome, or that of a special case of it."""
    if exercise.convention is not None and exercise.outcome == "wrong":
        return ANOTHER_CONVENTION
    if exercise.outcome == "wrong" and exercise.points > 0:
        return PARTLY_RIGHT
    return OUTCOMES[exercise.outcome]
