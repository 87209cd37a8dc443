"""The hidden tests, for cells that nbgrader runs in the student's own kernel.

The benchmark gives nbgrader the very same tests, the standard ones and an exercise's own. Here
they call the functions of the notebook directly, without any isolation, as nbgrader does.
"""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.bank.exercise import Folder, load_folder
from autograder.bank.expected_outcomes import build_exercise
from autograder.bank.golden import golden_values
from autograder.bank.solution import Reference
from autograder.bank.standard_tests import standard_tests, test_of
from autograder.grading.exercise_grader import PreparedExercise, judge_standard
from autograder.grading.student_proxy import Student
from autograder.grading.test_session import generator
from handbook.check.comparison import as_promised
from handbook.check.diagnosis import summarize
from handbook.check.observe import observe
from handbook.check.plain_data import same

SEED = "benchmark of grading"


def run(
    test: Callable[..., None],
    folder: Folder,
    functions: Mapping[str, Callable[..., Any]],
    signatures: Mapping[str, inspect.Signature],
) -> None:
    """Call a test with its fixtures; raises where it fails."""

    def call(name: str, args: Any, repeat: int, record_side_effects: bool) -> Any:
        # Copies, as the sandbox makes them: a function that changes its arguments changes no test.
        return observe(
            functions[name], copy.deepcopy(args), repeat, record_side_effects=record_side_effects
        )

    def close(got: Any, want: Any, rtol: float | None = None, atol: float | None = None) -> None:
        rtol = folder.rtol if rtol is None else rtol
        atol = folder.atol if atol is None else atol
        if not same(as_promised(got, want), want, rtol=rtol, atol=atol):
            raise AssertionError("differs")

    fixtures = {
        "student": lambda: Student(signatures, call),
        "golden": lambda: golden_values(folder.path),
        "close": lambda: close,
        "rng": lambda: generator(SEED, test.__name__),
    }
    wanted = inspect.signature(test).parameters
    with np.errstate(all="ignore"):
        test(**{name: fixtures[name]() for name in wanted})


def prepare(folder: Folder, reference: Reference) -> PreparedExercise:
    """The inputs of an exercise, what the solution gives on them, and its standard tests."""
    visible, hidden = (
        folder.visible(),
        folder.hidden(generator(SEED, folder.assignment, folder.function)),
    )
    full = build_exercise(folder, reference, [*visible, *hidden], with_bank=False)
    places = [test_of(p, hidden=i >= len(visible)) for i, p in enumerate(full.probes)]
    standard = tuple(standard_tests(folder, full, places))
    return PreparedExercise(folder, full, full, tuple(places), standard, ())


def write_expected(item: PreparedExercise, path: Path) -> None:
    """Keep inputs and expected values, which an author would write into the cells of tests."""
    path.write_bytes(pickle.dumps((replace(item.full, summary=None), item.places)))


def read_expected(folder: Folder, path: Path) -> PreparedExercise:
    """What `write_expected` has kept."""
    full, places = pickle.loads(path.read_bytes())
    full = replace(full, summary=folder.summary())
    return PreparedExercise(
        folder, full, full, places, tuple(standard_tests(folder, full, places)), ()
    )


def judge(item: PreparedExercise, functions: Mapping[str, Callable[..., Any]]) -> dict[str, bool]:
    """Which of the standard tests pass; raises KeyError where the function is missing."""
    function = functions[item.folder.function]
    with np.errstate(all="ignore"):
        *seen, repeated = (
            summarize(item.full, p, observe(function, copy.deepcopy([*p.args.values()]), p.repeat))
            for p in (*item.full.probes, item.full.probes[0])
        )
        return {j.name: j.outcome == "passed" for j in judge_standard(item, seen, repeated)}


__all__ = ["SEED", "judge", "load_folder", "prepare", "read_expected", "run", "write_expected"]
