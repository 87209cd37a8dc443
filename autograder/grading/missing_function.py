"""Why a notebook has no function of the name that was asked for, as far as it can be told."""

from __future__ import annotations

import ast
import difflib

from autograder.grading.failed_cells import why_undefined
from autograder.grading.notebook_names import bindings, parse_cell
from autograder.grading.submission_runner import SubmissionRunner
from autograder.ingest.notebook import Notebook

MAX_NAMES, MAX_NAME = 5, 60


def why_missing(function: str, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """What to tell the student, from the surest reason to none."""
    if sandboxed.hidden:
        return "The functions of the notebook could not be listed: a definition ends the process."
    return (
        why_undefined(function, sandboxed, notebook)
        or _rebound(function, notebook)
        or _renamed_in_its_cell(function, notebook)
        or _similar_name(function, sandboxed)
        or f"No function named {function} was found in the notebook."
    )


def _rebound(function: str, notebook: Notebook) -> str:
    """A later statement that gave the name of a function to something else."""
    places = bindings(function, notebook)
    defined = next((place for place in places if place.is_definition), None)
    if defined is None or places[-1] is defined:
        return ""
    last = places[-1]
    return (
        f"{function} is defined in code cell {defined.cell}, but in {last.where} (`{last.text}`) "
        "the name is given to something else, which is no function."
    )


def _renamed_in_its_cell(function: str, notebook: Notebook) -> str:
    for cell in notebook.cells:
        if cell.kind == "code" and cell.grade_id == function:
            names = _defined(cell.source)
            if names:
                return (
                    f"No function named {function} was found; its cell defines "
                    f"{', '.join(names)}. The name must stay as it was given."
                )
    return ""


def _similar_name(function: str, sandboxed: SubmissionRunner) -> str:
    near = difflib.get_close_matches(function, list(sandboxed.functions), n=1, cutoff=0.8)
    return f"No function named {function} was found; there is one named {near[0]}." if near else ""


def _defined(source: str) -> list[str]:
    """The first few functions that a cell defines."""
    names = [node.name for node in parse_cell(source).body if isinstance(node, ast.FunctionDef)]
    return [name[:MAX_NAME] for name in names[:MAX_NAMES]]
