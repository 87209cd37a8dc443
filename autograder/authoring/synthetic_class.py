"""A made class: submissions whose right outcome is known, and `truth.json` that states it.

It holds right, alternative, wrong and unstarted answers, and notebooks damaged in the ways that
real ones are. Every named wrong version occurs where the class is large enough.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.authoring.release import released_notebook
from autograder.bank.assignment_notebook import score_cell
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.bank.versions import Versions, load_versions
from autograder.errors import CourseError
from autograder.files import write_atomically

TIMESTAMP = "2026-02-0{day} 12:{minute:02d}:00 UTC"
LOOP = "while True:\n    pass\n"
FLOOD = "for line in range(200_000):\n    print('x' * 80)\n"


@dataclass(frozen=True)
class Answer:
    """An answer to one exercise and what it must get. `full` tells whether all points are due."""

    source: str | None
    outcome: str
    diagnosis: str | None = None
    full: bool = False


@dataclass(frozen=True)
class MadeClass:
    course: Path
    truth: Path
    students: int


class Answers:
    """The answers that exist to each exercise, and which wrong version comes next."""

    def __init__(self, folders: Sequence[Folder], reference: Reference) -> None:
        self._sources = {f.function: reference.source(f.function) for f in folders}
        self._versions = {f.function: load_versions(f, reference) for f in folders}
        self._next_wrong = dict.fromkeys(self._sources, 0)
        self._next_right = dict.fromkeys(self._sources, 0)

    def versions(self, folder: Folder) -> Versions:
        return self._versions[folder.function]

    def reference(self, folder: Folder) -> Answer:
        return Answer(self._sources[folder.function], "passed", full=True)

    def alternative(self, folder: Folder) -> Answer:
        versions = self._versions[folder.function].right
        if not versions:
            return self.reference(folder)
        version = versions[self._next_right[folder.function] % len(versions)]
        self._next_right[folder.function] += 1
        return Answer(version.source, "passed", full=True)

    def wrong(self, folder: Folder) -> Answer:
        versions = self._versions[folder.function].wrong
        if not versions:
            return self.unstarted(folder)
        version = versions[self._next_wrong[folder.function] % len(versions)]
        self._next_wrong[folder.function] += 1
        return Answer(version.source, "wrong", version.verdict)

    def unstarted(self, folder: Folder) -> Answer:
        return Answer(None, "not_started", "X1")


# The kinds of notebook whose cells are as they were released, whatever the answers are.
UNDAMAGED = ("right", "alternative", "mixed", "wrong", "unstarted")

Truth = dict[str, Answer]
Damage = Callable[[NotebookNode, Truth, Folder], NotebookNode | str]


def make_course(
    course: Path,
    assignments: Sequence[str],
    students: int,
    seed: int,
    *,
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
) -> MadeClass:
    """Write `submitted/` and `truth.json` under `course`, the same for the same seed.

    Raises CourseError where the course already holds submissions.
    """
    root = course.expanduser().resolve()
    if (root / "submitted").exists():
        raise CourseError(f"{root} already holds submissions; name an empty folder with --course")
    truth: dict[str, Any] = {}
    for assignment in assignments:
        truth[assignment] = _make_assignment(root, assignment, students, seed, suites, solutions)
    path = root / "truth.json"
    write_atomically(path, json.dumps(truth, indent=1) + "\n")
    return MadeClass(root, path, students)


def _make_assignment(
    root: Path, assignment: str, students: int, seed: int, suites: Path, solutions: Path
) -> dict[str, Any]:
    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    released = released_notebook(assignment, folders, reference)
    rng = random.Random(f"{seed} {assignment}")
    answers = Answers(folders, reference)
    damages = list(DAMAGES.items())
    truth: dict[str, Any] = {}
    for number in range(students):
        student = f"s{number + 1:04d}"
        kind = _kind(number)
        chosen = {f.function: _answer(kind, f, answers, rng) for f in folders}
        for folder in folders:
            if _calls_a_wrong_one(folder, chosen):
                chosen[folder.function] = answers.reference(folder)
        notebook: NotebookNode | str = fill(released, chosen)
        if kind == "damaged":
            kind, damage = damages[(number // len(KINDS)) % len(damages)]
            notebook = damage(notebook, chosen, rng.choice(list(folders)))  # type: ignore[arg-type]
        name = "my answers" if kind == "renamed file" else assignment
        handed_in = root / "submitted" / student / assignment
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        write_atomically(handed_in / f"{name}.ipynb", text)
        stamp = TIMESTAMP.format(day=1 + number % 9, minute=number % 60)
        write_atomically(handed_in / "timestamp.txt", stamp)
        truth[student] = {
            "kind": kind,
            "exercises": {
                name: {"outcome": a.outcome, "diagnosis": a.diagnosis, "full": a.full}
                for name, a in chosen.items()
            },
        }
    return truth


KINDS = (
    "right",
    "mixed",
    "alternative",
    "mixed",
    "wrong",
    "damaged",
    "mixed",
    "right",
    "unstarted",
    "wrong",
)


def _kind(number: int) -> str:
    return KINDS[number % len(KINDS)]


def _answer(kind: str, folder: Folder, answers: Answers, rng: random.Random) -> Answer:
    if kind == "mixed":
        kind = rng.choices(("right", "alternative", "wrong", "unstarted"), (4, 2, 3, 1))[0]
    make = {
        "alternative": answers.alternative,
        "wrong": answers.wrong,
        "unstarted": answers.unstarted,
    }.get(kind, answers.reference)
    return make(folder)


def _calls_a_wrong_one(folder: Folder, chosen: Truth) -> bool:
    """Is it wrong and calls an earlier function that is wrong as well? Two mistakes may cancel."""
    answer = chosen[folder.function]
    return answer.outcome == "wrong" and any(
        chosen[name].outcome == "wrong" and re.search(rf"\b{name}\(", answer.source or "")
        for name in folder.requires
        if name in chosen
    )


def fill(released: NotebookNode, answers: Truth) -> NotebookNode:
    """The released notebook with these answers in its solution cells."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        answer = answers.get(grade_id)
        if answer is not None and answer.source is not None:
            cell.source = answer.source
        elif grade_id.startswith("written-"):
            cell.source = "The run above shows it; see the numbers there."
    return notebook


def _cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def _copied_cell(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    """An earlier, wrong attempt stands above, with the same id."""
    cell = _cell(notebook, folder.function)
    earlier = copy.deepcopy(cell)
    earlier["id"] = f"copy-of-{folder.function}".replace("_", "-")
    earlier.source = f"def {folder.function}(*args, **kwargs):\n    return None\n"
    notebook.cells.insert(notebook.cells.index(cell), earlier)
    return notebook


def _deleted_cell(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    notebook.cells.remove(_cell(notebook, folder.function))
    truth[folder.function] = Answer(None, "not_found")
    return notebook


def _deleted_score_cell(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    notebook.cells.remove(_cell(notebook, score_cell(folder.function)))
    return notebook


def _renamed_function(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    cell = _cell(notebook, folder.function)
    cell.source = re.sub(rf"\bdef {folder.function}\b", f"def my_{folder.function}", cell.source)
    truth[folder.function] = Answer(None, "not_found")
    return notebook


def _syntax_error(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    cell = _cell(notebook, folder.function)
    cell.source = cell.source.replace("):", ")", 1)
    truth[folder.function] = Answer(None, "not_found")
    return notebook


def _endless_function(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    cell = _cell(notebook, folder.function)
    body = "".join(f"    {line}\n" for line in LOOP.splitlines())
    signature = cell.source[: cell.source.index("):") + 2]
    cell.source = f"{signature}\n{body}"
    truth[folder.function] = Answer(None, "time_limit")
    return notebook


def _endless_cell(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    notebook.cells.insert(3, new_code_cell(LOOP, id="endless"))
    return notebook


def _output_flood(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    notebook.cells.insert(3, new_code_cell(FLOOD, id="flood"))
    return notebook


def _no_metadata(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    return notebook


def _old_format(notebook: NotebookNode, truth: Truth, folder: Folder) -> str:
    cells = [
        {
            "cell_type": "code",
            "input": c.source,
            "outputs": [],
            "language": "python",
            "metadata": {},
        }
        if c.cell_type == "code"
        else {"cell_type": "markdown", "source": c.source, "metadata": {}}
        for c in notebook.cells
    ]
    return json.dumps(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    )


def _cut_file(notebook: NotebookNode, truth: Truth, folder: Folder) -> str:
    truth.update(dict.fromkeys(truth, Answer(None, "not_found")))
    text = nbformat.writes(notebook)
    return text[: len(text) // 2]


def _unchanged(notebook: NotebookNode, truth: Truth, folder: Folder) -> NotebookNode:
    return notebook


DAMAGES: dict[str, Damage] = {
    "copied cell": _copied_cell,
    "deleted cell": _deleted_cell,
    "renamed function": _renamed_function,
    "syntax error": _syntax_error,
    "endless function": _endless_function,
    "output flood": _output_flood,
    "deleted score cell": _deleted_score_cell,
    "no metadata": _no_metadata,
    "old format": _old_format,
    "cut file": _cut_file,
    "endless cell": _endless_cell,
    "renamed file": _unchanged,
}
