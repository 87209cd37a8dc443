"""Read off an answer itself what is wrong with it, whatever the exercise.

ProbeAnswer and expected value are compared in structure, then in number: each finding is one of the
common mistakes with what was measured, or a measurement alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np

from handbook.check.common_mistakes import X2, X3, X4, X5, X6, X7, X8, X10, X12, X13
from handbook.check.comparison import as_promised
from handbook.check.plain_data import describe, dtype_kind, same, show

REAL = np.ndarray | np.generic | float | int
Relation = tuple[str | None, str]  # the id of a common mistake, if it is one; a sentence


class ProbeAnswer(NamedTuple):
    """What came back for one probe, what was expected, and the probe's arguments by name."""

    got: Any
    want: Any
    args: Mapping[str, Any]


def relation(
    failing: ProbeAnswer,
    answers: Sequence[ProbeAnswer],
    names: Sequence[str],
    order: Sequence[str] = (),
    *,
    rtol: float,
    atol: float,
) -> Relation:
    """Relate the answers to the expected values over all probes.

    `failing` is the first answer that is wrong, and is the one told of; `names` are the names of
    the returned values, and `order` the one in which they are looked at.
    Returns the id of the mistake (None where none fits) and a sentence on what was measured.
    """
    broken = _structure(failing.got, failing.want, names)
    if broken is not None:
        return broken
    several = len(names) > 1
    usable = [a for a in answers if not several or _has_length(a.got, len(names))]
    if several:
        reordered = _reordered(usable, names, rtol, atol)
        if reordered is not None:
            return reordered
    for name in order or names:
        position = names.index(name)
        parts = [
            ProbeAnswer(a.got[position], a.want[position], a.args) if several else a for a in usable
        ]
        got, want = (v[position] if several else v for v in (failing.got, failing.want))
        if not same(as_promised(got, want), want, rtol=rtol, atol=atol):
            return _part(ProbeAnswer(got, want, failing.args), parts, name, rtol, atol)
    return None, f"returned {show(failing.got, 120)}, expected {show(failing.want, 120)}."


def _part(
    failing: ProbeAnswer, parts: Sequence[ProbeAnswer], name: str, rtol: float, atol: float
) -> Relation:
    """What is wrong with one returned value; of a list of arrays, with its first wrong entry."""
    got, want = failing.got, failing.want
    if not isinstance(want, list | tuple) or not _has_length(got, len(want)):
        return _numbers(parts, name, rtol, atol)
    pairs = list(zip(got, want, strict=True))
    place = next(
        i for i, (g, w) in enumerate(pairs) if not same(as_promised(g, w), w, rtol=rtol, atol=atol)
    )
    entry = f"{name}[{place}]"
    if broken := _part_structure(*pairs[place], entry):
        return broken
    other = [i for i, w in enumerate(want) if i != place and same(got[place], w, rtol=rtol)]
    if other:
        return None, f"{entry} is what {name}[{other[0]}] is to be."
    found = [
        ProbeAnswer(p.got[place], p.want[place], p.args)
        for p in parts
        if len(p.want) > place and _has_length(p.got, len(p.want))
    ]
    return _numbers(found, entry, rtol, atol)


def _has_length(value: Any, length: int) -> bool:
    return isinstance(value, list | tuple) and len(value) == length


def _structure(got: Any, want: Any, names: Sequence[str]) -> Relation | None:
    """X2, X3, X4, X5, X10: what can be said before a number is compared."""
    if got is None and want is not None:
        return X2.id, X2.sentence
    if len(names) <= 1:
        name = names[0] if names else "The value"
        if isinstance(got, tuple) and not _fits(got, want) and any(_fits(g, want) for g in got):
            found = f"{len(got)} values are returned"
            return X3.id, X3.sentence.format(found=found, expected=f"{name} alone")
        return _part_structure(got, want, name)
    expected = f"{len(names)} values ({', '.join(names)})"
    if not isinstance(got, list | tuple):
        found = f"One value is returned ({describe(got)})"
        return X3.id, X3.sentence.format(found=found, expected=expected)
    if len(got) != len(names):
        found = f"{len(got)} values are returned"
        return X3.id, X3.sentence.format(found=found, expected=expected)
    parts = zip(got, want, names, strict=True)
    relations = (_part_structure(g, w, name) for g, w, name in parts)
    return next((relation for relation in relations if relation is not None), None)


def _fits(got: Any, want: Any) -> bool:
    """Is a value of the structure of another: the same shapes in the same places?"""
    if isinstance(want, list | tuple):
        return (
            isinstance(got, list | tuple)
            and len(got) == len(want)
            and all(_fits(g, w) for g, w in zip(got, want, strict=True))
        )
    return isinstance(want, REAL) and isinstance(got, REAL) and np.shape(got) == np.shape(want)


def _part_structure(got: Any, want: Any, name: str) -> Relation | None:
    if isinstance(want, list | tuple):
        return _list_structure(got, want, name)
    if not isinstance(want, REAL):
        return None
    if got is None:
        return X2.id, f"{name} is None; expected: {describe(want)}."
    if isinstance(got, list | tuple):
        got = as_promised(got, want)
    if not isinstance(got, REAL):
        return X4.id, f"{name} is a {describe(got)}; expected: {describe(want)}."
    if np.shape(got) != np.shape(want):
        if same(np.asarray(got).T, np.asarray(want), rtol=1e-6, atol=1e-9):
            shapes = f"{np.shape(got)}, expected {np.shape(want)}"
            return X5.id, f"{name} is transposed: its shape is {shapes}."
        told = X4.sentence.format(name=name, got=np.shape(got), want=np.shape(want))
        return X4.id, f"{told}{_reduced(np.asarray(got), np.asarray(want))}"
    return _cut_off(np.asarray(got), np.asarray(want), name)


def _list_structure(got: Any, want: Sequence[Any], name: str) -> Relation | None:
    """X2, X4: what can be said of a list of values."""
    if got is None:
        return X2.id, X2.sentence
    if not isinstance(got, list | tuple):
        return X4.id, f"{name} is not a list but: {describe(got)}; expected: a list of {len(want)}."
    if len(got) != len(want):
        return X4.id, f"{name} holds {len(got)} values; expected: {len(want)}."
    parts = ((g, w, f"{name}[{i}]") for i, (g, w) in enumerate(zip(got, want, strict=True)))
    relations = (_part_structure(*part) for part in parts)
    return next((relation for relation in relations if relation is not None), None)


def _reduced(got: np.ndarray, want: np.ndarray) -> str:
    """How numbers of another shape lead to the expected ones, as a further sentence; else ""."""

    def close(value: np.ndarray) -> bool:
        return same(value, want, rtol=1e-6, atol=1e-9)

    if got.size == want.size and close(got.reshape(want.shape)):
        return " The numbers are right."
    if got.dtype.kind not in "iuf":
        return ""
    for axis in range(got.ndim):
        if close(got.sum(axis=axis)):
            return f" Added up over axis {axis} it is right."
        if got.shape[axis] and close(got.mean(axis=axis)):
            return f" Averaged over axis {axis} it is right."
    return ""


def _cut_off(got: np.ndarray, want: np.ndarray, name: str) -> Relation | None:
    """X10: integers that are the expected floats without their fractions."""
    if dtype_kind(got) not in "bi" or dtype_kind(want) != "f" or not np.isfinite(want).all():
        return None
    if np.array_equal(got, want):
        return None
    if any(np.array_equal(got, cut(want)) for cut in (np.trunc, np.floor, np.rint)):
        return X10.id, X10.sentence.format(name=name)
    return None


def _reordered(
    answers: Sequence[ProbeAnswer], names: Sequence[str], rtol: float, atol: float
) -> Relation | None:
    if len(names) > 4 or not answers:
        return None
    in_order = tuple(range(len(names)))
    for order in permutations(in_order):
        if order != in_order and all(
            same([a.got[i] for i in order], list(a.want), rtol=rtol, atol=atol) for a in answers
        ):
            came = ", ".join(names[order.index(i)] for i in in_order)
            found = f"The values come in the order {came}"
            return X3.id, X3.sentence.format(found=found, expected=", ".join(names))
    return None


def _numbers(parts: Sequence[ProbeAnswer], name: str, rtol: float, atol: float) -> Relation:
    """X5 to X8, X12, X13: relations between numbers of equal shapes.

    A list of numbers is looked at as an array.
    """
    parts = [part._replace(got=as_promised(part.got, part.want)) for part in parts]
    comparable = [p for p in parts if _comparable(p)]
    if len(comparable) < len(parts):
        odd = next(p for p in parts if not _comparable(p))
        return None, f"{name} is {show(odd.got, 120)}; expected {show(odd.want, 120)}."
    got = [np.asarray(p.got, dtype=float) for p in parts]
    want = [np.asarray(p.want, dtype=float) for p in parts]

    if all(same(g, w, rtol=rtol, atol=atol) for g, w in zip(got, want, strict=True)):
        # Equal as floats, so their kinds differ.
        odd = next(p for p in parts if not same(p.got, p.want, rtol=rtol, atol=atol))
        return None, f"{name}: {describe(odd.got)}; expected: {describe(odd.want)}."

    def explained_by(transform: Callable[[np.ndarray], np.ndarray]) -> bool:
        return all(
            same(transform(g), w, rtol=rtol, atol=atol) for g, w in zip(got, want, strict=True)
        )

    wrong = [pair for pair in zip(got, want, strict=True) if not same(*pair, rtol=rtol, atol=atol)]
    # Of the first wrong answer alone: it is the one that is shown.
    first_got, first_want = wrong[0]
    if np.isnan(first_got).any() > np.isnan(first_want).any():
        return X13.id, f"{name} holds nan (not a number)."
    if np.isinf(first_got).any() > np.isinf(first_want).any():
        return X13.id, f"{name} holds infinity."
    if explained_by(lambda g: -g):
        return X7.id, X7.sentence.format(name=name)
    if explained_by(lambda g: g / 2):
        return X8.id, X8.sentence.format(name=name, times="twice")
    if explained_by(lambda g: g * 2):
        return X8.id, X8.sentence.format(name=name, times="half")
    if explained_by(np.transpose):
        return X5.id, X5.sentence.format(name=name)
    counted = _sum_or_mean(parts, got, want, name, rtol, atol)
    if counted is not None:
        return counted
    if factor := _factor(parts, got, want, name, rtol, atol):
        return None, factor
    if zeros := _zeros(got, want, name, rtol, atol):
        return None, zeros
    if (
        len(got) > 1
        and all(same(g, got[0]) for g in got)
        and not all(same(w, want[0]) for w in want)
    ):
        return X12.id, X12.sentence.format(name=name)
    return None, _first_difference(first_got, first_want, name, rtol, atol)


def number_relation(
    answers: Sequence[ProbeAnswer], name: str, *, rtol: float, atol: float
) -> Relation:
    """Relate numbers of the expected shapes to the right ones; some of them must be wrong.

    `name` begins the sentence. The id is None where only a difference was measured.
    """
    return _numbers(answers, name, rtol, atol)


def _comparable(part: ProbeAnswer) -> bool:
    return (
        # The shape alone says little: that of a dict is that of a number.
        all(_is_real(value) for value in (part.got, part.want))
        and np.shape(part.got) == np.shape(part.want)
    )


def _is_real(value: Any) -> bool:
    return isinstance(value, REAL) and np.asarray(value).dtype.kind in "biuf"


def _sum_or_mean(
    parts: Sequence[ProbeAnswer],
    got: Sequence[np.ndarray],
    want: Sequence[np.ndarray],
    name: str,
    rtol: float,
    atol: float,
) -> Relation | None:
    """X6: off by a length of an input, told apart from a constant by two lengths."""
    for count, lengths in _lengths(parts):
        sized = list(zip(got, want, lengths, strict=True))
        if all(same(g / n, w, rtol=rtol, atol=atol) for g, w, n in sized):
            which = "large: a sum where a mean is due"
            return X6.id, X6.sentence.format(name=name, count=count, which=which)
        if all(same(g * n, w, rtol=rtol, atol=atol) for g, w, n in sized):
            which = "small: a mean where a sum is due"
            return X6.id, X6.sentence.format(name=name, count=count, which=which)
    return None


def _lengths(parts: Sequence[ProbeAnswer]) -> Iterator[tuple[str, list[int]]]:
    """What a mean can be taken over, as text and as a number for each probe, none of them 0.

    First the numbers of rows, then the other lengths, then all entries.
    """
    arrays = [n for n, v in parts[0].args.items() if isinstance(v, np.ndarray) and v.ndim]
    shapes = {n: [np.shape(p.args[n]) for p in parts] for n in arrays}
    found = [(f"len({n})", [s[0] if s else 0 for s in shapes[n]]) for n in arrays]
    found += [(f"{n}.shape[1]", [s[1] if len(s) > 1 else 0 for s in shapes[n]]) for n in arrays]
    found += [(f"{n}.size", [math.prod(s) for s in shapes[n]]) for n in arrays]
    for count, lengths in found:
        if all(lengths) and len(set(lengths)) > 1:
            yield count, lengths


def _factor(
    parts: Sequence[ProbeAnswer],
    got: Sequence[np.ndarray],
    want: Sequence[np.ndarray],
    name: str,
    rtol: float,
    atol: float,
) -> str:
    """An argument that is missing as a factor, or is one too many; "" where none is."""
    for argument in parts[0].args:
        values = [p.args[argument] for p in parts]
        pairs = zip(values, got, strict=True)
        if not all(_is_real(v) and np.shape(v) in ((), g.shape) for v, g in pairs):
            continue
        factors = [np.asarray(v, dtype=float) for v in values]
        if len({float(f) for each in factors for f in each.ravel()}) < 2:
            continue  # a constant says nothing of where it comes from
        rows = list(zip(got, want, factors, strict=True))
        if all(same(g * f, w, rtol=rtol, atol=atol) for g, w, f in rows):
            return f"{name} lacks the factor {argument}."
        if all(same(w * f, g, rtol=rtol, atol=atol) for g, w, f in rows):
            return f"{name} holds the factor {argument} once too often."
    return ""


def _zeros(
    got: Sequence[np.ndarray], want: Sequence[np.ndarray], name: str, rtol: float, atol: float
) -> str:
    """Right but for entries that are to be 0, or that are 0 and are not to be; else ""."""

    def right_but(zero: Sequence[np.ndarray]) -> bool:
        return any(np.any(z == 0) for z in zero) and all(
            same(np.where(z == 0, 0, g), np.where(z == 0, 0, w), rtol=rtol, atol=atol)
            and np.any(z != 0)
            for g, w, z in zip(got, want, zero, strict=True)
        )

    if right_but(want):
        return f"{name} is right but for entries that are to be 0 and are not."
    if right_but(got):
        return f"{name} is right but for entries that are 0 and are not to be."
    return ""


def _first_difference(
    got: np.ndarray, want: np.ndarray, name: str, rtol: float, atol: float
) -> str:
    if got.ndim == 0:
        return f"{name} is {got:.6g}; expected {want:.6g}."
    with np.errstate(all="ignore"):
        bad = ~np.isclose(got, want, rtol=rtol, atol=atol)
        ratios = got[bad] / want[bad]
    at = tuple(np.argwhere(bad)[0])
    index = ", ".join(str(int(i)) for i in at)
    text = f"{name} differs in {int(bad.sum())} of {bad.size} entries, first at [{index}]: "
    text += f"{got[at]:.6g}, expected {want[at]:.6g}"
    if ratios.size > 1 and np.all(np.isfinite(ratios)) and np.allclose(ratios, ratios[0]):
        text += f"; the ratio is {ratios[0]:.6g} in each of them"
    return text + "."
