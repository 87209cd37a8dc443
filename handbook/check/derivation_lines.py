"""A derivation with blanks: each returned line is judged against the line before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from handbook.check.comparison import as_promised, parts_right, unpacked
from handbook.check.exercise_data import Exercise
from handbook.check.observe import Observation
from handbook.check.plain_data import NUMBERS, same


def first_wrong_line(exercise: Exercise, seen: Sequence[Observation]) -> int | None:
    """The place of the first line that is wrong on some input that is answered, or None."""
    right = [
        parts_right(exercise, s, e)
        for s, e in zip(seen, exercise.expected, strict=False)
        if _lines(exercise, s, e) is not None
    ]
    places = range(len(exercise.returns))
    return next((k for k in places if not all(parts[k] for parts in right)), None)


def told_line_by_line(exercise: Exercise, seen: Sequence[Observation]) -> str:
    """How each line from the first wrong one on stands to the line before it, as a sentence.

    "" where a call raised, or did not return one value for each line.
    """
    rows = [
        (_lines(exercise, s, e), e.value)
        for s, e in zip(seen, exercise.expected, strict=False)
        if e.error is None
    ]
    first = first_wrong_line(exercise, seen)
    if first is None or any(got is None for got, _ in rows):
        return ""
    computed = any(s.floating for s in seen)  # a nan may come from 0 / 0, and not from its author
    told, wrong_before = [], False
    for k in range(first, len(exercise.returns)):
        pairs = [(got[k], want[k]) for got, want in rows if got is not None]
        before = [(got[k - 1], want[k - 1]) for got, want in rows if got is not None and k]
        name = exercise.returns[k]
        right = all(_same(exercise, got, want) for got, want in pairs)
        if not right and not computed and all(_is_open(got) for got, _ in pairs):
            told.append(f"{name} is left open")
        elif right and wrong_before:
            told.append(f"{name} is right again")
        elif not right:
            told.append(f"{name} {_stands(exercise, k, pairs, before, wrong_before)}")
        wrong_before = not right
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _stands(
    exercise: Exercise,
    k: int,
    pairs: Sequence[tuple[Any, Any]],
    before: Sequence[tuple[Any, Any]],
    wrong_before: bool,
) -> str:
    """How a wrong line stands to the line before it."""
    if not k:
        return "does not follow from what is given"
    neighbours = [(w, b) for (_, w), (_, b) in zip(pairs, before, strict=True)]
    if not all(_same(exercise, here, there) for here, there in neighbours):
        return "is not right"  # the values of these two lines differ by the derivation itself
    name = f"{'your ' if wrong_before else ''}{exercise.returns[k - 1]}"
    own = [(g, b) for (g, _), (b, _) in zip(pairs, before, strict=True)]
    follows = wrong_before and all(_same(exercise, here, there) for here, there in own)
    return f"follows from {name}" if follows else f"does not follow from {name}"


def _lines(exercise: Exercise, seen: Observation, expected: Observation) -> Sequence[Any] | None:
    """The returned lines, or None where there is not one value for each line."""
    if seen.error is not None or expected.error is not None:
        return None
    value = unpacked(seen.value, expected.value)
    if isinstance(value, list | tuple) and len(value) == len(exercise.returns):
        return value
    return None


def _is_open(value: Any) -> bool:
    if not isinstance(value, NUMBERS) or np.asarray(value).dtype.kind != "f":
        return False
    return bool(np.all(np.isnan(value)))


def _same(exercise: Exercise, one: Any, other: Any) -> bool:
    return same(as_promised(one, other), other, rtol=exercise.rtol, atol=exercise.atol)
