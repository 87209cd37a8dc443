"""The checker is measured: right and wrong lines from all chapters."""

from __future__ import annotations

import time

import pytest

from handbook.derivation import DerivationError
from tests.handbook.derivation.corpus import (
    array_formulas,
    losses,
    optimizers,
    probability,
    regularization,
    sequences,
    units,
    unseen,
)

CHAPTERS = [units, losses, optimizers, regularization, sequences, array_formulas]
DEAR = [probability, unseen]  # test_promises has one of each kind
SETTLED = 0.97


def lines(kind, chapters):
    return {
        f"{chapter.__name__.rsplit('.', 1)[-1]}: {name}": build
        for chapter in chapters
        for name, build in getattr(chapter, kind).items()
    }


def accepted(build):
    """Whether the last line gets a ✓; TypeError (SymPy has evaluated the line) is refused too."""
    try:
        return build().lines[-1].checked.startswith("✓")
    except (DerivationError, TypeError):
        return False


def refuse_all(chapters):
    assert [name for name, build in lines("FALSE", chapters).items() if accepted(build)] == []


def accept_nearly_all(chapters):
    true = lines("TRUE", chapters)
    started = time.process_time()
    refused = [name for name, build in true.items() if not accepted(build)]
    seconds = time.process_time() - started
    print(f"{len(true) - len(refused)} of {len(true)} true lines in {seconds:.0f} s of CPU")
    assert len(refused) <= (1 - SETTLED) * len(true), refused


def test_nothing_false_is_accepted():
    refuse_all(CHAPTERS)


def test_nearly_everything_true_is_accepted():
    accept_nearly_all(CHAPTERS)


@pytest.mark.deep
def test_no_false_integral_or_unseen_line_is_accepted():
    refuse_all(DEAR)


@pytest.mark.deep
def test_nearly_every_true_integral_or_unseen_line_is_accepted():
    accept_nearly_all(DEAR)


def test_the_corpus_is_large_enough_to_measure_with():
    for kind in ("TRUE", "FALSE"):
        assert len(lines(kind, CHAPTERS + DEAR)) >= 150
