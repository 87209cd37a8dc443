"""A table of the public suites' inputs earns next to nothing, and so does an idle answer."""

import json

import pytest

from autograder.bank.exercise import SUITES, assignments
from benchmarks.lookup_table import PUBLIC, RESULTS, TARGETS, measure, reached

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shares():
    return measure("optimizers")


@pytest.mark.parametrize("notebook", TARGETS)
def test_a_notebook_without_knowledge_of_the_seed_stays_below_its_target(shares, notebook):
    assert shares[notebook]["share"] <= TARGETS[notebook]


def test_the_table_answers_every_input_of_the_seed_that_it_was_made_for():
    assert measure("optimizers", seed=PUBLIC)["lookup table"]["share"] == 1


def test_every_assignment_was_measured_and_reaches_its_targets():
    stored = json.loads(RESULTS.read_text())
    assert set(stored) == set(assignments(SUITES))
    assert [name for name, shares in stored.items() if not reached(shares)] == []
