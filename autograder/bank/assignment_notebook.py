"""The cells of an assignment's notebook that carry points, by their ids."""

from __future__ import annotations

from nbformat import NotebookNode

SCORE_SUFFIX = "-score"  # of the placeholder cell that carries an exercise's points


def score_cell(function: str) -> str:
    """The id of the placeholder cell that carries an exercise's points."""
    return f"{function}{SCORE_SUFFIX}"


def written_cells(released: NotebookNode) -> dict[str, tuple[str, float]]:
    """The title and the points of each answer that a person grades, by the name of its cell.

    It is text, code without tests or a task. The title is the heading above it; a task has its own.
    """
    found: dict[str, tuple[str, float]] = {}
    heading = ""
    for cell in released.cells:
        data = cell.metadata.get("nbgrader", {})
        answer = data.get("grade") and data.get("solution")
        if cell.cell_type == "markdown" and not answer:
            headings = [line for line in cell.source.splitlines() if line.startswith("#")]
            if headings:
                heading = headings[-1].lstrip("#").strip()
        if answer or data.get("task"):
            found[data["grade_id"]] = (heading or data["grade_id"], float(data["points"]))
    return found
