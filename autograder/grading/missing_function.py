"""Why a notebook has no function of the name that was asked for, as far as it can be told."""

from __future__ import annotations

import ast
import difflib
import warnings

from autograder.grading.submission_runner import SubmissionRunner
from autograder.ingest.notebook import Notebook

# What of a submission's source is parsed on this side: a function with all around it is shorter.
MAX_PARSED = 200_000
MAX_NAMES, MAX_NAME = 5, 60


def why_missing(function: str, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """One sentence for the student, from the surest reason to none."""
    if sandboxed.hidden:
        return "The functions of the notebook could not be listed: a definition ends the process."
    return (
        _defining_cell_failed(function, sandboxed, notebook)
        or _renamed_in_its_cell(function, notebook)
        or _similar_name(function, sandboxed)
        or f"No function named {function} was found in the notebook."
    )


def _defining_cell_failed(function: str, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """The error of the first cell that defines it, or why such a cell was skipped."""
    defining = [n for n, source in enumerate(notebook.code, 1) if f"def {function}" in source]
    for number in defining:
        error = sandboxed.cell_errors.get(number)
        if error is not None:
            place = f", line {error.line}" if error.line else ""
            return (
                f"The cell that defines {function} could not be run: {error.type_name}"
                f"{place}: {error.message}"
            )
    for skipped in sandboxed.skipped:
        if any(skipped.includes(number) for number in defining):
            return f"The cell that defines {function} could not be run: {skipped}."
    return ""


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


def parse_cell(source: str) -> ast.Module:
    """A cell's syntax tree; an empty one where it is not Python, or too long to be parsed."""
    if len(source) > MAX_PARSED:
        return ast.Module([], [])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "\\d" in a string: the student's affair
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _defined(source: str) -> list[str]:
    """The first few functions that a cell defines."""
    names = [node.name for node in parse_cell(source).body if isinstance(node, ast.FunctionDef)]
    return [name[:MAX_NAME] for name in names[:MAX_NAMES]]
