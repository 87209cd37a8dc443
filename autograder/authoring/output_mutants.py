"""Faults in what a function gives back, whatever stands in its body.

Each is the solution with its result, its arguments or its calls tampered with. The tests of every
exercise must notice each of them, where it makes a difference: a suite that does not has lost a
test.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.bank.exercise import Folder
from handbook.check.observe import observe
from handbook.check.plain_data import plain

Function = Callable[..., Any]
SHIFT = 1e-5  # of the size of a number: ten times the course's tolerance


@dataclass(frozen=True)
class OutputMutant:
    """One fault: its name and the function that has it."""

    name: str
    function: Function


def output_mutants(folder: Folder, solution: Function) -> list[OutputMutant]:
    """The faults that can show on this exercise."""
    return [OutputMutant(name, function) for name, function in _faults(folder, solution)]


def _faults(folder: Folder, solution: Function) -> Iterator[tuple[str, Function]]:
    names = folder.returns
    random = "rng" in inspect.signature(solution).parameters
    given = [list(probe.args.values()) for probe in folder.visible()]
    fractions = any(_holds_floats(observe(solution, args).value) for args in given)
    if folder.summary() is None:
        for place, name in enumerate(names):
            yield f"{name} is off by 1e-5", _with_result(solution, names, place, _shifted)
            yield (
                f"one entry of {name} is off by 1e-5",
                _with_result(solution, names, place, _one_entry_shifted),
            )
        for name in folder.state:
            yield f"{name} is not updated", _stale(solution, names, name)
        if folder.contract.dtype and fractions and not random:
            yield "results in single precision", _all_results(solution, _single)
    if folder.contract.pure:
        if any(_arrays(args) for args in given):
            yield "an argument is changed", _changing(solution)
        yield "a later call gives something else", _unlike(solution, folder.visible()[0].repeat)
    if folder.contract.whole_numbers and fractions:
        yield "whole numbers are cut off", _truncating(solution)
    if folder.contract.one_entry:
        yield "one entry is taken for none", _refusing(solution, lambda a: np.size(a) == 1)
    if folder.contract.numbers:
        yield "plain numbers are refused", _refusing(solution, lambda a: not np.ndim(a), every=True)
    if folder.contract.axes and max(folder.contract.axes) > 1:
        yield "arrays of several axes are refused", _refusing(solution, lambda a: np.ndim(a) > 1)


def _arrays(args: Sequence[Any]) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    for arg in args:
        parts = arg if isinstance(arg, list) else [arg]
        found += [part for part in parts if isinstance(part, np.ndarray)]
    return found


def _holds_floats(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_holds_floats, value))
    return (
        isinstance(value, np.ndarray | np.generic | float) and np.asarray(value).dtype.kind == "f"
    )


def _with_result(
    solution: Function, names: tuple[str, ...], place: int, change: Callable[[Any], Any]
) -> Function:
    def mutant(*args: Any) -> Any:
        values = plain(solution(*args))
        if len(names) < 2:
            return change(values)
        return tuple(change(v) if i == place else v for i, v in enumerate(values))

    return mutant


def _all_results(solution: Function, change: Callable[[Any], Any]) -> Function:
    def mutant(*args: Any) -> Any:
        return change(plain(solution(*args)))

    return mutant


def _shifted(value: Any) -> Any:
    """Every number off by a part in 100,000, and never by nothing; a text is another one."""
    if isinstance(value, list | tuple):
        return type(value)(_shifted(item) for item in value)
    if isinstance(value, str):
        return value + "?"
    if isinstance(value, bool) or value is None:
        return value
    if np.asarray(value).dtype.kind in "iu":
        return value + 1
    return value + SHIFT * (np.abs(value) + 1)


def _one_entry_shifted(value: Any) -> Any:
    """The last number alone off, of a whole list or array."""
    if isinstance(value, list | tuple) and value:
        return type(value)([*value[:-1], _one_entry_shifted(value[-1])])
    if isinstance(value, np.ndarray) and value.size:
        changed = value.copy()
        changed.flat[-1] = _shifted(changed.flat[-1])
        return changed
    return _shifted(value)


def _single(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_single(item) for item in value)
    if isinstance(value, np.ndarray | np.generic | float) and np.asarray(value).dtype.kind == "f":
        return np.asarray(value, dtype=np.float32)[()]
    return value


def _stale(solution: Function, names: tuple[str, ...], name: str) -> Function:
    place = names.index(name)
    argument = list(inspect.signature(solution).parameters).index(name)

    def mutant(*args: Any) -> Any:
        values = plain(solution(*args))
        old = args[argument] + 0.0
        return tuple(old if i == place else v for i, v in enumerate(values))

    return mutant


def _changing(solution: Function) -> Function:
    def mutant(*args: Any) -> Any:
        values = plain(solution(*args))
        for array in _arrays(args):
            array += 1
        return values

    return mutant


def _unlike(solution: Function, times: int) -> Function:
    """Right the first `times` calls with an input, and off ever after."""
    seen: Counter[str] = Counter()

    def mutant(*args: Any) -> Any:
        key = repr([plain(a) for a in args if not isinstance(a, np.random.Generator)])
        seen[key] += 1
        value = plain(solution(*args))
        if seen[key] <= times:
            return value
        return value[:-1] if isinstance(value, list) else _shifted(value)

    return mutant


def _truncating(solution: Function) -> Function:
    def mutant(*args: Any) -> Any:
        value = plain(solution(*args))
        whole = any(array.dtype.kind in "iu" for array in _arrays(args))
        return _truncated(value) if whole else value

    return mutant


def _truncated(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_truncated(item) for item in value)
    return np.asarray(value).astype(np.int64) if np.ndim(value) else int(value)


def _refusing(
    solution: Function, refused: Callable[[Any], bool], *, every: bool = False
) -> Function:
    """A value of zeros where an argument (or every one) is of the refused kind."""

    def mutant(*args: Any) -> Any:
        value = plain(solution(*args))
        kinds = [refused(array) for array in _arrays(args)]
        hit = not kinds if every else any(kinds)
        return _zeros(value) if hit else value

    return mutant


def _zeros(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_zeros(item) for item in value)
    return value * 0.0 + 1234.5
