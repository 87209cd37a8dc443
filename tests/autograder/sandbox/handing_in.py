"""A course in which hostile hand-ins and honest ones lie side by side, graded as a user would.

    python handing_in.py [NAME…]

Each file of `tests/autograder/hostile/course` hands in one submission: it defines
`hand_in(place)`, and its first line names the outcomes of `double` and `shift` that it must get.
Prints as JSON what the grader made of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.autograder.sandbox.corpus import CANARY_TEXT, HOSTILE, descendants
from tests.patience import HANGS

ASSIGNMENT = "doubling"
PAGES = ("feedback", "report")
SUITES, SOLUTIONS = HOSTILE / "suites", HOSTILE / "solutions"
CELL_SECONDS = 3.0  # enough for an honest cell on a busy machine
SECRET_SEED = "the-seed-of-this-course-is-secret"
IMPORTS = "import numpy as np"
DOUBLE = "def double(x):\n    return x + x"
SHIFT = "def shift(x, by):\n    return x + by"
OTHERS = ("sem.", "psm_", ".")  # what other programs share in memory meanwhile
ABSENT = "absent"  # the outcome of what is no submission at all


def code(source: str | Sequence[str], grade_id: str | None = None, **more: Any) -> dict[str, Any]:
    """A code cell as a notebook file holds it."""
    metadata = {"nbgrader": {"grade_id": grade_id, "solution": True}} if grade_id else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], **more}


@dataclass(frozen=True)
class Place:
    """Where a hand-in leaves its files, and what lies around it."""

    submitted: Path
    student: str
    canary: Path

    @property
    def folder(self) -> Path:
        """The folder of the assignment, made when it is first asked for."""
        path = self.submitted / self.student / ASSIGNMENT
        if not path.is_symlink():
            path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def notebook(self) -> Path:
        return self.folder / f"{ASSIGNMENT}.ipynb"

    @property
    def honest(self) -> Path:
        """The folder of a student who did nothing but the exercise."""
        return self.submitted / "0-honest"

    def write(self, *cells: str | dict[str, Any], **more: Any) -> None:
        """Write a notebook of these cells; text is the source of a code cell."""
        self.notebook.write_text(text_of(*cells, **more), encoding="utf-8")

    def answer(self, *cells: str | dict[str, Any], **more: Any) -> None:
        """Write a notebook that solves both exercises and then runs these cells."""
        self.write(IMPORTS, code(DOUBLE, "double"), code(SHIFT, "shift"), *cells, **more)


def text_of(*cells: str | dict[str, Any], **more: Any) -> str:
    """The text of a notebook of these cells."""
    whole = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return json.dumps({"cells": whole, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def hand_ins(names: Collection[str] = ()) -> list[Path]:
    """The files of these names; all where there is no name."""
    paths = sorted((HOSTILE / "course").glob("*.py"))
    return [path for path in paths if not names or path.stem in names]


def expected(path: Path) -> list[list[str]]:
    """The outcomes that the first line allows for `double` and for `shift`."""
    first = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    words = [word.split("|") for word in first.split()]
    return words * 2 if len(words) == 1 else words


def load(path: Path) -> ModuleType:
    module = ModuleType(path.stem)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    return module


def make_course(root: Path, canary: Path, names: Collection[str] = ()) -> dict[str, str]:
    """Fill a course; the name of each hand-in's file by the id of its student."""
    root.joinpath("autograder.toml").write_text(
        # What a cell further down defines counts, so that an attack there meets the tests.
        f'seed = "{SECRET_SEED}"\ncell_seconds = {CELL_SECONDS}\ndefinitions = "last"\n',
        encoding="utf-8",
    )
    submitted = root / "submitted"
    Place(submitted, "0-honest", canary).answer()
    handed_in = {}
    for path in hand_ins(names):
        module = load(path)
        student = getattr(module, "STUDENT", path.stem)
        module.hand_in(Place(submitted, student, canary))
        handed_in[path.stem] = getattr(module, "ID", student)
        Place(submitted, f"{path.stem}-next", canary).answer()
    return handed_in


@contextlib.contextmanager
def temporary_course() -> Iterator[tuple[Path, Path]]:
    """A course's folder and a canary beside it that anyone may change."""
    with tempfile.TemporaryDirectory(prefix="handbook-hostile-") as name:
        root = Path(name, "course")
        root.mkdir()
        Path(name, "temporary").mkdir()
        canary = Path(name, "canary")
        canary.write_text(CANARY_TEXT)
        canary.chmod(0o666)
        yield root, canary


def grade(root: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    """Run `autograder grade` on the course."""
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT, "--course", str(root)]
    command += ["--suites", str(SUITES), "--solutions", str(SOLUTIONS)]
    command += ["--json", str(root / "results.json"), *more]
    environment = {**os.environ, "TMPDIR": str(root.parent / "temporary")}
    return subprocess.run(command, env=environment, capture_output=True, timeout=HANGS, check=False)


def surroundings(root: Path) -> set[str]:
    """What must be the same afterwards: files around the course and in memory, and mounts."""
    found = {f"beside the course: {name}" for name in os.listdir(root.parent)}
    found |= {f"temporary: {name}" for name in os.listdir(root.parent / "temporary")}
    found |= {f"mount: {line}" for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    shared = (name for name in os.listdir("/dev/shm") if not name.startswith(OTHERS))
    return found | {f"in memory: {name}" for name in shared}


def outcomes(root: Path) -> dict[str, dict[str, Any]]:
    """The result of each student in the results file, by id."""
    data = json.loads((root / "results.json").read_text(encoding="utf-8"))
    return {result["student"]: result for result in data["submissions"]}


def main(*names: str) -> None:
    os.environ["PYTHONPATH"] = str(HOSTILE.parents[2])
    with temporary_course() as (root, canary):
        handed_in = make_course(root, canary, names)
        before = surroundings(root)
        done = grade(root)
        after = surroundings(root)
        results = outcomes(root) if (root / "results.json").exists() else {}
        told = [p for f in (*PAGES, "autograded") for p in (root / f).rglob("*")]
        answer = {
            "code": done.returncode,
            "out": done.stdout.decode("utf-8", "surrogateescape"),
            "err": done.stderr.decode("utf-8", "surrogateescape"),
            "handed_in": handed_in,
            "results": {
                student: {
                    "outcomes": [e["outcome"] for e in result["exercises"]],
                    "points": [e["points"] for e in result["exercises"]],
                    "max_points": result["max_points"],
                    "text": json.dumps(result),
                }
                for student, result in results.items()
            },
            "pages": {
                str(page.relative_to(root)): page.read_text(encoding="utf-8")
                for page in told
                if page.is_file()
            },
            "top": sorted(os.listdir(root)),
            "processes": descendants(os.getpid()),
            "left": sorted(after - before),
            "canary": canary.read_text(),
        }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
