"""What came back beside what was expected, as numbers to be plotted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from handbook.check.comparison import agrees, parts_right, unpacked
from handbook.check.exercise_data import Exercise
from handbook.check.observe import Observation

LARGEST = 1e100  # beyond it no axis can be drawn
FEWEST, MOST = 3, 200  # entries: less is read faster than seen, more is a blot


@dataclass(frozen=True)
class Compared:
    """Two arrays of one shape, flattened: `name` is the returned value's, `label` the input's."""

    name: str
    label: str
    returned: tuple[float, ...]
    expected: tuple[float, ...]


def first_difference(exercise: Exercise, seen: list[Observation]) -> Compared | None:
    """The first returned array that differs, on the first visible input where one does.

    None where no array of the right shape differs: where all agree, where calls raise, and where
    single numbers, other shapes or other kinds of values come back.
    """
    for probe, s, e in zip(exercise.probes, seen, exercise.expected, strict=False):
        if s.error is not None or e.error is not None or agrees(exercise, s, e):
            continue
        names = exercise.returns if len(exercise.returns) > 1 else (exercise.function,)
        got, want = [s.value], [e.value]
        if len(names) > 1:
            got, want = unpacked(s.value, e.value), e.value
            if not isinstance(got, list | tuple) or len(got) != len(want):
                continue
        right = parts_right(exercise, s, e)
        for name, is_right, g, w in zip(names, right, got, want, strict=True):
            returned, expected = _numbers(g), _numbers(w)
            if is_right or returned is None or expected is None:
                continue
            if returned.shape == expected.shape:
                return Compared(name, probe.label, tuple(returned.ravel()), tuple(expected.ravel()))
    return None


def _numbers(value: Any) -> np.ndarray | None:
    """A value as real numbers, where it is an array or a list of few enough to be plotted."""
    if not isinstance(value, np.ndarray | list):
        return None
    try:
        if np.iscomplexobj(value):
            return None
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None
    finite = array[np.isfinite(array)]
    if not FEWEST <= array.size <= MOST or finite.size == 0:
        return None
    return array if np.abs(finite).max() < LARGEST else None
