"""The entries of the errata, and how one is written.

A module of `book/errata/` holds the entries of one page. An entry with numbers is a function:

    @erratum(topic="tanh-vs-sigmoid", said="…", right="…")
    def e_tanh_stronger():
        \"\"\"The slopes of both at $z = 4$.\"\"\"
        …
        return numbers(
            false="tanh_slope > sigmoid_slope",
            true="tanh_slope < sigmoid_slope",
            tanh_slope=…, sigmoid_slope=…,
        )

`false` is what is said, in a form that can be evaluated; `true`, which may be left out, is what is
right. An entry on a name or a layout has no numbers, but a reason:

    e_h_undefined = wording(topic="…", said="…", right="…", reason="…")

The name, with hyphens, is the entry's id.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from sphinx.errors import ExtensionError

from handbook.derivation import DerivationError, derive, refute
from handbook.derivation.claims import OPERATORS, Comparison
from handbook.derivation.claims import evaluate as evaluate_comparison
from handbook.derivation.claims import parse as parse_comparison
from handbook.derivation.rendering import latex

from ..quizzes.computed import is_rounded_from

RELATIONS = {"Equality": "=", "LessThan": "≤", "StrictLessThan": "<"}
RELATIONS |= {"GreaterThan": "≥", "StrictGreaterThan": ">"}
DECIMAL = re.compile(r"\d+\.\d+")
DIGITS = (4, 6, 10, 16)  # as many as it takes to tell two values apart


class ErratumError(ExtensionError):
    """An entry that does not keep to the format or refutes nothing; says which and what to do."""


@dataclass(frozen=True)
class Numbers:
    """What the function of an entry computes."""

    false: Any  # a comparison as text, or a relation of SymPy
    true: Any
    at: Mapping[Any, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Erratum:
    """What is said, what is right, and the topic of `topics.yml` whose section teaches it."""

    topic: str
    said: str
    right: str
    reason: str = ""  # instead of numbers
    compute: Callable[[], Numbers] | None = None
    id: str = ""
    path: Path = field(default=Path())

    @property
    def where(self) -> str:
        return f"{self.path}, {self.id}"

    @property
    def setting(self) -> str:
        """What the numbers are computed of: the docstring of the function."""
        return _one_line(self.compute.__doc__ or "") if self.compute else ""

    @property
    def code(self) -> str:
        """The body of the function, without its docstring."""
        assert self.compute is not None
        source = textwrap.dedent(inspect.getsource(self.compute))
        [function] = ast.parse(source).body
        assert isinstance(function, ast.FunctionDef)
        first = function.body[0].end_lineno
        return textwrap.dedent("\n".join(source.splitlines()[first:])).strip("\n")


@dataclass(frozen=True)
class Line:
    """A claim, as it was evaluated, and the two sides with their numbers put in."""

    holds: bool
    claim: str  # as Markdown
    values: str
    place: str = ""  # as Markdown


def erratum(*, topic: str, said: str, right: str) -> Callable[[Callable[[], Numbers]], Erratum]:
    """Make an entry of a function that computes its numbers."""
    return lambda compute: Erratum(topic, _one_line(said), _one_line(right), compute=compute)


def wording(*, topic: str, said: str, right: str, reason: str) -> Erratum:
    """Make an entry on a name, a layout or a choice of words: a reason stands for the numbers."""
    return Erratum(topic, _one_line(said), _one_line(right), _one_line(reason))


def numbers(
    *, false: Any, true: Any = None, at: Mapping[Any, Any] | None = None, **values: Any
) -> Numbers:
    """Give the numbers of an entry.

    false: what is said, as a comparison in Python's words that names values,
        `"slope > 1"`, or as a relation of SymPy, evaluated `at` a point.
    true: what is right, in the same form.
    values: what the comparisons name, and other numbers that `right` tells.
    """
    return Numbers(false, true, at or {}, values)


def read_entries(path: Path) -> list[Erratum]:
    """Read the entries of a module, in its order.

    Raises
    ------
    ErratumError
        naming the entry and what is wrong with it.
    """
    found = [
        replace(value, id=name.replace("_", "-"), path=path)
        for name, value in vars(load(path)).items()
        if isinstance(value, Erratum)
    ]
    for entry in found:
        check_format(entry)
    return found


def load(path: Path) -> Any:
    """Import a module by its path; what it raises is told with the path."""
    spec = importlib.util.spec_from_file_location(f"errata_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ErratumError(f"{path}: cannot be read ({type(error).__name__}: {error})") from error
    if not module.__doc__:
        raise ErratumError(f"{path}: has no docstring; its first line is the heading on the page")
    return module


def title_of(path: Path) -> str:
    """The heading of the entries of a module: the first line of its docstring."""
    return (load(path).__doc__ or "").strip().splitlines()[0].rstrip(".")


def check_format(entry: Erratum) -> None:
    if not entry.id.startswith("e-"):
        raise ErratumError(f"{entry.where}: the name of an entry begins with e_")
    for name in ("topic", "said", "right"):
        if not getattr(entry, name).strip():
            raise ErratumError(f"{entry.where}: {name} is empty; write it as text")
    if entry.compute and not entry.setting:
        raise ErratumError(f"{entry.where}: say in the docstring what the numbers are computed of")
    if not entry.compute and not entry.reason:
        raise ErratumError(f"{entry.where}: reason is empty; say why no numbers are needed")


def evaluate(entry: Erratum) -> list[Line]:
    """Compute the numbers of an entry: the claim that is false, and the one that is true.

    Raises
    ------
    ErratumError
        if what is said is true, if what is right is not, or if `right` tells a number that was not
        computed; the entry is named.
    """
    if entry.compute is None:
        return []
    try:
        found = entry.compute()
        lines = list(lines_of(entry, found))
    except (DerivationError, TypeError) as error:
        raise ErratumError(f"{entry.where}: {error}") from error
    except Exception as error:
        raise ErratumError(f"{entry.where}: raised {type(error).__name__}: {error}") from error
    known = list(all_numbers(found.values.values()))
    for told in DECIMAL.findall(entry.right):
        if not any(is_rounded_from(told, value) for value in known):
            raise ErratumError(
                f"{entry.where}: right tells {told}, which is none of the computed values, "
                "rounded; give it to numbers() by a name"
            )
    return lines


def lines_of(entry: Erratum, found: Numbers) -> Iterator[Line]:
    using = found.values if isinstance(found.false, str) else None
    refuted = refute(entry.said, claim=found.false, right=entry.right, at=found.at, using=using)
    if isinstance(found.false, str):
        values = with_numbers(evaluate_comparison(found.false, found.values))
    else:
        left, right = (side[2] for side in (refuted.evidence.left, refuted.evidence.right))
        values = f"{left} {RELATIONS[type(found.false).__name__]} {right}".replace("-", "−")
    yield Line(False, refuted.claim, values, refuted.evidence.place_tex)
    if isinstance(found.true, str):
        comparison = evaluate_comparison(found.true, found.values)
        if not comparison.holds:
            raise DerivationError(
                f"what is right comes out false: {found.true}, with {with_numbers(comparison)}"
            )
        yield Line(True, f"`{found.true}`", with_numbers(comparison))
    elif found.true is not None:
        derive(found.true.lhs).then(found.true.rhs, "what is right")
        yield Line(True, f"${latex(found.true)}$", "")


def with_numbers(comparison: Comparison) -> str:
    """A comparison with the values of its sides put in: `−0.26 = 0.26`, `[0.5, 1] < 1e-9`."""
    left, right = comparison.left, comparison.right
    relation = OPERATORS[type(parse_comparison(comparison.text)[1])][0]
    if left.shape != right.shape and left.ndim and right.ndim:
        return f"shape {left.shape} {relation} shape {right.shape}"
    sides = ("", "")
    for digits in DIGITS:
        sides = written(left, digits), written(right, digits)
        if comparison.holds or sides[0] != sides[1]:
            break
    return f"{sides[0]} {relation} {sides[1]}"


def written(value: Any, digits: int) -> str:
    """A number or an array on one line, with so many significant digits."""
    if value.ndim:
        return f"[{', '.join(written(each, digits) for each in value)}]"
    if value.dtype.kind != "f":
        return str(value).replace("-", "−")
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    return mantissa.replace("-", "−") + (f"e{int(exponent)}" if exponent else "")


def all_numbers(values: Any) -> Iterator[float]:
    """The magnitudes of every number in values, arrays taken apart."""
    for value in values:
        array = np.asarray(value)
        if array.dtype.kind in "biuf":
            yield from abs(array.astype(float)).ravel().tolist()


def _one_line(text: str) -> str:
    return " ".join(text.split())
