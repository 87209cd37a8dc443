"""Values and types are compared apart."""

import numpy as np
import pytest

from handbook.check.comparison import as_promised, parts_right, same_types
from handbook.check.exercise_data import Exercise
from handbook.check.observe import CallError, Observation

TWO = Exercise("f", "", ("x",), ("w", "v"), 1e-6, 1e-9, (), ())
ARRAY = np.array([1.0, 2.5])


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([1.0, 2.5], ARRAY),
        ((1, 2.5), ARRAY),
        ([[1, 2], [3, 4]], np.array([[1.0, 2.0], [3.0, 4.0]])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (3, np.float64(3.0)),
        ([np.array([1, 2])], [np.array([1.0, 2.0])]),
    ],
)
def test_the_same_numbers_in_another_container_have_the_right_value_and_a_wrong_type(got, want):
    exercise = Exercise("f", "", ("x",), ("y",), 1e-6, 1e-9, (), ())
    assert parts_right(exercise, Observation(got), Observation(want)) == (True,)
    assert not same_types(got, want)


@pytest.mark.parametrize(
    "got",
    [[1.0], [1.0, 2.5, 3.0], [[1.0], [2.0, 3.0]], ["1", "2.5"], [10**400, 1], None, {"a": 1}],
)
def test_what_is_not_the_promised_array_stays_wrong(got):
    exercise = Exercise("f", "", ("x",), ("y",), 1e-6, 1e-9, (), ())
    assert parts_right(exercise, Observation(got), Observation(ARRAY)) == (False,)


def test_each_returned_value_is_judged_for_itself():
    got, want = Observation((ARRAY, ARRAY + 1)), Observation((ARRAY, ARRAY))
    assert parts_right(TWO, got, want) == (True, False)


def test_another_number_of_values_has_no_right_part():
    assert parts_right(TWO, Observation((ARRAY,)), Observation((ARRAY, ARRAY))) == (False, False)


def test_an_expected_error_is_right_and_another_is_not():
    want = Observation(error=CallError("ValueError", ""))
    assert parts_right(TWO, Observation(error=CallError("ValueError", "x")), want) == (True, True)
    assert parts_right(TWO, Observation(error=CallError("TypeError", "")), want) == (False, False)
    assert parts_right(TWO, Observation((1, 2)), want) == (False, False)


def test_single_precision_is_another_type_and_big_endian_is_not():
    assert not same_types(ARRAY.astype(np.float32), ARRAY)
    assert same_types(ARRAY.astype(">f8"), ARRAY)


def test_whole_numbers_are_never_made_from_fractions():
    assert as_promised(np.array([1.5]), np.array([1])).dtype == np.float64
