"""From an answer to what is said about it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from handbook.check.diagnosis import diagnose, probe_function
from handbook.check.exercise_data import Exercise, Probe, Wrong
from handbook.check.observe import Observation, observe
from handbook.check.outcomes import OUTCOMES
from handbook.check.plain_data import Opaque, Rng, show

PROBES = (
    Probe({"X": np.array([[1.0, 2.0], [3.0, 5.0], [4.0, -1.0]])}, label="three rows"),
    Probe({"X": np.array([[2.0, 1.0], [0.0, 3.0]])}, label="two rows"),
)


def column_means(X):
    return X.mean(axis=0), X.var(axis=0)


def exercise(reference=column_means, returns=("mean", "var"), wrong=(), probes=PROBES, **more):
    bare = Exercise("f", "", ("X",), returns, 1e-6, 1e-9, probes, (), **more)
    outcomes = tuple(probe_function(bare, lambda a, r: observe(reference, a, r)))
    bank = tuple(
        Wrong(name, says, tuple(probe_function(bare, lambda a, r, v=v: observe(v, a, r))))
        for name, says, v in wrong
    )
    return Exercise(**{**vars(bare), "expected": outcomes, "wrong": bank})


def judge(version, **kwargs):
    made = exercise(**kwargs)
    return diagnose(made, probe_function(made, lambda a, r: observe(version, a, r)))


def test_a_right_answer_passes():
    assert judge(lambda X: (X.sum(axis=0) / len(X), X.var(axis=0))).outcome == "passed"


def test_an_untouched_stub_is_not_started_and_not_wrong():
    def stub(X):
        raise NotImplementedError("f: not started")

    verdict = judge(stub)
    assert (verdict.outcome, verdict.mistake) == ("not_started", "X1")


@pytest.mark.parametrize(
    ("version", "mistake"),
    [
        (lambda X: None, "X2"),
        (lambda X: X.mean(axis=0), "X3"),
        (lambda X: (X.mean(axis=0),), "X3"),
        (lambda X: (X.var(axis=0), X.mean(axis=0)), "X3"),
        (lambda X: (X.mean(axis=1), X.var(axis=0)), "X4"),
        (lambda X: (X.sum(axis=0), X.var(axis=0)), "X6"),
        (lambda X: (-X.mean(axis=0), X.var(axis=0)), "X7"),
        (lambda X: (X.mean(axis=0), 2 * X.var(axis=0)), "X8"),
        (lambda X: (X.mean(axis=0) / 2, X.var(axis=0)), "X8"),
        (lambda X: (X.mean(axis=0).astype(int), X.var(axis=0)), "X10"),
        (lambda X: (list(X.mean(axis=0)), X.var(axis=0)), "X4"),
        (lambda X: (np.array([8 / 3, 2.0]), np.array([14 / 9, 6.0])), "X12"),
        (lambda X: (X.mean(axis=0) * np.nan, X.var(axis=0)), "X13"),
    ],
)
def test_a_common_mistake_is_named_from_the_answer_alone(version, mistake):
    verdict = judge(version)
    assert (verdict.outcome, verdict.mistake) == ("wrong", mistake)


def test_one_value_too_many_is_told_where_one_is_expected():
    verdict = judge(
        lambda X: (X.mean(axis=0), len(X)), reference=lambda X: X.mean(axis=0), returns=("mean",)
    )
    assert verdict.mistake == "X3"
    assert verdict.message == "2 values are returned; expected: mean alone."


def test_a_tuple_in_place_of_an_array_is_no_value_too_many():
    verdict = judge(
        lambda X: tuple(2 * X.mean(axis=0)),
        reference=lambda X: X.mean(axis=0),
        returns=("mean",),
    )
    assert verdict.mistake == "X8"


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (
            lambda X: np.concatenate([X[0], X[1]]),
            "rows is not a list but: array of floats, shape (4,); expected: a list of 2.",
        ),
        (lambda X: [X[0]], "rows holds 1 values; expected: 2."),
        (lambda X: [X[0], X[1][:1]], "rows[1] has shape (1,), expected (2,)."),
        (lambda X: [X[0], None], "rows[1] is None; expected: array of floats, shape (2,)."),
    ],
)
def test_what_is_amiss_with_a_list_of_arrays_is_told(version, message):
    verdict = judge(version, reference=lambda X: [X[0], X[1]], returns=("rows",))
    assert verdict.message == message


def test_a_transposed_matrix_is_named():
    verdict = judge(lambda X: X @ X.T @ X, reference=lambda X: (X @ X.T @ X).T, returns=("G",))
    assert verdict.mistake == "X5"


def test_a_changed_argument_is_named_though_the_values_are_right():
    def in_place(X):
        answer = column_means(X)
        X *= 0
        return answer

    assert judge(in_place).mistake == "X9"


def test_the_global_generator_is_named_though_the_values_are_right():
    def draws(X):
        np.random.random()
        return column_means(X)

    assert judge(draws).mistake == "X11"


def test_a_changed_argument_is_told_first_though_the_values_are_wrong_as_well():
    def in_place(X):
        X *= 2
        return sample_variance(X)

    verdict = judge(in_place, wrong=[("ddof", "divides by N - 1", sample_variance)])
    assert verdict.mistake == "X9"
    assert "Some values are wrong as well, first on the input “three rows”." in verdict.message


def test_nobody_is_told_that_an_argument_is_changed_which_is_not():
    def copies(X):
        X = X.copy()
        X -= X.mean(axis=0).astype(X.dtype)
        return X.mean(axis=0), X.var(axis=0)

    def in_place(X):
        X -= X.mean(axis=0).astype(X.dtype)
        return X.mean(axis=0), X.var(axis=0)

    verdict = judge(copies, wrong=[("in_place", "the array of the caller is changed", in_place)])
    assert verdict.mistake != "in_place"
    assert "changed" not in verdict.message


def test_only_the_arguments_that_did_change_are_named():
    probes = (Probe({"X": np.ones(3), "Y": np.ones(3)}),)

    def version(X, Y):
        Y += 1
        return X + 1.0

    made = exercise(lambda X, Y: X + 1.0, returns=("Z",), probes=probes)
    made = replace(made, parameters=("X", "Y"))
    verdict = diagnose(made, probe_function(made, lambda a, r: observe(version, a, r)))
    assert verdict.message.startswith("The call changes the argument Y:")


def with_calls(version, **setup):
    made = exercise(**setup)

    def call(args, repeat):
        return observe(version, args, repeat)

    return diagnose(made, probe_function(made, call), call)


def test_something_kept_between_calls_is_told_as_that():
    calls = []

    def counts(X):
        calls.append(1)
        return X.mean(axis=0) + len(calls), X.var(axis=0)

    verdict = with_calls(counts)
    assert verdict.mistake == "X17"
    assert ", then " in verdict.evidence.got


WHOLE = (*PROBES, Probe({"X": np.array([[1, 2], [4, 5], [2, 2]])}, label="whole numbers"))


def test_what_is_right_for_floats_and_wrong_for_integers_is_told_as_that():
    def keeps_type(X):
        mean = np.zeros_like(X[0])
        mean[:] = X.mean(axis=0)
        return mean, X.var(axis=0)

    verdict = with_calls(keeps_type, probes=WHOLE)
    assert verdict.mistake == "X10"
    assert verdict.message == "Right for floats, wrong for the same numbers as integers."


def test_an_error_for_integers_alone_names_the_line():
    def subtracts_in_place(X):
        X = X.copy()
        X -= 0.5
        return X.mean(axis=0) + 0.5, X.var(axis=0)

    verdict = with_calls(subtracts_in_place, probes=WHOLE)
    assert verdict.mistake == "X10"
    assert "raises UFuncTypeError at the line `X -= 0.5`" in verdict.message


def test_every_visible_input_is_listed_with_whether_it_is_right():
    verdict = judge(lambda X: column_means(X) if len(X) == 3 else (X[0], X[0]))
    assert verdict.inputs == (("three rows", True), ("two rows", False))


def test_the_state_is_told_before_the_result_that_is_computed_from_it():
    setup = {"reference": column_means, "returns": ("mean", "var"), "state": ("var",)}
    verdict = judge(lambda X: (X.mean(axis=0) + 1, X.var(axis=0) + 2), **setup)
    assert verdict.message.startswith("var differs in 2 of 2 entries")
    assert verdict.message.endswith("mean differs as well.")


def test_facts_that_differ_are_told_as_sentences():
    facts = {"the rows are shuffled": True, "sizes of the batches": [2, 1]}
    got = {"the rows are shuffled": False, "sizes of the batches": [2, 1]}
    verdict = judge(lambda X: got, reference=lambda X: facts, returns=("batches",))
    assert verdict.message == "The rows are shuffled: no; expected: yes."


def test_a_list_for_an_array_is_right_but_for_its_type():
    verdict = judge(
        lambda X: list(X.mean(axis=0)), reference=lambda X: X.mean(axis=0), returns=("m",)
    )
    assert verdict.mistake == "X4"
    assert verdict.message == "The values are right; m is a list, an array is expected."


def test_single_precision_is_told_by_name():
    verdict = judge(
        lambda X: np.float32(1) * X.sum(axis=0).astype(np.float32),
        reference=lambda X: X.sum(axis=0),
        returns=("s",),
    )
    assert verdict.mistake == "X16"
    assert "float32" in verdict.message


def test_the_evidence_is_what_the_students_own_function_returned():
    verdict = judge(sample_variance, wrong=[("ddof", "divides by N - 1", sample_variance)])
    mean, var = sample_variance(PROBES[0].args["X"])
    assert verdict.evidence.got == show((mean, var))


def test_an_overflow_on_the_way_is_named_though_the_values_are_right():
    def overflows(X):
        np.exp(X + 1e4)
        return column_means(X)

    assert judge(overflows).mistake == "X13"


def sample_variance(X):
    return X.mean(axis=0), X.var(axis=0, ddof=1)


def test_a_wrong_version_of_the_bank_is_named():
    verdict = judge(sample_variance, wrong=[("ddof", "divides by N - 1", sample_variance)])
    assert (verdict.mistake, verdict.message) == (
        "ddof",
        "Divides by N - 1. mean is right; var is not.",
    )


def test_two_wrong_versions_that_look_alike_name_nothing():
    bank = [("a", "one", sample_variance), ("b", "the other", sample_variance)]
    assert judge(sample_variance, wrong=bank).mistake not in ("a", "b")


def test_a_mistake_outside_the_bank_is_measured_and_not_named():
    bank = [("ddof", "divides by N - 1", sample_variance)]
    verdict = judge(lambda X: (X.mean(axis=0), X.var(axis=0) + 0.25), wrong=bank)
    assert verdict.mistake is None
    assert "var differs in 2 of 2 entries" in verdict.message


def test_an_exception_is_an_error_that_names_its_type():
    verdict = judge(lambda X: X @ X)
    assert verdict.outcome == "error"
    assert "ValueError" in verdict.message


def test_the_first_probe_that_differs_is_the_evidence():
    def wrong_on_two_rows(X):
        return column_means(X) if len(X) == 3 else (X[0], X[0])

    evidence = judge(wrong_on_two_rows).evidence
    assert evidence is not None
    assert evidence.call == "f(X=[[2., 1.], [0., 3.]])"


def shuffled(X, rng):
    return rng.permutation(X)


def test_a_random_answer_is_compared_by_its_summary():
    probes = (Probe({"X": np.arange(6.0), "rng": Rng(3)}, repeat=2),)

    def summary(value, X, rng):
        first, second = value
        return sorted(first.tolist()), not np.array_equal(first, second)

    def other_draw(X, rng):
        X = X.copy()
        rng.shuffle(X)
        return X[::-1]

    def fixed(X, rng):
        return X[::-1]

    setup = {"reference": shuffled, "returns": ("X",), "probes": probes, "summary": summary}
    assert judge(other_draw, **setup).outcome == "passed"
    assert judge(fixed, **setup).outcome == "wrong"
    assert judge(lambda X, rng: None, **setup).outcome == "wrong"


def test_the_right_numbers_as_another_kind_are_told_apart():
    def counts(X):
        return np.arange(len(X))

    verdict = judge(lambda X: np.arange(float(len(X))), reference=counts, returns=("count",))
    assert verdict.outcome == "wrong"
    assert verdict.mistake == "X16"
    assert "count is of type float64, int64 is expected" in verdict.message


SHAPES = npst.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3) | st.just((2,))
HOSTILE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.just(Opaque("object"))
    | npst.arrays(st.sampled_from([float, int, bool, complex, np.float16, np.uint8]), SHAPES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=6,
)
REFERENCES = {
    "two arrays": (column_means, ("mean", "var")),
    "integers": (lambda X: np.arange(len(X)), ("count",)),
    "truth values": (lambda X: X > 1, ("mask",)),
    "a list": (lambda X: [X, len(X)], ("parts", "count")),
    "a dict": (lambda X: {"mean": X.mean()}, ("state",)),
    "nothing": (lambda X: None, ()),
}


@given(st.sampled_from(sorted(REFERENCES)), st.lists(HOSTILE, min_size=2, max_size=2))
@example("a dict", [False, False])
def test_whatever_comes_back_is_judged(kind, values):
    reference, returns = REFERENCES[kind]
    made = exercise(reference=reference, returns=returns)
    verdict = diagnose(made, [Observation(value) for value in values])
    assert verdict.outcome in OUTCOMES
    assert len(verdict.message) < 2_000


MIXED = (
    Probe({"X": np.array([[1.0, 2.0], [3.0, 5.0]])}, label="floats"),
    Probe({"X": np.array([[2.0, 1.0], [0.0, 3.5], [1.0, 1.0]])}, label="more floats"),
    Probe({"X": np.array([[1, 2], [3, 4]])}, label="integers"),
)


def test_a_further_error_is_told_by_its_input_and_its_line_where_an_argument_is_changed():
    def in_place(X):
        X *= 1.0
        X += 1.0
        return column_means(X - 1.0)

    message = judge(in_place, probes=MIXED).message
    assert "Besides, on the input “integers” the call raises" in message
    assert "Some values are wrong" not in message


def test_a_known_mistake_is_named_though_integers_raise_besides():
    def doubles(X):
        return 2 * X.mean(axis=0), X.var(axis=0)

    def on_a_copy(X):
        X = X.copy()
        X *= 1.0
        return doubles(X)

    bank = [("doubled", "the means are doubled", doubles)]
    verdict = judge(on_a_copy, probes=MIXED, wrong=bank)
    assert verdict.mistake == "doubled"
    assert "Besides, on the input “integers” the call raises" in verdict.message


def test_what_is_said_and_what_is_shown_are_of_the_same_input():
    def wrong(X):
        mean, var = column_means(X)
        return mean + (len(X) == 2), var + (len(X) == 3)

    verdict = judge(wrong)  # three rows come first, and there var alone is wrong
    assert verdict.message.startswith("var differs in 2 of 2 entries")


def test_a_value_that_is_infinite_for_a_later_input_is_not_said_of_the_first():
    def later(X):
        mean, var = column_means(X)
        return mean + (1.0 if len(X) == 3 else np.inf), var

    verdict = judge(later)
    assert verdict.mistake is None
    assert "infinity" not in verdict.message


def test_numbers_that_look_alike_are_shown_with_their_types():
    def single(X):
        mean, var = column_means(X)
        return mean, var.astype(np.float32)

    evidence = judge(single, probes=PROBES[1:]).evidence
    assert evidence.got.endswith(": float64, float32")
    assert evidence.expected.endswith(": float64, float64")


def test_a_mistake_that_shows_in_no_value_is_not_named_where_integers_raise():
    def divides(X):
        np.ones(1) / np.zeros(1)  # a fault, but no wrong value
        return column_means(X)

    def on_a_copy(X):
        X = X.copy()
        X *= 1.0
        return column_means(X)

    bank = [("divides", "something is divided by zero", divides)]
    assert judge(on_a_copy, probes=MIXED, wrong=bank).mistake != "divides"
