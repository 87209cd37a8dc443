"""What a worker is told about the assignment that it grades."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from handbook.check.outcomes import Outcome

ATTEMPTS = 2  # a failure of ours is tried again once before it is reported


@dataclass(frozen=True)
class Plan:
    """All that a worker needs to know to grade an assignment; sent to each worker once.

    With `own_cells` the definition in the cell that bears an exercise's id counts, whatever later
    cells do with the name; else the last definition. `failed_twice` is "zero" where a submission
    that made the grader fail twice has no points, or "open" where the next run tries it again.
    `cells` is the instructor's folder of an assignment that is graded with its cells of tests.
    """

    assignment: str
    seed: str
    cell_seconds: float = 5.0
    name_mistakes: bool = True
    own_cells: bool = True
    submission_seconds: float = 120.0
    failed_twice: str = "zero"
    suites: Path = SUITES
    solutions: Path = SOLUTIONS
    protected: tuple[Path, ...] = ()
    unsafe: bool = False
    cells: Path | None = None


def made_to_fail(plan: Plan) -> Outcome:
    """The outcome of a submission that made the grader fail twice, as the course wants it."""
    return "failed_twice" if plan.failed_twice == "zero" else "infrastructure"
