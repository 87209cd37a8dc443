"""Small faults, made automatically in a reference solution. The hidden tests must notice each.

Operators, comparisons, numbers, conditions and loops are changed by the operators of cosmic-ray,
used in this process: cosmic-ray itself rewrites a file and runs a test command for each mutant,
here a mutant is one function that is graded in the sandbox in milliseconds. What cosmic-ray does
not know is added: axes, transposition, `@`, calls and statements left out, sums for means, slices,
the order of what is returned.

Left out of cosmic-ray's operators are those that say nothing of a suite:

- `VariableReplacer` and `VariableInserter` put random numbers in, so that a mutant could neither be
  listed as a survivor nor be made again;
- `<<`, `>>`, `|`, `&`, `^` in place of arithmetic raise a TypeError on the first float, whatever
  the suite asks. Where a solution uses one of these five it is replaced like any other operator.
"""

from __future__ import annotations

import ast
import copy
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.bank.errors import ExerciseError
from handbook.check.line_forms import reached

ARITHMETIC = {"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}
BITS = {"RShift", "LShift", "BitOr", "BitAnd", "BitXor"}
RANDOM = {"VariableReplacer", "VariableInserter"}

# Calls that may be left out: f(x) becomes x, x.copy() becomes x.
TRANSPARENT = {"sqrt", "square", "abs", "exp", "log", "sum", "mean", "min", "minimum", "maximum"}
METHODS = {"copy", "astype", "reshape", "ravel", "transpose"}
EXCHANGED = [("sum", "mean"), ("max", "min"), ("maximum", "minimum"), ("argmax", "argmin")]
TAKEN_FOR = dict(EXCHANGED) | {b: a for a, b in EXCHANGED}
AXES = {"axis", "keepdims", "ddof"}
AUGMENTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """One fault: where and what was changed, and the function with the change."""

    name: str
    source: str


def mutants(source: str, function: str) -> list[Mutant]:
    """All mutants of a function, each with one change. Defaults and docstring stay as they are.
    What stands behind the first `return`, as the template of a derivation does, is left out.

    Raises ValueError where the source does not define the function, and ExerciseError where
    cosmic-ray is not installed.
    """
    tree = ast.parse(source)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    if not found:
        raise ValueError(f"the source does not define {function}")
    definition = _without_docstring(found[-1])
    original = ast.unparse(definition)
    made: dict[str, Mutant] = {}
    for text in [*_by_cosmic_ray(definition), *_by_ours(definition)]:
        if text != original:
            made.setdefault(text, Mutant(_difference(original, text), text + "\n"))
    return list(made.values())


def _without_docstring(definition: ast.FunctionDef) -> ast.FunctionDef:
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:]
    definition.body = reached(definition.body)
    # Line numbers count within the bare function.
    reparsed = ast.parse(ast.unparse(definition)).body[0]
    assert isinstance(reparsed, ast.FunctionDef)
    return reparsed


def _difference(original: str, mutant: str) -> str:
    """Where two texts differ: `line 3: w = w + g → w = w - g`."""
    old, new = original.splitlines(), mutant.splitlines()
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    while len(old) > first and len(new) > first and old[-1] == new[-1]:
        old.pop()
        new.pop()
    before, after = (
        "; ".join(line.strip() for line in lines[first:]) or "nothing" for lines in (old, new)
    )
    return f"line {first + 1}: {before} → {after}"


# --- cosmic-ray's operators.


def _by_cosmic_ray(definition: ast.FunctionDef) -> Iterator[str]:
    """One statement after the other: an operator changes its tree, which is parsed anew for each
    mutant."""
    head = ast.unparse(definition).splitlines()[0]
    body = [ast.unparse(statement) for statement in definition.body]
    for number, statement in enumerate(body):
        for changed in _changed(statement):
            lines = "\n".join([*body[:number], changed, *body[number + 1 :]])
            # Some changes give no Python: `a == -b` becomes `a == not b`.
            with suppress(SyntaxError):
                yield _normal(f"{head}\n{textwrap.indent(lines, '    ')}")


def _changed(statement: str) -> Iterator[str]:
    from cosmic_ray.ast import ast_nodes, get_ast

    places = [
        (operator, place, index)
        for place, node in enumerate(ast_nodes(get_ast(statement)))
        for operator in _operators()
        for index, _ in enumerate(operator.mutation_positions(node))
    ]
    for operator, place, index in places:
        tree = get_ast(statement)
        node = next(node for number, node in enumerate(ast_nodes(tree)) if number == place)
        changed = operator.mutate(node, index)
        if changed is not node:
            _replace(node, changed)
        yield tree.get_code()


@cache
def _operators() -> tuple[Any, ...]:
    """The operators of cosmic-ray that say something of a suite."""
    try:
        from cosmic_ray.operators.provider import OperatorProvider
    except ImportError as error:
        raise ExerciseError(
            "the audit makes faults with cosmic-ray, which is not installed; "
            'install it: pip install "cosmic-ray>=8.7,<9"'
        ) from error
    provider = OperatorProvider()
    return tuple(provider[name]() for name in provider if _tells(name))


def _tells(operator: str) -> bool:
    _, *exchanged = operator.split("_")  # such as ReplaceBinaryOperator_Add_BitOr
    if len(exchanged) == 2 and exchanged[0] in ARITHMETIC and exchanged[1] in BITS:
        return False
    return operator not in RANDOM


def _replace(node: Any, new: Any) -> None:
    children = node.parent.children
    place = next(number for number, child in enumerate(children) if child is node)
    children[place : place + 1] = [] if new is None else [new]


def _normal(text: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # `x is 1`, where a mutant says so
        return ast.unparse(ast.parse(text))


# --- Ours, on the syntax tree.

# (owner, field, position in a list field, new node or None to remove)
Change = tuple[ast.AST, str, int | None, ast.AST | None]


def _by_ours(definition: ast.FunctionDef) -> Iterator[str]:
    for index in range(sum(1 for _ in _changes(definition))):
        changed = copy.deepcopy(definition)
        _apply(changed, index)
        yield ast.unparse(ast.fix_missing_locations(changed))


def _apply(definition: ast.FunctionDef, index: int) -> None:
    """Make the change with this number."""
    owner, field, position, new = list(_changes(definition))[index]
    if position is None:
        setattr(owner, field, new)
        return
    held = getattr(owner, field)
    held[position : position + 1] = [] if new is None else [new]
    if not held and field == "body":
        held.append(ast.Pass())


def _changes(definition: ast.FunctionDef) -> Iterator[Change]:
    bound = {a.arg for a in definition.args.args}
    for owner in _walk(definition):
        for field, value in ast.iter_fields(owner):
            if isinstance(value, ast.AST):
                for new in _replacements(value, owner):
                    yield owner, field, None, new
            elif isinstance(value, list):
                for position, item in enumerate(value):
                    if not isinstance(item, ast.AST):
                        continue
                    for new in _replacements(item, owner):
                        yield owner, field, position, new
                    if _may_be_missing(item, bound):
                        yield owner, field, position, None
        if isinstance(owner, ast.Assign):
            bound |= {name.id for t in owner.targets for name in _names(t)}
        elif isinstance(owner, ast.Slice):
            for field in ("lower", "upper"):
                if getattr(owner, field) is not None:
                    yield owner, field, None, None


def _walk(definition: ast.FunctionDef) -> Iterator[ast.AST]:
    """All nodes, statements in their order. The function's own body hangs on a node without the
    defaults, which are left alone."""
    todo: list[ast.AST] = [ast.Module(definition.body, [])]
    while todo:
        node = todo.pop(0)
        yield node
        todo = [*ast.iter_child_nodes(node), *todo]


def _names(node: ast.AST) -> list[ast.Name]:
    return [n for n in ast.walk(node) if isinstance(n, ast.Name)]


def _may_be_missing(node: ast.AST, bound: set[str]) -> bool:
    """Can it be left out, and what follows still has all its names?"""
    if isinstance(node, ast.Assign):
        return {name.id for t in node.targets for name in _names(t)} <= bound
    if isinstance(node, ast.keyword):
        return node.arg in AXES
    return isinstance(node, ast.AugAssign | ast.Expr | ast.If)


def _replacements(node: ast.AST, owner: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.MatMult):
        yield ast.Mult()
    elif isinstance(node, ast.operator) and isinstance(owner, ast.AugAssign):
        if type(node) in AUGMENTED:
            yield AUGMENTED[type(node)]()
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.Tuple) and isinstance(owner, ast.Return) and len(node.elts) > 1:
        yield ast.Tuple([node.elts[1], node.elts[0], *node.elts[2:]], ast.Load())


def _other_calls(call: ast.Call) -> Iterator[ast.AST]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in TRANSPARENT and call.args:
        yield call.args[0]
    elif isinstance(function, ast.Attribute) and (name in METHODS or name in TRANSPARENT):
        yield function.value
    if name in TAKEN_FOR:
        other = copy.deepcopy(call)
        if isinstance(other.func, ast.Attribute):
            other.func.attr = TAKEN_FOR[name]
        elif name in ("max", "min") and isinstance(other.func, ast.Name):
            other.func.id = TAKEN_FOR[name]  # Python has no mean of its own
        yield other
