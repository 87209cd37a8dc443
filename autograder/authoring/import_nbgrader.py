"""`autograder import-nbgrader`: an assignment of nbgrader as drafts in the course's own form.

The instructor's notebooks become one solution notebook, each function that students write an
exercise with its folder, and each cell of tests a draft of a hidden test. What cannot be a test of
a suite is listed with its points and the reason. The drafts are tried on the notebook's own
solution before anything is written.
"""

from __future__ import annotations

import ast
import copy
import io
import json
import re
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.authoring.assertion_drafts import (
    MAX_INPUTS,
    Draft,
    Function,
    Input,
    NotCarried,
    Surroundings,
    draft,
    inputs_of,
    statement_text,
)
from autograder.authoring.notebook_statements import Imports, Statement, free, stored
from autograder.bank.assertion_cells import (
    BEGIN_HIDDEN,
    CellAssignment,
    TestCell,
    is_test_cell,
    nbgrader_metadata,
    read_cell_assignment,
)
from autograder.bank.assignment_notebook import (
    BEGIN,
    END,
    NOTEBOOK_METADATA,
    SCORE_TEXT,
    score_cell,
)
from autograder.bank.errors import ExerciseError
from autograder.bank.older_notebooks import without_nose
from autograder.files import write_atomically
from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import Cell, Notebook
from autograder.results import Submission
from autograder.sandbox import SandboxError

SCHEMA = 3  # of nbgrader's metadata
UNWRITTEN = (ast.Pass, ast.Raise)
NOTEBOOK_VALUE = re.compile(r"[\w., ]+=\s*[%!]")
MAX_NAMED = 5  # files
BESIDE = "put it beside the notebook that students get"
BEGINS, ENDS = "BEGIN SOLUTION", "END SOLUTION"  # as nbgrader looks for them
MARKS = (BEGINS, BEGIN_HIDDEN)
ALMOST_A_MARK = re.compile(r"#+[ \t]*begin[\s_-]+(solution|hidden)", re.I)


@dataclass(frozen=True)
class Lost:
    """A cell of tests that could not be carried: its id, its points, and why."""

    name: str
    points: float
    reason: str


@dataclass(frozen=True)
class Exercise:
    """A function with the drafts of its tests, and inputs to show and to keep."""

    function: Function
    title: str
    drafts: tuple[Draft, ...]
    visible: tuple[Input, ...]
    hidden: tuple[Input, ...]

    @property
    def points(self) -> float:
        return round(sum(one.cell.points for one in self.drafts), 4)


@dataclass(frozen=True)
class Imported:
    """What an import makes: files by path, below the folders of suites and of solutions."""

    name: str
    notebooks: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    lost: tuple[Lost, ...]
    by_hand: float
    notes: tuple[str, ...]
    suites: Mapping[str, str] = field(repr=False)
    solutions: Mapping[str, str] = field(repr=False)

    @property
    def after(self) -> float:
        """The points that the assignment has then."""
        return round(sum(one.points for one in self.exercises) + self.by_hand, 4)

    @property
    def before(self) -> float:
        """The points that it has in nbgrader."""
        return round(self.after + sum(one.points for one in self.lost), 4)


def import_assignment(
    source: Path, suites: Path, solutions: Path, name: str | None = None
) -> Imported:
    """Read an assignment of nbgrader and make its drafts; nothing is written.

    Raises ExerciseError, with what to do, for a folder that is no such assignment, one without a
    function that can be carried, or a place where there is something already.
    """
    given = _folder(source)
    if name is None:
        name = re.sub(r"\W", "_", given.resolve().name.lower())
    if not name.isidentifier() or name != name.lower():
        raise ExerciseError(
            f"{name!r} is not a Python name in lower case; give the assignment another: --as NAME"
        )
    for place in (suites / name, solutions / name):
        if place.exists():
            raise ExerciseError(
                f"{place} exists already; nothing was written. Move it away, or give the imported "
                "assignment another name: --as NAME"
            )
    assignment, renamed = _with_ids_of_its_own(read_cell_assignment(given))
    _refuse_unknown(assignment)
    made = _imported(assignment, name, frozenset())
    failed, notes = _tried(made)
    if failed:
        made = _imported(assignment, name, failed)
    return replace(made, notes=(*made.notes, *renamed, *notes))


def write_import(made: Imported, suites: Path, solutions: Path) -> list[Path]:
    """Write what was made; returns the paths."""
    files = {suites / made.name / path: text for path, text in made.suites.items()}
    files |= {solutions / made.name / path: text for path, text in made.solutions.items()}
    for path, text in files.items():
        write_atomically(path, text, public=True)
    return list(files)


def _folder(source: Path) -> Path:
    if source.suffix == ".ipynb":
        raise ExerciseError(f"{source} is a notebook; name the folder of its assignment")
    if not source.is_dir():
        raise ExerciseError(f"{source} is not a folder; name the one of an assignment")
    if not any(source.glob("*.ipynb")):
        inside = sorted({p.parent for p in source.glob("*/*.ipynb")})
        inside = inside or sorted({p.parent for p in source.glob("source/*/*.ipynb")})
        if inside:
            known = ", ".join(str(one) for one in inside[:5])
            raise ExerciseError(f"{source} holds no notebook; name one assignment of it: {known}")
    return source


def _refuse_unknown(assignment: CellAssignment) -> None:
    for name, notebook in assignment.notebooks.items():
        path = assignment.path / f"{name}.ipynb"
        kernel = notebook.metadata.get("kernelspec")
        language = kernel.get("language", "python") if isinstance(kernel, dict) else "python"
        if language != "python":
            raise ExerciseError(f"{path} is a notebook of {language}; only Python can be graded")
        for cell in notebook.cells:
            about = nbgrader_metadata(cell)
            if about and about.get("schema_version") != SCHEMA:
                raise ExerciseError(
                    f"{path}: {cell.grade_id} is of a newer version of nbgrader than is known here"
                )


def _with_ids_of_its_own(assignment: CellAssignment) -> tuple[CellAssignment, list[str]]:
    """The assignment without an id in two notebooks, since all become one; and a note of it."""
    seen: set[str] = set()
    notebooks: dict[str, Notebook] = {}
    changed: list[str] = []
    for number, (name, notebook) in enumerate(assignment.notebooks.items(), 1):
        cells = []
        for cell in notebook.cells:
            own = cell.grade_id
            if own is not None and own in seen:
                changed.append(own)
                cell = _with_id(cell, f"{own}-{number}")
            cells.append(cell)
        seen |= {cell.grade_id for cell in notebook.cells if cell.grade_id is not None}
        notebooks[name] = replace(notebook, cells=tuple(cells))
    ids = ", ".join(dict.fromkeys(changed))
    notes = [f"ids that stand in several notebooks got a number: {ids}"] if changed else []
    return replace(assignment, notebooks=notebooks), notes


def _with_id(cell: Cell, grade_id: str) -> Cell:
    metadata = {**cell.raw["metadata"]}
    metadata["nbgrader"] = {**metadata["nbgrader"], "grade_id": grade_id}
    return replace(cell, grade_id=grade_id, raw={**cell.raw, "metadata": metadata})


# What the notebooks hold.


def _is_answer(cell: Cell) -> bool:
    """Do students write this cell, and does no person grade it?"""
    about = nbgrader_metadata(cell)
    return cell.kind == "code" and bool(about.get("solution")) and not about.get("grade")


def _statements(cell: Cell) -> list[ast.stmt]:
    try:
        return ast.parse(without_nose(plain_python(cell.source))).body
    except SyntaxError:
        return []


def plain_python(source: str) -> str:
    """The cell with magics, help and commands of the shell as comments, where it has any."""
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        whole = source.lstrip().startswith("%%")
        return "\n".join(
            f"# {line}" if whole or is_notebook_syntax(line) else line
            for line in source.split("\n")
        )


def is_notebook_syntax(line: str) -> bool:
    """Is it `%magic`, `!command`, `?name`, `name?` or `name = !command`?"""
    text = line.strip()
    asks = text.endswith("?") and not text.startswith("#")
    return asks or text.startswith(("%", "!", "?")) or bool(NOTEBOOK_VALUE.match(text))


def surroundings(assignment: CellAssignment) -> tuple[Surroundings, list[str]]:
    """What the cells of tests find in the notebooks, and notes on what was left out of it."""
    functions: dict[str, Function] = {}
    answers: dict[str, str] = {}
    statements: dict[str, list[Statement]] = {}
    places: dict[str, int] = {}
    notes: list[str] = []
    order = 0
    for name, notebook in assignment.notebooks.items():
        own: list[Statement] = []
        statements[name] = own
        for cell in notebook.cells:
            if cell.kind != "code":
                continue
            if is_test_cell(cell) and cell.grade_id is not None:
                places[cell.grade_id] = len(own)
            solution = bool(nbgrader_metadata(cell).get("solution"))
            for node in _statements(cell):
                order += 1
                if not solution or isinstance(node, Imports):
                    own.append(Statement(node, order))
                elif isinstance(node, ast.FunctionDef) and _is_answer(cell):
                    if node.name in functions or cell.grade_id is None:
                        notes.append(f"{node.name} is defined twice; the first definition counts")
                    else:
                        functions[node.name] = Function(node.name, node, cell.grade_id)
                else:
                    own.append(Statement(node, order, of_student=True))
                    answers |= dict.fromkeys(own[-1].touched | stored(node), _kind(node))
    for made in functions:
        answers.pop(made, None)
    modules = {p.removesuffix(".py") for p in assignment.data if p.endswith(".py") and "/" not in p}
    packages = {p.split("/")[0] for p in assignment.data if p.endswith(".py") and "/" in p}
    around = Surroundings(functions, answers, statements, places, frozenset(modules | packages))
    return around, notes


def _kind(node: ast.stmt) -> str:
    """What a statement of a student's makes that is no function to be graded by tests."""
    if isinstance(node, ast.ClassDef):
        return "class"
    return "by hand" if isinstance(node, ast.FunctionDef) else "value"


# From cells to exercises.


def _imported(assignment: CellAssignment, name: str, failed: frozenset[str]) -> Imported:
    """The import without the cells of tests that `failed` names."""
    around, notes = surroundings(assignment)
    lost: list[Lost] = []
    drafts: dict[str, list[Draft]] = {}
    for cell in assignment.tests:
        try:
            if cell.grade_id in failed:
                raise NotCarried(
                    "its draft fails on the solution that stands in the notebook; functions of a "
                    "suite take and return numbers, texts, lists and arrays of numbers"
                )
            made = draft(cell, around)
            _refuse_shared_cell(made, drafts, around)
            drafts.setdefault(made.function, []).append(made)
        except NotCarried as refused:
            lost.append(Lost(cell.grade_id, cell.points, str(refused)))
    exercises: list[Exercise] = []
    for function, own in drafts.items():
        found = _exercise(assignment, around, around.functions[function], own, drafts)
        if found is None:
            reason = (
                f"no call of `{function}` has arguments that can be read off; write one, such as "
                f"{function}(2), into a cell that students see"
            )
            lost += [Lost(one.cell.grade_id, one.cell.points, reason) for one in own]
        else:
            exercises.append(found)
            notes += _notes_on(found)
    if not exercises:
        why = "; ".join(f"{one.name} {one.reason}" for one in lost[:3])
        raise ExerciseError(
            f"{assignment.path}: no cell of tests can be carried ({why}). `autograder grade` "
            "grades it as it is, with its cells of tests"
        )
    cells, by_hand = _cells(assignment, exercises)
    order = {name: i for i, name in enumerate(around.functions)}
    exercises.sort(key=lambda one: order[one.function.name])
    if len(assignment.notebooks) > 1:
        notes.append(f"{_listed(assignment.notebooks)} became one notebook, {name}.ipynb")
    changed = [
        line.strip()
        for notebook in assignment.notebooks.values()
        for cell in notebook.code_cells
        if not is_test_cell(cell) and plain_python(cell.source) != cell.source
        for line in cell.source.split("\n")
        if is_notebook_syntax(line)
    ]
    notes += [f"`{line}` became a comment: a solution is plain Python" for line in changed]
    if any("nose" in c.source for n in assignment.notebooks.values() for c in n.code_cells):
        notes.append("`nose.tools` became the methods of unittest.TestCase: nose is no longer made")
    notes += _notes_on_data(assignment.data)
    notes += _notes_on_marks(assignment)
    suites: dict[str, str] = {}
    for one in exercises:
        suites |= _exercise_files(one, exercises, around)
    lost_files = _not_carried(lost, {cell.grade_id: cell for cell in assignment.tests})
    return Imported(
        name=name,
        notebooks=tuple(assignment.notebooks),
        exercises=tuple(exercises),
        lost=tuple(lost),
        by_hand=by_hand,
        notes=tuple(dict.fromkeys(notes)),
        suites=suites | lost_files,
        solutions={f"{name}.ipynb": _notebook_text(cells)},
    )


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _notes_on_data(paths: Iterable[str]) -> list[str]:
    """Files that have to be handed out with the notebook; a folder of many is named once."""
    of: dict[str, list[str]] = {}
    for path in paths:
        of.setdefault(path.rpartition("/")[0], []).append(path)
    notes = []
    for folder, files in of.items():
        if len(files) > MAX_NAMED and folder:
            notes.append(f"{folder}/ with {len(files)} files is not copied: {BESIDE}")
        else:
            notes += [f"{path} is not copied: {BESIDE}" for path in files]
    return notes


def _notes_on_marks(assignment: CellAssignment) -> list[str]:
    """Lines that look like marks and are none for nbgrader, which shows students what they hide."""
    lines = [
        line.strip()
        for notebook in assignment.notebooks.values()
        for cell in notebook.code_cells
        for line in cell.source.split("\n")
    ]
    return [
        f"`{line}` is no mark of nbgrader, so students see what stands below it"
        for line in dict.fromkeys(lines)
        if ALMOST_A_MARK.match(line) and not any(mark in line for mark in MARKS)
    ]


def _refuse_shared_cell(
    made: Draft, drafts: Mapping[str, Sequence[Draft]], around: Surroundings
) -> None:
    """An exercise has a solution cell of its own; a second function of one cell can have none."""
    home = around.functions[made.function].grade_id
    others = [name for name in drafts if around.functions[name].grade_id == home]
    if others and others[0] != made.function:
        raise NotCarried(
            f"`{made.function}` is defined in one cell with `{others[0]}`; give it its own"
        )


def _exercise(
    assignment: CellAssignment,
    around: Surroundings,
    function: Function,
    drafts: Sequence[Draft],
    all_drafts: Mapping[str, Sequence[Draft]],
) -> Exercise | None:
    """None where no call can be an input."""
    every = [one for own in all_drafts.values() for one in own]
    shown = [i for one in every for i in one.visible if i.function == function.name]
    for name, notebook in assignment.notebooks.items():
        for cell in notebook.code_cells:
            if not is_test_cell(cell) and not nbgrader_metadata(cell).get("solution"):
                found = inputs_of(cell.source, around.statements[name], around)
                shown += [i for i in found if i.function == function.name]
    kept = [i for one in every for i in one.hidden if i.function == function.name]
    shown = _of_one_setup(dict.fromkeys(shown))[:MAX_INPUTS]
    kept = _of_one_setup(one for one in dict.fromkeys(kept) if one not in shown)[:MAX_INPUTS]
    if not shown:
        return None
    if not kept:  # the last one goes there, and stays here where it is the only one
        shown, kept = shown[:-1] or shown, shown[-1:]
    return Exercise(
        function,
        _title(assignment, function),
        tuple(_named_apart(drafts)),
        tuple(shown),
        tuple(kept),
    )


def _of_one_setup(inputs: Iterable[Input]) -> list[Input]:
    """Those that can stand in one function: names cannot be made in two ways there."""
    found: list[Input] = []
    setup: tuple[str, ...] = ()
    for one in inputs:
        if not one.setup or not setup or one.setup == setup:
            setup = setup or one.setup
            found.append(one)
    return found


def _named_apart(drafts: Sequence[Draft]) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    for one in drafts:
        count = seen[one.name] = seen.get(one.name, 0) + 1
        yield one if count == 1 else replace(one, name=f"{one.name}_{count}")


def _title(assignment: CellAssignment, function: Function) -> str:
    """The heading above the cell, without points; else the function's name."""
    for notebook in assignment.notebooks.values():
        heading = ""
        for cell in notebook.cells:
            if cell.kind == "markdown":
                lines = [line for line in cell.source.splitlines() if line.startswith("#")]
                heading = lines[-1].strip("# ") if lines else heading
            if cell.grade_id == function.grade_id and heading:
                title = re.sub(
                    r"\s*[(\[][\d.,]+ *(points?|pts?|marks?)\.?[)\]]", "", heading, flags=re.I
                )
                return title or function.name
    return function.name.replace("_", " ").capitalize()


def _notes_on(exercise: Exercise) -> Iterator[str]:
    function = exercise.function
    body = [s for s in function.definition.body if not _is_text(s)]
    if all(isinstance(s, UNWRITTEN) for s in body):
        yield f"{function.name} has no solution in the notebook; write it, since tests need it"
    if not any(one.hidden for one in exercise.drafts):
        yield f"no cell hides an input of {function.name}; draw those of its probes.py with rng"


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


# The notebook.


def _cells(
    assignment: CellAssignment, exercises: Sequence[Exercise]
) -> tuple[list[dict[str, Any]], float]:
    """The cells of the solution notebook, and the points that a person gives."""
    homes = {one.function.grade_id: one for one in exercises}
    names = {one.function.name for one in exercises}
    after = _last_cells(exercises)
    made: list[dict[str, Any]] = []
    by_hand = 0.0
    for notebook in assignment.notebooks.values():
        for cell in notebook.cells:
            about = nbgrader_metadata(cell)
            if not is_test_cell(cell):
                one = copy.deepcopy(dict(cell.raw))
                one["source"] = _solution_text(cell)
                if cell.grade_id in homes and _is_answer(cell):
                    home = homes[cell.grade_id]
                    one["metadata"]["nbgrader"]["grade_id"] = home.function.name
                    one["source"] = _marked(one["source"], home.function)
                elif cell.grade_id in names:
                    one["metadata"]["nbgrader"]["grade_id"] = f"{cell.grade_id}-cell"
                if (about.get("grade") and about.get("solution")) or about.get("task"):
                    points = about.get("points", 0)
                    by_hand += float(points) if isinstance(points, int | float) else 0.0
                made.append(one)
            made += [_score(one) for one in after.get(cell.grade_id or "", ())]
    for number, one in enumerate(made, 1):
        one["id"] = f"cell-{number}"
        if one["cell_type"] == "code":
            one |= {"outputs": [], "execution_count": None}
    return made, round(by_hand, 4)


def _solution_text(cell: Cell) -> str:
    """Its text as plain Python, with marks as they are written here."""
    if cell.kind != "code":
        return cell.source
    text = without_nose(plain_python(cell.source))
    for mark, own in ((BEGINS, BEGIN), (ENDS, END)):
        text = re.sub(rf"^([ \t]*).*{mark}.*$", rf"\1{own}", text, flags=re.M)
    return text


def _last_cells(exercises: Sequence[Exercise]) -> dict[str, list[Exercise]]:
    """By the id of the cell behind which the points of an exercise stand."""
    found: dict[str, list[Exercise]] = {}
    for one in exercises:
        found.setdefault(one.drafts[-1].cell.grade_id, []).append(one)
    return found


def _score(exercise: Exercise) -> dict[str, Any]:
    about: dict[str, Any] = {"grade": True, "solution": False, "locked": True, "task": False}
    about |= {"grade_id": score_cell(exercise.function.name), "points": _number(exercise.points)}
    return {
        "cell_type": "code",
        "source": SCORE_TEXT.format(function=exercise.function.name),
        "metadata": {"nbgrader": {**about, "schema_version": SCHEMA}},
    }


def _marked(source: str, function: Function) -> str:
    """With marks around the solution: without any, nbgrader takes away the `def` as well."""
    if BEGIN in source:
        return source
    body = function.definition.body
    first = body[1] if len(body) > 1 and _is_text(body[0]) else body[0]
    lines = source.split("\n")
    start, end = first.lineno - 1, function.definition.end_lineno or len(lines)
    if start < function.definition.lineno:  # all of it stands in one line
        return source
    blank = " " * first.col_offset
    return "\n".join([*lines[:start], blank + BEGIN, *lines[start:end], blank + END, *lines[end:]])


def _notebook_text(cells: Sequence[Mapping[str, Any]]) -> str:
    notebook = {"cells": cells, "metadata": NOTEBOOK_METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


# The files of an exercise.


def _exercise_files(
    exercise: Exercise, exercises: Sequence[Exercise], around: Surroundings
) -> dict[str, str]:
    name = exercise.function.name
    files = {
        "exercise.toml": _settings(exercise, exercises),
        "probes.py": _probes(exercise),
        f"test_{name}.py": _tests(exercise, around),
        "versions.py": f'"""Versions of `{name}`. TODO: name mistakes, and other right ways."""\n',
    }
    return {f"{name}/{path}": text for path, text in files.items()}


def _settings(exercise: Exercise, exercises: Sequence[Exercise]) -> str:
    name = exercise.function.name
    known = [one.function.name for one in exercises]
    called = {n.id for n in ast.walk(exercise.function.definition) if isinstance(n, ast.Name)}
    requires = [one for one in known[: known.index(name)] if one in called]
    lines = {
        "title": exercise.title,
        "points": _number(exercise.points),
        "section": "",
        "topics": [],
        "requires": requires,
        "returns": _returned(exercise.function.definition),
        "hints": [
            "TODO: where to look.",
            "TODO: the formula, with blanks (…).",
            "TODO: a worked case on other numbers.",
        ],
    }
    return "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in lines.items())


def _number(points: float) -> float:
    return int(points) if points == int(points) else points


def _returned(definition: ast.FunctionDef) -> list[str]:
    """Names of the returned values: those that stand behind `return`, if all of them are names."""
    found = [n.value for n in ast.walk(definition) if isinstance(n, ast.Return)]
    sizes = {len(v.elts) if isinstance(v, ast.Tuple) else 1 for v in found}
    last = found[-1] if found else None
    if len(sizes) != 1 or not isinstance(last, ast.Tuple) or len(last.elts) < 2:
        return [definition.name]
    names = [one.id for one in last.elts if isinstance(one, ast.Name)]
    if len(set(names)) == len(last.elts):
        return names
    return [f"value {number}" for number in range(1, len(last.elts) + 1)]


def _probes(exercise: Exercise) -> str:
    inputs = (*exercise.visible, *exercise.hidden)
    imports = sorted({text for one in inputs for text in one.imports})
    head = [
        f'"""Inputs for `{exercise.function.name}`, from the calls in the notebook.',
        "",
        "TODO: inputs that tell mistakes apart; draw the hidden ones with rng.",
        '"""',
        "",
        *imports,
        *([""] if imports else []),
        "from handbook.check.exercise_data import Probe",
    ]
    for define, probes in (
        ("visible()", exercise.visible),
        ("hidden(rng)", exercise.hidden),
    ):
        lines = [f"        {one.text}," for one in probes]
        setup = next((one.setup for one in probes if one.setup), ())
        made = [textwrap.indent(text, "    ") for text in setup]
        head += ["", "", f"def {define}:", *made, "    return [", *lines, "    ]"]
    return "\n".join(head) + "\n"


def _tests(exercise: Exercise, around: Surroundings) -> str:
    inside = _within_tests(exercise.drafts)
    every = {one.order: one for draft in exercise.drafts for one in draft.needs}
    statements = [every[order] for order in sorted(every)]
    imports = [one.node for one in statements if one.is_import]
    others = [one.node for one in statements if not one.is_import and one.order not in inside]
    # Two names can be of one statement.
    imported = list(dict.fromkeys(map(statement_text, imports)))
    head = [
        f'"""Hidden tests of `{exercise.function.name}`, drafted from the cells of a notebook.',
        "",
        "TODO: each test is a sentence, and draws its inputs.",
        '"""',
        "",
        *imported,
        *([""] if imported else []),
        "from autograder.bank.groups import fixed",
        "",
    ]
    parts = ["\n".join(head)]
    parts += [text + "\n" for text in dict.fromkeys(map(statement_text, others))]
    for one in exercise.drafts:
        parts.append(one.text([each for each in one.needs if each.order in inside]))
    return "\n\n".join(parts)


def _within_tests(drafts: Sequence[Draft]) -> set[int]:
    """The statements that stand in each test, not once for all of them.

    These are the ones whose names are made in several steps, or changed in a test, and all that is
    made of them.
    """
    every = {one.order: one for draft in drafts for one in draft.needs if not one.is_import}
    count = Counter(name for one in every.values() for name in one.touched)
    moving = {name for name, number in count.items() if number > 1}
    moving |= {name for draft in drafts for name in draft.changes}
    inside: set[int] = set()
    while True:
        more = {
            order
            for order, one in every.items()
            if order not in inside and moving & (one.touched | free(one.node))
        }
        if not more:
            return inside
        inside |= more
        moving |= {name for order in more for name in every[order].touched}


def _not_carried(lost: Sequence[Lost], cells: Mapping[str, TestCell]) -> dict[str, str]:
    """The cells that were not carried, as they stand, with the reason."""
    if not lost:
        return {}
    parts = ["# Cells of tests that are not in the suites"]
    for one in lost:
        fence = "`" * 4
        text = cells[one.name].source.strip("\n")
        parts.append(f"## {one.name} ({one.points:g} points)\n\n{one.reason}\n")
        parts[-1] += f"\n{fence}python\n{text}\n{fence}"
    return {"not-carried.md": "\n\n".join(parts) + "\n"}


# The trial.


def _tried(made: Imported) -> tuple[frozenset[str], list[str]]:
    """Grade the notebook's own solution with the drafts, in a folder that is thrown away.

    Returns the ids of the cells whose draft it does not pass, and notes on the rest.
    """
    written = [e for e in made.exercises if not any("no solution" in n for n in _notes_on(e))]
    if not written:
        return frozenset(), ["the drafts were not tried, since the notebook has no solutions"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        suites, solutions = root / "suites", root / "solutions"
        write_import(made, suites, solutions)
        plan = Plan(made.name, "trial", suites=suites, solutions=solutions)
        try:
            # What the cells print is not for whoever imports them.
            with redirect_stdout(io.StringIO()), Grader(plan) as grader:
                submission = Submission("solution", made.name, solutions / made.name)
                results = {e.function: e for e in grader.grade(submission).exercises}
        except SandboxError:
            raise
        except Exception as error:  # the notebook's own imports and definitions run in it
            reason = str(error).replace(f"{root}/", "")
            raise ExerciseError(
                f"the drafts could not be tried, and nothing was written: {type(error).__name__}: "
                f"{reason}. The imports and definitions of {', '.join(made.notebooks)} have to "
                "work where the grader runs"
            ) from error
    failed: set[str] = set()
    notes: list[str] = []
    for exercise in written:
        result = results[exercise.function.name]
        if result.outcome == "passed":
            continue
        drafts = {one.name: one.cell.grade_id for one in exercise.drafts}
        wrong = [test.name for test in result.tests if test.outcome != "passed"]
        failed |= {drafts[name] for name in wrong if name in drafts}
        rest = [name for name in wrong if name not in drafts]
        if failed >= set(drafts.values()):  # nothing of it is left
            continue
        if rest or not wrong:
            what = f"“{rest[0]}”" if rest else f"{result.outcome} ({result.message})"
            notes.append(
                f"the solution of {exercise.function.name} falls short of {what}; "
                "change it, or see the guide on what a function must be"
            )
    return frozenset(failed), notes
