"""An assignment of two exercises and one written answer, cut out of the course's own."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.autograder.pipeline.conftest import ASSIGNMENT

EXERCISES = ("ewma", "momentum_step")
WRITTEN = ("question-adamw", "written-adamw")


@dataclass(frozen=True)
class Tiny:
    """Where its suites and solutions lie."""

    suites: Path
    solutions: Path

    @property
    def options(self):
        return ["--suites", str(self.suites), "--solutions", str(self.solutions)]

    def exercise(self, function):
        return self.suites / ASSIGNMENT / function


def make_tiny(root):
    suites, solutions = root / "suites", root / "solutions"
    for function in EXERCISES:
        shutil.copytree(
            Path("autograder") / "suites" / ASSIGNMENT / function,
            suites / ASSIGNMENT / function,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for shared in (Path("autograder") / "suites" / ASSIGNMENT).glob("*.*"):
        shutil.copy(shared, suites / ASSIGNMENT)
    notebook = json.loads((Path("solutions") / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text())
    kept = {*EXERCISES, *(f"{f}-score" for f in EXERCISES), *WRITTEN}
    ids = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in notebook["cells"]]
    notebook["cells"] = [
        cell
        for number, (cell, grade_id) in enumerate(zip(notebook["cells"], ids, strict=True))
        if number < 2 or grade_id in kept  # the first two: the title and the imports
    ]
    folder = solutions / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(notebook))
    return Tiny(suites, solutions)
