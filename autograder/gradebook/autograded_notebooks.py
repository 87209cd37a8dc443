"""The notebooks under `autograded/`: what formgrader and nbgrader's own feedback show.

They hold the student's cells with our results beside them, pasted pictures included, and nothing
that could act in the browser of the person who grades or load anything into it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from nbformat import NotebookNode

from autograder.bank.assignment_notebook import answer_of, score_cell
from autograder.course.directory import Course
from autograder.files import write_atomically
from autograder.ingest.notebook import Notebook, Unreadable
from autograder.ingest.official_cells import OfficialCell, recover_ids
from autograder.ingest.submissions import read_submission
from autograder.results import ExerciseResult, Submission, SubmissionResult
from autograder.sandbox import policy
from autograder.text import clean

# A link or its definition that leads elsewhere than to a web page, a place or a picture.
ODD_LINK = re.compile(
    r"\](?=[(:]\s*+<?+\s*+"
    r"(?!https?://|mailto:|\#|attachment:|data:image/(?:png|jpeg|gif);base64,))",
    re.IGNORECASE,
)
OWN_PICTURES = ("attachment:", "data:image/png;", "data:image/jpeg;", "data:image/gif;")
MAX_SCHEME = max(map(len, OWN_PICTURES))
# Kinds of pictures with what each file begins with. An SVG may hold a script, and is none of them.
PICTURES = {"image/png": b"\x89PNG\r\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
MAX_PICTURES, MAX_PICTURE_NAME = 100, 200
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}


def comment(exercise: ExerciseResult) -> str | None:
    """What nbgrader's feedback shows below an answer; None where all is right.

    nbgrader reads it as Markdown, so that text taken from a student's code is put in a code
    block, where nothing of it has a meaning.
    """
    if exercise.outcome == "passed":
        return None
    lines = [literal(exercise.message)]
    if exercise.evidence is not None:
        lines += [
            literal(f"called    {exercise.evidence.call}"),
            literal(f"returned  {exercise.evidence.got}"),
            literal(f"expected  {exercise.evidence.expected}"),
        ]
    return "\n".join(lines)


def literal(text: str) -> str:
    """Text as an indented code line of Markdown: shown as it is."""
    return "    " + " ".join(clean(text).split()).replace("<", "‹").replace(">", "›")


def official_cells(released: NotebookNode) -> dict[str, OfficialCell]:
    """The cells that a released notebook must hold, by their id, in their order."""
    return {
        cell.metadata.nbgrader.grade_id: OfficialCell(
            cell.cell_type,
            cell.source,
            bool(cell.metadata.nbgrader.get("locked")),
            json.loads(json.dumps(cell.metadata.nbgrader)),
        )
        for cell in released.cells
        if "nbgrader" in cell.metadata
    }


def write_autograded(
    course: Course,
    submission: Submission,
    result: SubmissionResult,
    official: Mapping[str, OfficialCell],
    handed_out: Collection[str] = (),
    name: str = "",
) -> bool:
    """Write the notebook that formgrader and nbgrader's feedback read.

    `name` is the notebook's, where it is not the assignment's.

    It holds the student's cells with the results as output of the placeholder cells. Cells
    that the gradebook knows and the student deleted are put back; second copies lose their id,
    and a cell that lost its own gets it back where its text or its place tells it.

    Returns False, and writes nothing, where the folder no longer holds what was graded: results
    are never put beside cells of another notebook.
    """
    raw = read_submission(submission)
    if result.content not in ("", raw.content_hash):
        return False
    try:
        notebook = raw.notebook(name)
    except Unreadable:
        notebook = Notebook((), {})
    folder = course.autograded / submission.student / submission.assignment
    text = json.dumps(autograded_notebook(notebook, result, official, handed_out))
    write_atomically(folder / f"{name or submission.assignment}.ipynb", text + "\n")
    if submission.timestamp:
        write_atomically(folder / "timestamp.txt", submission.timestamp)
    else:
        (folder / "timestamp.txt").unlink(missing_ok=True)
    return True


def changed_answers(
    course: Course,
    submission: Submission,
    result: SubmissionResult,
    official: Mapping[str, OfficialCell],
    cells: Collection[str],
    handed_out: Collection[str] = (),
    name: str = "",
) -> set[str]:
    """Of these scored cells those whose answer is not what formgrader has shown so far.

    An answer is its cell with the student's own cells around it; that of an exercise bears its
    name. Where it is not known what was shown, every answer may have changed. Nothing is written.
    """
    raw = read_submission(submission)
    if not cells or result.content not in ("", raw.content_hash):
        return set()
    try:
        notebook = raw.notebook(name)
    except Unreadable:
        notebook = Notebook((), {})
    now = autograded_notebook(notebook, result, official, handed_out)["cells"]
    folder = course.autograded / submission.student / submission.assignment
    try:
        text = (folder / f"{name or submission.assignment}.ipynb").read_text(encoding="utf-8")
        shown = json.loads(text)["cells"]
        return {
            cell
            for cell in cells
            if _answer(now, answer_of(cell)) != _answer(shown, answer_of(cell))
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return set(cells)


def _answer(cells: Sequence[Mapping[str, Any]], grade_id: str) -> list[Any]:
    """What a student wrote in a cell and in the own cells before and after it."""
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    if grade_id not in ids:
        return []
    first = last = ids.index(grade_id)
    while first and ids[first - 1] is None:
        first -= 1
    while last + 1 < len(ids) and ids[last + 1] is None:
        last += 1
    return [
        (cell["cell_type"], cell["source"], cell.get("attachments"))
        for cell in cells[first : last + 1]
    ]


def autograded_notebook(
    notebook: Notebook,
    result: SubmissionResult,
    official: Mapping[str, OfficialCell],
    handed_out: Collection[str] = (),
) -> dict[str, Any]:
    """The submitted notebook, repaired to nbgrader's needs, with results as outputs.

    `handed_out` are the texts of all cells of the released notebook.
    """
    notebook = recover_ids(notebook, official, handed_out).notebook
    exercises = {score_cell(e.function): e for e in result.exercises}
    cells: list[dict[str, Any]] = []
    # Of copied cells the last one counts, as it does when the notebook is run.
    last = {c.grade_id: i for i, c in enumerate(notebook.cells) if c.grade_id in official}
    for i, cell in enumerate(notebook.cells):
        grade_id = cell.grade_id if last.get(cell.grade_id) == i else None
        made = _as_v4(cell.kind, cell.source, len(cells), official.get(grade_id or ""))
        if made["cell_type"] != "code" and (pictures := pasted_pictures(cell.raw)):
            made["attachments"] = pictures
        cells.append(made)
    for grade_id, known in official.items():
        if grade_id not in last:
            position = _place(cells, list(official), grade_id)
            cells.insert(position, _as_v4(known.kind, known.source, len(cells), known))
    for made in cells:
        exercise = exercises.get(made["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if exercise is not None:
            made["outputs"] = [_output(exercise, result.isolation)]
    return {
        "cells": cells,
        "metadata": {"kernelspec": PYTHON},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def without_html(text: str) -> str:
    """Markdown in which tags, and links that could run a script, are text.

    formgrader shows a student's Markdown in the browser of whoever grades. A space is put where
    a tag or a link begins; a formula or a comparison means the same with it.
    """
    text = re.sub(r"<(?=[A-Za-z/!?])", "< ", text)
    return _without_pictures_from_elsewhere(ODD_LINK.sub("] ", text))


def _without_pictures_from_elsewhere(text: str) -> str:
    """Markdown in which a picture that is not part of the notebook is a link to it.

    To load it would tell its host who reads the notebook, and when.
    """
    parts = text.split("![")
    made = [parts[0]]
    for part in parts[1:]:
        target = part.partition("](")[2].lstrip(" <\t\n")[:MAX_SCHEME].lower()
        made.append(f"![{part}" if target.startswith(OWN_PICTURES) else f"! [{part}")
    return "".join(made)


def pasted_pictures(raw: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The pictures that were pasted into a cell: those that are what they say they are."""
    found: dict[str, dict[str, str]] = {}
    attachments = raw.get("attachments")
    if not isinstance(attachments, dict):
        return found
    for name, bundle in list(attachments.items())[:MAX_PICTURES]:
        for kind, beginning in PICTURES.items():
            data = bundle.get(kind) if isinstance(bundle, dict) else None
            if isinstance(data, list):
                data = "".join(part for part in data if isinstance(part, str))
            if not isinstance(data, str) or len(name) > MAX_PICTURE_NAME:
                continue
            try:
                content = base64.b64decode("".join(data.split()), validate=True)
            except ValueError:
                continue
            if content.startswith(beginning):
                found[name] = {kind: base64.b64encode(content).decode()}
                break
    return found


def _as_v4(kind: str, source: str, number: int, official: OfficialCell | None) -> dict[str, Any]:
    """A clean cell. Outputs of the student are left out: their HTML and scripts would run in
    the browser of whoever opens the notebook in formgrader."""
    metadata: dict[str, Any] = {}
    if official is not None:
        metadata["nbgrader"] = official.nbgrader
        kind = official.kind
    if official is not None and official.locked:
        source = official.source
    else:
        source = source.encode("utf-8", "replace").decode()  # half characters cannot be written
        source = source if kind == "code" else without_html(source)
    cell: dict[str, Any] = {
        "id": f"cell-{number}",
        "cell_type": kind,
        "metadata": metadata,
        "source": source,
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _place(cells: Sequence[Mapping[str, Any]], order: Sequence[str], grade_id: str) -> int:
    """Where a deleted cell belongs: after the nearest earlier one of its notebook."""
    earlier = set(order[: order.index(grade_id)])
    places = [
        i
        for i, cell in enumerate(cells)
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in earlier
    ]
    return places[-1] + 1 if places else 0


def _output(exercise: ExerciseResult, isolation: str) -> dict[str, Any]:
    passed = sum(t.outcome == "passed" for t in exercise.tests)
    first = f"{exercise.function}: {exercise.points:g} of {exercise.max_points:g} points"
    if exercise.tests:
        first += f", {passed} of {len(exercise.tests)} hidden tests passed"
    else:  # a cell of tests, which is one itself
        first += f", {exercise.outcome.replace('_', ' ')}"
    lines = [first, clean(exercise.message)]
    if isolation == "unsafe":
        lines.insert(0, policy.MODE_SAYS["unsafe"])
    lines += [f"  {t.outcome:<12} {t.sentence}" for t in exercise.tests]
    return {"output_type": "stream", "name": "stdout", "text": "\n".join(lines) + "\n"}
