"""Compare what a call showed with what was expected: in value, part by part, and in type.

Values are compared leniently in type: a list of numbers counts as an array and whole numbers
count as floats, so that a wrong type costs what a type is worth and not every value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from handbook.check.exercise_data import Exercise
from handbook.check.observe import Observation
from handbook.check.plain_data import NUMBERS, dtype_kind, same

MAX_LISTED = 100_000  # numbers of a list that are read as an array


def parts_right(exercise: Exercise, seen: Observation, expected: Observation) -> tuple[bool, ...]:
    """Whether each returned value is right; one entry for each name in `exercise.returns`.

    All are False where the call raised, did not raise what was expected, or returned another
    number of values.
    """
    names = max(1, len(exercise.returns))
    if seen.error is not None or expected.error is not None:
        agree = (
            seen.error is not None
            and expected.error is not None
            and seen.error.type_name == expected.error.type_name
        )
        return (agree,) * names
    if names == 1:
        return (_close(exercise, seen.value, expected.value),)
    value = unpacked(seen.value, expected.value)
    if not isinstance(value, list | tuple) or len(value) != names:
        return (False,) * names
    return tuple(_close(exercise, g, w) for g, w in zip(value, expected.value, strict=True))


def unpacked(got: Any, want: Any) -> Any:
    """`got` as a list where it is an array that unpacks into values of the shapes of `want`."""
    if not isinstance(got, np.ndarray) or not isinstance(want, list | tuple) or not got.ndim:
        return got
    alike = len(got) == len(want) and all(
        isinstance(w, NUMBERS) and np.shape(w) == got.shape[1:] for w in want
    )
    return list(got) if alike else got


def agrees(exercise: Exercise, seen: Observation, expected: Observation) -> bool:
    """Is every returned value right, or the expected error raised?"""
    return all(parts_right(exercise, seen, expected))


def types_right(seen: Observation, expected: Observation) -> bool:
    """Are the types those promised: arrays where arrays are, floats of double precision?"""
    if seen.error is not None or expected.error is not None:
        return True
    return same_types(seen.value, expected.value)


def same_types(got: Any, want: Any) -> bool:
    """Is `got` of the type of `want`, number by number? Lists and tuples count as the same."""
    if isinstance(want, np.ndarray) and want.ndim:
        return isinstance(got, np.ndarray) and _same_dtype(got, want)
    if isinstance(want, NUMBERS):
        return isinstance(got, NUMBERS) and _same_dtype(np.asarray(got), np.asarray(want))
    if isinstance(want, list | tuple):
        got = unpacked(got, want)
        if not isinstance(got, list | tuple) or len(got) != len(want):
            return False
        return all(same_types(g, w) for g, w in zip(got, want, strict=True))
    return type(got) is type(want)


def _same_dtype(got: np.ndarray, want: np.ndarray) -> bool:
    if dtype_kind(got) != dtype_kind(want):
        return False
    return got.dtype.itemsize >= want.dtype.itemsize or want.dtype.kind not in "fc"


def _close(exercise: Exercise, got: Any, want: Any) -> bool:
    promised = as_promised(got, want)
    # Whole numbers may come as floats: the types are judged apart.
    if isinstance(promised, NUMBERS) and isinstance(want, NUMBERS):
        kinds = dtype_kind(np.asarray(promised)), dtype_kind(np.asarray(want))
        want = np.asarray(want, dtype=np.float64) if kinds == ("f", "i") else want
    return same(promised, want, rtol=exercise.rtol, atol=exercise.atol)


def as_promised(got: Any, want: Any) -> Any:
    """`got` with its numbers in the types of `want`, where that loses nothing."""
    if isinstance(want, np.ndarray) and want.ndim and isinstance(got, list | tuple):
        array = _array(got)
        return as_promised(array, want) if array is not None else got
    if isinstance(want, NUMBERS) and isinstance(got, NUMBERS):
        kinds = dtype_kind(np.asarray(got)), dtype_kind(np.asarray(want))
        return np.asarray(got, dtype=np.float64) if kinds == ("i", "f") else got
    got = unpacked(got, want)
    if isinstance(want, list | tuple) and isinstance(got, list | tuple) and len(got) == len(want):
        return [as_promised(g, w) for g, w in zip(got, want, strict=True)]
    return got


def _array(values: Sequence[Any]) -> np.ndarray | None:
    """A list of numbers, or of lists or arrays of them, as an array; None where it is not one."""
    if _count(values) > MAX_LISTED:
        return None
    try:
        array = np.array(values)
    except (ValueError, OverflowError):  # rows of several lengths, a number too large
        return None
    return array if array.dtype.kind in "biufc" else None


def _count(values: Any) -> int:
    if isinstance(values, list | tuple):
        return 1 + sum(_count(value) for value in values[:MAX_LISTED])
    return int(np.size(values)) if isinstance(values, NUMBERS) else 1
