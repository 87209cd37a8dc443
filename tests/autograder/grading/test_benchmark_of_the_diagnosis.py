"""Graded answers whose truth is known are counted as what they are."""

import pytest

from benchmarks.answers import Answer, answers
from benchmarks.diagnosis import KINDS, Bench, kind_of_answer, reached

MOMENTUM = "def momentum_step(w, g, v, lr=0.01, mu=0.9):\n    "


@pytest.fixture(scope="module")
def bench():
    with Bench() as bench:
        yield bench


@pytest.mark.parametrize(
    "function", ["momentum_step", "iterate_minibatches", "clip_by_global_norm", "rmsprop_step"]
)
def test_no_answer_is_called_by_the_name_of_another_mistake(bench, function):
    kinds = [judged.kind for judged in bench.answers(function)]
    assert kinds.count("accepted") == sum(a.right for a in answers("optimizers", function))
    assert {"named wrong", "refused", "missed", "unhelpful"}.isdisjoint(kinds)


def test_no_mutant_is_called_by_a_name_that_its_behaviour_contradicts(bench):
    kinds = {judged.kind for judged in bench.mutants("momentum_step")}
    assert kinds == {"named right", "measured"}


def test_a_name_that_is_not_the_truth_counts_as_wrong(bench):
    source = MOMENTUM + "v = mu * v + lr * g\n    return w - lr * v, v\n"
    result = bench.grade("momentum_step", source)
    assert kind_of_answer(Answer("lr twice", source, names=("lr_twice",)), result) == "named right"
    assert kind_of_answer(Answer("another", source, names=("ema",)), result) == "named wrong"


def test_a_name_is_believed_only_where_the_behaviour_is_the_same_on_further_inputs(bench):
    def no_momentum(w, g, v, lr=0.01, mu=0.9):
        return w - lr * g, mu * v + g

    assert bench.behaves_as("momentum_step", no_momentum, "no_momentum")
    assert not bench.behaves_as("momentum_step", no_momentum, "undecayed")
    assert not bench.behaves_as("momentum_step", no_momentum, "X9")


def test_one_false_name_misses_the_target():
    good = dict.fromkeys(KINDS, 0) | {"named right": 99, "unhelpful": 1}
    assert reached({"answers": {"all": good}})
    assert not reached({"answers": {"all": good | {"named wrong": 1}}})
    assert not reached({"answers": {"all": good | {"unhelpful": 9}}})
