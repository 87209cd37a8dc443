r"""What formulas in LaTeX work with: whole arrays, and entries with their indices.

`x_{nd}` is every entry of `x` at once. Each lower-case letter has an axis of its own, so that
entries with different letters combine by NumPy's broadcasting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Unreadable(Exception):
    """The formula uses something that is not read; says what."""


@dataclass(frozen=True)
class Entries:
    """Numbers for all values of some index letters; one axis for each letter of the alphabet."""

    numbers: NDArray[Any]
    letters: frozenset[str]


@dataclass(frozen=True)
class Outcomes:
    r"""All values of a random array, equally likely, one after another along the first axis.

    In a formula the array stands inside `\E`; the code gets all of the values.
    """

    values: Any

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.values, dtype=dtype)


def entries(array: Any, places: list[Any]) -> Any:
    """The entries of `array` at `places`: a letter, a position from 1, or a vector of positions.

    A vector of positions, given as Entries, counts from 0 as in Python. One position in an array of
    more axes is its row, as a matrix. Raises ValueError where a position is outside, or a letter
    runs over axes of different lengths.
    """
    if isinstance(array, Outcomes):
        raise Unreadable(r"a random array outside \E is not read")
    array = np.asarray(array)
    if array.shape[1:] == (1,) and len(places) == 1:
        array = array[:, 0]  # a vector
    if array.ndim > len(places) == 1 and isinstance(places[0], int):
        if not 1 <= places[0] <= len(array):
            raise ValueError(f"row {places[0]} of {len(array)}")
        row = array[places[0] - 1]
        return row.reshape(1, -1) if row.ndim == 1 else row
    if array.ndim != len(places):
        raise Unreadable(f"{len(places)} indices of an array with {array.ndim} axes are not read")
    found: dict[str, int] = {}
    index: list[NDArray[Any]] = []
    letters: set[str] = set()
    for axis, place in enumerate(places):
        size = array.shape[axis]
        if isinstance(place, Entries):
            positions = place.numbers.astype(int)
            if not ((positions >= 0) & (positions < size)).all():
                raise ValueError(f"a position is not between 0 and {size - 1}")
            letters |= place.letters
        elif isinstance(place, int):
            if not 1 <= place <= size:
                raise ValueError(f"index {place} is beyond {size}")
            positions = np.full((1,) * len(LETTERS), place - 1)
        else:
            if found.setdefault(place, size) != size:
                raise ValueError(f"index {place} runs to {found[place]} and to {size}")
            positions = np.arange(size).reshape(_along(place, size))
            letters.add(place)
        index.append(positions)
    return Entries(array[tuple(index)], frozenset(letters))


def _along(letter: str, size: int) -> tuple[int, ...]:
    return tuple(size if each == letter else 1 for each in LETTERS)


def renamed(value: Entries, old: list[str], new: list[str]) -> Entries:
    """The entries with other letters for their indices."""
    if set(old) & value.letters != value.letters:
        raise Unreadable("a definition has indices on one side only")
    if len(set(new)) < len(new):
        raise Unreadable("an index that is repeated in a defined name is not read")
    axes = {LETTERS.index(letter): value.numbers.shape[LETTERS.index(letter)] for letter in old}
    plain = value.numbers.reshape([axes[axis] for axis in sorted(axes)])
    order = [sorted(old).index(letter) for letter in old]
    return Entries(*_spread(plain.transpose(order), new, value, old))


def _spread(
    plain: NDArray[Any], new: list[str], value: Entries, old: list[str]
) -> tuple[NDArray[Any], frozenset[str]]:
    inward = sorted(range(len(new)), key=lambda axis: new[axis])
    sizes = dict(zip(new, plain.shape, strict=True))
    shape = [sizes.get(letter, 1) for letter in LETTERS]
    letters = frozenset(b for a, b in zip(old, new, strict=True) if a in value.letters)
    return plain.transpose(inward).reshape(shape), letters


def in_order(value: Any, letters: Iterable[str]) -> Any:
    """The array with one axis for each letter, in this order; other values as they are."""
    if not isinstance(value, Entries):
        return value
    kept = [letter for letter in dict.fromkeys(letters) if letter in value.letters]
    sizes = {letter: value.numbers.shape[LETTERS.index(letter)] for letter in kept}
    plain = value.numbers.reshape([sizes[letter] for letter in sorted(kept)])
    return plain.transpose([sorted(kept).index(letter) for letter in kept])


def add_up(value: Any, letter: str, low: int | None, high: int | None) -> Entries:
    """The sum over an index, over all its values or from `low` to `high`, counted from 1."""
    if not isinstance(value, Entries) or letter not in value.letters:
        raise Unreadable(f"a sum over {letter} of terms without it is not read")
    axis = LETTERS.index(letter)
    size = value.numbers.shape[axis]
    first, last = 1 if low is None else low, size if high is None else high
    if not 1 <= first <= last <= size:
        raise ValueError(f"a sum from {first} to {last} over {size} entries")
    taken = np.take(value.numbers, range(first - 1, last), axis)
    return Entries(taken.sum(axis, keepdims=True), value.letters - {letter})


def mean(value: Any) -> Any:
    """The mean of all entries of a vector."""
    value = plain(value)
    if isinstance(value, Entries) or np.ndim(value) != 2 or 1 not in np.shape(value):
        raise Unreadable("the mean of anything but a vector is not read")
    return float(np.mean(value))


# Arithmetic


def plain(x: Any) -> Any:
    """A number for an array of one entry, or for entries without an index."""
    if isinstance(x, Entries):
        return x.numbers.reshape(()).item() if not x.letters else x
    if isinstance(x, Outcomes):
        raise Unreadable(r"a random array outside \E is not read")
    return np.reshape(x, ())[()] if np.shape(x) == (1, 1) else x


def is_number(x: Any) -> bool:
    return not isinstance(x, Entries) and (np.ndim(x) == 0 or np.shape(x) == (1, 1))


def apply(function: Callable[..., Any], *arguments: Any) -> Any:
    """A function that works entry by entry."""
    values = [plain(argument) for argument in arguments]
    if not any(isinstance(value, Entries) for value in values):
        return function(*values)
    if not all(isinstance(value, Entries) or is_number(value) for value in values):
        raise Unreadable("entries and whole arrays in one place are not read")
    letters = frozenset[str]().union(*(v.letters for v in values if isinstance(v, Entries)))
    _fit([v for v in values if isinstance(v, Entries)])
    numbers = function(*(v.numbers if isinstance(v, Entries) else v for v in values))
    return Entries(numbers, letters)


def _fit(values: list[Entries]) -> None:
    """An index that two of them share runs as far in both: NumPy would stretch a single entry."""
    sizes: dict[str, int] = {}
    for value in values:
        for letter in value.letters:
            size = value.numbers.shape[LETTERS.index(letter)]
            if sizes.setdefault(letter, size) != size:
                raise ValueError(f"index {letter} runs to {sizes[letter]} and to {size}")


def whole(function: Callable[..., Any], *arguments: Any) -> Any:
    """A function of whole arrays."""
    values = [plain(argument) for argument in arguments]
    if any(isinstance(value, Entries) for value in values):
        raise Unreadable("a function of whole arrays, of entries, is not read")
    return function(*values)


def add(left: Any, right: Any, sign: int) -> Any:
    a, b = plain(left), plain(right)
    if isinstance(a, Entries) or isinstance(b, Entries):
        return apply(lambda x, y: x + sign * y, a, b)
    if np.ndim(a) == np.ndim(b) == 2 and np.shape(a) != np.shape(b):
        if np.shape(b)[1] == 1 and np.shape(b)[0] == np.shape(a)[1]:
            b = b.T  # a bias is added to each row
        elif np.shape(a)[1] == 1 and np.shape(a)[0] == np.shape(b)[1]:
            a = a.T
    return a + sign * b


def multiply(left: Any, right: Any, how: str) -> Any:
    """The product `how` says; without a sign, of matrices, or of entries and numbers."""
    a, b = plain(left), plain(right)
    if how == "/":
        return apply(lambda x, y: x / y, a, b)
    entrywise = how in (r"\odot", r"\circ", r"\times") or is_number(a) or is_number(b)
    if entrywise or isinstance(a, Entries) or isinstance(b, Entries):
        return apply(lambda x, y: x * y, a, b)
    return a @ b


def power(base: Any, exponent: Any) -> Any:
    a, n = plain(base), plain(exponent)
    if isinstance(a, Entries) or isinstance(n, Entries):
        return apply(lambda x, y: x**y, a, n)
    if np.ndim(a) == 2 and a.shape[0] == a.shape[1] and float(n).is_integer():
        return np.linalg.matrix_power(a, int(n))
    return a**n


def blocks(rows: list[list[Any]]) -> Any:
    """A matrix put together from matrices."""
    found = [[plain(value) for value in row] for row in rows]
    if any(isinstance(value, Entries) for row in found for value in row):
        raise Unreadable("a matrix of entries is not read")
    return np.block([[np.atleast_2d(value) for value in row] for row in found])
