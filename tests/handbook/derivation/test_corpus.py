"""The checker is measured: right and wrong lines from all chapters."""

from __future__ import annotations

import time

import pytest

from handbook.derivation import DerivationError
from tests.handbook.derivation.corpus import (
    losses,
    optimizers,
    probability,
    regularization,
    sequences,
    units,
)

CHAPTERS = [units, losses, optimizers, regularization, sequences, probability]
SETTLED = 0.97


def lines(kind):
    return {
        f"{chapter.__name__.rsplit('.', 1)[-1]}: {name}": build
        for chapter in CHAPTERS
        for name, build in getattr(chapter, kind).items()
    }


def accepted(build):
    """Whether the last line gets a ✓; TypeError (SymPy has evaluated the line) counts as refused."""
    try:
        return build().lines[-1].checked.startswith("✓")
    except (DerivationError, TypeError):
        return False


@pytest.mark.parametrize(("name", "build"), lines("FALSE").items(), ids=lines("FALSE"))
def test_nothing_false_is_accepted(name, build):
    assert not accepted(build)


def test_nearly_everything_true_is_accepted_in_little_time():
    started = time.process_time()
    refused = [name for name, build in lines("TRUE").items() if not accepted(build)]
    seconds = time.process_time() - started
    count = len(lines("TRUE"))
    print(f"{count - len(refused)} of {count} true lines accepted in {seconds:.0f} s of CPU")
    assert len(refused) <= (1 - SETTLED) * count, refused


def test_the_corpus_is_large_enough_to_measure_with():
    assert min(len(lines("TRUE")), len(lines("FALSE"))) >= 150
