"""Load the Python files of an exercise's folder, each once, and what its assignment shares."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from autograder.bank.errors import ExerciseError

SHARED = "_inputs.py"


@contextmanager
def nothing_compiled_is_kept() -> Iterator[None]:
    """Python leaves no compiled file beside what it imports.

    On a disk that is full it would leave the first part of one. Each later run then fails on that,
    when there has long been room again. To compile a suite anew takes a few milliseconds.
    """
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


@cache
def load_module(path: Path) -> ModuleType:
    """A file as a module of its own, wherever it lies.

    Raises ExerciseError where it cannot be loaded.
    """
    name = "autograder_suites_" + "_".join([*path.parent.parts[-2:], path.stem])
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{path} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # inspect.getsource needs it
    try:
        with nothing_compiled_is_kept():
            spec.loader.exec_module(module)
    except ExerciseError:
        raise
    except Exception as error:
        raise ExerciseError(f"{path}: {type(error).__name__}: {error}") from error
    return module


def shared_inputs(file: str) -> ModuleType:
    """The module `_inputs.py` of an assignment, for the files of its exercises.

    `inputs = shared_inputs(__file__)`, in a file of `suites/<assignment>/<function>/`.
    """
    path = Path(file).resolve().parents[1] / SHARED
    if not path.is_file():
        raise ExerciseError(f"{path} is missing; it holds what exercises of an assignment share")
    return load_module(path)
