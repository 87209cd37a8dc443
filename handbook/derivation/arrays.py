"""Lines that are NumPy functions: random inputs, calls, and the comparison of what comes back."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.derivation.sample_points import SEED

ArrayFunction = Callable[..., Any]
Inputs = Mapping[str, Any]

INPUTS = 20
SCALES = (1e-4, 30.0, 1e3, 1e5)
TIED, REDRAWN = 6, 20
FAR_RTOL = 1e-7
RTOL = 1e-9
ATOL_OF_LARGEST = 1e-12


class CallFailed(Exception):
    """A line could not be evaluated; says why."""


@dataclass
class ArraysDiffer(Exception):
    """The entry that differs most, both values, and the inputs."""

    inputs: Inputs
    entry: tuple[int, ...] | None
    before: Any
    after: Any


def is_random(at: Inputs) -> bool:
    """Whether any input is drawn anew each time."""
    return any(isinstance(kind, tuple) or callable(kind) for kind in at.values())


def draw_inputs(at: Inputs, number: int, scale: float = 1.0) -> dict[str, Any]:
    """One set of inputs, always the same for the same number.

    A shape `(5, 3)` is an array of normal numbers of size 1 or 3 by turns (times `scale`), `()` a
    single one;
    a function of a `np.random.Generator` draws for itself; anything else is used as it is.
    """
    rng = np.random.default_rng([SEED, number])
    inputs: dict[str, Any] = {}
    for name, kind in at.items():
        if isinstance(kind, tuple):
            inputs[name] = rng.normal(scale=scale * (1 + 2 * (number % 2)), size=kind)
        elif callable(kind):
            inputs[name] = kind(rng)
        else:
            inputs[name] = np.asarray(kind) if isinstance(kind, list) else kind
    return inputs


def call(function: ArrayFunction, inputs: Inputs) -> NDArray[Any]:
    """The function's value, from copies of those inputs that its parameters name.

    Raises CallFailed for a parameter without an input, an error inside, or a value that is no array
    of numbers.
    """
    taken = _arguments(function, inputs)
    try:
        result = np.asarray(function(**taken))
    except Exception as error:
        raise CallFailed(f"calling it raised {type(error).__name__}: {error}") from error
    if result.dtype.kind not in "biufc":
        raise CallFailed(f"it returned {result.dtype} instead of numbers")
    return result.astype(float) if result.dtype.kind in "biu" else result


def _arguments(function: ArrayFunction, inputs: Inputs) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is p.VAR_KEYWORD for p in parameters):
        names = list(inputs)
    else:
        names = [p.name for p in parameters if p.name in inputs]
        missing = [p.name for p in parameters if p.name not in inputs and p.default is p.empty]
        if missing:
            raise CallFailed(f"at= has no input named {', '.join(missing)}")
    return {name: np.array(v) if np.ndim(v := inputs[name]) else v for name in names}


def check_arrays(before: ArrayFunction, after: ArrayFunction, at: Inputs) -> str:
    """How it was found that the functions agree.

    Raises ArraysDiffer with the inputs and the entry, or CallFailed.
    """
    count = INPUTS if is_random(at) else 1
    for number in range(count):
        inputs = draw_inputs(at, number)
        compare(call(before, inputs), call(after, inputs), inputs)
    if not is_random(at):
        return "checked to 9 digits"
    if any(isinstance(kind, tuple) for kind in at.values()):
        for number, scale in enumerate(SCALES, start=count):
            _compare_further(before, after, draw_inputs(at, number, scale))
        count += len(SCALES)
        for number in range(count, count + TIED):
            _compare_with_ties(before, after, _with_ties(at, number))
        count += TIED
    return f"checked at {count} random inputs to 9 digits"


def _with_ties(at: Inputs, number: int) -> dict[str, Any]:
    """Inputs whose arrays hold a few whole numbers: zeros and ties, where comparisons differ.

    No row or column is constant: its spread would be a matter of rounding.
    """
    rng = np.random.default_rng([SEED, number])
    inputs = draw_inputs(at, number)
    for name, kind in at.items():
        for _ in range(REDRAWN if isinstance(kind, tuple) else 0):
            drawn = rng.choice([0.0, 0.0, 1.0, -1.0, 2.0], size=kind)
            if all(
                np.ptp(drawn, axis).all() for axis in range(drawn.ndim) if drawn.shape[axis] > 1
            ):
                inputs[name] = drawn
                break
    return inputs


def _compare_with_ties(before: ArrayFunction, after: ArrayFunction, inputs: Inputs) -> None:
    """Only values count: a line may be undefined where another is not."""
    with np.errstate(all="ignore"):
        left, right = call(before, inputs), call(after, inputs)
    if left.shape == right.shape and np.isfinite(left).all() and np.isfinite(right).all():
        _compare_roughly(left, right, inputs)


def _compare_further(before: ArrayFunction, after: ArrayFunction, inputs: Inputs) -> None:
    """With inputs that are small or large: the new line may not overflow where the old did not.

    Small differences of large numbers have few digits left, so only absolute ones count.
    """
    with np.errstate(all="ignore"):
        left, right = call(before, inputs), call(after, inputs)
    if left.shape != right.shape or not np.isfinite(left).all():
        return
    _compare_roughly(left, right, inputs)


def _compare_roughly(left: NDArray[Any], right: NDArray[Any], inputs: Inputs) -> None:
    size = max(1.0, float(abs(left).max(initial=0.0)))
    with np.errstate(all="ignore"):
        wrong = ~(abs(left - right) <= FAR_RTOL * size)
    if wrong.any():
        entry = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise ArraysDiffer(inputs, entry, left[entry], right[entry])


def compare(left: NDArray[Any], right: NDArray[Any], inputs: Inputs) -> None:
    """Raise ArraysDiffer unless shapes are the same and entries close."""
    if left.shape != right.shape:
        raise ArraysDiffer(inputs, None, f"shape {left.shape}", f"shape {right.shape}")
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise CallFailed("a value is infinite or not a number at one of the inputs")
    size = np.maximum(abs(left), abs(right))
    allowed = RTOL * size + ATOL_OF_LARGEST * size.max(initial=0.0)
    excess = abs(left - right) - allowed
    if (excess > 0).any():
        entry = tuple(int(i) for i in np.unravel_index(np.argmax(excess), excess.shape))
        raise ArraysDiffer(inputs, entry, left[entry], right[entry])


def show_inputs(inputs: Inputs) -> str:
    """`w = [0.1, -2.3], b = 0.5`; large arrays by their first entries."""
    return ", ".join(f"{name} = {show_array(value)}" for name, value in inputs.items())


def show_array(value: Any, digits: int = 6) -> str:
    """Like NumPy, on one line, with `digits` significant digits."""
    array = np.asarray(value)
    if array.ndim == 0 and array.dtype.kind in "iub":
        return str(array)
    if array.ndim == 0 and array.dtype.kind in "fc":
        return f"{array[()]:.{digits}g}"
    if array.dtype.kind not in "biufc":
        return str(value)
    with np.printoptions(precision=digits, threshold=12, edgeitems=2, linewidth=10**6):
        return np.array2string(array, separator=", ").replace("\n", "")
