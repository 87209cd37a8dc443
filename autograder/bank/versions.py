"""The bank of an exercise: named wrong versions and alternative right ones.

A wrong version is a function of its own (`@wrong`), an edit of the solution (`edited`), or one of
the standard ones that `exercise.toml` asks for (`[wrong]`): the argument overwritten, the step
taken uphill, two parameters exchanged, a state that is not updated. In an exercise of the kind
"debug" the mistakes of the program that is handed out are edits, too (`planted`); the bank then
holds each alone, each pair, and all of them together.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import Folder
from autograder.bank.loading import load_module
from handbook.check.common_mistakes import X9, X11
from handbook.check.line_forms import reached
from handbook.check.stubs import left_over

if TYPE_CHECKING:
    from autograder.bank.solution import Reference

FILES = ("versions.py", "wrong.py", "right.py")  # one file, or one for each kind
HANDED_OUT = "as_handed_out"  # all planted mistakes together
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
    planted: bool = False


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
    _check_pairs("edited", name, changes)
    _collected.append(
        _Entry("wrong", name, message, look_at, convention, changes=changes, verdict=verdict)
    )


def planted(name: str, *changes: str, message: str, look_at: str) -> None:
    """Declare a mistake of the program that an exercise of the kind "debug" hands out.

    `changes` are those of `edited`; those of different mistakes may not touch the same text.
    """
    _check_pairs("planted", name, changes)
    _collected.append(_Entry("wrong", name, message, look_at, changes=changes, planted=True))


def _check_pairs(what: str, name: str, changes: Sequence[str]) -> None:
    if not changes or len(changes) % 2:
        raise ExerciseError(f"{what}({name!r}): texts come in pairs, an old one and a new one")


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
    entries = _entries(folder)
    if folder.kind == "debug":
        _check_handed_out(folder, reference, solution, entries)
    made: dict[Kind, list[Version]] = {"wrong": [], "right": []}
    for entry in entries:
        made[entry.kind].append(_version(folder, entry, solution))
    made["wrong"] += [_standard_version(each, solution) for each in _standard(folder)]
    for versions in made.values():
        names = [version.name for version in versions]
        if len(set(names)) < len(names):
            raise ExerciseError(f"{folder.path}: two versions share a name among {names}")
    return Versions(tuple(made["wrong"]), tuple(made["right"]))


def _files(folder: Folder) -> list[Path]:
    return [folder.path / name for name in FILES if (folder.path / name).is_file()]


def _entries(folder: Folder) -> list[_Entry]:
    """What the files say, and the planted mistakes together."""
    entries = [entry for path in _files(folder) for entry in _entries_of(path)]
    return entries + _together(folder, [entry for entry in entries if entry.planted])


def _together(folder: Folder, mistakes: Sequence[_Entry]) -> list[_Entry]:
    """The planted mistakes in pairs, and all of them: the program as it is handed out."""
    if (folder.kind == "debug") != (len(mistakes) > 1):
        raise ExerciseError(
            f'{folder.path}: kind = "debug" goes with two or more planted() mistakes in '
            f"versions.py; {len(mistakes)} are there, and the kind is {folder.kind!r}"
        )
    made = [
        _Entry(
            "wrong",
            f"{one.name}+{other.name}",
            f"two mistakes are left: {one.message}; and {other.message}",
            f"{one.look_at}; {other.look_at}",
            changes=one.changes + other.changes,
        )
        for one, other in combinations(mistakes, 2)
        if len(mistakes) > 2
    ]
    if mistakes:
        made.append(
            _Entry(
                "wrong",
                HANDED_OUT,
                f"the program does what it did when it was handed out, with {len(mistakes)} "
                "mistakes in it",
                "the first line that computes something; its value can be worked out by hand",
                changes=tuple(text for mistake in mistakes for text in mistake.changes),
            )
        )
    return made


def _check_handed_out(
    folder: Folder, reference: Reference, solution: Solution, entries: Sequence[_Entry]
) -> None:
    """Raise ExerciseError where the program handed out is not the solution with the mistakes."""
    [everything] = [entry for entry in entries if entry.name == HANDED_OUT]
    program = solution.edited(f"{folder.path}: {HANDED_OUT}", everything.changes)
    if left_over(program, reference.stub(folder.function)) is not None:
        raise ExerciseError(
            f"{folder.path}: what stands behind ### END SOLUTION in the text of the exercise must "
            f"be the solution with every planted mistake:\n{program}"
        )


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
        definition = definitions[-1]
        end = reached(definition.body)[-1].end_lineno  # a template behind it is never run
        self.source = "\n".join(text.splitlines()[definition.lineno - 1 : end]) + "\n"
        arguments = definition.args
        self.parameters = tuple(argument.arg for argument in arguments.args)
        self._head = f"def {function}({ast.unparse(arguments)}):"
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


@dataclass(frozen=True)
class _Standard:
    """A standard wrong version: what is told of it, and the body of its function.

    `body` gets the call of the solution with the function's own parameters.
    """

    name: str
    message: str
    look_at: str
    body: Callable[[str], str]
    exchanged: tuple[str, str] | None = None
    verdict: str = ""
    parameters: tuple[str, ...] = ()  # those it names


def _standard(folder: Folder) -> list[_Standard]:
    """The standard wrong versions that `exercise.toml` asks for."""
    asked, returns = folder.standard_wrong, folder.returns
    made = [
        _Standard(
            "ascent",
            "the step is taken in the wrong direction: the loss is climbed",
            "the sign of the step",
            _with(returns, name, f"2 * {name} - {_entry(returns, name)}"),
        )
        for name in asked.ascent
    ]
    made += [
        _Standard(
            f"swapped_{first}_{second}",
            f"{first} and {second} are exchanged",
            f"where {first} stands and where {second} stands",
            lambda call: f"return {call}\n",
            exchanged=(first, second),
            parameters=(first, second),
        )
        for first, second in asked.swapped
    ]
    made += [
        _Standard(
            f"stale_{name}",
            f"the old {name} is returned: the new one is lost between the steps",
            f"which {name} is returned",
            _with(returns, name, f"{name} + 0.0"),
        )
        for name in asked.stale
    ]
    if asked.in_place:
        made.append(
            _Standard(
                "in_place",
                "the arguments are overwritten",
                "each line that writes into an argument",
                _overwriting(asked.in_place),
                parameters=asked.in_place,
                verdict=X9.id,
            )
        )
    if asked.generator:
        made += [
            _Standard(
                "own_generator",
                f"every call draws the same numbers: they do not come from {asked.generator}",
                "where the random numbers come from",
                lambda call: f"{asked.generator} = np.random.default_rng(0)\nreturn {call}\n",
                parameters=(asked.generator,),
            ),
            _Standard(
                "global_generator",
                f"the numbers come from NumPy's global generator, not from {asked.generator}",
                "where the random numbers come from",
                # The module has the generator's methods, as functions.
                lambda call: f"{asked.generator} = np.random\nreturn {call}\n",
                verdict=X11.id,
                parameters=(asked.generator,),
            ),
        ]
    return made


def _standard_version(standard: _Standard, solution: Solution) -> Version:
    names = list(solution.parameters)
    if strangers := set(standard.parameters) - set(names):
        raise ExerciseError(
            f"{solution.function}: [wrong] names {sorted(strangers)}, which are no parameters; "
            f"known: {', '.join(names)}"
        )
    if standard.exchanged is not None:
        first, second = (names.index(name) for name in standard.exchanged)
        names[first], names[second] = names[second], names[first]
    source = solution.wrapped(standard.body(f"solution({', '.join(names)})"))
    return Version(
        standard.name,
        standard.message,
        solution.compiled(source, standard.name),
        source,
        standard.look_at,
        verdict=standard.verdict or standard.name,
    )


def _overwriting(arguments: Sequence[str]) -> Callable[[str], str]:
    lines = (
        f"for argument in ({', '.join(arguments)},):",
        "    for part in argument if isinstance(argument, list) else [argument]:",
        "        if isinstance(part, np.ndarray):",
        "            part += 1",
        "return values",
    )
    return lambda call: "\n".join([f"values = {call}", *lines]) + "\n"


def _entry(returns: Sequence[str], name: str) -> str:
    return f"values[{returns.index(name)}]" if len(returns) > 1 else "values"


def _with(returns: Sequence[str], name: str, new: str) -> Callable[[str], str]:
    """A body that returns what the solution does, with one value replaced."""
    listed = [new if each == name else _entry(returns, each) for each in returns]
    return lambda call: f"values = {call}\nreturn {', '.join(listed)}\n"


@dataclass(frozen=True)
class KnownMistake:
    """A mistake that the bank of an exercise can name."""

    name: str
    message: str
    convention: str | None = None


def known_mistakes(folder: Folder) -> list[KnownMistake]:
    """The mistakes that have a name of their own; the solution is not needed."""
    if folder.kind == "cells":  # of tests: no bank belongs to them
        return []
    entries = _entries(folder)
    known = [
        KnownMistake(e.name, e.message, e.convention)
        for e in entries
        if e.kind == "wrong" and not e.verdict
    ]
    return known + [KnownMistake(s.name, s.message) for s in _standard(folder) if not s.verdict]
