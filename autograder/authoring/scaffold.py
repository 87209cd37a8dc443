"""`autograder new`: the files of a new exercise, from templates or like another exercise.

What must be written is marked TODO; the audit reports marks that are left. The templates are an
exercise that works, so that each step from there can be audited.
"""

from __future__ import annotations

import re
from pathlib import Path

from autograder.bank.assignment_notebook import INDEX, index_of, read_blocks
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.files import write_atomically

# FUNCTION, TITLE and SLUG stand for the exercise's own.
TEMPLATES = {
    "exercise.toml": """\
title = "TODO: TITLE"
section = "TODO-label-of-the-section-in-the-book"
topics = ["TODO-id-in-topics.yml"]
requires = []
returns = ["y"]
# TODO: halves, by group of tests: value, state, edges, side_effects. Points stand nowhere else.
points = { value = 2.5, edges = 1, side_effects = 0.5 }
hints = [
    "TODO: where to look.",
    "TODO: the formula, with blanks (…).",
    "TODO: a worked case on other numbers.",
]

# TODO: what the function must take; `numbers = true` where plain numbers will do. Inputs and tests
# are made of this and of `draw` in probes.py.
[contract]
whole_numbers = ["x"]
axes = [2]
one_entry = true

# TODO: which standard mistakes fit: ascent, swapped, stale, in_place.
[wrong]
in_place = ["x"]
""",
    "probes.py": '''\
"""Inputs for `FUNCTION`. TODO: what makes these tell mistakes apart?

All dimensions different; nothing zero or constant that need not be; every special case once. Each
wrong version must differ from the others on the visible inputs.
"""

import numpy as np

from handbook.check.exercise_data import Probe


def draw(rng, shape):
    """The arguments of one call; the inputs of [contract] are made of it."""
    return {"x": rng.normal(size=shape), "factor": rng.uniform(1.5, 3.0)}


def visible():
    return [
        Probe({"x": np.array([1.0, -2.0, 0.5]), "factor": 3.0}, label="TODO: three numbers"),
    ]


def hidden(rng):
    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)))]
''',
    "test_FUNCTION.py": '''\
"""Hidden tests of `FUNCTION`. TODO: values from outside (`golden`), properties, limits.

Inputs, types and side effects are tested without being written down. Each test here is a sentence.
Fixtures: student, golden, rng, close.
"""

from autograder.bank.groups import group


def test_three_times_the_factor_gives_three_times_the_result(student, rng, close):
    x = rng.normal(size=5)
    once, thrice = student.FUNCTION.each([x, 0.5], [x, 1.5])
    close(thrice, 3 * once)


@group("edges")
def test_a_factor_of_one_leaves_the_input_as_it_is(student, rng, close):
    x = rng.normal(size=3)
    close(student.FUNCTION(x, 1.0), x)
''',
    "versions.py": '''\
"""Versions of `FUNCTION`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "sum",
    "factor * x",
    "factor + x",
    message="TODO: the factor is added",
    look_at="TODO: how x and the factor are combined",
)

edited(
    "square",
    "factor * x",
    "factor**2 * x",
    message="TODO: the factor is squared",
    look_at="TODO: the power of the factor",
)


# TODO: at least three other ways that a student may go; all get full points.
@right("loop", message="one number after the other")
def FUNCTION(x, factor):
    flat = [factor * float(value) for value in np.ravel(x)]
    return np.reshape(flat, np.shape(x))


@right("numpy", message="NumPy's function in place of the operator")
def FUNCTION(x, factor):
    return np.multiply(x, factor)


@right("quotient", message="divides by the inverse")
def FUNCTION(x, factor):
    return x / (1 / factor)
''',
}
TEXT = '''\
## {number} · TODO: TITLE

TODO: the formula and what is easily lost in it. The shapes of the arguments. What is returned.

**Predict first.** TODO: a question whose answer can turn out wrong.

```python
def FUNCTION(x, factor):
    """TODO: one line.

    x: (N,), numbers; factor: a number.
    Returns y: (N,).
    """
    ### BEGIN SOLUTION
    return factor * x
    ### END SOLUTION
```

**Try it.** TODO: what does this experiment show?

```python experiment-SLUG
print(FUNCTION(np.array([1.0, 2.0]), 3.0))
```
'''
INDEX_TEXT = """\
# TITLE

TODO: what the assignment is about. Functions: {functions}, for {points} points.

```python imports
import numpy as np

from handbook.check import check
```

:::{exercises}
:::

## Where things stand

A function that passes here passes its visible checks; the hidden tests run when the notebook is
graded.

```python progress
check.progress()
```
"""
NEXT = (
    "Next: write what is marked TODO, then run `autograder audit {function}` and "
    "`autograder release {assignment}`."
)
NEXT_BY_HAND = (
    "Next: {notebook} is made by hand, since there is no index.md beside it. Add a solution cell "
    "with the id {function} and a locked grade cell {function}-score with the points of "
    "exercise.toml; write what is marked TODO, then run `autograder audit {function}`."
)


def new_exercise(
    assignment: str,
    function: str,
    *,
    like: str | None = None,
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
) -> list[Path | str]:
    """Write the files of an exercise; returns their paths and what to do next.

    `like` names an exercise of the assignment to copy. A text that is there already stays as it
    is. Raises ExerciseError, before anything is written, for a name that is not a Python name, a
    folder that exists or an exercise that does not.
    """
    for name in (assignment, function):
        if not name.isidentifier() or name != name.lower():
            raise ExerciseError(f"{name!r} is not a Python name in lower case; choose another")
    folder, home = suites / assignment / function, solutions / assignment
    if folder.exists():
        raise ExerciseError(f"{folder} exists already; nothing was written")
    if solutions == SOLUTIONS and suites != SUITES:
        raise ExerciseError(
            "the suites are outside the handbook, the solutions are not; "
            "name their folder, too: --solutions DIR"
        )
    by_hand = index_of(home) is None and (home / f"{assignment}.ipynb").is_file()
    files = {
        folder / name: text
        for name, text in (_copy(suites / assignment, like, function) if like else _new(function))
    }
    if by_hand:
        notebook = home / f"{assignment}.ipynb"
        last = NEXT_BY_HAND.format(notebook=notebook, function=function)
    else:
        files |= _texts(home, assignment, function, like)
        last = NEXT.format(function=function, assignment=assignment)
    for path, text in files.items():
        write_atomically(path, text, public=True)
    return [*files, last]


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _new(function: str) -> list[tuple[str, str]]:
    return [(_named(name, function), _named(text, function)) for name, text in TEMPLATES.items()]


def _named(text: str, function: str) -> str:
    slug = function.replace("_", "-")
    for word, name in (("FUNCTION", function), ("TITLE", _title(function)), ("SLUG", slug)):
        text = text.replace(word, name)
    return text


def _copy(assignment: Path, like: str, function: str) -> list[tuple[str, str]]:
    """The files of another exercise with the function's name, and marks where text must change."""
    source = assignment / like
    if not (source / "exercise.toml").is_file():
        known = sorted(p.parent.name for p in assignment.glob("*/exercise.toml"))
        raise ExerciseError(
            f"no exercise named {like!r} in {assignment}; there are: {', '.join(known) or 'none'}"
        )
    return [
        (path.name.replace(like, function), _marked(path, _renamed(path, like, function)))
        for path in sorted(source.iterdir())
        if path.is_file() and path.suffix in (".json", ".py", ".toml")
    ]


def _renamed(path: Path, like: str, function: str) -> str:
    return re.sub(rf"\b{re.escape(like)}\b", function, path.read_text(encoding="utf-8"))


def _marked(path: Path, text: str) -> str:
    if path.suffix == ".py":
        text = re.sub(r'^"""', '"""TODO: ', text, count=1)
        return re.sub(r'\b(message|look_at)=(f?)"', r'\1=\2"TODO: ', text)
    if path.name == "exercise.toml":
        text = re.sub(r'^title = "', 'title = "TODO: ', text, flags=re.MULTILINE)
        mark = "# TODO: is this right, here as well?\n"
        text = re.sub(r"^(section|topics|requires) = ", rf"{mark}\g<0>", text, flags=re.MULTILINE)
        head, hints, tail = text.partition("hints = [\n")
        inside, end, rest = tail.partition("\n]")
        return head + hints + re.sub(r'^(\s*)"', r'\1"TODO: ', inside, flags=re.M) + end + rest
    return text


def _texts(home: Path, assignment: str, function: str, like: str | None) -> dict[Path, str]:
    """The exercise's text, if it has none, and index.md with its name in the order."""
    files = {}
    text, index = home / f"{function}.md", home / INDEX
    if not text.is_file():
        other = home / f"{like}.md"
        if like and other.is_file():
            files[text] = _marked_text(_renamed(other, like, function), function)
        else:
            files[text] = _named(TEXT, function)
    if not index.is_file():
        lines = INDEX_TEXT.replace("TITLE", _title(assignment)).splitlines()
        place = lines.index(":::{exercises}") + 1
        files[index] = _joined([*lines[:place], function, *lines[place:]])
        return files
    lists = [block for block in read_blocks(index) if block.kind == "exercises"]
    if not lists:
        raise ExerciseError(f"{index}: no list of the exercises; add `:::{{exercises}}` and `:::`")
    if function not in lists[0].body.split():
        lines = index.read_text(encoding="utf-8").splitlines()
        place = next(i for i in range(lists[0].line, len(lines)) if lines[i].startswith(":::"))
        files[index] = _joined([*lines[:place], function, *lines[place:]])
    return files


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _marked_text(text: str, function: str) -> str:
    """A copied text, its heading and sections marked, its cells named for the new exercise."""
    slug, count = function.replace("_", "-"), 0

    def cell(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"```python experiment-{slug}" + (f"-{count}" if count > 1 else "")

    text = re.sub(r"^```python \S+$", cell, text, flags=re.MULTILINE)
    text = re.sub(r"^(## \{number\} · |\*\*[\w ]+\.\*\* )", r"\1TODO: ", text, flags=re.MULTILINE)
    return re.sub(r'^(    """)', r"\1TODO: ", text, count=1, flags=re.MULTILINE)
