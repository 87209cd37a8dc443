"""How an exercise can end: one name and one row for each outcome, and all that is told by it.

Checks, feedback pages, reports and exports read this table; a new outcome is a name and a row
here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Outcome = Literal[
    "passed",
    "wrong",
    "error",
    "time_limit",
    "memory_limit",
    "crashed",
    "not_started",
    "not_found",
    "failed_twice",
    "infrastructure",
    "not_judged",
]


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome.

    `symbol`, `words` and `kind` (a class of the style sheet) are shown on pages; `check` are the
    words of `check(...)` in a notebook. `follows` says what the outcome means for the rest.
    `tests_run`: hidden tests were run. `explained`: the result's own message says more than the
    words do. `hints`: hints help. `graded`: points were given; else the failure is the grader's.
    """

    symbol: str
    words: str
    kind: Literal["right", "wrong", "open", "ours", "convention"]
    check: str = "not yet right"
    follows: str = ""
    tests_run: bool = True
    explained: bool = True
    hints: bool = True
    graded: bool = True


WORKER_ENDED = "Hidden tests from this call on count as not fulfilled."
OUTCOMES: Mapping[Outcome, OutcomeRow] = MappingProxyType(
    {
        "passed": OutcomeRow("✓", "passed", "right", check="visible checks passed", hints=False),
        "wrong": OutcomeRow("✗", "not right", "wrong"),
        "error": OutcomeRow("!", "ends with an error", "wrong", check="an error"),
        "time_limit": OutcomeRow("◷", "time limit reached", "wrong", follows=WORKER_ENDED),
        "memory_limit": OutcomeRow("▣", "memory limit reached", "wrong", follows=WORKER_ENDED),
        "crashed": OutcomeRow("✗", "process ended", "wrong", follows=WORKER_ENDED),
        "not_started": OutcomeRow(
            "○",
            "not started",
            "open",
            check="not started",
            follows="The function is as it was handed out; there was nothing to test.",
            tests_run=False,
            explained=False,
        ),
        "not_found": OutcomeRow(
            "?",
            "not found",
            "open",
            check="not found",
            follows="No hidden test could be run.",
            tests_run=False,
        ),
        "failed_twice": OutcomeRow(
            "⊘",
            "could not be graded",
            "ours",
            follows="Grading this submission ended or held up the grader, twice. It counts as no "
            "points until a person has looked at it.",
            tests_run=False,
            explained=False,
            hints=False,
        ),
        "infrastructure": OutcomeRow(
            "◇",
            "not graded yet",
            "ours",
            follows="The grader failed here, not the submission. No points are lost: the exercise "
            "is graded again.",
            tests_run=False,
            explained=False,
            hints=False,
            graded=False,
        ),
        # Of a single test: its question cannot be asked yet, such as "nothing else is changed" of a
        # call whose value is wrong. It gives no points and has not failed.
        "not_judged": OutcomeRow("–", "not judged while values are wrong", "open", explained=False),
    }
)
