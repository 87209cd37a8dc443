"""The fixtures of the hidden tests, for cells that nbgrader runs in the student's own kernel.

The benchmark gives nbgrader the very same tests; here `student` calls the functions of the
notebook directly, without any isolation, as nbgrader does.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.bank.exercise import load_folder
from autograder.bank.golden import golden_values
from autograder.grading.student_proxy import Student
from autograder.grading.test_session import generator
from handbook.check.comparison import as_promised
from handbook.check.observe import observe
from handbook.check.plain_data import same

SEED = "benchmark of grading"


def run(
    test: Callable[..., None],
    folder: Any,
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


__all__ = ["SEED", "load_folder", "run"]
