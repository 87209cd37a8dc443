"""Where the assertions of an exercise's own tests stand."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from autograder.bank.exercise import Folder


@dataclass(frozen=True)
class Assertion:
    """An `assert` or a call of `close`: its test and its lines; does the test use golden values?"""

    test: str
    first: int
    last: int
    golden: bool


def assertions_of(folder: Folder) -> list[Assertion]:
    """All assertions of the hidden tests that the exercise's own file holds."""
    tree = ast.parse(folder.tests.read_text(encoding="utf-8"))
    found = []
    for test in tree.body:
        if not isinstance(test, ast.FunctionDef) or not test.name.startswith("test_"):
            continue
        golden = any(argument.arg == "golden" for argument in test.args.args)
        for node in ast.walk(test):
            if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _closes(node)):
                last = node.end_lineno or node.lineno
                found.append(Assertion(test.name, node.lineno, last, golden))
    return found


def _closes(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "close"
