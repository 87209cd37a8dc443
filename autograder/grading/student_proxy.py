"""The fixture `student`: a submission's functions, as the hidden tests call them.

A call is answered by whoever is behind `Calls`: the sandbox while a class is graded, a trusted
function while the tests themselves are tested.
"""

from __future__ import annotations

import builtins
import inspect
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

import numpy as np

from handbook.check.observe import BROKEN_CHAIN, CallError, Observation, observe_chain
from handbook.check.plain_data import show

# Entries that NumPy may make of two answers of other shapes. Beyond what a test has a use for, and
# far below what a process may take.
MAX_BROADCAST = 1 << 20
RAISED_NAMES = (
    "ValueError",
    "TypeError",
    "ZeroDivisionError",
    "IndexError",
    "KeyError",
    "NotImplementedError",
    "RuntimeError",
    "AttributeError",
    "NameError",
    "OverflowError",
    "FloatingPointError",
)


class Call(Protocol):
    """Calls a function of the submission: name, arguments, how often, how closely watched."""

    def __call__(
        self, name: str, args: Sequence[Any], repeat: int, record_side_effects: bool, /
    ) -> Observation: ...


class Calls:
    """The calls of a submission's functions that a test makes.

    Several at a time are made here one by one. Where each costs a message to another process, a
    subclass makes them in one.
    """

    def __init__(self, call: Call) -> None:
        self.call = call

    def each(self, name: str, arguments: Sequence[Sequence[Any]]) -> list[Observation]:
        """One call for each list of arguments, up to the first that raises."""
        seen: list[Observation] = []
        for args in arguments:
            seen.append(self.call(name, args, 1, False))
            if seen[-1].error is not None:
                break
        return seen

    def chain(self, name: str, args: Sequence[Any], then: Sequence[Any], times: int) -> Observation:
        """As `handbook.check.observe.observe_chain`."""

        def function(*live: Any) -> Any:
            seen = self.call(name, live, 1, False)
            if seen.error is not None:
                raise _Ended(seen.error)
            return seen.value

        try:
            return observe_chain(function, args, then, times)
        except _Ended as ended:
            return Observation(error=ended.error)


class _Ended(BaseException):
    """A call of a chain raised; no exception of a student's function is of this class."""

    def __init__(self, error: CallError) -> None:
        self.error = error


class StudentRaised(Exception):
    """The student's function raised. Known exceptions are raised as themselves, too, so that a
    test may write `pytest.raises(ValueError)`; nothing else can pass for one of ours."""


class NotClose(AssertionError):
    """Two values differ. Their text, which nobody reads while a class is graded, costs more than
    the comparison, so it is made where it is asked for."""

    def __str__(self) -> str:
        got, want = self.args
        return f"got {show(got)}, expected {show(want)}"


class Answer(np.ndarray):
    """An array that a submission returned, as the tests compute with it.

    `(N, 1) - (1, N)` of two answers would take the memory of N². Shapes are therefore compared
    before any arithmetic: what would be far larger than all that it is made of raises ValueError,
    as shapes that do not fit at all do. What is computed from an answer is one, too.
    """

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if len(inputs) > 1:
            _refuse_growth(ufunc, method, [np.shape(each) for each in inputs])
        if "out" in kwargs:
            kwargs["out"] = tuple(_bare(each) for each in kwargs["out"])
        if isinstance(kwargs.get("where"), Answer):
            kwargs["where"] = _bare(kwargs["where"])
        made = getattr(ufunc, method)(*(_bare(each) for each in inputs), **kwargs)
        if isinstance(made, tuple):
            return tuple(_answer(each) for each in made)
        return _answer(made)


def _refuse_growth(ufunc: np.ufunc, method: str, shapes: Sequence[tuple[int, ...]]) -> None:
    """Raise ValueError where the result of an operation is far larger than its operands."""
    if method == "outer":
        size = math.prod(math.prod(shape) for shape in shapes)
    elif ufunc is np.matmul and method == "__call__":
        rows, columns = shapes[0][-2:-1], shapes[1][-1:] if len(shapes[1]) > 1 else ()
        size = math.prod((*np.broadcast_shapes(shapes[0][:-2], shapes[1][:-2]), *rows, *columns))
    elif method == "__call__":
        size = math.prod(np.broadcast_shapes(*shapes))
    else:
        return
    if size > MAX_BROADCAST and size > 2 * sum(math.prod(shape) for shape in shapes):
        told = " and ".join(map(str, shapes))
        raise ValueError(f"answers of shapes {told} are not computed with: {size} entries")


def _answer(value: Any) -> Any:
    """Plain data with its arrays as answers."""
    if type(value) is np.ndarray:
        return value.view(Answer)
    if type(value) in (list, tuple):
        return type(value)([_answer(each) for each in value])
    if type(value) is dict:
        return {key: _answer(each) for key, each in value.items()}
    return value


def _bare(value: Any) -> Any:
    """The reverse of `_answer`."""
    if type(value) is Answer:
        return value.view(np.ndarray)
    if type(value) in (list, tuple):
        return type(value)([_bare(each) for each in value])
    return value


class FunctionProxy:
    """One function of a submission, as the tests see it."""

    def __init__(self, name: str, signature: inspect.Signature, calls: Calls) -> None:
        self._name, self._signature, self._calls = name, signature, calls

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function in the sandbox; returns plain data or raises `StudentRaised`."""
        return _value(self._calls.call(self._name, self._bound(args, kwargs), 1, False))

    def each(self, *arguments: Sequence[Any]) -> list[Any]:
        """What the function returns for each list of arguments; they do not depend on each other.

        The same as calling it for one after the other, at a fraction of the cost.
        """
        seen = self._calls.each(self._name, [self._bound(args, {}) for args in arguments])
        return [_value(each) for each in seen]

    def chain(self, args: Sequence[Any], then: Sequence[Any], times: int) -> list[Any]:
        """What each of `times` calls returns where each takes up what the one before returned.

        The first call is with `args`. In the later ones `then` stands for the leading arguments:
        `Previous`, `Count`, `Each`, or plain data. At a fraction of the cost of so many calls.
        """
        seen = self._calls.chain(self._name, self._bound(args, {}), _bare(list(then)), times)
        if seen.error is not None and seen.error.type_name == BROKEN_CHAIN:
            raise ValueError(seen.error.message)  # as unpacking the answer in the test would
        values: list[Any] = _value(seen)
        return values

    def observe(self, *args: Any, repeat: int = 1, **kwargs: Any) -> Observation:
        """Call and return all that was observed, an exception included."""
        seen = self._calls.call(self._name, self._bound(args, kwargs), repeat, True)
        return replace(seen, value=_answer(seen.value))

    def _bound(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
        if not kwargs and len(args) == len(self._signature.parameters):
            return [_bare(each) for each in args]  # as most tests call
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return [_bare(each) for each in bound.arguments.values()]


class Student:
    """The fixture `student`: the functions of one submission by name."""

    def __init__(self, signatures: Mapping[str, inspect.Signature], call: Call | Calls) -> None:
        self._signatures = signatures
        self._calls = call if isinstance(call, Calls) else Calls(call)

    def __getattr__(self, name: str) -> FunctionProxy:
        if name not in self._signatures:
            raise AttributeError(f"no exercise of this assignment is named {name}")
        return FunctionProxy(name, self._signatures[name], self._calls)


def _value(seen: Observation) -> Any:
    """The value of a call; raises `StudentRaised` where it raised."""
    if seen.error is not None:
        raise _raised_class(seen.error.type_name)(seen.error.message)
    return _answer(seen.value)


@cache
def _raised_class(name: str) -> type[Exception]:
    if name in RAISED_NAMES:
        return type(f"Student{name}", (StudentRaised, getattr(builtins, name)), {})
    return StudentRaised
