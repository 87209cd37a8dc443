"""A gradient checked by differences.

Where a function is analytic, one complex step gives the slope to the last digit (Squire and Trapp,
SIAM Review 40, 1998). A function that is not (|z|, casts to real numbers) may still accept complex
input and give a wrong slope without complaint, so every complex step is held against central
differences first; where they part, the central differences are used and reported.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from handbook.derivation.arrays import (
    INPUTS,
    ArrayFunction,
    CallFailed,
    Inputs,
    call,
    draw_inputs,
    is_random,
    show_inputs,
)
from handbook.derivation.errors import DerivationError
from handbook.tex_macros import expand

Array = NDArray[Any]

COMPLEX_STEP = 1e-20
COMPLEX_RTOL = 1e-9
CENTRAL_STEP = 6e-6  # about the cube root of the machine epsilon
CENTRAL_RTOL = 1e-6
EPSILON = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Report:
    """The method that was used, how often, and a power of ten above the largest error."""

    method: str
    inputs: int
    entries: int
    error: float


@dataclass(frozen=True)
class GradientCheck:
    """A gradient that agrees with the slopes of its function."""

    wrt: str
    tex: str
    report: Report

    def _checked(self) -> str:
        report = self.report
        inputs = f"{report.inputs} random inputs" if report.inputs > 1 else "1 input"
        return (
            f"✓ {report.method}, {inputs}, {report.entries} slopes, "
            f"largest error below {report.error:.0e}"
        )

    def _repr_markdown_(self) -> str:
        formula = f"$$\n{expand(self.tex)}\n$$\n\n" if self.tex else ""
        return f"{formula}Gradient with respect to `{self.wrt}`: {self._checked()}."

    def __repr__(self) -> str:
        formula = f"{self.tex}  " if self.tex else ""
        return f"{formula}gradient with respect to {self.wrt} [{self._checked()}]"


def check_gradient(
    f: ArrayFunction,
    grad: ArrayFunction,
    x0: Any = None,
    *,
    at: Mapping[str, Any] | None = None,
    wrt: str | None = None,
    tex: str | None = None,
) -> GradientCheck:
    """Hold a gradient against the slopes of the function it belongs to.

    f: a function of arrays that returns one number.
    grad: a function of the same arguments that returns an array of the shape of one of them.
    x0: the point, where f has one argument.
    at: else the inputs, as for `derive`; where any is random, 20 are drawn.
    wrt: the argument that the gradient belongs to, where more than one is random.

    Slopes come from a complex step (relative tolerance 1e-9) where f is analytic, else from central
    differences (1e-6); the result says which.
    Raises DerivationError with the entry, both values and the point.
    """
    if (x0 is None) == (at is None):
        raise TypeError("give either the point x0 or the inputs at=.")
    if at is None:
        wrt, at = "x", {"x": np.asarray(x0, dtype=float)}
        f, grad = _of_x(f), _of_x(grad)
    if wrt is None:
        random = [name for name, kind in at.items() if isinstance(kind, tuple)] or list(at)
        if len(random) != 1:
            raise TypeError(f"say which of {', '.join(random)} the gradient belongs to, with wrt=.")
        wrt = random[0]
    if wrt not in at:
        raise TypeError(f"wrt={wrt!r} is not among the inputs {', '.join(at)}.")
    try:
        report = _measure(f, grad, at, wrt)
    except (_GradientWrong, CallFailed) as error:
        raise DerivationError(f"check_gradient: {error}") from error
    return GradientCheck(wrt, tex or "", report)


def _of_x(function: ArrayFunction) -> ArrayFunction:
    return lambda x: function(x)


class _GradientWrong(Exception):
    """Says which entry differs, both values and the point."""


@dataclass(frozen=True)
class _Slopes:
    """What differences say of the gradient at one point; `complex_step` is None if refused."""

    inputs: Inputs
    claimed: Array
    central: Array
    central_error: float
    complex_step: Array | None

    def is_analytic(self) -> bool:
        if self.complex_step is None:
            return False
        allowed = _allowed(self.complex_step, self.central, CENTRAL_RTOL) + self.central_error
        return bool((abs(self.complex_step - self.central) <= allowed).all())


def _measure(f: ArrayFunction, grad: ArrayFunction, at: Inputs, wrt: str) -> Report:
    """Compare `grad` with the slopes of `f` at every input.

    Raises _GradientWrong or CallFailed.
    """
    wanted = INPUTS if is_random(at) else 1
    slopes = list(_slopes(f, grad, at, wrt, wanted))
    if all(s.is_analytic() for s in slopes):
        method, rtol = "complex step", COMPLEX_RTOL
        pairs = [(s, s.complex_step, 0.0) for s in slopes]
    else:
        method, rtol = "central differences", CENTRAL_RTOL
        pairs = [(s, s.central, s.central_error) for s in slopes]
    error = 0.0
    for slope, measured, uncertainty in pairs:
        assert measured is not None
        _compare(slope, measured, uncertainty, rtol, method, wrt)
        size = max(1e-300, float(abs(measured).max(initial=0.0)))
        error = max(error, float(abs(slope.claimed - measured).max(initial=0.0)) / size)
    entries = sum(s.claimed.size for s in slopes)
    return Report(method, len(slopes), entries, _power_of_ten_above(error))


def _slopes(
    f: ArrayFunction, grad: ArrayFunction, at: Inputs, wrt: str, wanted: int
) -> Iterator[_Slopes]:
    """At as many inputs as wanted; a random input that lies on a kink of f is drawn again."""
    found = 0
    for number in range(3 * wanted):
        inputs = draw_inputs(at, number)
        x = np.asarray(inputs[wrt], dtype=float)
        claimed = call(grad, inputs)
        if claimed.shape != x.shape:
            raise _GradientWrong(
                f"the gradient has shape {claimed.shape}, but {wrt} has shape {x.shape}."
            )
        if not np.isfinite(claimed).all():
            raise _GradientWrong(f"the gradient is not finite at {show_inputs(inputs)}.")
        central, error, kink = _central(partial(_moved, f, inputs, wrt), x)
        if kink and not is_random(at):
            raise _GradientWrong(
                f"f has a kink at {show_inputs(inputs)} ({kink}); choose another point."
            )
        if not kink:
            yield _Slopes(inputs, claimed, central, error, _complex(f, inputs, wrt, x))
            found += 1
        if found == wanted:
            return
    raise CallFailed("f has a kink at most inputs; choose inputs away from its kinks")


def _moved(f: ArrayFunction, inputs: Inputs, wrt: str, x: Array) -> Any:
    return _scalar(f, {**inputs, wrt: x})


def _scalar(f: ArrayFunction, inputs: Inputs) -> Any:
    result = call(f, inputs)
    if result.size != 1:
        raise CallFailed(f"f should return one number; it returned shape {result.shape}")
    return result.reshape(())[()]


def _complex(f: ArrayFunction, inputs: Inputs, wrt: str, x: Array) -> Array | None:
    slopes = np.empty(x.shape)
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        for entry in np.ndindex(x.shape):
            moved = x.astype(complex)
            moved[entry] += 1j * COMPLEX_STEP
            try:
                slopes[entry] = np.imag(_moved(f, inputs, wrt, moved)) / COMPLEX_STEP
            except CallFailed:  # it works with real numbers, so it is the complex ones it refuses
                return None
    return slopes


def _central(f: Callable[[Array], Any], x: Array) -> tuple[Array, float, str]:
    """Slopes, the error to expect of them, and where f has a kink ("" if nowhere)."""
    slopes, errors = np.empty(x.shape), np.empty(x.shape)
    kink = ""
    middle = float(f(x))
    for entry in np.ndindex(x.shape):
        step = CENTRAL_STEP * max(1.0, abs(float(x[entry])))
        left, right = _one_sided(f, x, entry, step, middle)
        near_left, near_right = _one_sided(f, x, entry, step / 2, middle)
        slopes[entry] = (near_left + near_right) / 2
        change = abs(slopes[entry] - (left + right) / 2)
        rounding = 32 * EPSILON * abs(middle) / step + 1e-3 * step
        errors[entry] = change + rounding
        # Of a smooth f the slopes left and right come together as the step is halved.
        size = max(abs(left), abs(right))
        jump, near_jump = abs(right - left), abs(near_right - near_left)
        parted = near_jump > 0.75 * jump and jump > 1e-5 * size + 4 * rounding
        if parted or change > 0.1 * jump + 1e-8 * size + rounding:
            kink = f"entry {entry}: slopes {near_left:.6g} and {near_right:.6g}"
    return slopes, float(errors.max(initial=0.0)), kink


def _one_sided(
    f: Callable[[Array], Any], x: Array, entry: tuple[int, ...], step: float, middle: float
) -> tuple[float, float]:
    values = []
    for side in (-step, step):
        moved = x.copy()
        moved[entry] += side
        values.append((float(f(moved)) - middle) / side)
    return values[0], values[1]


def _allowed(left: Array, right: Array, rtol: float) -> Array:
    size = np.maximum(abs(left), abs(right))
    return np.asarray(rtol * size + 0.1 * rtol * size.max(initial=0.0))


def _compare(
    slope: _Slopes, measured: Array, uncertainty: float, rtol: float, method: str, wrt: str
) -> None:
    if uncertainty > 1e-3 * abs(measured).max(initial=0.0) + CENTRAL_RTOL:
        raise CallFailed("f is too large beside its slopes for differences to tell them")
    gap = abs(slope.claimed - measured)
    excess = gap - _allowed(slope.claimed, measured, rtol) - uncertainty
    if not (excess > 0).any():
        return
    entry = tuple(int(i) for i in np.unravel_index(np.argmax(excess), excess.shape))
    raise _GradientWrong(
        f"entry {entry} of the gradient with respect to {wrt} is {slope.claimed[entry]:.10g}, "
        f"{method} give{'s' if method == 'complex step' else ''} {measured[entry]:.10g}"
        f"{_common_factor(slope.claimed, measured)}, at {show_inputs(slope.inputs)}."
    )


def _common_factor(claimed: Array, measured: Array) -> str:
    """The most useful thing to know of a wrong gradient: that it is off by one factor."""
    if claimed.size < 2 or (measured == 0).any():
        return ""
    ratios = claimed / measured
    factor = ratios.flat[0]
    if abs(ratios - factor).max() > 1e-4 * abs(factor):
        return ""
    return f" (every entry is {factor:.4g} times that)"


def _power_of_ten_above(error: float) -> float:
    return float(10.0 ** math.ceil(math.log10(max(error, 1e-16)) - 1e-9))
