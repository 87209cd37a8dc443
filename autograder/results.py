"""What the stages of the pipeline pass to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from handbook.check.diagnosis import Evidence
from handbook.check.outcomes import OUTCOMES, Outcome


@dataclass(frozen=True)
class Notice:
    """Something about a student that a person should look at; `kind` is one of `NOTICES`."""

    kind: str
    student: str
    text: str


# What people are told about on the terminal and in the report, and the heading there.
NOTICES = {
    "look_again": "to be looked at again",
    "no_notebook": "no notebook found",
    "other_notebook": "another notebook beside",
    "not_taken": "not taken",
    "same_id": "id in another form",
    "off_roster": "not on the roster",
    "time_unknown": "time not known",
}


@dataclass(frozen=True)
class Submission:
    """One notebook handed in. `timestamp` is nbgrader's, as text, or None.

    `notes` says what the student should know of how it was taken (a team's, an earlier attempt).
    `functions` names the exercises to grade, where the results of the others are known; empty
    means all. `content` is the hash of what it held when that was looked up, `key` the hash of
    all that the result will depend on. `notebooks` names those of the assignment where it can have
    several; else it has one, with the assignment's name. `notices` are for a person who looks
    after the course.
    """

    student: str
    assignment: str
    folder: Path
    timestamp: str | None = None
    notes: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    content: str = ""
    key: str = ""
    notebooks: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    def notices_of(self, kind: str) -> list[Notice]:
        return [notice for notice in self.notices if notice.kind == kind]


@dataclass(frozen=True)
class TestResult:
    """One hidden test: its name, its group, how it ended, the points it gave and could give.

    The points stand at the group, which is passed as a whole: each of its tests has an equal share
    of them, and gets it where all of them have passed.
    """

    __test__ = False  # not a test case, whatever its name suggests to pytest

    name: str
    outcome: Outcome
    points: float
    max_points: float
    group: str = ""

    @property
    def sentence(self) -> str:
        return sentence(self.name)


@dataclass(frozen=True)
class GroupResult:
    """The tests of one group: its title, its points, and whether all of its tests have passed."""

    name: str
    title: str
    points: float
    max_points: float


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of one submission.

    `diagnosis` names a wrong version of the bank or a common mistake `X1` … `X19`; `evidence` is a
    call of the student's function that shows it, and `look_at` says where to look. `inputs` lists
    the visible inputs, each with whether its answer is right. All of these are safe to show to the
    student. `groups` is empty where each test has points of its own. `key` is the hash of all that
    this result depends on.
    """

    function: str
    points: float
    max_points: float
    outcome: Outcome
    diagnosis: str | None
    message: str
    tests: tuple[TestResult, ...]
    evidence: Evidence | None = None
    convention: str | None = None
    key: str = ""
    look_at: str = ""
    inputs: tuple[tuple[str, bool], ...] = ()
    groups: tuple[GroupResult, ...] = ()

    @property
    def graded(self) -> bool:
        """Whether points were given; else we failed, and the next run tries again."""
        return OUTCOMES[self.outcome].graded


@dataclass(frozen=True)
class CellProblem:
    """A code cell, counted from 1, that did not run as a whole: at which line, and why."""

    cell: int
    line: int | None
    problem: str

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line else ""
        return f"code cell {self.cell}{place}: {self.problem}"


@dataclass(frozen=True)
class SubmissionResult:
    """One graded submission.

    `repairs` says what was odd about the notebook and what was done; `cells` lists the cells that
    ended with an error and the statements that were left out; `key` is the hash of all
    that the result depends on; `isolation` the sandbox's mode it ran in. `notes` says how it was
    taken (a team's, an earlier attempt); `late_seconds` and `late_penalty`, in points, are what
    the course's rule for late work made of its timestamp. `points` is without the penalty.
    `content` is the hash of the very bytes that were graded.
    """

    student: str
    assignment: str
    points: float
    max_points: float
    seconds: float
    exercises: tuple[ExerciseResult, ...]
    repairs: tuple[str, ...] = ()
    key: str = ""
    isolation: str = ""
    timestamp: str | None = None
    notes: tuple[str, ...] = ()
    late_seconds: float = 0.0
    late_penalty: float = 0.0
    content: str = ""
    cells: tuple[CellProblem, ...] = ()

    @property
    def failed_by_us(self) -> bool:
        return any(not e.graded for e in self.exercises)


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer that a person grades; `points` is None until that is done.

    `again`: it has points, and a person has to look at it again, since its text has changed.
    """

    title: str
    max_points: float
    points: float | None = None
    comment: str = ""
    again: bool = False


@dataclass(frozen=True)
class HumanGrades:
    """What a person has given for a submission, in formgrader.

    `scores` are the points of exercises that a person changed, extra credit included; `comments`
    what a person wrote about an exercise.
    """

    written: tuple[WrittenAnswer, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1 << 14)
def _shared(exercise: ExerciseResult) -> ExerciseResult:
    return exercise


def intern_result(result: SubmissionResult) -> SubmissionResult:
    """The same result in little memory: equal exercises of a class are one object.

    The hashes are left out, since they are different for everybody.
    """
    exercises = tuple(_shared(replace(e, key="")) for e in result.exercises)
    return replace(result, exercises=exercises)


@cache
def sentence(test_name: str) -> str:
    """`test_a_weight_stays[2]` → "A weight stays (2)"."""
    words = test_name.removeprefix("test_").replace("[", " (").replace("]", ")").replace("_", " ")
    return words[:1].upper() + words[1:]


def to_dict(result: SubmissionResult) -> dict[str, Any]:
    """A result as JSON-ready data."""
    return asdict(result)


def from_dict(data: Mapping[str, Any]) -> SubmissionResult:
    """The inverse of `to_dict`; raises KeyError or TypeError on damaged data."""
    exercises = tuple(
        ExerciseResult(
            **{
                **e,
                "tests": tuple(TestResult(**t) for t in e["tests"]),
                "evidence": Evidence(**e["evidence"]) if e["evidence"] else None,
                "inputs": tuple((label, right) for label, right in e["inputs"]),
                "groups": tuple(GroupResult(**g) for g in e["groups"]),
            }
        )
        for e in data["exercises"]
    )
    lists = {name: tuple(data[name]) for name in ("repairs", "notes")}
    cells = tuple(CellProblem(**c) for c in data.get("cells", ()))  # absent in older journals
    return SubmissionResult(**{**data, "exercises": exercises, "cells": cells, **lists})


def weakest_isolation(results: Sequence[SubmissionResult]) -> str:
    """The weakest mode that a submission was run in; "" where none was run."""
    modes = {result.isolation for result in results}
    return next((mode for mode in ("unsafe", "container", "full") if mode in modes), "")
