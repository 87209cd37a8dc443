"""How often what is random or repeated is tried: a sample in `make test`, all of it in `make deep`.

`make deep` sets the environment variable HANDBOOK_TIER to "deep". Then tests with the mark `deep`
run, too, and `count` gives the larger figure. The table is the only place of these figures.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

VARIABLE = "HANDBOOK_TIER"
DEEP = "deep"
T = TypeVar("T")


@dataclass(frozen=True)
class Count:
    """How often something is tried in `make test`, and how often in `make deep`."""

    sampled: int
    deep: int

    def of(self, deep: bool) -> int:
        return self.deep if deep else self.sampled


COUNTS = {
    # Runs that are killed and started again.
    "kills": Count(8, 50),
    # Seeds of random inputs with which the audit repeats each right version.
    "audit_seeds": Count(20, 200),
    # Ways to weaken a suite, each audited.
    "weakened_suites": Count(8, 100),
    # Hostile submissions graded by each user and set of permissions but the first, which gets all.
    "hostile_elsewhere": Count(16, 1_000),
    # Submissions that try to tell a number of a hidden test.
    "tellers": Count(25, 200),
    # Versions of exercises that the page's Python judges, beside every solution.
    "verdicts": Count(200, 10_000),
    # Places to try whose output on the page is compared with the book's.
    "places_to_try": Count(6, 1_000),
    # Notebooks of the site that run with nothing but the wheel they install, short ones first.
    "notebooks": Count(3, 1_000),
    # Inputs for each reader of untrusted bytes.
    "fuzz_inputs": Count(150, 5_000),
    # Examples of a property test that does not say how many it needs.
    "examples": Count(100, 1_000),
}


def is_deep() -> bool:
    """Whether everything is wanted."""
    return os.environ.get(VARIABLE) == DEEP


def count(name: str) -> int:
    """How often the thing of this name is tried in the tier that runs."""
    return COUNTS[name].of(is_deep())


def sample(name: str, everything: Sequence[T]) -> list[T]:
    """As many of these as the table says, evenly spread; all of them where it says more."""
    wanted = min(count(name), len(everything))
    return [everything[number * len(everything) // wanted] for number in range(wanted)]
