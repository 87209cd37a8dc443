"""Plain data: what it keeps, what it refuses."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from handbook.check.plain_data import (
    Formula,
    Opaque,
    Rng,
    describe,
    from_json,
    plain,
    same,
    show,
    to_json,
)

NUMBERS = st.one_of(st.integers(), st.floats(), st.booleans(), st.complex_numbers())
ARRAYS = hnp.arrays(
    st.sampled_from(["float64", "float32", "int64", "bool", "complex128"]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        NUMBERS,
        st.text(),
        ARRAYS,
        st.builds(Rng, st.integers(0, 9)),
        st.builds(Formula, st.text()),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_json_gives_back_the_same_value_type_and_shape(value):
    back = from_json(json.loads(json.dumps(to_json(value), allow_nan=False)))
    assert same(back, value, equal_nan=True)
    assert type(back) is type(value)
    if isinstance(value, np.ndarray):
        assert (back.dtype, back.shape) == (value.dtype, value.shape)


def test_a_generator_is_read_into_a_list():
    assert plain(i * i for i in range(3)) == [0, 1, 4]


def test_an_endless_generator_becomes_opaque():
    def endless():
        while True:
            yield 1

    assert isinstance(plain(endless()), Opaque)


def test_an_object_that_equals_everything_equals_nothing():
    class Agreeable:
        def __eq__(self, other):
            return True

    value = plain(Agreeable())
    assert not same(value, 1.0)
    assert not same(value, np.zeros(2))


def test_an_array_subclass_becomes_a_plain_array():
    assert type(plain(np.matrix([[1.0, 2.0]]))) is np.ndarray


def test_an_array_is_copied():
    array = np.zeros(2)
    copy = plain(array)
    array[0] = 1.0
    assert copy[0] == 0.0


def test_an_object_array_is_not_plain():
    assert isinstance(plain(np.array([object()])), Opaque)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.ones((3, 1)), np.ones(3)),
        (np.ones(1), np.ones(3)),
        (1.0, np.ones(3)),
        (np.empty(0), np.ones(3)),
        (np.ones(3, dtype=int), np.ones(3)),
        (np.array([True]), np.array([1])),
        (np.array([np.nan]), np.array([np.nan])),
        ((1.0, 2.0), (1.0,)),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        ("1", 1),
        (None, 0.0),
    ],
)
def test_values_that_only_look_alike_differ(got, want):
    assert not same(got, want, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (np.float64(1.0), 1.0),
        (np.array(1.0), 1.0),
        ([1.0, 2.0], (1.0, 2.0)),
        (np.ones(2, dtype=np.int32), np.ones(2, dtype=np.int64)),
        ({"a": np.ones(2)}, {"a": np.ones(2)}),
    ],
)
def test_values_that_serve_alike_are_the_same(got, want):
    assert same(got, want)


def test_an_integer_too_large_for_a_dtype_can_be_compared():
    assert same(10**40, 10**40)
    assert not same(10**40, 10**40 + 1)


def test_long_values_are_cut_when_shown():
    assert len(show(np.arange(10_000.0))) <= 300
    assert len(show("x" * 10_000)) <= 300


def test_what_is_wide_or_deep_is_cut_before_all_of_it_is_read():
    nested = 0
    for _ in range(30):
        nested = [nested] * 12  # as a tree of 12 ** 30 leaves
    assert show([1.0, nested], 40) == "[1, [[[…, …, …, …, …, …, …, …, …, …, …,…"
    assert show(tuple(range(100_000))).endswith("10, 11, …)")
    assert show({str(i): i for i in range(100_000)}).endswith("11: 11, …}")


@pytest.mark.parametrize(
    ("value", "text"),
    [((1.5,), "(1.5,)"), ((), "()"), ([], "[]"), ({}, "{}"), ([(1, [2])], "[(1, [2])]")],
)
def test_containers_are_shown_as_python_writes_them(value, text):
    assert show(value) == text


def test_a_description_names_type_and_shape():
    assert describe(np.zeros((2, 3))) == "array of floats, shape (2, 3)"
    assert describe((1, 2)) == "tuple of 2"


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((4,) * 10),
        np.full((2,) * 16, 1 / 3),
        [[[[np.ones(60)] * 12] * 12] * 12] * 12,
        {i: dict.fromkeys(range(12), "y" * 500000) for i in range(12)},
        {"k" * 500_000: "x" * 500_000},
        b"x" * 8_000_000,
    ],
)
def test_a_large_value_is_shown_by_its_beginning(value):
    text = show(value)
    assert len(text) == 300


def test_the_first_entries_of_many_axes_are_shown():
    text = show(np.arange(4.0**8).reshape((4,) * 8)).replace(" ", "")
    assert text.startswith("[[[[[[[[0.,1.,2.,3.],[4.,5.,6.,7.]")
