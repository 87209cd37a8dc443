"""What do answers earn that know the public suites, or nothing?

    python benchmarks/lookup_table.py [--assignment optimizers] [--json FILE]

The suites are public and the course's seed is not. Graded for every assignment are a notebook that
answers the inputs which the suites have under another seed, and no others; one that returns zeros
of the right shape; and one that returns its arguments. Wanted: the table earns at most 10 % of the
points, the lazy ones at most 5 % each. The last result is stored in
`benchmarks/results/lookup_table.json`.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from autograder.bank.exercise import SUITES, Folder, assignments
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.grading.exercise_grader import judge_trusted, prepare_one
from autograder.grading.grader import Grader, Plan
from autograder.grading.student_proxy import Student
from autograder.ingest.notebook import parse_notebook
from handbook.check.observe import Observation, observe
from handbook.check.plain_data import plain

RESULTS = Path(__file__).resolve().parent / "results" / "lookup_table.json"
PUBLIC, SECRET = "a seed that anyone can try", "the seed of the course"
TARGETS = {"lookup table": 0.10, "zeros": 0.05, "arguments": 0.05}

# In the notebook of a table: how a call is looked up.
KEY = """
import numpy as np
from numpy import inf, nan


def _key(value):
    if isinstance(value, np.random.Generator):
        return repr(value.bit_generator.state)
    if isinstance(value, (list, tuple)):
        return repr([_key(item) for item in value])
    return repr((str(np.asarray(value).dtype), np.asarray(value).tolist()))
"""
LOOK_UP = """
_{function} = {table}


def {function}(*args):
    answer, states = _{function}[_key(args)]
    generators = [arg for arg in args if isinstance(arg, np.random.Generator)]
    for generator, state in zip(generators, states):
        generator.bit_generator.state = state
    return answer
"""
ZEROS = """
import numpy as np


def _zeros(value):
    if hasattr(value, "__next__"):
        value = list(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_zeros(item) for item in value)
    return np.zeros(np.shape(value))[()]
"""
RETURN_ZEROS = """
{solution}

_{function} = {function}


def {function}(*args):
    return _zeros(_{function}(*args))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade, print and store; 1 where a notebook earns more than its target."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--assignment", action="append", help="one of them; may be repeated")
    parser.add_argument("--json", type=Path, help="where the result is written")
    options = parser.parse_args(arguments)
    report = {name: measure(name) for name in options.assignment or assignments(SUITES)}
    print_report(report)
    target = options.json or (None if options.assignment else RESULTS)
    if target:
        target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0 if all(reached(shares) for shares in report.values()) else 1


def measure(
    assignment: str, suites: Path = SUITES, solutions: Path = SOLUTIONS, seed: str = SECRET
) -> dict[str, dict[str, Any]]:
    """The share of the points that each notebook earns, and where it earns any."""
    with Grader(Plan(assignment, seed, suites=suites, solutions=solutions)) as grader:
        folders = [item.folder for item in grader.items]
        reference = load_reference(assignment, folders, solutions)
        notebooks = {
            "lookup table": [KEY, *(table_cell(grader, reference, f) for f in folders)],
            "zeros": [ZEROS, *(zeros_cell(reference, f) for f in folders)],
            "arguments": [arguments_cell(reference, f) for f in folders],
        }
        return {name: earned(grader, cells) for name, cells in notebooks.items()}


def earned(grader: Grader, sources: Sequence[str]) -> dict[str, Any]:
    """The share of all points that a notebook of these cells earns, and its parts."""
    cells = [{"cell_type": "code", "source": source} for source in sources]
    notebook = parse_notebook(json.dumps({"cells": cells}).encode())
    results = [grader.grade_function(i.folder.function, notebook) for i in grader.items]
    points, possible = (sum(getattr(r, n) for r in results) for n in ("points", "max_points"))
    passed = {
        r.function: {
            "points": r.points,
            "passed": [t.name for t in r.tests if t.outcome == "passed"],
        }
        for r in results
        if r.points
    }
    return {"share": round(points / possible, 4), "where": passed}


def reached(shares: Mapping[str, Mapping[str, Any]]) -> bool:
    """Does each notebook earn no more than its target?"""
    return all(shares[name]["share"] <= target for name, target in TARGETS.items())


# --- The notebooks.


def table_cell(grader: Grader, reference: Reference, folder: Folder) -> str:
    """A cell that answers what the suite asks under the public seed."""
    table = recorded(grader, reference, folder)
    return LOOK_UP.format(function=folder.function, table=literal(table))


def recorded(grader: Grader, reference: Reference, folder: Folder) -> dict[str, Any]:
    """Every call that the suite of an exercise makes under the public seed, with its answer."""
    namespace: dict[str, Any] = {}
    exec(KEY, namespace)
    key: Callable[[Any], str] = namespace["_key"]
    solution = reference.functions[folder.function]
    table: dict[str, Any] = {}

    def recording(*args: Any) -> Any:
        asked = key(args)
        answer = plain(solution(*args))
        generators = [arg for arg in args if isinstance(arg, np.random.Generator)]
        table[asked] = answer, [dict(g.bit_generator.state) for g in generators]
        return answer

    def call(name: str, args: Sequence[Any], repeat: int, record_side_effects: bool) -> Observation:
        return observe(recording, args, repeat)

    item = prepare_one(folder, reference, grader.runner, PUBLIC, with_bank=False)
    student = Student(grader.signatures, call)
    judge_trusted(item, recording, grader.runner, student, observe, PUBLIC)
    return table


def literal(value: Any) -> str:
    """Plain data as an expression of Python."""
    if isinstance(value, np.ndarray | np.generic):
        array = f"np.array({value.tolist()!r}, dtype={value.dtype.str!r})"
        return f"{array}.reshape({value.shape!r})" + ("[()]" if not value.ndim else "")
    if isinstance(value, tuple):
        return "(" + "".join(f"{literal(item)}, " for item in value) + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def zeros_cell(reference: Reference, folder: Folder) -> str:
    """A cell that returns zeros, in the shapes that the solution returns."""
    return RETURN_ZEROS.format(function=folder.function, solution=reference.source(folder.function))


def arguments_cell(reference: Reference, folder: Folder) -> str:
    """A cell that returns the arguments named like what is to be returned, else the first one."""
    parameters = list(inspect.signature(reference.functions[folder.function]).parameters)
    names = [name for name in folder.returns if name in parameters] or parameters[:1]
    listed = ", ".join(names)
    return f"def {folder.function}({', '.join(parameters)}):\n    return {listed}\n"


def print_report(report: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Print the share of each notebook, and below the table where it earns anything."""
    out = Console(width=120)
    table = Table(box=None, pad_edge=False)
    table.add_column("assignment")
    for name, target in TARGETS.items():
        table.add_column(f"{name} (at most {target:.0%})", justify="right")
    for assignment, shares in report.items():
        table.add_row(assignment, *(f"{shares[name]['share']:.1%}" for name in TARGETS))
    out.print(table)
    for shares in report.values():
        for name in TARGETS:
            for function, part in shares[name]["where"].items():
                text = f"{name}: {function}: {part['points']:g}: {', '.join(part['passed'])}"
                out.print(text, markup=False, highlight=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
