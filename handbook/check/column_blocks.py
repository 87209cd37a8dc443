"""Gradients whose columns come in blocks, one for each gate: which block is wrong, and how.

The gradients of an LSTM's parameters hold the gates side by side. One wrong gate makes three of the
returned values wrong, and "dWx differs" does not say in which line. The block does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from handbook.check.comparison import as_promised, unpacked
from handbook.check.exercise_data import Exercise
from handbook.check.observe import Observation
from handbook.check.plain_data import same
from handbook.check.relations import ProbeAnswer, number_relation


class _Row(NamedTuple):
    """One returned value for one probe, cut into blocks: what came back, what was expected."""

    got: Sequence[np.ndarray]
    want: Sequence[np.ndarray]
    probe: int


def told_block_by_block(exercise: Exercise, seen: Sequence[Observation]) -> str:
    """Which blocks of the wrong gradients are right, and how a wrong one is related to the right.

    A sentence or two; "" where the exercise has no blocks, nothing is wrong in them, or all of them
    are wrong and no relation was found.
    """
    names = exercise.blocks
    values = {value: _rows(exercise, seen, value) for value in exercise.block_values}
    if not names or any(rows is None for rows in values.values()):
        return ""
    cut = {value: rows for value, rows in values.items() if rows}
    correct = {
        value: [_agree(exercise, rows, k, k) for k in range(len(names))]
        for value, rows in cut.items()
    }
    differing = {value: rows for value, rows in cut.items() if not all(correct[value])}
    if not differing:
        return ""
    right = [k for k in range(len(names)) if all(correct[value][k] for value in differing)]
    wrong = [k for k in range(len(names)) if k not in right]
    related = [_relation(exercise, differing, k) for k in wrong]
    if not right and len(set(_without_name(names, wrong, related))) == 1:
        return ""  # all are wrong in one way, or in ways not known: the whole value tells as much
    sentences = [sentence for sentence in related if sentence]
    if right:
        where = f"In {_listed(list(differing))} "
        sentences.insert(0, f"{where}{_blocks(names, right)} right; {_blocks(names, wrong)} not.")
    return " ".join(sentences)


def _rows(exercise: Exercise, seen: Sequence[Observation], value: str) -> list[_Row] | None:
    """The blocks of one returned value for all probes; None where an answer has no such blocks."""
    place, count = exercise.returns.index(value), len(exercise.blocks)
    rows = []
    for k, (s, e) in enumerate(zip(seen, exercise.expected, strict=False)):
        if s.error is not None or e.error is not None:
            return None
        got, want = unpacked(s.value, e.value), e.value
        if not isinstance(got, list | tuple) or len(got) != len(want):
            return None
        part = as_promised(got[place], want[place])
        if not isinstance(part, np.ndarray) or part.dtype.kind not in "biuf":
            return None
        if part.shape != np.shape(want[place]) or not part.ndim or part.shape[-1] % count:
            return None
        got_blocks, want_blocks = (np.split(a, count, axis=-1) for a in (part, want[place]))
        rows.append(_Row(got_blocks, want_blocks, k))
    return rows


def _agree(exercise: Exercise, rows: Sequence[_Row], block: int, other: int) -> bool:
    """Is this block, on all probes, what that one is to be?"""
    rtol, atol = exercise.rtol, exercise.atol
    return all(same(r.got[block], r.want[other], rtol=rtol, atol=atol) for r in rows)


def _relation(exercise: Exercise, values: dict[str, list[_Row]], block: int) -> str:
    """How a wrong block is related to the right ones, if it is so in all values; else ""."""
    name = exercise.blocks[block]
    for other, its_name in enumerate(exercise.blocks):
        if other != block and all(_agree(exercise, r, block, other) for r in values.values()):
            return f"The block of {name} is what that of {its_name} is to be."
    found = set()
    for rows in values.values():
        answers = [
            ProbeAnswer(r.got[block], r.want[block], exercise.probes[r.probe].args) for r in rows
        ]
        if _agree(exercise, rows, block, block):
            return ""
        mistake, sentence = number_relation(
            answers, f"The block of {name}", rtol=exercise.rtol, atol=exercise.atol
        )
        found.add(sentence if mistake is not None else "")
    return found.pop() if len(found) == 1 else ""


def _without_name(names: Sequence[str], blocks: Sequence[int], told: Sequence[str]) -> list[str]:
    return [text.replace(f" of {names[k]} ", " ", 1) for k, text in zip(blocks, told, strict=True)]


def _blocks(names: Sequence[str], blocks: Sequence[int]) -> str:
    listed = _listed([names[k] for k in blocks])
    return f"the block{'s' * (len(blocks) > 1)} of {listed} {'are' if len(blocks) > 1 else 'is'}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
