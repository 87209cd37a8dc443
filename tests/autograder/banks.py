"""The versions of an exercise of the course, for tests that hand them in."""

from functools import cache
from pathlib import Path

import nbformat

from autograder.bank.assignment_notebook import written_cells
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.bank.versions import Versions, load_versions

RELEASED = Path(__file__).parents[2] / "exercises"


def points_of_functions(assignment: str = "optimizers") -> float:
    """What all exercises of an assignment are worth, without its written answers."""
    return sum(folder.points for folder in load_assignment(assignment))


def points_of_answers(assignment: str = "optimizers") -> float:
    """What the written answers of a released assignment are worth."""
    notebook = nbformat.read(RELEASED / assignment / f"{assignment}.ipynb", as_version=4)
    return sum(points for _, points in written_cells(notebook).values())


@cache
def versions(function: str, assignment: str = "optimizers") -> Versions:
    """The wrong and the right versions of one exercise."""
    folders = load_assignment(assignment)
    reference = load_reference(assignment, folders)
    return load_versions(next(f for f in folders if f.function == function), reference)


def version(function: str, name: str) -> str:
    """The source of one version."""
    known = versions(function)
    return next(v.source for v in (*known.wrong, *known.right) if v.name == name)
