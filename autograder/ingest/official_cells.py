"""The cells that a course handed out, and how they are found again where their ids are gone.

Colab, an upload, a retyped cell: the metadata of a notebook get lost, and with them the place at
which a written answer waits for whoever grades it.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.ingest.notebook import Cell, Notebook

MAX_PROSE = 20_000  # characters of a cell of code that may be an answer
MIN_HEADING = 4  # characters of a heading by which an answer may be recognized


@dataclass(frozen=True)
class OfficialCell:
    """A cell of the released notebook that the gradebook knows."""

    kind: str
    source: str
    locked: bool
    nbgrader: Mapping[str, Any]

    @property
    def is_written_answer(self) -> bool:
        graded = self.nbgrader.get("grade") and self.nbgrader.get("solution")
        return bool(graded) and self.kind == "markdown"


@dataclass(frozen=True)
class Recovered:
    """A notebook with the ids that could be given back, and what was done as notes."""

    notebook: Notebook
    notes: tuple[str, ...] = ()


def recover_ids(
    notebook: Notebook, official: Mapping[str, OfficialCell], handed_out: Collection[str]
) -> Recovered:
    """Give cells without an id the one that their text or their place tells.

    `official` holds the course's cells in their order, `handed_out` the texts of all cells of the
    notebook, which are nobody's answers.
    """
    cells = list(notebook.cells)
    known = {cell.grade_id for cell in cells}
    missing = [grade_id for grade_id in official if grade_id not in known]
    for grade_id in missing:
        if not official[grade_id].is_written_answer:
            place = _by_text(cells, grade_id, official)
            if place is not None:
                cells[place] = replace(cells[place], grade_id=grade_id)
    texts = {text.strip() for text in handed_out}
    notes: list[str] = []
    for grade_id in official:
        if official[grade_id].is_written_answer:
            notes += _find_answer(cells, grade_id, official, texts)
    return Recovered(replace(notebook, cells=tuple(cells)), tuple(notes))


def _by_text(
    cells: Sequence[Cell], grade_id: str, official: Mapping[str, OfficialCell]
) -> int | None:
    """The cell that says what the official one does, has its heading, or defines its function."""
    known = official[grade_id]
    free = [i for i, cell in enumerate(cells) if cell.grade_id not in official]
    for i in free:
        if cells[i].source.strip() == known.source.strip():
            return i
    if known.kind == "markdown":
        heading = _heading(known.source)
        return next((i for i in free if heading and _heading(cells[i].source) == heading), None)
    if known.locked:
        return None
    defines = [i for i in free if cells[i].kind == "code" and _defines(grade_id, cells[i].source)]
    return defines[-1] if defines else None


def _find_answer(
    cells: list[Cell],
    grade_id: str,
    official: Mapping[str, OfficialCell],
    texts: Collection[str],
) -> list[str]:
    """Give an answer its id where it was lost; a note where that was done."""
    order = list(official)
    question = order[order.index(grade_id) - 1] if order.index(grade_id) else None
    asked = next((i for i, c in enumerate(cells) if question and c.grade_id == question), None)
    places = [i for i, c in enumerate(cells) if c.grade_id == grade_id]
    title = _heading(official[question].source) if question else ""
    title = title or grade_id
    filled = [i for i in places if cells[i].source.strip() not in {"", *texts}]
    if filled:
        return _without_empty_copies(cells, places, filled[-1], title)
    answer = places[0] if places else None
    if question and asked is not None:
        extra = _added(cells[asked].source, official[question].source)
        if extra:
            made = Cell("markdown", extra, grade_id)
            if answer is None:
                cells.insert(asked + 1, made)
            else:
                cells[answer] = replace(cells[answer], source=extra)
            return [f"the answer to “{title}” stood in the cell of the question"]
    stub = official[grade_id].source.strip()
    if answer is None and asked is not None and asked + 1 < len(cells):
        after = cells[asked + 1]
        if after.grade_id not in official and after.source.strip() == stub:
            cells[asked + 1] = replace(after, grade_id=grade_id)
            answer = asked + 1
    places_before = (asked, answer, _course_cell_before(cells, grade_id, official, texts))
    found = (_next_answer(cells, i, official, texts) for i in places_before if i is not None)
    place = next((i for i in found if i is not None), None)
    if place is None:
        place = _under_heading(cells, title, official, texts)
    if place is None:
        return []
    if answer is not None:
        return [f"the answer to “{title}” is empty; a cell that may hold it stands beside it"]
    cells[place] = replace(cells[place], grade_id=grade_id, kind="markdown")
    return [f"the answer to “{title}” was found by its place; its cell had lost its id"]


def _without_empty_copies(
    cells: list[Cell], places: Sequence[int], filled: int, title: str
) -> list[str]:
    """Of an answer that stands twice the last one counts, but not where it is empty."""
    empty = [i for i in places if i > filled]
    for i in empty:
        cells[i] = replace(cells[i], grade_id=None)
    return [f"the cell of the answer to “{title}” stands twice; the empty one does not count"][
        : len(empty)
    ]


def _course_cell_before(
    cells: Sequence[Cell],
    grade_id: str,
    official: Mapping[str, OfficialCell],
    texts: Collection[str],
) -> int | None:
    """The last cell that the course has before an answer, for where the question is not found."""
    order = list(official)
    number = order.index(grade_id)
    earlier, later = set(order[:number]), set(order[number + 1 :])
    end = next((i for i, c in enumerate(cells) if c.grade_id in later), len(cells))
    known = (c.grade_id in earlier or _is_heading_of(c, texts) for c in cells[:end])
    return max((i for i, is_known in enumerate(known) if is_known), default=None)


def _next_answer(
    cells: Sequence[Cell], start: int, official: Mapping[str, OfficialCell], texts: Collection[str]
) -> int | None:
    """The first text of the student's own after a place, before the next cell of the course."""
    for i in range(start + 1, len(cells)):
        if cells[i].grade_id in official or _is_heading_of(cells[i], texts):
            return None
        if _is_own_text(cells[i]):
            return i
    return None


def _is_own_text(cell: Cell) -> bool:
    """Does a cell say something beyond a heading? One of code does, too, where it holds no code."""
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if cell.kind != "code":
        return len(lines) > 1 or (bool(lines) and not lines[0].startswith("#"))
    if not lines or len(cell.source) > MAX_PROSE or lines[0].startswith(("%", "!")):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as "\\d" in a string
            body = ast.parse(cell.source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in body)


def _is_heading_of(cell: Cell, texts: Collection[str]) -> bool:
    return bool(cell.source.strip()) and cell.source.strip() in texts


def _under_heading(
    cells: Sequence[Cell], title: str, official: Mapping[str, OfficialCell], texts: Collection[str]
) -> int | None:
    """A text that begins with the heading of the question, or its first words, and goes on."""
    name = title.split(" · ")[0].split(":")[0].strip().casefold()
    if len(name) < MIN_HEADING:
        return None
    for i, cell in enumerate(cells):
        text = cell.source.strip()
        if cell.kind == "code" or cell.grade_id in official or text in texts:
            continue
        if text.lstrip("#* ").casefold().startswith(name) and len(text) > len(title) + MIN_HEADING:
            return i
    return None


def _added(source: str, known: str) -> str:
    """What was written below the text of a locked cell."""
    text, base = source.strip(), known.strip()
    return text[len(base) :].strip() if text.startswith(base) else ""


def _heading(source: str) -> str:
    """The last heading of a text, as the title of a written answer is found."""
    headings = [line for line in source.splitlines() if line.startswith("#")]
    return headings[-1].lstrip("#").strip() if headings else ""


def _defines(function: str, source: str) -> bool:
    return any(line.startswith(f"def {function}(") for line in source.splitlines())
