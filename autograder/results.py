"""What the stages of the pipeline pass to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from handbook.diagnosis import Evidence, Outcome


@dataclass(frozen=True)
class Submission:
    """One notebook handed in. `timestamp` is nbgrader's, as text, or None."""

    student: str
    assignment: str
    folder: Path
    timestamp: str | None = None


@dataclass(frozen=True)
class TestResult:
    """One hidden test: its name, how it ended, the points it gave and could give."""

    __test__ = False  # not a test case, whatever its name suggests to pytest

    name: str
    outcome: Outcome
    points: float
    max_points: float

    @property
    def sentence(self) -> str:
        return sentence(self.name)


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of one submission.

    `diagnosis` names a wrong version of the bank or a common mistake `X1` … `X15`; `evidence`
    is the smallest input that shows it. Both are safe to show to the student.
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


@dataclass(frozen=True)
class SubmissionResult:
    """One graded submission.

    `repairs` says what was odd about the notebook and what was done; `key` is the hash of all
    that the result depends on; `isolation` the sandbox's mode it ran in.
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

    @property
    def failed_by_us(self) -> bool:
        return any(e.outcome == "infrastructure" for e in self.exercises)


@dataclass(frozen=True)
class WrittenAnswer:
    """An answer that a person grades; `points` is None until that is done."""

    title: str
    max_points: float
    points: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class HumanGrades:
    """What a person has given for a submission, in formgrader.

    `scores` are the points of exercises that a person changed, extra credit included; `comments`
    what a person wrote about an exercise.
    """

    written: tuple[WrittenAnswer, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


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
            }
        )
        for e in data["exercises"]
    )
    return SubmissionResult(**{**data, "exercises": exercises, "repairs": tuple(data["repairs"])})
