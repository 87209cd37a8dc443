"""The checker is measured: right and wrong lines from all chapters."""

from __future__ import annotations

import inspect

import pytest
import sympy as sp

from handbook.derivation import DerivationError
from handbook.derivation.curves import KINKED
from handbook.derivation.sweep import is_plain
from tests.handbook.derivation.corpus import (
    array_formulas,
    kinds,
    losses,
    optimizers,
    probability,
    regularization,
    sequences,
    units,
    unseen,
)
from tests.tiers import is_deep

CHAPTERS = [
    *(units, losses, optimizers, regularization, sequences, array_formulas, probability),
    *(unseen, kinds),
]
SETTLED = 0.97
PARTS = {
    "integral": (sp.Integral,),
    "sum": (sp.Sum, sp.Product),
    "limit": (sp.Limit,),
    "slope": (sp.Derivative,),
    "matrix": (sp.MatrixExpr,),
    "branch": KINKED,
    "sequence": (sp.Indexed,),
    "whole number": (sp.Mod, sp.factorial, sp.binomial),
}


def kind_of(build):
    """How a line is built and what it consists of: lines of a kind take the same ways."""
    builder = build.__qualname__.split(".")[0]
    seen = inspect.getclosurevars(build).nonlocals
    sides = [seen[name] for name in ("before", "after") if isinstance(seen.get(name), sp.Basic)]
    held = [name for name, parts in PARTS.items() if any(side.atoms(*parts) for side in sides)]
    known = ["given"] if "given" in seen.get("known", {}) else []
    plain = "plain" if sides and all(map(is_plain, sides)) else ""
    shown = seen["start"].func if "start" in seen else ""  # the code that a formula is shown for
    return (builder, *held, *known, plain, shown)


def lines(truth):
    """Every line of all chapters by its name, the chapter first."""
    return {
        f"{chapter.__name__.rsplit('.', 1)[-1]}: {name}": build
        for chapter in CHAPTERS
        for name, build in getattr(chapter, truth).items()
    }


def one_of_each_kind(truth):
    first = {}
    for name, build in lines(truth).items():
        first.setdefault(kind_of(build), (name, build))
    return dict(first.values())


def accepted(build):
    """Whether the last line gets a ✓; TypeError (SymPy has evaluated the line) is refused too."""
    try:
        return build().lines[-1].checked.startswith("✓")
    except (DerivationError, TypeError):
        return False


chosen = lines if is_deep() else one_of_each_kind
TRIED = {truth: chosen(truth) for truth in ("TRUE", "FALSE")}
NAMES = [chapter.__name__.rsplit(".", 1)[-1] for chapter in CHAPTERS]


def tried(truth, chapter):
    return {name: build for name, build in TRIED[truth].items() if name.startswith(f"{chapter}:")}


@pytest.mark.parametrize("chapter", NAMES)
def test_nothing_false_is_accepted(chapter):
    assert [name for name, build in tried("FALSE", chapter).items() if accepted(build)] == []


def test_nearly_everything_true_is_accepted():
    true = TRIED["TRUE"]
    refused = [name for name, build in true.items() if not accepted(build)]
    assert len(refused) <= (1 - SETTLED) * len(true), refused


def test_the_corpus_is_large_enough_to_measure_with():
    for truth in ("TRUE", "FALSE"):
        assert len(lines(truth)) >= 150
        assert len(vars(kinds)[truth]) >= 60


def test_the_sample_holds_each_kind_of_line_of_each_chapter():
    for truth in ("TRUE", "FALSE"):
        sampled = one_of_each_kind(truth)
        assert {kind_of(build) for build in sampled.values()} == {
            kind_of(build) for build in lines(truth).values()
        }
        assert len(sampled) < len(lines(truth)) / 3
