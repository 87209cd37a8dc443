"""Call a function once and record all that matters for judging it.

The notebook's checks and the grader's sandbox both call student code through `observe`, so a
mistake looks the same in both places.
"""

from __future__ import annotations

import copy
import ctypes
import os
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from handbook.check.plain_data import Count, Each, Formula, Previous, Rng, plain, same

BROKEN_CHAIN = "BrokenChain"
MT19937_BYTES = 624 * 4 + 4  # its words, and the place of the next one
MUTABLE = (np.ndarray, list, dict)
LIBRARIES = os.path.dirname(os.__file__) + os.sep  # Python's own
FLOATING_NAMES = {"divide by zero": "division by zero", "overflow": "overflow"}


@dataclass(frozen=True)
class CallError:
    """An exception raised by the function: its type's name, its text, and where."""

    type_name: str
    message: str
    line: int | None = None
    source_line: str = ""


@dataclass(frozen=True)
class Observation:
    """What one probe of a function showed.

    `value` is plain data (a list of values, one per call, where a probe calls more than once);
    `changed` holds the positions of the arguments that the call changed; `floating` names the
    floating-point faults raised on the way (overflow, invalid, division by zero; underflow is
    harmless and not recorded); `global_random` tells that NumPy's global generator was used.
    """

    value: Any = None
    error: CallError | None = None
    changed: tuple[int, ...] = ()
    floating: tuple[str, ...] = ()
    global_random: bool = False


def observe(
    function: Callable[..., Any],
    args: Sequence[Any],
    repeat: int = 1,
    *,
    record_side_effects: bool = True,
) -> Observation:
    """Call `function(*args)` and observe it.

    Without `record_side_effects` only value or error are recorded, at a third of the cost, and
    arguments are handed over as they are.

    `Rng` arguments become generators, made once, so that repeated calls go on drawing from the
    same generator, and `Formula` arguments functions. Arguments are copied first: the caller's
    data never change. Exceptions of the function are recorded, `KeyboardInterrupt` and
    `SystemExit` excepted.
    """
    if not record_side_effects:
        return _value_only(function, args, repeat)
    live = [_live(a) if isinstance(a, Rng | Formula) else copy.deepcopy(a) for a in args]
    faults: list[str] = []

    def note(kind: str, _flag: int) -> None:
        if kind != "underflow":
            faults.append(FLOATING_NAMES.get(kind, "invalid value"))

    before = _global_random_state()
    with np.errstate(all="call", under="ignore", call=note):
        value, error = _call(function, live, repeat)
    changed = tuple(
        i
        for i, (now, then) in enumerate(zip(live, args, strict=True))
        if isinstance(then, MUTABLE) and not same(plain(now), plain(then), equal_nan=True)
    )
    return Observation(
        value=value,
        error=error,
        changed=changed,
        floating=tuple(dict.fromkeys(faults)),
        global_random=_global_random_state() != before,
    )


def _live(argument: Any) -> Any:
    """What a function is called with: a generator for its seed, a function for its formula."""
    if isinstance(argument, Rng):
        return argument.generator()
    return argument.function() if isinstance(argument, Formula) else argument


def _value_only(function: Callable[..., Any], args: Sequence[Any], repeat: int) -> Observation:
    live = [_live(a) for a in args]
    with np.errstate(all="ignore"):
        value, error = _call(function, live, repeat)
    return Observation(value, error)


def observe_chain(
    function: Callable[..., Any], args: Sequence[Any], then: Sequence[Any], times: int
) -> Observation:
    """Call a function `times` times, each after the first with what the one before returned.

    `then` holds the leading arguments of the later calls: `Previous`, `Count`, `Each`, or plain
    data; those beyond it stay as in `args`. The value is the list of all values. Where what came
    back has no such entry the error is of the type `BrokenChain`.
    """
    values: list[Any] = []
    live = [_live(a) for a in args]
    with np.errstate(all="ignore"):
        for number in range(times):
            if number:
                try:
                    made = [_argument(t, values[-1], number) for t in then]
                except Exception as exception:
                    return Observation(error=CallError(BROKEN_CHAIN, str(exception)[:500]))
                live = made + live[len(then) :]
            # Copies: a call that changes its arguments changes no other call, and no value.
            given = [a if isinstance(a, np.random.Generator) else copy.deepcopy(a) for a in live]
            value, error = _call(function, given, 1)
            if error is not None:
                return Observation(error=error)
            values.append(value)
    return Observation(values)


def _argument(then: Any, previous: Any, number: int) -> Any:
    if isinstance(then, Previous):
        return then.of(previous)
    if isinstance(then, Each):
        return then.values[number]
    return then.first + number if isinstance(then, Count) else then


def _call(
    function: Callable[..., Any], live: Sequence[Any], repeat: int
) -> tuple[Any, CallError | None]:
    """The value (a list of them where there are several calls) or the error."""
    try:
        values = [plain(function(*live)) for _ in range(repeat)]
    except Exception as exception:
        return None, call_error(exception)
    return (values[0] if repeat == 1 else values), None


def call_error(exception: BaseException) -> CallError:
    """Describe an exception: where it arose in the code of the notebook, not in a library."""
    frames = traceback.extract_tb(exception.__traceback__)
    own = [f for f in frames if not f.filename.startswith(LIBRARIES) and f.filename != __file__]
    own = [f for f in own if "site-packages" not in f.filename]
    last = own[-1] if own else None
    return CallError(
        type_name=type(exception).__name__,
        message=str(exception)[:500],
        line=last.lineno if last else None,
        source_line=(last.line or "").strip()[:200] if last else "",
    )


def _global_random_state() -> bytes:
    """The state of NumPy's global generator; any draw changes it."""
    generator = np.random.get_bit_generator()  # type: ignore[attr-defined]
    if isinstance(generator, np.random.MT19937):
        # Read in place, 40 times as fast as a copy through NumPy: this runs twice a call.
        return ctypes.string_at(generator.ctypes.state_address, MT19937_BYTES)
    return repr(generator.state).encode()
