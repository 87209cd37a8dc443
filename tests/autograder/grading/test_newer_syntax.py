"""A cell that only a newer Python can read is told from one that none can."""

import sys

import pytest

from autograder.grading.newer_syntax import newer_syntax

CELLS = [
    ("3.12", 'd = {"a": 1}\nprint(f"{d["a"]}")'),
    ("3.12", "print(f'{d['a']:>{w}.2f}', f'{x!r}')"),
    ("3.12", "x = f\"{'\\n'.join(rows)}\""),
    ("3.12", 'x = f"""{\n    y  # the answer\n}"""\nz = f\'{f\'{1}\'}\''),
    ("3.12", "type Vector = list[float]"),
    ("3.12", "type Pair[T] = tuple[T, T]"),
    ("3.12", "def first[T](x: list[T]) -> T:\n    return x[0]"),
    ("3.12", "class Stack[T]:\n    pass"),
    ("3.12", "%matplotlib inline\nx = await f()\nprint(f'{d['a']}')"),
    ("3.13", "def first[T = int](x: T) -> T:\n    return x"),
    ("3.14", "try:\n    pass\nexcept ValueError, KeyError:\n    pass"),
    ("3.14", 'x = t"{y}"'),
]


@pytest.mark.parametrize(("version", "source"), CELLS)
def test_the_version_that_can_read_a_cell_is_named(version, source):
    here = sys.version_info >= tuple(map(int, version.split(".")))
    assert newer_syntax(source) == (None if here else version)


@pytest.mark.parametrize(
    "source",
    [
        "x = = 2",
        "print 'x'",
        "def f(:\n    pass",
        'f"{d["a}"',
        'print(f"{d["a"]}"',
        "f'{a b}'",
        "f'{'",
        "x = 'never closed",
        "type = 3",
        "if x = 3: pass",
        "f'" + "{f'" * 50,
        "f'" + "{f\"{f'" * 2_000,
        "def f[" * 1000,
    ],
)
def test_what_no_python_can_read_is_given_no_version(source):
    assert newer_syntax(source) is None
