"""A page as a notebook: what it imports is installed first, and nothing has been run yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..lesson.folding import is_folded
from .markdown import Book, markdown, pieces
from .tried import kept_apart

HEAD = "# What this notebook imports. It is installed where it is missing."
BESIDE = "\n# Put {wheel} beside this notebook: a link below the page downloads it."
INSTALL = """
try:
    import handbook
except ImportError:
    %pip install -q {address}"""

CHECKED = "# What the text says, checked.\n"

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def has_code(source: str) -> bool:
    """Whether a page is a text notebook with a cell of code."""
    return "```{code-cell}" in source


def notebook_of(source: str, book: Book, wheel: str, site: str) -> str:
    """A page as the text of a notebook; `site` is the site's address, "" where it has none.

    The same text for the same page, wherever and whenever it is made.
    """
    page = read_myst_markdown_notebook(source)
    cells = [install_cell(wheel, site), *cells_of(page, book)]
    separate_what_is_tried(cells)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # by chance otherwise
    made = new_notebook(cells=cells, metadata=METADATA)
    nbformat.validate(made)
    return nbformat.writes(made) + "\n"


def install_cell(wheel: str, site: str) -> NotebookNode:
    head = HEAD if site else HEAD + BESIDE.format(wheel=wheel)
    address = f"{site}_static/{wheel}" if site else wheel
    return new_code_cell(head + INSTALL.format(address=address))


def cells_of(page: NotebookNode, book: Book) -> Iterator[NotebookNode]:
    for cell in page.cells:
        if cell.cell_type == "code":
            yield code_cell(cell.source, cell.metadata)
            if caption := caption_of(cell.metadata, book):
                yield new_markdown_cell(caption)
            continue
        for piece in pieces(cell.source, book):
            if piece.is_code:
                yield new_code_cell(piece.text, metadata={"to_try": True})
            else:
                yield new_markdown_cell(piece.text)


def code_cell(source: str, metadata: dict[str, Any]) -> NotebookNode:
    """A cell with its code collapsed where the page folds or hides it.

    What is hidden on a page because it only imports is shown: a reader who goes on needs it. Hidden
    checks are named, for where a front end cannot collapse them.
    """
    tags = metadata.get("tags", [])
    imports = "remove-cell" in tags and any(
        isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(source).body
    )
    kept = {"tags": ["raises-exception"]} if "raises-exception" in tags else {}
    hidden = {"jupyter": {"source_hidden": True}} if is_folded(source, tags) and not imports else {}
    if hidden and source.startswith("assert"):
        source = CHECKED + source
    return new_code_cell(source, metadata=hidden | kept)


def caption_of(metadata: dict[str, Any], book: Book) -> str:
    """The caption of a figure that a cell draws, with its number."""
    figure = metadata.get("mystnb", {}).get("figure", {})
    if not figure.get("caption"):
        return ""
    number = book.number(figure["name"]) if "name" in figure else ""
    caption = markdown(figure["caption"], book)
    return f"**{number}.** {caption}" if number else caption


def separate_what_is_tried(cells: list[NotebookNode]) -> None:
    for place, cell in enumerate(cells):
        if cell.metadata.pop("to_try", False):
            later = (c.source for c in cells[place + 1 :] if c.cell_type == "code")
            cell.source = kept_apart(cell.source, later)
