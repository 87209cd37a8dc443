"""The task of an exercise in words, as the released notebook has it above the cell.

On the page of an assignment it is shown. On any other page it is folded: the section around the box
has just derived what it asks for, and a page has a limit to its length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..site.markup import element, parse, text

HEADING = re.compile(r"\A#{1,6} .*\n*")  # the box has its own


def statement_in(notebook: Path, function: str) -> str:
    """The text right above a function's cell, without its heading; "" where there is none."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells):
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == function:
            return HEADING.sub("", "\n\n".join(texts_before(cells[:number]))).strip()
    return ""


def texts_before(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """The cells of text at the end of these cells."""
    found: list[str] = []
    for cell in reversed(cells):
        if cell["cell_type"] != "markdown":
            break
        found.insert(0, "".join(cell["source"]))
    return found


def statement(
    directive: SphinxDirective, notebook: Path, function: str, *, folded: bool
) -> list[nodes.Node]:
    """The text of an exercise as a part of its box."""
    source = statement_in(notebook, function)
    if not source:
        return []
    blocks = parse(directive, source)
    if folded:
        return [
            element(
                "details", text("summary", "The task in words"), *blocks, class_="exercise-text"
            )
        ]
    return [element("div", *blocks, class_="exercise-text")]
