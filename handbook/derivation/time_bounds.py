"""SymPy with an end: a computation is stopped after a number of calls.

Calls are counted instead of seconds, so that a busy machine comes to the same result as an idle
one. Each count starts from the same state of SymPy, so that the result does not depend on what was
computed before. Half a million calls take about a fifth of a second.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import sympy.physics.units  # noqa: F401  (SymPy imports it when it first simplifies: many calls)
from sympy.core.cache import clear_cache
from sympy.core.random import seed

Result = TypeVar("Result")

MAX_CALLS = 500_000
CALLS = ("call", "c_call")


class _Enough(BaseException):
    """Not an Exception: SymPy catches those and would go on."""


class GaveUp(Exception):
    """The computation failed or took too long."""


def bounded(compute: Callable[[], Result], max_calls: int = MAX_CALLS) -> Result:
    """The result of `compute()`.

    Raises GaveUp when more than `max_calls` function calls did not suffice, or SymPy raised.
    """
    # Inside another bounded computation its count goes on; a profiler at work is left alone.
    free = sys.getprofile() is None
    try:
        return _counted(compute, max_calls) if free else compute()
    except _Enough:
        if not free:
            raise
        raise GaveUp(f"more than {max_calls} calls") from None
    except Exception as error:  # SymPy raises errors of many kinds where it has no rule
        raise GaveUp(f"{type(error).__name__}: {error}") from error


def _counted(compute: Callable[[], Result], max_calls: int) -> Result:
    """The result of `compute()`; raises _Enough after too many calls."""
    calls = 0
    counting = True

    def count(frame: FrameType, event: str, argument: object) -> None:
        # Only where a call begins: what a generator raises as it is thrown away goes nowhere.
        nonlocal calls
        if event in CALLS and counting:
            calls += 1
            if calls > max_calls:
                raise _Enough

    def go_on(lost: sys.UnraisableHookArgs) -> None:
        """Python drops what a destructor raises, and the count with it: the next call raises."""
        if isinstance(lost.exc_value, _Enough):
            sys.setprofile(count)
        else:
            report(lost)

    clear_cache()
    seed(0)  # SymPy goes through its assumptions in random order
    report, sys.unraisablehook = sys.unraisablehook, go_on
    collects = gc.isenabled()
    gc.disable()  # a collection runs destructors at a moment that depends on all that went before
    sys.setprofile(count)
    try:
        result = compute()
    finally:
        counting = False
        sys.setprofile(None)
        sys.unraisablehook = report
        if collects:
            gc.enable()
    if calls > max_calls:  # all of them in destructors
        raise _Enough
    return result
