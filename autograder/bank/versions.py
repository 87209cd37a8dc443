"""The bank of an exercise: named wrong versions and alternative right ones.

A wrong version is a function of its own (`@wrong`), an edit of the solution (`edited`), or one of
the standard ones that `exercise.toml` asks for (`[wrong]`): the argument overwritten, the step
taken uphill, two parameters exchanged, a state that is not updated.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder
from autograder.bank.loading import load_module
from handbook.check.common_mistakes import X9

if TYPE_CHECKING:
    from autograder.bank.solution import Reference

FILES = ("versions.py", "wrong.py", "right.py")  # one file, or one for each kind
Kind = Literal["wrong", "right"]
Function = Callable[..., Any]


@dataclass(frozen=True)
class Version:
    """A wrong or alternative version of an exercise's function.

    `source` is the function without its decorator, ready to stand in a submission. `verdict` is
    what the diagnosis must call it: its own name, or the id of a common mistake.
    """

    name: str
    message: str
    function: Function
    source: str
    look_at: str = ""
    convention: str | None = None
    verdict: str = ""


@dataclass(frozen=True)
class Versions:
    """All versions of one exercise."""

    wrong: tuple[Version, ...]
    right: tuple[Version, ...]


@dataclass(frozen=True)
class _Entry:
    """What a file says of a version: a function, or changes to the solution."""

    kind: Kind
    name: str
    message: str
    look_at: str = ""
    convention: str | None = None
    function: Function | None = None
    changes: tuple[str, ...] = ()
    verdict: str = ""


# The decorators note the versions of the module being loaded here, in order of definition.
_collected: list[_Entry] = []


def wrong(
    name: str, *, message: str, look_at: str = "", convention: str | None = None
) -> Callable[[Function], Function]:
    """Mark a function as a named wrong version.

    `message` names the difference, neutrally, as a clause without a full stop; `look_at` says
    where to look, without the code; `convention` names the place where this version is right.
    """

    def note(function: Function) -> Function:
        _collected.append(_Entry("wrong", name, message, look_at, convention, function))
        return function

    return note


def edited(
    name: str,
    *changes: str,
    message: str,
    look_at: str = "",
    convention: str | None = None,
    verdict: str = "",
) -> None:
    """Declare a named wrong version that differs from the solution by a few words.

    `changes` are pairs, an old text and a new one, made one after the other. Each old text must
    stand in the function exactly once; else the exercise is refused. `verdict` is the id of a
    common mistake, where what is seen of a call tells it (`X11`); by default it is the name.
    """
    if not changes or len(changes) % 2:
        raise ExerciseError(f"edited({name!r}): texts come in pairs, an old one and a new one")
    _collected.append(
        _Entry("wrong", name, message, look_at, convention, changes=changes, verdict=verdict)
    )


def right(name: str, *, message: str) -> Callable[[Function], Function]:
    """Mark a function as an alternative right version; `message` tells what is different."""

    def note(function: Function) -> Function:
        _collected.append(_Entry("right", name, message, function=function))
        return function

    return note


def load_versions(folder: Folder, reference: Reference) -> Versions:
    """The versions of an exercise, edits made in its solution.

    Raises ExerciseError where a version defines another function, an edit does not fit, or two
    versions share a name.
    """
    solution = Solution(
        folder.function,
        reference.source(folder.function),
        reference.functions[folder.function].__globals__,
    )
    entries = [entry for path in _files(folder) for entry in _entries_of(path)]
    made: dict[Kind, list[Version]] = {"wrong": [], "right": []}
    for entry in entries:
        made[entry.kind].append(_version(folder, entry, solution))
    made["wrong"] += _standard(folder, solution)
    for versions in made.values():
        names = [version.name for version in versions]
        if len(set(names)) < len(names):
            raise ExerciseError(f"{folder.path}: two versions share a name among {names}")
    return Versions(tuple(made["wrong"]), tuple(made["right"]))


def named_mistakes(folder: Folder) -> list[tuple[str, str, str | None]]:
    """Name, message and convention of each wrong version with a name of its own.

    No solution is needed: nothing is edited or run.
    """
    entries = [entry for path in _files(folder) for entry in _entries_of(path)]
    return [
        (entry.name, entry.message, entry.convention)
        for entry in entries
        if entry.kind == "wrong" and entry.verdict in ("", entry.name)
    ]


def _files(folder: Folder) -> list[Path]:
    return [folder.path / name for name in FILES if (folder.path / name).is_file()]


@cache
def _entries_of(path: Path) -> tuple[_Entry, ...]:
    _collected.clear()
    load_module(path)
    found = tuple(_collected)
    _collected.clear()
    return found


def _version(folder: Folder, entry: _Entry, solution: Solution) -> Version:
    where = f"{folder.path}: the version {entry.name!r}"
    if entry.function is None:
        source = solution.edited(where, entry.changes)
        function = solution.compiled(source, entry.name)
    else:
        function = entry.function
        if function.__name__ != folder.function:
            raise ExerciseError(f"{where} defines {function.__name__}, not {folder.function}")
        source = _bare_source(function)
    return Version(
        entry.name,
        entry.message,
        function,
        source,
        entry.look_at,
        entry.convention,
        verdict=entry.verdict or entry.name,
    )


def _bare_source(function: Function) -> str:
    """A function's source without decorators."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    return ast.unparse(definition) + "\n"


class Solution:
    """The solution of one exercise as text, to be edited and compiled."""

    def __init__(self, function: str, cell: str, names: Mapping[str, Any]) -> None:
        self.function = function
        lines = [line for line in cell.splitlines() if not line.strip().startswith("###")]
        text = "\n".join(lines)
        definitions = [
            node
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef) and node.name == function
        ]
        self.source = (ast.get_source_segment(text, definitions[-1]) or "") + "\n"
        self._head = f"def {function}({ast.unparse(definitions[-1].args)}):"
        self._names = names

    def edited(self, where: str, changes: Sequence[str]) -> str:
        """The source with the changes made; raises ExerciseError where one does not fit."""
        text = self.source
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            found = text.count(old)
            if found != 1:
                raise ExerciseError(
                    f"{where}: {old!r} stands {found} times in the solution, 1 is required"
                )
            text = text.replace(old, new)
        return text

    def compiled(self, source: str, name: str) -> Function:
        """The function that a source defines, among the names of the solution notebook."""
        namespace = dict(self._names)
        try:
            exec(compile(source, f"<{self.function}: {name}>", "exec"), namespace)
        except SyntaxError as error:
            raise ExerciseError(
                f"{self.function}: the version {name!r} is not Python after its edits: {error}"
            ) from error
        made: Function = namespace[self.function]
        return made

    def wrapped(self, body: str) -> str:
        """A source in which the solution is called by a function of the same signature.

        `body` calls `solution` and may use the parameters by their names.
        """
        inner = self.source.replace(f"def {self.function}(", "def solution(", 1)
        parts = [textwrap.indent(inner, "    "), textwrap.indent(textwrap.dedent(body), "    ")]
        return "\n".join([self._head, *parts])


# --- Standard wrong versions.


def _standard(folder: Folder, solution: Solution) -> list[Version]:
    made: list[Version] = []

    def add(name: str, message: str, look_at: str, body: str, verdict: str = "") -> None:
        source = solution.wrapped(body)
        function = solution.compiled(source, name)
        made.append(Version(name, message, function, source, look_at, verdict=verdict or name))

    parameters = list(inspect.signature(solution.compiled(solution.source, "solution")).parameters)
    call = f"solution({', '.join(parameters)})"
    returns = folder.returns
    for name in folder.standard_wrong.ascent:
        place = returns.index(name)
        add(
            "ascent",
            "the step is taken in the wrong direction: the loss is climbed",
            "the sign of the step",
            f"values = {call}\n"
            + _replaced(returns, place, f"2 * {name} - {_entry(returns, place)}"),
        )
    for first, second in folder.standard_wrong.swapped:
        exchanged = {first: second, second: first}
        listed = ", ".join(exchanged.get(p, p) for p in parameters)
        add(
            f"swapped_{first}_{second}",
            f"{first} and {second} are exchanged",
            f"where {first} stands and where {second} stands",
            f"return solution({listed})\n",
        )
    for name in folder.standard_wrong.stale:
        place = returns.index(name)
        add(
            f"stale_{name}",
            f"the old {name} is returned: the new one is lost between the steps",
            f"which {name} is returned",
            f"values = {call}\n" + _replaced(returns, place, f"{name} + 0.0"),
        )
    if folder.standard_wrong.in_place:
        names = ", ".join(folder.standard_wrong.in_place)
        add(
            "in_place",
            "the arguments are overwritten",
            "each line that writes into an argument",
            "values = " + call + "\n"
            f"for argument in ({names},):\n"
            "    for part in argument if isinstance(argument, list) else [argument]:\n"
            "        if isinstance(part, np.ndarray):\n"
            "            part += 1\n"
            "return values\n",
            verdict=X9.id,
        )
    return made


def _entry(returns: Sequence[str], place: int) -> str:
    return f"values[{place}]" if len(returns) > 1 else "values"


def _replaced(returns: Sequence[str], place: int, new: str) -> str:
    """A line that returns the values with one of them replaced."""
    if len(returns) == 1:
        return f"return {new}\n"
    listed = [new if i == place else f"values[{i}]" for i in range(len(returns))]
    return f"return {', '.join(listed)}\n"
