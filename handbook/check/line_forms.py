"""The form of a derivation's lines, read off the source: blanks that are left, names that are used.

A value alone does not show that a line was written: `line_3 = line_2` has the right one. So the
exercise states which names each line may use. Names that the function defines itself are followed
to what they are made of.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from handbook.check.common_mistakes import X18, X19
from handbook.check.diagnosis import Verdict
from handbook.check.exercise_data import Exercise
from handbook.check.stubs import function_in

# What any line may use besides the names that its exercise lists.
ALWAYS = frozenset({"np", "float", "int", "abs"})

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass
class _Function:
    """A function read: what each of its names is made of, how often each is bound, what it returns.

    `values` holds what counts at the end: a plain assignment replaces what was assigned before.
    """

    values: dict[str, list[ast.AST]] = field(default_factory=dict)
    bound: dict[str, int] = field(default_factory=dict)
    returned: ast.expr | None = None


def source_of(function: Callable[..., Any]) -> str:
    """The source of a function, or "" where Python does not find it."""
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def judge_form(exercise: Exercise, verdict: Verdict, source: str) -> Verdict:
    """The verdict on a derivation, after its source was read; any other verdict as it is."""
    if not exercise.lines or verdict.outcome not in ("passed", "wrong", "error"):
        return verdict
    if verdict.outcome != "passed" and (blanks := blanks_left(source)):
        text = X18.sentence.format(places=_listed(blanks))
        return Verdict(verdict.outcome, text, X18.id, inputs=verdict.inputs)
    faults = form_faults(source, exercise.lines)
    if not faults or verdict.outcome == "error":
        return verdict
    text = "; ".join(dict.fromkeys(faults.values()))
    text = X19.sentence.format(faults=f"{text[:1].upper()}{text[1:]}")
    if verdict.outcome == "passed":
        return Verdict("wrong", text, X19.id, inputs=verdict.inputs)
    return replace(verdict, message=f"{verdict.message} {text}")


def blanks_left(source: str) -> list[str]:
    """The lines, or other names, in which a blank `...` of the template is left."""
    found: list[str] = []
    for statement in _reached(source):
        if _says_nothing(statement):
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
            parts = enumerate(statement.value.elts, 1)
            found += [f"line {k}" for k, part in parts if _holds_blank(part)]
        elif _holds_blank(statement):
            names = [t.id for t in targets if isinstance(t, ast.Name)]
            found.append(_title(names[0]) if names else f"`{ast.unparse(statement)[:80]}`")
    return list(dict.fromkeys(found))


def is_template(source: str, lines: Sequence[str]) -> bool:
    """Does every line still hold a blank, as in the handout?"""
    return {_title(line) for line in lines} <= set(blanks_left(source))


def form_faults(source: str, allowed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What is to be said of lines that are not written with the names they may use.

    `allowed` holds for each line, as it is called in the code, the names it may use. Another line,
    or a name that is listed for other lines alone, may not be used.
    """
    function = _read(source)
    known = {*allowed, *(name for names in allowed.values() for name in names)}
    roots = _roots(function, list(allowed))
    faults: dict[str, str] = {}
    written: dict[str, str] = {}
    for line, names in allowed.items():
        if line not in roots:
            asked = (
                f"`return {', '.join(allowed)}` is expected, in a function of a cell's top level"
            )
            faults[line] = f"{_title(line) if roots else 'the lines'} could not be read: {asked}"
            continue
        used = sorted(_foreign(line, roots[line], names, known, list(allowed), function))
        text = " ".join(ast.dump(part) for part in roots[line])
        if used:
            listed = _listed([_title(name) for name in used])
            faults[line] = f"{_title(line)} uses {listed}; write it with {_listed(list(names))}"
        elif text in written:
            faults[line] = f"{_title(line)} repeats {_title(written[text])}"
        written.setdefault(text, line)
    return faults


# --- Reading.


def reached(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements of a body up to its first `return`: the rest is never run."""
    places = [i for i, node in enumerate(body) if isinstance(node, ast.Return)]
    return list(body[: places[0] + 1] if places else body)


def _reached(source: str) -> list[ast.stmt]:
    function = function_in(source)
    return reached(function.body) if function else []


def _says_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _holds_blank(node: ast.AST) -> bool:
    """Is there a `...` other than one that is an index, as in `x[..., 0]`?"""
    if isinstance(node, ast.Constant):
        return node.value is Ellipsis
    parts = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Subscript):
        parts = [part for part in parts if part is not node.slice]
    return any(map(_holds_blank, parts))


def _read(source: str) -> _Function:
    function, definition = _Function(), function_in(source)
    if definition is None:
        return function
    for argument in _arguments(definition):
        function.bound[argument] = 1
    for statement in reached(definition.body):
        if isinstance(statement, ast.Return):
            function.returned = statement.value
        for node in _outer(statement):
            for name, value in _bindings(node):
                function.bound[name] = function.bound.get(name, 0) + 1
                if node is statement and isinstance(node, ast.Assign):
                    function.values[name] = [value]
                else:
                    function.values.setdefault(name, []).append(value)
    return function


def _arguments(scope: Scope) -> list[str]:
    given = scope.args
    rest = [a for a in (given.vararg, given.kwarg) if a]
    return [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs, *rest)]


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, without the bodies of functions and comprehensions."""
    yield node
    if isinstance(node, Scope | ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        return
    for child in ast.iter_child_nodes(node):
        yield from _outer(child)


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """The names that one node binds, each with what it is made of."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _pairs(target, node.value)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr):
        if node.value is not None:
            yield from _pairs(node.target, node.value)
    elif isinstance(node, ast.For):
        yield from _pairs(node.target, node.iter)
    elif isinstance(node, ast.FunctionDef):
        yield node.name, node


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(target, ast.Tuple | ast.List):
        parts: list[ast.expr] = [value] * len(target.elts)
        if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
            parts = value.elts
        for each, part in zip(target.elts, parts, strict=True):
            yield from _pairs(each, part)
    elif isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        yield from _pairs(target.value, value)
    elif isinstance(target, ast.Name):
        yield target.id, value


def _roots(function: _Function, lines: Sequence[str]) -> dict[str, list[ast.AST]]:
    """For each line the expressions that it is returned as."""
    returned = function.returned
    if not isinstance(returned, ast.Tuple | ast.List) or len(returned.elts) != len(lines):
        return {}
    found: dict[str, list[ast.AST]] = {}
    for line, part in zip(lines, returned.elts, strict=True):
        named = isinstance(part, ast.Name) and part.id == line
        found[line] = function.values.get(line, []) if named else [part]
    return {line: parts for line, parts in found.items() if parts}


def _foreign(
    line: str,
    roots: Sequence[ast.AST],
    allowed: Sequence[str],
    known: Set[str],
    lines: Sequence[str],
    function: _Function,
) -> set[str]:
    """The names in a line, or in what it is made of, that it may not use."""
    foreign: set[str] = set()
    seen: set[str] = set()
    waiting = [name for root in roots for name in _names(root)]
    while waiting:
        name = waiting.pop()
        if name in seen or name == line:
            continue
        seen.add(name)
        made_of = [n for value in function.values.get(name, []) for n in _names(value)]
        if name in allowed:
            changed = function.bound.get(name, 0) > 1  # what is given is made anew
            waiting += made_of if changed else [n for n in made_of if n in lines]
        elif name in known:
            foreign.add(name)
        elif name in function.values:
            waiting += made_of
        elif name not in ALWAYS:
            foreign.add(name)
    return foreign


def _names(node: ast.AST) -> set[str]:
    """The names that an expression takes from around it."""
    loaded: set[str] = set()
    own: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            (loaded if isinstance(part.ctx, ast.Load) else own).add(part.id)
        elif isinstance(part, Scope):
            own.update(_arguments(part))
    return loaded - own


def _title(name: str) -> str:
    """`line_2` as "line 2", any other name as it is."""
    word, _, number = name.partition("_")
    return f"line {number}" if word == "line" and number.isdecimal() else name


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
