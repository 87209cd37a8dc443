"""A made class, graded once for all tests that only look at the result."""

from __future__ import annotations

import atexit
import functools
import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.autograder.forked_program import ForkedProgram
from tests.patience import HANGS

ASSIGNMENT = "optimizers"
PYTHON = [sys.executable, "-m", "autograder"]


@functools.cache
def program() -> Path:
    """The program `autograder`, whose runs are forks of a process that has imported everything.

    Half of the processor time of a short run is spent on imports.
    """
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    folder = Path(until_the_end.enter_context(TemporaryDirectory()))
    return until_the_end.enter_context(ForkedProgram(folder, os.environ)) / "autograder"


def autograder(*args: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would."""
    done = subprocess.run(
        [program(), *map(str, args)], capture_output=True, text=True, timeout=HANGS, check=False
    )
    if check and done.returncode != 0:
        raise AssertionError(f"autograder {args} failed:\n{done.stdout}\n{done.stderr}")
    return done


@dataclass(frozen=True)
class Class:
    """A course directory with what was graded and what each student must get."""

    root: Path
    results: dict[str, Any]
    truth: dict[str, Any]


def load_class(root: Path) -> Class:
    results = json.loads((root / "results.json").read_text())
    truth = json.loads((root / "truth.json").read_text())[ASSIGNMENT]
    return Class(root, {s["student"]: s for s in results["submissions"]}, truth)


def make_class(root: Path, students: int, seed: int = 1) -> None:
    size = ["--students", str(students), "--seed", str(seed)]
    autograder("class", *size, "--assignment", ASSIGNMENT, "--course", root)


def grade(root: Path, *more: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    file = root / "results.json"
    return autograder("grade", ASSIGNMENT, "--course", root, "--json", file, *more, check=check)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """kill -9 for a command and the workers it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class of 200, enough to hold every kind of notebook and damage at least once."""
    root = tmp_path_factory.mktemp("graded") / "course"
    root.mkdir()
    make_class(root, 200)
    grade(root)
    return load_class(root)
