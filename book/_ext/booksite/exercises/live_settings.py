"""What an exercise's settings say about its page: what may be run, named and shown there?

An assignment may have `autograder/suites/<assignment>/assignment.toml` with `live` and
`name_mistakes`, both true unless said otherwise, and `solutions`, "offered" unless it is
"withheld"; an exercise's own `exercise.toml` goes before it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class LiveSettings:
    live: bool
    name_mistakes: bool
    solutions: str

    @property
    def offers_solution(self) -> bool:
        """Whether a site that shows solutions may show this one, once the exercise has passed."""
        return self.live and self.solutions == "offered"


def files(root: Path, assignment: str, function: str) -> list[Path]:
    """Where the settings of an exercise are, the more general first."""
    suites = root / "autograder" / "suites" / assignment
    return [suites / "assignment.toml", suites / function / "exercise.toml"]


def read(root: Path, assignment: str, function: str) -> LiveSettings:
    said: dict[str, Any] = {"live": True, "name_mistakes": True, "solutions": "offered"}
    for path in files(root, assignment, function):
        if path.is_file():
            said |= tomllib.loads(path.read_text(encoding="utf-8"))
    return LiveSettings(bool(said["live"]), bool(said["name_mistakes"]), str(said["solutions"]))
