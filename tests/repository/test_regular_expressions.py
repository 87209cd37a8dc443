"""No text that a student can write keeps a pattern busy: each takes time in proportion to length.

The patterns are found in the source of the packages. A new one is tried as well, unless it is
listed here as one that only the course's own text meets.
"""

from __future__ import annotations

import ast
import importlib
import itertools
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
)
PLACES = ("autograder", "handbook/check")
# These read what the course's authors wrote, or the instructor's own settings.
OWN_TEXT = (
    "autograder/authoring/",
    "autograder/bank/",
    "autograder/export/",
    "autograder/gradebook/connection.py",
)
SIZE = 20_000  # characters: a linear pattern takes milliseconds, a quadratic one seconds
SECONDS = 0.1  # of the processor, so that a busy machine changes nothing


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in FUNCTIONS
            and ast.unparse(node.func.value) == "re"
        ):
            yield node


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that is applied to a student's text, by file and line."""
    found = {}
    for path in sorted(p for place in PLACES for p in (ROOT / place).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(OWN_TEXT) or "/suites/" in name:
            continue
        for call in calls(path):
            arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
            flags = [a for a in arguments if ast.unparse(a).startswith("re.")]
            names = vars(importlib.import_module(name.removesuffix(".py").replace("/", ".")))
            # The name of an exercise's function, where a pattern has one in it.
            scope = {"function": "adam_step", **names}
            pattern = eval(ast.unparse(call.args[0]), scope)
            options = eval(ast.unparse(flags[0]), scope) if flags else 0
            found[f"{name}:{call.lineno}"] = re.compile(pattern, options)
    return found


def characters(pattern: re.Pattern[str]) -> list[str]:
    """The characters that a pattern speaks of, and some of the kinds that it may mean."""

    def literals(parsed: object) -> Iterator[str]:
        if isinstance(parsed, tuple) and len(parsed) == 2:
            if parsed[0] in (codes.LITERAL, codes.NOT_LITERAL):
                yield chr(parsed[1])
            elif parsed[0] is codes.RANGE:
                yield chr(parsed[1][0])
        if isinstance(parsed, parser.SubPattern | list | tuple):
            for part in parsed:
                yield from literals(part)

    named = list(dict.fromkeys(literals(parser.parse(pattern.pattern, pattern.flags))))
    return list(dict.fromkeys([*" \n\ta0", *named[:12]]))


def slowest(pattern: re.Pattern[str]) -> str | None:
    """A text that takes more than its share of processor time, or None."""
    alphabet = characters(pattern)
    words = [w for w in re.findall(r"\w{3,}", pattern.pattern) if w.isalpha()][:2]
    units = [*alphabet, *map("".join, itertools.permutations(alphabet, 2)), *words]
    units += [f"{word} " for word in words]
    for unit, end in itertools.product(units, ("", "\0")):
        try:
            with processor_time(SECONDS):
                pattern.sub("", unit * (SIZE // len(unit)) + end)
        except TimeoutError:
            return f"{unit!r} again and again, then {end!r}"
    return None


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raise TimeoutError when this process has used that much time of the processor."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


PATTERNS = patterns()


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_time_in_proportion_to_the_text(place: str) -> None:
    assert slowest(PATTERNS[place]) is None, PATTERNS[place].pattern


def test_the_patterns_of_the_grader_are_found() -> None:
    files = {place.split(":")[0] for place in PATTERNS}
    assert {"autograder/grading/submission_runner.py", "autograder/text.py"} <= files


@pytest.mark.parametrize("pattern", [r"^\s*[%!?]", r"\s+$", r"(a+)+b", r"(\w+\s?)*!"])
def test_a_pattern_that_takes_longer_is_found(pattern: str) -> None:
    assert slowest(re.compile(pattern, re.MULTILINE)) is not None
