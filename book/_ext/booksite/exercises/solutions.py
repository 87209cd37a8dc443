"""The handbook's solution of an exercise, which a learner may compare with one that has passed.

A site is a folder of files that anybody can read. So a solution is written into it only where three
settings agree: `booksite_show_solutions` of the book is true, the exercise is `live`, and its
`solutions` is not "withheld". It is a file of its own, `_static/live/<assignment>/solutions/…`, which
the page asks for when it is opened (`web/src/solution.js`).

What is worth knowing about the difference stands behind the solution in
`solutions/<assignment>/<function>.md`, as `:::{compare}`.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import live_settings

logger = logging.getLogger(__name__)

MARKS = ("### BEGIN SOLUTION", "### END SOLUTION")
COMPARISON = re.compile(r"^:::\s*\{compare\}\s*\n(.*?)\n:::\s*$", re.MULTILINE | re.DOTALL)


def offered(app: Sphinx, assignment: str, function: str) -> bool:
    """Whether the site holds the solution of an exercise."""
    settings = live_settings.read(Path(app.srcdir), assignment, function)
    return bool(app.config.booksite_show_solutions) and settings.offers_solution


def write_solutions(app: Sphinx, assignment: str, folder: Path) -> None:
    """Write the solutions of an assignment that the site may hold, and say so."""
    source = Path(app.srcdir) / "solutions" / assignment
    notebook = source / f"{assignment}.ipynb"
    suites = Path(app.srcdir) / "autograder" / "suites" / assignment
    functions = sorted(path.parent.name for path in suites.glob("*/exercise.toml"))
    functions = [name for name in functions if offered(app, assignment, name)]
    if functions:
        logger.info("the site holds solutions of %s: %d", assignment, len(functions))
    for function in functions:
        folder.mkdir(exist_ok=True)
        content = {
            "code": coloured(solution_in(notebook, function)),
            "note": comparison_in(source / f"{function}.md"),
        }
        path = folder / f"{function}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def solution_in(notebook: Path, function: str) -> str:
    """The code of the reference solution, without what the stub has, too."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == function:
            lines = "".join(cell["source"]).splitlines()
            kept = [line for line in lines if line.strip() not in MARKS]
            return without_stub("\n".join(kept), function)
    raise ExtensionError(f"{notebook} has no cell {function}: run `autograder release`")


def without_stub(code: str, function: str) -> str:
    """Leave out the docstring, and what stands behind the function's `return`.

    That is the program to mend, or the lines with blanks, which the notebook of a student has alone.
    """
    lines = code.splitlines()
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            ends = [part.end_lineno for part in node.body if isinstance(part, ast.Return)]
            if ends:
                del lines[ends[0] : node.end_lineno]
            if ast.get_docstring(node):
                del lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    return "\n".join(lines) + "\n"


def comparison_in(path: Path) -> str:
    """What an exercise's text says on how solutions differ, as one paragraph; "" for nothing."""
    found = COMPARISON.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return " ".join(found[1].split()) if found else ""


def coloured(code: str) -> str:
    """Python as HTML, in the classes of the site's other listings."""
    return str(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)))


def setup(app: Sphinx) -> None:
    app.add_config_value("booksite_show_solutions", False, "env", types=[bool])
