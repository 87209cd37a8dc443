"""A computation that takes too long is given up: quietly, and at the same call each time."""

from __future__ import annotations

import cProfile
import gc
import sys
from collections.abc import Iterator

import pytest
from sympy import expand, sin
from sympy.core.cache import clear_cache

from handbook.derivation.time_bounds import GaveUp, bounded
from tests.handbook.derivation.derivations import sigmoid, x, y


def forever() -> None:
    while True:
        abs(1)


def test_a_profiler_at_work_is_left_alone():
    with cProfile.Profile() as profile:
        sigmoid()
    assert profile.getstats()


def test_a_computation_without_end_is_given_up():
    with pytest.raises(GaveUp):
        bounded(forever)
    with pytest.raises(GaveUp):
        bounded(lambda: bounded(forever), max_calls=1000)
    assert bounded(lambda: 3) == 3


class Untidy:
    def __del__(self) -> None:
        for _ in range(5):
            abs(1)


def throw_objects_away() -> None:
    for _ in range(1000):
        Untidy()


def throw_generators_away() -> None:
    def numbers() -> Iterator[int]:
        yield 1
        yield 2

    for _ in range(1000):
        next(numbers())


@pytest.mark.parametrize("untidy", [throw_objects_away, throw_generators_away])
def test_giving_up_is_quiet_wherever_the_last_call_falls(untidy, monkeypatch):
    reported: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", reported.append)
    for limit in range(500, 520):
        with pytest.raises(GaveUp):
            bounded(untidy, max_calls=limit)
    assert reported == []


def test_other_errors_of_destructors_are_still_reported(monkeypatch):
    class Broken:
        def __del__(self) -> None:
            raise RuntimeError("broken")

    reported: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: reported.append(type(lost.exc_value)))
    bounded(lambda: [Broken(), Broken()].clear())
    assert reported == [RuntimeError, RuntimeError]
    assert gc.isenabled()


def test_the_result_does_not_depend_on_what_was_computed_before():
    def gives_up() -> bool:
        try:
            bounded(lambda: expand((x + sin(y)) ** 9), max_calls=500)
        except GaveUp:
            return True
        return False

    clear_cache()
    at_first = gives_up()
    expand((x + sin(y)) ** 9)
    assert gives_up() == at_first


def test_a_computation_that_ends_just_in_time_has_its_result():
    def finished(limit: int) -> bool:
        try:
            return bounded(lambda: abs(-1) == 1, max_calls=limit)
        except GaveUp:
            return False

    assert [finished(limit) for limit in range(5)] == [False, False, True, True, True]
