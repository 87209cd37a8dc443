"""SymPy with an end: a computation is stopped after a number of calls.

Calls are counted instead of seconds, so that a busy machine comes to the same result as an idle
one. A million calls take about a fifth of a second.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")

MAX_CALLS = 1_000_000


class _Enough(BaseException):
    """Not an Exception: SymPy catches those and would go on."""


class GaveUp(Exception):
    """The computation failed or took too long."""


def bounded(compute: Callable[[], Result], max_calls: int = MAX_CALLS) -> Result:
    """The result of `compute()`.

    Raises GaveUp when more than `max_calls` function calls did not suffice, or SymPy raised.
    """
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls > max_calls:
            raise _Enough

    # Inside another bounded computation its count goes on; a profiler at work is left alone.
    free = sys.getprofile() is None
    if free:
        sys.setprofile(count)
    try:
        return compute()
    except _Enough:
        if not free:
            raise
        raise GaveUp(f"more than {max_calls} calls") from None
    except Exception as error:  # SymPy raises errors of many kinds where it has no rule
        raise GaveUp(f"{type(error).__name__}: {error}") from error
    finally:
        if free:
            sys.setprofile(None)
