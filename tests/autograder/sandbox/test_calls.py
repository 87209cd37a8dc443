"""Calls of a submission's functions: what is found, what goes in, what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import Crashed, FunctionNotFound, Limits, Sandbox, Session, TimeLimit
from handbook.check.observe import CallError, Observation, observe, observe_chain
from handbook.check.plain_data import Count, Formula, Opaque, Previous, Rng, same

RETURNS_ITS_ARGUMENT = "def same(x):\n    return x"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        1 << 200,
        0.1,
        float("inf"),
        2 - 3j,
        "σ(z)",
        b"\x00\xff",
        [1, [2.0, "three"]],
        (1, (2,)),
        {"w": 1.0, 2: [3], True: None},
        np.arange(12.0).reshape(3, 4),
        np.arange(12).reshape(3, 4).T,
        np.zeros((0, 3)),
        np.array(1.5),
        np.float32(1.5),
        np.bool_(True),
        np.array([True, False]),
        np.array([1 + 2j]),
        np.array([1, 2], dtype=">i2"),
        np.array([0.5], dtype=np.float16),
    ],
    ids=repr,
)
def test_values_keep_their_exact_type_both_ways(session: Session, value: Any) -> None:
    session.run_cell(RETURNS_ITS_ARGUMENT)
    got = session.call("same", [value]).value
    assert type(got) is type(value)
    assert same(got, value)
    if isinstance(value, np.ndarray):
        assert got.shape == value.shape
        assert got.dtype == value.dtype.newbyteorder("=")
        assert got.flags.owndata
        assert got.flags.writeable


def test_nan_stays_nan(session: Session) -> None:
    session.run_cell(RETURNS_ITS_ARGUMENT)
    assert np.isnan(session.call("same", [float("nan")]).value)


def test_a_generator_is_made_from_its_seed_and_goes_on_over_repeats(session: Session) -> None:
    session.run_cell("def draw(rng):\n    return rng.normal()")
    rng = np.random.default_rng(7)
    seen = session.call("draw", [Rng(7)], repeat=2)
    assert seen.value == [rng.normal(), rng.normal()]


def test_a_formula_can_be_called_as_a_function(session: Session) -> None:
    session.run_cell("def slope(f, x):\n    return (f(x + 1) - f(x - 1)) / 2")
    assert session.call("slope", [Formula("np.sum(x**2)"), np.array([3.0])]).value == 6.0


@pytest.mark.parametrize(
    "source",
    [
        "def f(w, g):\n    w -= g\n    return w",
        "def f(w, g):\n    return w / 0",
        "import numpy as np\ndef f(w, g):\n    return np.log(w - 1)",
        "def f(w, g):\n    return w @ g.T @ w",
        "import numpy as np\ndef f(w, g):\n    return np.random.normal(size=2)",
        "def f(w):\n    return w",
        "def f(w, g):\n    return (v for v in w)",
        "def f(w, g):\n    return f",
        "import json\ndef f(w, g):\n    raise json.JSONDecodeError('no', 'data', 1)",
    ],
)
def test_a_mistake_looks_the_same_here_as_in_a_notebook(session: Session, source: str) -> None:
    session.run_cell(source, "cell 1")
    namespace: dict[str, Any] = {}
    exec(compile(source, "<here>", "exec"), namespace)
    args = [np.ones((2, 3)), np.full((2, 3), 0.5)]
    np.random.seed(0)
    there, here = session.call("f", args), observe(namespace["f"], args)
    assert (there.changed, there.floating) == (here.changed, here.floating)
    assert there.global_random == here.global_random
    assert (there.error is None) == (here.error is None)
    if here.error is not None and there.error is not None:
        assert there.error.type_name == here.error.type_name
        assert there.error.message == here.error.message
        assert there.error.line == here.error.line
    if isinstance(here.value, Opaque):
        assert isinstance(there.value, Opaque)
    else:
        assert same(there.value, here.value, equal_nan=True)


def test_an_error_says_the_line_of_the_cell(session: Session) -> None:
    session.run_cell("def f(x):\n    y = x + 1\n    return y / 0", "cell 2")
    error = session.call("f", [1.0]).error
    assert error is not None
    assert (error.line, error.source_line) == (3, "return y / 0")


def test_the_callers_arguments_never_change(session: Session) -> None:
    session.run_cell("def f(w):\n    w[:] = 0\n    return w")
    w = np.ones(3)
    assert session.call("f", [w]).changed == (0,)
    assert w.tolist() == [1.0, 1.0, 1.0]


def test_a_call_that_is_not_thorough_gives_value_or_error_alone(session: Session) -> None:
    session.run_cell("def f(w):\n    w[:] = 0\n    return w\ndef g(w):\n    return w / 0 + h")
    args = [np.ones(3)]
    seen = session.call("f", args, record_side_effects=False)
    assert (seen.value.tolist(), seen.changed) == ([0.0, 0.0, 0.0], ())
    error = session.call("g", args, record_side_effects=False).error
    assert error is not None
    assert error.type_name == "NameError"


def test_several_calls_at_once_are_observed_as_single_ones(session: Session) -> None:
    session.run_cell(
        "import numpy as np\n"
        "def f(x, two):\n    x[:] = x * 2\n    return [x, np.ones(3)] if two else x\n"
        "def g(x):\n    return 1 / x"
    )
    calls = [([np.arange(3.0), True], 1), ([np.ones(2), False], 2), ([np.ones(1), False], 1)]
    together = session.call_each("f", calls)
    for (args, repeat), seen in zip(calls, together, strict=True):
        alone = session.call("f", args, repeat)
        assert same(seen.value, alone.value)
        assert seen.changed == alone.changed == (0,)
    errors = [seen.error for seen in session.call_each("g", [([0], 1), ([2], 1)])]
    assert errors[0] is not None
    assert errors[0].type_name == "ZeroDivisionError"
    assert errors[1] is None


def test_a_chain_of_calls_is_what_it_is_here(session: Session) -> None:
    source = "def step(w, g, t):\n    return w - g / t, [t]"
    session.run_cell(source)
    here: dict[str, Any] = {}
    exec(source, here)
    A, b = np.array([[2.0, 1.0], [0.5, 3.0]]), np.array([1.0, -1.0])
    first, then = [np.ones(2), np.ones(2), 1], [Previous(0), Previous(0, A, b), Count()]
    there = session.chain("step", first, then, 5)
    assert same(there.value, observe_chain(here["step"], first, then, 5).value)
    assert len(there.value) == 5


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.call_each("f", [([0], 1), ([5], 1)], timeout=0.5),
        lambda s: s.chain("f", [0], [Previous()], 5, timeout=0.5),
    ],
    ids=["each", "chain"],
)
def test_an_endless_loop_among_several_calls_ends_with_the_time_limit(
    session: Session, ask: Callable[[Session], Any]
) -> None:
    session.run_cell("def f(x):\n    while x > 1:\n        pass\n    return x + 1")
    with pytest.raises(TimeLimit):
        ask(session)


def test_a_missing_function_is_said_and_the_session_goes_on(session: Session) -> None:
    session.run_cell("def f(x):\n    return x\nstep = 3")
    for missing in ("g", "step", "print"):
        with pytest.raises(FunctionNotFound, match=missing):
            session.call(missing, [1.0])
    assert session.call("f", [1.0]).value == 1.0


def test_functions_are_those_that_the_submission_defines(session: Session) -> None:
    session.run_cell(
        "import functools\nimport numpy as np\nfrom math import exp\nfrom statistics import mean\n"
        "from handbook.check import check\n"
        "def adam_step(w, g, *, lr=0.1): return w\n"
        "relu = lambda z: max(z, 0)\n"
        "@np.vectorize\ndef step(z): return z > 0\n"
        "@functools.lru_cache\ndef power(x, n): return x ** n\n"
        "half = functools.partial(power, n=0.5)\n"
        "class Net:\n    def __init__(self, size): pass\n    def forward(self, X): return X\n"
        "forward = Net(3).forward\n"
        "number = 3\n"
    )
    assert session.functions() == {
        "adam_step": ("w", "g", "lr"),
        "relu": ("z",),
        "step": ("z",),
        "power": ("x", "n"),
        "half": ("x", "n"),
        "Net": ("size",),
        "forward": ("X",),
    }


@pytest.mark.parametrize("name", ["relu", "step", "power", "half", "forward"])
def test_every_kind_of_callable_can_be_called(session: Session, name: str) -> None:
    session.run_cell(
        "import functools\nimport numpy as np\n"
        "relu = lambda z: z\n"
        "@np.vectorize\ndef step(z): return z\n"
        "@functools.lru_cache\ndef power(x, n=1): return x\n"
        "half = functools.partial(power, n=0.5)\n"
        "class Net:\n    def forward(self, X): return X\n"
        "forward = Net().forward\n"
    )
    assert session.call(name, [2.0]).value == 2.0


def test_arguments_too_large_to_send_are_a_mistake_of_the_caller(session: Session) -> None:
    session.run_cell(RETURNS_ITS_ARGUMENT)
    with pytest.raises(ValueError, match="MiB"):
        session.call("same", [np.zeros(9 << 20)])
    assert session.call("same", [1.0]).value == 1.0


def test_a_value_too_large_to_return_cannot_be_graded(session: Session) -> None:
    session.run_cell("import numpy as np\ndef f(n):\n    return np.zeros(n)")
    assert session.call("f", [1 << 20]).value.nbytes == 8 << 20
    assert isinstance(session.call("f", [9 << 20]).value, Opaque)


def test_an_empty_array_that_spans_billions_cannot_be_graded(session: Session) -> None:
    session.run_cell("import numpy as np\ndef f(n):\n    return np.zeros((n, 0, n), np.int8)")
    assert session.call("f", [3]).value.shape == (3, 0, 3)
    assert isinstance(session.call("f", [1 << 30]).value, Opaque)


def test_what_one_answer_may_hold_is_a_limit() -> None:
    with Sandbox(Limits(value=1000)) as sandbox, sandbox.start() as session:
        session.run_cell("import numpy as np\ndef f(n):\n    return [np.zeros(n), np.zeros(n)]")
        assert session.call("f", [60]).value[1].shape == (60,)
        assert session.call("f", [70]).value == Opaque("a value too large to be graded")
        assert session.call("f", [1]).error is None


def test_sessions_do_not_see_each_other(sandbox: Sandbox) -> None:
    with sandbox.start() as first, sandbox.start() as second:
        first.run_cell("def f(x):\n    return 1")
        second.run_cell("def f(x):\n    return 2")
        assert (first.call("f", [0]).value, second.call("f", [0]).value) == (1, 2)


def test_every_session_draws_the_same_global_random_numbers(sandbox: Sandbox) -> None:
    draws = []
    for _ in range(2):
        with sandbox.start() as session:
            session.run_cell(
                "import random\nimport numpy as np\n"
                "def f():\n    return [random.random(), np.random.rand()]"
            )
            draws.append(session.call("f", []).value)
    assert draws[0] == draws[1]


def test_a_provided_function_is_answered_from_outside(session: Session) -> None:
    session.run_cell("def half(x):\n    return 0\ndef f(x):\n    return half(x) + half(x=x)")
    asked = []

    def half(args: list[Any], named: dict[str, Any]) -> Observation:
        asked.append((len(args), list(named)))
        return Observation(value=(args or list(named.values()))[0] / 2)

    session.provide({"half": half})
    assert session.call("f", [np.array([4.0])]).value == 4.0
    assert asked == [(1, []), (0, ["x"])]


def test_an_error_of_a_provided_function_is_raised_where_it_is_called(session: Session) -> None:
    session.run_cell("def f(x):\n    return half(x)")
    session.provide({"half": lambda args, named: Observation(error=CallError("TypeError", "no"))})
    seen = session.call("f", [1.0])
    assert seen.error is not None
    assert seen.error.message == "half: no"


def test_a_question_that_nobody_provides_for_ends_the_session(session: Session) -> None:
    session.provide({"half": lambda args, named: Observation(value=0)})
    session.run_cell("def f(x):\n    half.__name__ = 'solution'\n    return half(x)")
    with pytest.raises(Crashed, match="a question that nobody can answer"):
        session.call("f", [1.0])
