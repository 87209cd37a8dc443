"""Which cell of a notebook gives which name a value, read from its text alone."""

from __future__ import annotations

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

from autograder.ingest.notebook import Notebook
from autograder.sandbox.cell_statements import IMPORTS, own_level

# What of a submission's source is parsed on this side: a function with all around it is shorter.
MAX_PARSED = 200_000
MAX_KEPT = 10_000
MAX_SHOWN = 80
WORD = re.compile(r"\w+")
Found = TypeVar("Found")
Bound = tuple[str, int, str]  # a name, its line, its kind
BINDING_WORDS = ("def", "class", "import", "from", "async")


def kept_where_short(of_a_cell: Callable[[str], Found]) -> Callable[[str], Found]:
    """Keep what is found of short cells.

    Several exercises ask for each, and what was handed out is in the notebook of every student.
    """
    kept = lru_cache(maxsize=64)(of_a_cell)

    @wraps(of_a_cell)
    def found(source: str) -> Found:
        return kept(source) if len(source) <= MAX_KEPT else of_a_cell(source)

    return found


@dataclass(frozen=True)
class Binding:
    """A place that binds a name: a code cell, counted from 1, and a line of it, with its text.

    `kind` is "function" or "class" for a definition, else "import" or "value".
    """

    cell: int
    line: int
    kind: str
    text: str

    @property
    def where(self) -> str:
        return f"code cell {self.cell}, line {self.line}"

    @property
    def is_definition(self) -> bool:
        return self.kind in ("function", "class")


def bindings(name: str, notebook: Notebook) -> Sequence[Binding]:
    """Every place outside of functions at which a code cell binds a name, in their order."""
    return _bindings(tuple(notebook.code)).get(name, ())


@lru_cache(maxsize=1)  # one notebook after the other, each for all its exercises
def _bindings(cells: Sequence[str]) -> Mapping[str, Sequence[Binding]]:
    found: defaultdict[str, list[Binding]] = defaultdict(list)
    left = MAX_PARSED
    for number, source in enumerate(cells, 1):
        left -= len(source)
        if left < 0:
            break
        pairs = _bound_by(source)
        lines = source.split("\n")
        for name, line, kind in pairs:
            text = lines[line - 1].strip()[:MAX_SHOWN] if line <= len(lines) else ""
            found[name].append(Binding(number, line, kind, text))
    return found


@kept_where_short
def _bound_by(source: str) -> Sequence[Bound]:
    """The names that a cell binds, each with its line and what kind of thing it is."""
    tree = parse_cell(source)
    return tuple(_bound(tree) if tree.body else _bound_in_lines(source))


def _bound(tree: ast.Module) -> Iterator[Bound]:
    pairs: list[Bound] = []
    for statement in tree.body:
        for node in own_level(statement):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                pairs.append((node.name, node.lineno, "function"))
            elif isinstance(node, ast.ClassDef):
                pairs.append((node.name, node.lineno, "class"))
            elif isinstance(node, IMPORTS):
                pairs += [(_of(a), a.lineno, "import") for a in node.names]
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                pairs.append((node.id, node.lineno, "value"))
    yield from sorted(pairs, key=lambda pair: pair[1])


def _of(alias: ast.alias) -> str:
    return alias.asname or alias.name.split(".")[0]


def _bound_in_lines(source: str) -> Iterator[Bound]:
    """What a cell that cannot be parsed seems to bind: its definitions, imports, assignments."""
    for number, line in enumerate(source.split("\n"), 1):
        words = WORD.findall(line[:1000])
        if not words or line[:1] in " \t#":
            continue
        if words[0] in ("import", "from"):
            for word in words[1:]:
                yield word, number, "import"
        elif words[0] in BINDING_WORDS and len(words) > 1:
            name = words[2] if words[0] == "async" and len(words) > 2 else words[1]
            yield name, number, "class" if words[0] == "class" else "function"
        elif line[len(words[0]) :].lstrip().startswith("=") and "==" not in line:
            yield words[0], number, "value"


def names_used(notebook: Notebook) -> Mapping[str, set[str]]:
    """The names that each function and class of a notebook uses."""
    return _names_in_functions(tuple(notebook.code))


@lru_cache(maxsize=1)  # one notebook after the other, each for all its exercises
def _names_in_functions(cells: Sequence[str]) -> Mapping[str, set[str]]:
    """The names that each function and class of some cells uses; of two the last one counts."""
    names: dict[str, set[str]] = {}
    left = MAX_PARSED
    for source in cells:
        left -= len(source)
        if left < 0:
            break
        for node in parse_cell(source).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names[node.name] = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return names


@kept_where_short
def parse_cell(source: str) -> ast.Module:
    """A cell's syntax tree, not to be changed; empty where it is no Python, or too long for it."""
    if len(source) > MAX_PARSED:
        return ast.Module([], [])
    for text in (source, without_magics(source)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # such as "\\d" in a string: the student's affair
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return ast.Module([], [])


def without_magics(source: str) -> str:
    """A cell's source with its lines of `%magic`, `!command` and `name?` made empty statements."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        text = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        if text.startswith("%%"):
            lines[number] = ""
        elif text.startswith(("%", "!", "?")) or text.endswith("?"):
            lines[number] = f"{indent}pass"
        else:
            before, equals, after = line.partition("=")
            if equals and after.lstrip().startswith(("!", "%")):
                lines[number] = f"{before}= None"
    return "\n".join(lines)


def cell_magic(source: str) -> str:
    """The name of the cell magic that a cell begins with, or ""."""
    first = source.lstrip().split("\n", 1)[0]
    return first[2:].split(" ", 1)[0].strip() if first.startswith("%%") else ""


def definition(function: str, notebook: Notebook, cell: int | None = None) -> str:
    """The source of the last definition of a function or class, in one cell or any; or ""."""
    left = MAX_PARSED
    numbered = list(enumerate(notebook.code, 1))
    for number, source in reversed(numbered):
        if cell not in (None, number) or function not in source:
            continue
        left -= len(source)
        if left < 0:
            break
        tree = parse_cell(source)
        for node in reversed(tree.body):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function:
                lines = source.split("\n")
                return "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return ""
