"""An assignment's notebook: assembled from text, and the cells of it that carry points.

`solutions/<assignment>/index.md` holds the title, the common cells, the order of the exercises and
the written answers; `<function>.md` beside it one exercise: its text, the solution, a cell to try
it. Markdown is text, and a fenced block of Python is a cell, named by the word behind `python`:

    ```python experiment-rates
    print(gd_linear_regression(X, y, w, b))
    ```

What follows from the exercise's folder is generated: `check("f")`, the score cell, the points.
A folder without index.md has a notebook made by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

INDEX = "index.md"
CELL_PREFIX = "cell:"  # of an exercise that is a cell of tests; its id follows
SCORE_SUFFIX = "-score"  # of the placeholder cell that carries an exercise's points
STUB = "raise NotImplementedError"
WRITTEN_STUB = "*The answer goes here.*"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
WRITTEN = f"{BEGIN}\n\n{{answer}}\n\n{END}"
SCORE_TEXT = "# {function}: graded by the course's hidden tests"
NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_FENCE = re.compile(r"(`{3,}|~{3,}).*")
_CELL = re.compile(r"`{3,}python(?:\s+(.*?))?\s*")
_DIRECTIVE = re.compile(r":::\s*\{([\w-]+)\}\s*(.*?)\s*")
_OPTION = re.compile(r":(\w+):\s*(.*?)\s*")
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# A brace of a formula is no placeholder: it follows a letter, a digit, _, ^ or a backslash.
_PLACEHOLDER = re.compile(
    r"(?<![\w\\^])\{(functions|Functions|points|written|Written|written_points|number(?::[\w-]+)?)\}"
)
COMPARISON = "compare"  # what differs between solutions: for the site, and in no notebook
_DIRECTIVES = ("exercises", "question", "answer", "mark-scheme")


def answer_of(scored: str) -> str:
    """The id of the cell that a scored cell is about: an exercise's, or its own."""
    return scored.removesuffix(SCORE_SUFFIX)


def score_cell(function: str) -> str:
    """The id of the cell that carries an exercise's points: a placeholder, or a cell of tests."""
    if function.startswith(CELL_PREFIX):
        return function.removeprefix(CELL_PREFIX)
    return f"{function}{SCORE_SUFFIX}"


# --- Reading the text.


@dataclass(frozen=True)
class Block:
    """A piece of a text: `kind` is "text", "code" or a directive's name; `name` is what follows."""

    kind: str
    name: str
    body: str
    path: Path
    line: int

    @property
    def where(self) -> str:
        return f"{self.path}:{self.line}"


def read_blocks(path: Path) -> list[Block]:
    """The blocks of one text, in order; blank ones are left out."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ExerciseError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    return [b for b in _blocks(path, lines) if b.body or b.kind != "text"]


def _blocks(path: Path, lines: Sequence[str]) -> Iterator[Block]:
    text: list[str] = []
    start = number = 0
    while number < len(lines):
        end, kind, name = number, "text", ""
        if fence := _FENCE.fullmatch(lines[number]):
            end = _closing(path, lines, number, fence.group(1))
            if cell := _CELL.fullmatch(lines[number]):
                kind, name = "code", cell.group(1) or ""
        elif directive := _DIRECTIVE.fullmatch(lines[number]):
            end = _closing(path, lines, number, ":::")
            kind, name = directive.groups()
        if kind == "text":  # a line, or a listing that is no cell
            text += lines[number : end + 1]
        else:
            yield _text(path, text, start)
            body = "\n".join(lines[number + 1 : end])
            yield Block(kind, name, body if kind == "code" else body.strip("\n"), path, number + 1)
            text, start = [], end + 1
        number = end + 1
    yield _text(path, text, start)


def _text(path: Path, lines: Sequence[str], start: int) -> Block:
    blank = next((i for i, line in enumerate(lines) if line), 0)
    return Block("text", "", "\n".join(lines).strip("\n"), path, start + blank + 1)


def _closing(path: Path, lines: Sequence[str], opening: int, mark: str) -> int:
    """The line that closes the block opened in a line."""
    for number in range(opening + 1, len(lines)):
        line = lines[number].rstrip()
        if line.startswith(mark) and not line.strip(mark[0]):
            return number
    raise ExerciseError(f"{path}:{opening + 1}: the block is not closed; close it with {mark}")


# --- Assembling.


def index_of(folder: Path) -> Path | None:
    """The index.md in a folder of solutions; None where the notebook is the source."""
    path = folder / INDEX
    return path if path.is_file() else None


def assemble(index: Path, folders: Sequence[Folder]) -> str:
    """The text of the notebook that index.md and the exercises' texts make.

    Raises ExerciseError, with file and line, where they do not fit together.
    """
    blocks = read_blocks(index)
    order = _order(index, blocks, {f.function: f for f in folders})
    cells: list[_Cell] = []
    questions = _questions(blocks)
    for block in _with_context(blocks):
        if block.here.kind == "exercises":
            for folder in order:
                cells += _exercise_cells(folder, index.with_name(f"{folder.function}.md"))
        else:
            cells += _index_cells(block, first=not cells, questions=questions)
    _check_ids(cells)
    counts = {
        "functions": _word(len(order)),
        "points": f"{sum(f.points for f in order):g}",
        "written": _word(len(questions)),
        "written_points": f"{sum(questions.values()):g}",
    }
    counts |= {"Functions": counts["functions"].capitalize()}
    counts |= {"Written": counts["written"].capitalize()}
    notebook = {
        "cells": [cell.as_json() for cell in _filled(cells, counts)],
        "metadata": NOTEBOOK_METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@dataclass(frozen=True)
class _Cell:
    """A cell to be; `owner` is what `{number:owner}` calls it, `points` fills its `{points}`."""

    id: str
    kind: str
    source: str
    block: Block
    metadata: Mapping[str, Any]
    owner: str = ""
    points: str | None = None

    def as_json(self) -> dict[str, Any]:
        cell: dict[str, Any] = {
            "cell_type": self.kind,
            "id": self.id,
            "metadata": dict(self.metadata),
            "source": self.source.splitlines(keepends=True),
        }
        return cell | ({"execution_count": None, "outputs": []} if self.kind == "code" else {})


@dataclass(frozen=True)
class _InContext:
    here: Block
    following: Block | None


def _with_context(blocks: Sequence[Block]) -> list[_InContext]:
    return [
        _InContext(here, following)
        for here, following in zip(blocks, [*blocks[1:], None], strict=True)
    ]


def _order(index: Path, blocks: Sequence[Block], known: Mapping[str, Folder]) -> list[Folder]:
    """The exercises in the order of index.md, each with a folder and a text."""
    lists = [b for b in blocks if b.kind == "exercises"]
    if len(lists) != 1:
        raise ExerciseError(
            f"{index}: {len(lists)} lists of the exercises; one is required: "
            "`:::{exercises}`, a function a line, `:::`"
        )
    [block] = lists
    names: list[str] = []
    for number, line in enumerate(block.body.splitlines(), block.line + 1):
        name = line.strip()
        if not name:
            continue
        if name not in known:
            raise ExerciseError(
                f"{index}:{number}: no exercise named {name!r}; correct the name, or run "
                f"`autograder new {index.parent.name} {name}`"
            )
        if name in names:
            raise ExerciseError(f"{index}:{number}: {name} is listed twice; remove one")
        names.append(name)
    for name, folder in known.items():
        text = index.with_name(f"{name}.md")
        if not text.is_file():
            raise ExerciseError(
                f"{text} is missing, though there is an exercise {folder.path}; write its text, "
                "as another exercise's beside it, or remove the folder"
            )
        if name not in names:
            raise ExerciseError(
                f"{index}:{block.line}: {name} is missing in the list of exercises; add it"
            )
    for text in sorted(index.parent.glob("*.md")):
        if text.name != INDEX and text.stem not in known:
            raise ExerciseError(
                f"{text}: there is no exercise {text.stem} in the suites; rename the file, or run "
                f"`autograder new {index.parent.name} {text.stem}`"
            )
    return [known[name] for name in names]


def _questions(blocks: Sequence[Block]) -> dict[str, float]:
    """The points of each written answer, by its name."""
    found: dict[str, float] = {}
    answers = {b.name for b in blocks if b.kind == "answer"}
    for block in blocks:
        if block.kind not in (*_DIRECTIVES, "text", "code"):
            raise ExerciseError(
                f"{block.where}: unknown block {{{block.kind}}}; known: {', '.join(_DIRECTIVES)}"
            )
    for block in blocks:
        if block.kind in ("question", "answer", "mark-scheme") and not block.name:
            raise ExerciseError(f"{block.where}: name it: `:::{{{block.kind}}} NAME`")
        if block.kind == "question":
            if block.name not in answers:
                raise ExerciseError(
                    f"{block.where}: the question {block.name} has no answer; add "
                    f"`:::{{answer}} {block.name}`"
                )
            found[block.name] = _points(block)
    for block in blocks:
        if block.kind in ("answer", "mark-scheme") and block.name not in found:
            raise ExerciseError(f"{block.where}: there is no `:::{{question}} {block.name}`")
    return found


def _points(question: Block) -> float:
    option = _OPTION.fullmatch(question.body.splitlines()[0] if question.body else "")
    try:
        if option and option.group(1) == "points" and float(option.group(2)) > 0:
            return float(option.group(2))
    except ValueError:
        pass
    raise ExerciseError(f"{question.where}: give the question its points: `:points: 4` below it")


def _index_cells(block: _InContext, first: bool, questions: Mapping[str, float]) -> Iterator[_Cell]:
    """The cells of a block of index.md; `first` is that of the title."""
    here = block.here
    if here.kind == "text":
        if first:
            yield _Cell("title", "markdown", here.body, here, {})
        else:
            yield _text_cell(block, "end")
    elif here.kind == "code":
        yield _code_cell(here, "")
    elif here.kind == "question":
        points = f"{questions[here.name]:g}"
        body = here.body.partition("\n")[2].strip("\n")
        flags = _nbgrader(f"question-{here.name}", locked=True)
        yield _Cell(f"question-{here.name}", "markdown", body, here, flags, points=points)
    elif here.kind == "answer":
        answer = here.body
        if block.following and block.following.kind == "mark-scheme":
            if block.following.name != here.name:
                raise ExerciseError(
                    f"{block.following.where}: the mark scheme of {block.following.name} must "
                    "follow its answer"
                )
            answer += f"\n\n**Mark scheme.**\n\n{block.following.body}"
        flags = _nbgrader(
            f"written-{here.name}", grade=True, solution=True, points=questions[here.name]
        )
        source = WRITTEN.format(answer=answer)
        yield _Cell(f"written-{here.name}", "markdown", source, here, flags)


def _exercise_cells(folder: Folder, path: Path) -> Iterator[_Cell]:
    """The cells of an exercise; check and score cell follow the solution."""
    function, slug = folder.function, folder.function.replace("_", "-")
    blocks = [block for block in read_blocks(path) if block.kind != COMPARISON]
    solution = _solution_block(function, path, blocks)
    seen_text = seen_solution = False
    for block in _with_context(blocks):
        here = block.here
        if here.kind == "text" and not seen_text:
            seen_text = True
            yield _Cell(f"text-{slug}", "markdown", here.body, here, {}, owner=function)
        elif here.kind == "text":
            yield _text_cell(block, slug)
        elif here is solution:
            seen_solution = True
            flags = _nbgrader(function, solution=True)
            yield _Cell(f"solution-{slug}", "code", here.body, here, flags)
            yield _Cell(f"check-{slug}", "code", f'check("{function}")', here, {})
            flags = _nbgrader(score_cell(function), grade=True, locked=True, points=folder.points)
            score = SCORE_TEXT.format(function=function)
            yield _Cell(f"score-{slug}", "code", score, here, flags)
        elif here.kind == "code":
            yield _code_cell(here, f"experiment-{slug}" if seen_solution else "")
        else:
            raise ExerciseError(f"{here.where}: {{{here.kind}}} belongs in {INDEX}; move it")


def _solution_block(function: str, path: Path, blocks: Sequence[Block]) -> Block:
    codes = [b for b in blocks if b.kind == "code"]
    defining = [b for b in codes if re.search(rf"^def {function}\(", b.body, re.MULTILINE)]
    if len(defining) != 1:
        raise ExerciseError(
            f"{path}: {len(defining)} cells define {function}; one is required: a block ```python "
            f"with `def {function}(`"
        )
    for block in codes:
        marks = [line.strip() for line in block.body.splitlines() if line.strip() in (BEGIN, END)]
        if block is defining[0] and (not marks or marks != [BEGIN, END] * (len(marks) // 2)):
            raise ExerciseError(
                f"{block.where}: the solution of {function} must stand between `{BEGIN}` and "
                f"`{END}`, each in a line of its own"
            )
        if block is not defining[0] and marks:
            raise ExerciseError(
                f"{block.where}: this cell marks a solution but does not define {function}; "
                "remove the markers, or move it into the cell of the solution"
            )
    return defining[0]


def _text_cell(block: _InContext, end: str) -> _Cell:
    """A cell of text, named for the cell that follows it."""
    following = block.following
    owner = ""
    if following is None:
        name = f"text-{end}" if end == "end" else f"text-{end}-end"
    elif following.kind == "code":
        name = following.name or f"experiment-{end}"
        owner = name.removeprefix("experiment-")
        name = f"try-{owner}" if name.startswith("experiment-") else f"text-{name}"
    else:
        name = "text-exercises" if following.kind == "exercises" else "text-written"
    return _Cell(name, "markdown", block.here.body, block.here, {}, owner=owner)


def _code_cell(block: Block, default: str) -> _Cell:
    name = block.name or default
    if not name:
        raise ExerciseError(f"{block.where}: name the cell: ```python NAME")
    tags = {"tags": ["experiment"]} if name.startswith("experiment-") else {}
    return _Cell(name, "code", block.body, block, tags)


def _nbgrader(
    grade_id: str,
    *,
    grade: bool = False,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    flags: dict[str, Any] = {"grade": grade, "grade_id": grade_id, "locked": locked}
    flags |= {"schema_version": 3, "solution": solution, "task": False}
    if points is not None:
        flags["points"] = int(points) if points == int(points) else points
    return {"nbgrader": flags}


def _check_ids(cells: Sequence[_Cell]) -> None:
    seen: dict[str, _Cell] = {}
    for cell in cells:
        if not _CELL_ID.fullmatch(cell.id):
            raise ExerciseError(
                f"{cell.block.where}: {cell.id!r} cannot name a cell; letters, digits, - and _ "
                "can, at most 64"
            )
        if cell.id in seen:
            raise ExerciseError(
                f"{cell.block.where}: a second cell named {cell.id}; the first is at "
                f"{seen[cell.id].block.where}. Name one of them otherwise: ```python NAME"
            )
        seen[cell.id] = cell


def _filled(cells: Sequence[_Cell], counts: Mapping[str, str]) -> Iterator[_Cell]:
    """The cells with their placeholders filled in; `{number}` counts the sections that have one."""
    numbers: dict[str, str] = {}
    numbered = [c for c in cells if c.kind == "markdown" and "{number}" in c.source]
    for number, cell in enumerate(numbered, 1):
        numbers[cell.id] = numbers[cell.owner or cell.id] = str(number)
    for cell in cells:
        if cell.kind == "markdown":
            yield replace(cell, source=_fill(cell, dict(counts), numbers))
        else:
            yield cell


def _fill(cell: _Cell, values: dict[str, str], numbers: Mapping[str, str]) -> str:
    values |= {} if cell.points is None else {"points": cell.points}
    values |= {"number": numbers[cell.id]} if cell.id in numbers else {}
    values |= {f"number:{name}": number for name, number in numbers.items()}

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in values:
            raise ExerciseError(
                f"{cell.block.where}: {found.group()} names no numbered section; known: "
                f"{', '.join(numbers)}"
            )
        return values[name]

    return _PLACEHOLDER.sub(value, cell.source)


def _word(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else str(count)


# --- The cells of a notebook, however it was made.


def check_cells(notebook: NotebookNode, folders: Sequence[Folder], path: Path) -> None:
    """Each exercise needs one solution cell and one locked grade cell with its points."""
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    for folder in folders:
        solution = cells.get(folder.function)
        grade = cells.get(score_cell(folder.function))
        if solution is None or not solution.metadata.nbgrader.solution:
            raise ExerciseError(f"{path}: no solution cell with the id {folder.function}")
        if grade is None or not grade.metadata.nbgrader.grade:
            raise ExerciseError(
                f"{path}: no locked grade cell with the id {score_cell(folder.function)}"
            )
        if float(grade.metadata.nbgrader.points) != folder.points:
            raise ExerciseError(
                f"{path}: {score_cell(folder.function)} gives {grade.metadata.nbgrader.points} "
                f"points, {folder.path.name}/exercise.toml {folder.points:g}"
            )


def name_stubs(notebook: NotebookNode, folders: Sequence[Folder]) -> None:
    """Let each stub name its function, so that an error says which one is not started."""
    names = {folder.function for folder in folders}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in names:
            stub = f'{STUB}("{name}: not started")'
            cell.source = re.sub(rf"{STUB}$", stub, cell.source, flags=re.MULTILINE)


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
