"""What is recorded of one call."""

import numpy as np

from handbook.check.observe import BROKEN_CHAIN, observe, observe_chain
from handbook.check.plain_data import Count, Each, Formula, Previous, Rng


def test_an_exception_is_recorded_with_its_line():
    def broken(x):
        return 1 / x

    seen = observe(broken, [0])
    assert seen.error is not None
    assert seen.error.type_name == "ZeroDivisionError"
    assert seen.error.source_line == "return 1 / x"


def test_the_callers_arrays_are_never_changed():
    x = np.array([1.0, -1.0])

    def in_place(x):
        x[x < 0] = 0
        return x

    seen = observe(in_place, [x])
    assert seen.changed == (0,)
    assert x[1] == -1.0


def test_a_change_inside_a_list_of_arrays_is_seen():
    def scale(grads, c):
        for g in grads:
            g *= c
        return grads

    assert observe(scale, [[np.ones(2), np.ones(3)], 2.0]).changed == (0,)


def test_writing_the_same_values_back_is_no_change():
    def same_values(x):
        x[:] = x + 0
        return x

    assert observe(same_values, [np.ones(2)]).changed == ()


def test_overflow_and_invalid_values_are_named_and_underflow_is_not():
    seen = observe(lambda z: np.exp(z), [np.array([800.0, -800.0])])
    assert seen.floating == ("overflow",)
    assert observe(lambda z: np.log(z), [np.array([-1.0])]).floating == ("invalid value",)
    assert observe(lambda z: 1 / z, [np.array([0.0])]).floating == ("division by zero",)
    assert observe(lambda z: np.exp(z), [np.array([-800.0])]).floating == ()


def test_a_fault_inside_a_generator_is_seen():
    def batches(z):
        yield np.exp(z)

    assert observe(batches, [np.array([800.0])]).floating == ("overflow",)


def test_the_global_generator_is_noticed():
    assert observe(lambda: np.random.normal(), []).global_random
    assert not observe(lambda rng: rng.normal(), [Rng(0)]).global_random


def test_a_reseeded_global_generator_is_noticed():
    assert observe(lambda: np.random.seed(5), []).global_random


def test_another_global_generator_is_watched_too():
    before = np.random.get_bit_generator()
    np.random.set_bit_generator(np.random.PCG64(1))
    try:
        assert observe(lambda: np.random.random(), []).global_random
        assert not observe(lambda: 1.0, []).global_random
    finally:
        np.random.set_bit_generator(before)


def test_repeated_calls_go_on_drawing():
    seen = observe(lambda rng: rng.integers(1000), [Rng(0)], repeat=2)
    assert seen.value[0] != seen.value[1]
    assert observe(lambda rng: rng.integers(1000), [Rng(0)]).value == seen.value[0]


def test_a_chain_takes_up_what_the_call_before_returned():
    def step(w, g, t, lr):
        return w - lr * g / t, t

    A, b = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([1.0, -1.0])
    w = np.array([4.0, 5.0])
    seen = observe_chain(step, [w, A @ w + b, 1, 0.1], [Previous(0), Previous(0, A, b), Count()], 4)
    for t, (got, count) in enumerate(seen.value, 1):
        w = w - 0.1 * (A @ w + b) / t
        assert np.array_equal(got, w)
        assert count == t


def test_a_chain_can_be_given_an_argument_for_each_call():
    seen = observe_chain(lambda s, x: s + x, [0.0, 1.0], [Previous(), Each([1.0, 10.0, 100.0])], 3)
    assert seen.value == [1.0, 11.0, 111.0]


def test_a_call_in_a_chain_cannot_reach_the_values_of_those_before_it():
    def keep_and_change(w, kept=[]):  # noqa: B006
        for earlier in kept:
            earlier[:] = -1.0
        w = w + 1
        kept.append(w)
        return w

    seen = observe_chain(keep_and_change, [np.zeros(1)], [Previous()], 3)
    assert [value.tolist() for value in seen.value] == [[1.0], [2.0], [3.0]]


def test_a_chain_ends_with_the_first_error():
    seen = observe_chain(lambda x: 1 / x, [1], [Previous(offset=-1.0)], 5)
    assert seen.error is not None
    assert seen.error.type_name == "ZeroDivisionError"


def test_an_answer_without_what_the_next_call_needs_breaks_the_chain():
    seen = observe_chain(lambda w, v: w, [1.0, 0.0], [Previous(0), Previous(1)], 2)
    assert seen.error is not None
    assert seen.error.type_name == BROKEN_CHAIN


def test_a_call_in_a_chain_that_changes_its_arguments_changes_nothing_else():
    def in_place(w, step):
        w += step
        step[:] = 100.0
        return w

    seen = observe_chain(in_place, [np.zeros(1), np.ones(1)], [Previous()], 3)
    assert [value.tolist() for value in seen.value] == [[1.0], [2.0], [3.0]]


def test_a_formula_is_handed_over_as_a_function():
    seen = observe(lambda f, x: f(x), [Formula("np.sum(x**3)"), np.array([1.0, 2.0])])
    assert (seen.value, seen.changed) == (9.0, ())
