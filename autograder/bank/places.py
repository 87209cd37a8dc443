"""Where the suites and the solutions of each assignment lie.

Those that come with the program, unless a course has its own: named on the command line for all
assignments, or in its settings for some. A name in the settings is an assignment's, or any other
word for a folder of several assignments; the folder holds `<assignment>/`, or is that itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES, assignments
from autograder.bank.solution import SOLUTIONS

NOTHING: Mapping[str, Path] = MappingProxyType({})


@dataclass(frozen=True)
class Places:
    """The folder of suites and that of solutions for each assignment, by its name."""

    suites: Mapping[str, Path]
    own_solutions: Mapping[str, Path]
    solutions: Path

    def solutions_of(self, assignment: str) -> Path:
        return _root(self.own_solutions, assignment) or self.solutions

    def chosen(self, names: Sequence[str] | None) -> list[str]:
        """The assignments named, or all; raises ExerciseError for one that does not exist."""
        for name in names or ():
            if name not in self.suites:
                raise ExerciseError(
                    f"no assignment named {name!r}; there are: {', '.join(sorted(self.suites))}. "
                    "`--suites DIR`, or [suites] in autograder.toml, names another folder of suites"
                )
        return list(names or sorted(self.suites))


def find_places(
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
    own_suites: Mapping[str, Path] = NOTHING,
    own_solutions: Mapping[str, Path] = NOTHING,
) -> Places:
    """The places of all assignments; a folder other than the program's goes before the settings."""
    known = dict.fromkeys(assignments(suites), suites)
    if suites == SUITES:
        for name, folder in own_suites.items():
            inside = assignments(folder) if any(folder.glob("*/*/exercise.toml")) else []
            known |= {one: folder for one in inside if one == name or name not in inside}
            if not inside and any(folder.glob("*/exercise.toml")):  # the assignment's own folder
                known[folder.name] = folder.parent
            elif not inside:
                raise ExerciseError(
                    f"[suites] {name} in autograder.toml names {folder}, which holds no "
                    "<assignment>/<function>/exercise.toml"
                )
    return Places(known, own_solutions if solutions == SOLUTIONS else NOTHING, solutions)


def _root(folders: Mapping[str, Path], assignment: str) -> Path | None:
    """The folder that holds the folder of an assignment; one under its name goes first."""
    named = [folders[assignment]] if assignment in folders else []
    for folder in (*named, *folders.values()):
        if (folder / assignment).is_dir():
            return folder
        if folder.name == assignment and any(folder.glob("*.ipynb")):
            return folder.parent
    return None
