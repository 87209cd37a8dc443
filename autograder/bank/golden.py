"""Reference values from outside: `golden.json` of an exercise, made by the `golden.py` beside it.

The script computes them with another implementation (PyTorch, which is not a dependency: the
script runs where it is installed) and writes the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from autograder.bank.errors import ExerciseError

FILE = "golden.json"


@cache
def golden_values(folder: Path) -> Mapping[str, Any]:
    """The reference values of the exercise in this folder; raises ExerciseError without any."""
    path = folder / FILE
    try:
        values: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ExerciseError(
            f"{path} is missing: a test asks for `golden`; golden.py beside it is to make it"
        ) from None
    except ValueError as error:
        raise ExerciseError(f"{path}: {error}") from error
    return values
