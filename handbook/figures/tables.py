"""A small table of results: as Markdown in a notebook and in the book, as text elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.tex_macros import expand


@dataclass(frozen=True)
class Table:
    """The cells as they are shown; made by `table`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def _repr_markdown_(self) -> str:
        rules = ["---", *("--:" for _ in self.head[1:])]
        lines = [self.head, rules, *self.rows]
        return expand("\n".join("| " + " | ".join(map(_escaped, line)) + " |" for line in lines))

    def __repr__(self) -> str:
        lines = [self.head, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.head))]
        return "\n".join(_aligned(line, widths) for line in lines)


def table(head: Sequence[object], *rows: Sequence[object]) -> Table:
    """A table whose first column names its rows: ``table(["learning rate", "loss"], [0.1, 3.2])``.

    Numbers are shown as they are given: round or format them first, `f"{loss:.2f}"`. Text may hold
    Markdown and LaTeX between dollars. The other columns are aligned at the right.

    Raises ValueError for a row that has not a cell for each column.
    """
    for number, row in enumerate(rows, start=1):
        if len(row) != len(head):
            raise ValueError(
                f"row {number} has {len(row)} cells, the head {len(head)}: give each column one"
            )
    return Table(tuple(map(str, head)), tuple(tuple(map(str, row)) for row in rows))


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(line, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")
