"""What follows from a cell that failed: which cell, which line, which error.

Each sentence begins with the cell that came first, since the others only follow from it.
"""

from __future__ import annotations

import ast
import builtins
import platform
import re
import textwrap

from autograder.grading.newer_syntax import newer_syntax
from autograder.grading.notebook_names import (
    WORD,
    Binding,
    bindings,
    cell_magic,
    definition,
    parse_cell,
)
from autograder.grading.submission_runner import SubmissionRunner
from autograder.ingest.notebook import Cell, Notebook
from autograder.results import CellProblem
from autograder.sandbox.cell_statements import bound_names, own_level
from autograder.sandbox.ipython_magics import RUN_THEIR_CELL
from handbook.check.observe import CallError

UNDEFINED = re.compile(r"name '(\w{1,100})' is not defined")
MAX_DEEP = 4  # failed cells that follow from one another
MAX_PROBLEMS = 50
GIVES_NAMES = ("pylab", "run", "load")  # line magics that define names
GRADER_PYTHON = ".".join(platform.python_version_tuple()[:2])


def undefined_name(error: CallError | None) -> str | None:
    """The name for want of which an error was raised."""
    if error is None or error.type_name not in ("NameError", "UnboundLocalError"):
        return None
    found = UNDEFINED.search(error.message)
    return found.group(1) if found else None


def why_undefined(name: str, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """Why the notebook has no such name although a cell of it should define it; "" if none does."""
    return _why(name, sandboxed, notebook, MAX_DEEP)


def why_error(
    error: CallError | None, function: str, sandboxed: SubmissionRunner, notebook: Notebook
) -> str:
    """What the error of a call follows from, where that is another place in the notebook; or ""."""
    if error is None:
        return ""
    name = undefined_name(error)
    if name is not None:
        return why_undefined(name, sandboxed, notebook)
    return _why_rebound(error, function, notebook)


def _why_rebound(error: CallError, function: str, notebook: Notebook) -> str:
    """A name of the line that failed which the notebook has given to something else."""
    if error.type_name not in ("TypeError", "AttributeError"):
        return ""
    own = _local_names(definition(function, notebook))
    for name in dict.fromkeys(WORD.findall(error.source_line)):
        places = bindings(name, notebook)
        if not places or places[-1].kind != "value" or name in own:
            continue
        last, first = places[-1], places[0]
        if hasattr(builtins, name):
            return (
                f"{name}, a name of Python's own, is given to something else in {last.where} "
                f"(`{last.text}`)."
            )
        if first.kind != "value":
            return (
                f"{name}, from code cell {first.cell}, is given to something else in {last.where} "
                f"(`{last.text}`)."
            )
    return ""


def _local_names(source: str) -> set[str]:
    """The names that a function binds itself: its arguments and variables."""
    found: set[str] = set()
    for node in ast.walk(parse_cell(textwrap.dedent(source))):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def problems(sandboxed: SubmissionRunner, notebook: Notebook) -> tuple[CellProblem, ...]:
    """What went wrong in which cell, for pages and files."""
    found = []
    for number in range(1, len(notebook.code) + 1):
        for skipped in sandboxed.skipped_statements.get(number, ()):
            found.append(CellProblem(number, skipped.line, _left_out(skipped)))
        error = sandboxed.cell_errors.get(number)
        if error is not None:
            found.append(CellProblem(number, error.line, _what(error, number, notebook)))
    return tuple(found[:MAX_PROBLEMS])


def cell_failed(number: int, sandboxed: SubmissionRunner, notebook: Notebook) -> str:
    """How a cell failed, as the beginning of a sentence; "" where it ran to its end."""
    error = sandboxed.cell_errors.get(number)
    if error is not None:
        how = "cannot be read" if _unread(error) else "stopped"
        place = f" {how} at line {error.line}" if error.line else f" {how}"
        return f"Code cell {number}{place} ({_what(error, number, notebook)})"
    for skipped in sandboxed.skipped:
        if skipped.includes(number):
            text = str(skipped)
            return f"{text[:1].upper()}{text[1:]}"
    return ""


def _why(name: str, sandboxed: SubmissionRunner, notebook: Notebook, deep: int) -> str:
    for place in bindings(name, notebook):
        so = f", so {name} is not defined."
        if text := _why_not_bound(so, place, sandboxed, notebook, deep):
            return text
    for place in bindings("*", notebook):
        so = f"; {name} may be one of the names that `import *` would have given."
        if text := _why_not_bound(so, place, sandboxed, notebook, deep):
            return text
    return _in_text_cell(name, notebook) or _by_line_magic(name, notebook)


def _why_not_bound(
    so: str, place: Binding, sandboxed: SubmissionRunner, notebook: Notebook, deep: int
) -> str:
    """Why a place that binds a name has not bound it; `so` is how the sentence ends."""
    for skipped in sandboxed.skipped_statements.get(place.cell, ()):
        if _begins_above(skipped.line, place, notebook):
            first = _before(skipped, sandboxed, notebook, deep)
            return f"{first}Code cell {place.cell}, line {skipped.line}: {_left_out(skipped)}{so}"
    error = sandboxed.cell_errors.get(place.cell)
    if error is not None and (error.line is None or place.line >= error.line or _unread(error)):
        first = _before(error, sandboxed, notebook, deep)
        return f"{first}{cell_failed(place.cell, sandboxed, notebook)}{so}"
    source = notebook.code[place.cell - 1]
    if (magic := cell_magic(source)) and magic not in RUN_THEIR_CELL:
        return f"Code cell {place.cell} begins with %%{magic} and is not run while grading{so}"
    if place.cell in sandboxed.experiments:
        return (
            f"Code cell {place.cell} is marked as an experiment (its tag) and is not run while "
            f"grading{so}"
        )
    if error is None and (text := cell_failed(place.cell, sandboxed, notebook)):
        return f"{text}{so}"
    return ""


def _begins_above(line: int | None, place: Binding, notebook: Notebook) -> bool:
    """Does the statement that begins at this line of a cell reach to a place in that cell?"""
    if line is None or line > place.line:
        return False
    tree = parse_cell(notebook.code[place.cell - 1])
    ends = [
        node.end_lineno or line
        for node in own_level(tree)
        if isinstance(node, ast.stmt) and node.lineno == line
    ]
    return max(ends, default=line) >= place.line


def _before(error: CallError, sandboxed: SubmissionRunner, notebook: Notebook, deep: int) -> str:
    """What an error of a cell follows from, as a sentence before it; or ""."""
    name = undefined_name(error)
    if name is None or not deep:
        return ""
    text = _why(name, sandboxed, notebook, deep - 1)
    if not text and (places := bindings(name, notebook)):
        text = f"{name} is defined further down, in {places[0].where}; the cells are run in order."
    return f"{text} " if text else ""


def _unread(error: CallError) -> bool:
    return error.type_name in ("SyntaxError", "IndentationError", "TabError")


def _left_out(skipped: CallError) -> str:
    return f"`{skipped.source_line}` was left out ({skipped.type_name}: {skipped.message})"


def _what(error: CallError, number: int, notebook: Notebook) -> str:
    """An error in a few words; of syntax that is newer than the grader's Python with both."""
    text = f"{error.type_name}: {error.message}" if error.message else error.type_name
    if not _unread(error):
        return text
    version = newer_syntax(notebook.code[number - 1])
    if version is not None:
        return f"{text}; this is syntax of Python {version}, the grader runs Python {GRADER_PYTHON}"
    written = notebook.python_version
    if written and _numbers(written) > _numbers(GRADER_PYTHON):
        return (
            f"{text}; the notebook was last run with Python {written}, the grader runs "
            f"Python {GRADER_PYTHON}"
        )
    return text


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


def _in_text_cell(name: str, notebook: Notebook) -> str:
    cell = text_cell_of(name, notebook)
    if cell is None:
        return ""
    kind = "a Markdown cell" if cell.kind == "markdown" else "a raw cell"
    return (
        f"The cell that defines {name} is {kind}, and what stands in it is not run; its type is to "
        "be changed back to Code."
    )


def text_cell_of(name: str, notebook: Notebook) -> Cell | None:
    """The cell of text or of raw input that defines a name, or that bears its id."""
    others = [cell for cell in notebook.cells if cell.kind != "code" and name in cell.source]
    for cell in others:
        if cell.grade_id == name and f"def {name}" in cell.source:
            return cell
    for cell in others:
        if any(name in bound_names(statement) for statement in parse_cell(cell.source).body):
            return cell
    return None


def _by_line_magic(name: str, notebook: Notebook) -> str:
    for number, source in enumerate(notebook.code, 1):
        for line in source.split("\n"):
            words = line.strip().lstrip("%").split(" ", 1)
            if line.strip().startswith("%") and words[0] in GIVES_NAMES:
                text = line.strip()[:80]
                return f"Code cell {number}: `{text}` is not run while grading."
    return ""
