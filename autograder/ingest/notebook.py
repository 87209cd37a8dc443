"""Read a submitted notebook strictly: any broken file is an outcome, never an exception of ours.

The reader takes what it needs (the cells, in order) and checks each piece; what it can repair
it repairs, and says what it did.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.files import read_bytes

MAX_BYTES = 20 << 20
MAX_BRACKETS = 1_000_000  # each of them becomes an object of some 64 bytes
MAX_CELLS = 2_000
MAX_SOURCE = 1 << 20
MAX_ID = 200
EXPERIMENT = "experiment"  # the tag of a cell that grading need not run


class Unreadable(Exception):
    """The notebook cannot be read; the message says why, for the student and the report."""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it is code, its nbgrader id, and the cell as it was read.

    `experiment` marks a cell that shows what the functions do and defines none of them.
    """

    kind: str
    source: str
    grade_id: str | None
    experiment: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Notebook:
    """A notebook that could be read. `repairs` says what was odd and what was done."""

    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any] = field(repr=False)
    repairs: tuple[str, ...] = ()

    @property
    def code_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def code(self) -> list[str]:
        return [cell.source for cell in self.code_cells]

    @property
    def python_version(self) -> str:
        """The Python that the notebook says it was last run with, such as "3.12.3", or ""."""
        language = self.metadata.get("language_info")
        version = language.get("version") if isinstance(language, dict) else None
        readable = isinstance(version, str) and re.fullmatch(r"\d\.\d{1,2}(\.\d{1,2})?", version)
        return version if readable else ""  # type: ignore[return-value]


def notebook_bytes(path: Path) -> bytes:
    """The bytes of a notebook file; raises Unreadable with the reason."""
    try:
        content = read_bytes(path, MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            size = path.stat().st_size >> 20
            raise Unreadable(f"the notebook is larger than {MAX_BYTES >> 20} MB ({size} MB)")
        return content
    except OSError as error:
        raise Unreadable(f"the notebook could not be opened ({error.strerror})") from error


def read_notebook(path: Path) -> Notebook:
    """Read a notebook file; raises Unreadable with the reason."""
    return parse_notebook(notebook_bytes(path))


def parse_notebook(content: bytes) -> Notebook:
    """Parse a notebook's bytes; raises Unreadable with the reason."""
    if content.count(b"[") + content.count(b"{") > MAX_BRACKETS:
        raise Unreadable("the notebook could not be read: it holds too many lists and objects")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError, MemoryError) as error:
        reason = "it is empty" if not content.strip() else "it is not valid JSON"
        raise Unreadable(f"the notebook could not be read: {reason}") from error
    if not isinstance(data, dict):
        raise Unreadable("the notebook could not be read: it is not a notebook")
    raw_cells, repairs = _raw_cells(data)
    if len(raw_cells) > MAX_CELLS:
        raise Unreadable(f"the notebook has more than {MAX_CELLS} cells")
    cells = [_cell(raw, repairs) for raw in raw_cells]
    _note_copies(cells, repairs)
    metadata = data.get("metadata")
    return Notebook(
        tuple(cells), metadata if isinstance(metadata, dict) else {}, tuple(dict.fromkeys(repairs))
    )


def notebook_of(sources: Iterable[str]) -> Notebook:
    """A notebook of our own making: a code cell for each of these sources."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return parse_notebook(json.dumps({"cells": cells}).encode())


def _raw_cells(data: Mapping[str, Any]) -> tuple[list[Any], list[str]]:
    repairs: list[str] = []
    cells = data.get("cells")
    worksheets = data.get("worksheets")
    if not isinstance(cells, list) and isinstance(worksheets, list):
        # nbformat 3 keeps its cells in worksheets.
        cells = [
            c
            for sheet in worksheets
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
            for c in sheet["cells"]
        ]
        repairs.append("the notebook is in an old format (3); it was read as format 4")
    if not isinstance(cells, list):
        raise Unreadable("the notebook could not be read: it has no list of cells")
    return cells, repairs


def _cell(raw: Any, repairs: list[str]) -> Cell:
    if not isinstance(raw, dict):
        repairs.append("a cell that is no cell was left out")
        return Cell("raw", "", None)
    kind = raw.get("cell_type")
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str) or len(source) > MAX_SOURCE:
        repairs.append("a cell whose text cannot be read was left out")
        return Cell("raw", "", None, raw=raw)
    kind = kind if kind in ("code", "markdown") else "raw"
    return Cell(kind, source, _grade_id(raw), _is_experiment(raw), raw)


def _is_experiment(raw: Mapping[str, Any]) -> bool:
    metadata = raw.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return isinstance(tags, list) and EXPERIMENT in tags


def _grade_id(raw: Mapping[str, Any]) -> str | None:
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    # Longer ones than the course's own are none of them.
    return grade_id if isinstance(grade_id, str) and len(grade_id) <= MAX_ID else None


def _note_copies(cells: list[Cell], repairs: list[str]) -> None:
    seen: set[str] = set()
    for cell in cells:
        if cell.grade_id is None:
            continue
        if cell.grade_id in seen and cell.kind == "code":
            repairs.append(f"the cell {cell.grade_id} stands twice; what was defined last counts")
        seen.add(cell.grade_id)
