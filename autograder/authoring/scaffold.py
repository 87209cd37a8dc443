"""`autograder new`: the folder of a new exercise, each file saying what belongs in it."""

from __future__ import annotations

from pathlib import Path

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES
from autograder.files import write_atomically

TEMPLATES = {
    "exercise.toml": """\
title = "{title}"
points = 4  # half a point for each hidden test reads well
section = "label-of-the-section-in-the-book"
topics = ["topic-id"]
requires = []
returns = ["result"]
tolerance = {{ rtol = 1e-6, atol = 1e-9 }}
hints = [
    "Where to look.",
    "The formula, with blanks (…).",
    "A worked case on other numbers.",
]
""",
    "probes.py": '''\
"""Inputs for `{function}`.

All dimensions different; nothing zero or constant that need not be; one row, whole numbers and
every special case once. Each wrong version must differ from the others on the visible inputs.
"""

import numpy as np

from handbook.check.exercise_data import Probe


def visible():
    return [Probe({{"x": np.array([1.0, -2.0, 0.5])}}, label="three numbers")]


def hidden(rng):
    return [Probe({{"x": rng.normal(size=5)}})]
''',
    "test_{function}.py": '''\
"""Hidden tests of `{function}`: at least eight, each a sentence.

Mix values from outside (`golden`), properties (a gradient against central differences, an
invariant, a limit) and edge cases. Fixtures: student, golden, rng, close.
"""

import numpy as np


def test_three_numbers_give_the_known_result(student, close):
    close(student.{function}(np.array([1.0, -2.0, 0.5])), np.array([1.0, -2.0, 0.5]))


def test_the_argument_stays_unchanged(student):
    assert student.{function}.observe(np.array([1.0, -2.0])).changed == ()
''',
    "wrong.py": '''\
"""Named wrong versions of `{function}`: what it says names the difference, neutrally."""

import numpy as np

from autograder.bank.exercise import wrong


@wrong("sign", says="the sign is reversed", shows_on={{"x": np.array([1.0])}})
def {function}(x):
    return -x
''',
    "right.py": '''\
"""Alternative right versions of `{function}`: at least three, all of which get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("loop", says="one number after the other")
def {function}(x):
    return np.array([float(value) for value in x])
''',
}
NEXT = """\
Next: write the solution into solutions/{assignment}/{assignment}.ipynb (a solution cell with the id
{function}, a locked grade cell {function}-score with the points of exercise.toml), then run
`autograder audit {function}` and `autograder release {assignment}`."""


def new_exercise(assignment: str, function: str, suites: Path = SUITES) -> list[Path | str]:
    """Write the five files of an exercise; returns their paths and what to do next.

    Raises ExerciseError where a name is no Python name or the folder exists.
    """
    for name in (assignment, function):
        if not name.isidentifier() or name != name.lower():
            raise ExerciseError(f"{name!r} is no lower-case Python name")
    folder = suites / assignment / function
    if folder.exists():
        raise ExerciseError(f"{folder} exists already; nothing was written")
    words = {"function": function, "assignment": assignment}
    title = function.replace("_", " ").capitalize()
    written: list[Path | str] = []
    for name, template in TEMPLATES.items():
        path = folder / name.format(**words)
        write_atomically(path, template.format(title=title, **words))
        written.append(path)
    return [*written, NEXT.format(**words)]
