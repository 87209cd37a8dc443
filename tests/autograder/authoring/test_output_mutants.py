"""Faults in what a function gives back are made where they can show."""

import numpy as np
import pytest

from autograder.authoring.output_mutants import output_mutants
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference

FRACTIONS = {"results in single precision", "whole numbers are cut off"}


@pytest.mark.parametrize(
    ("assignment", "function", "made"),
    [("activations", "softmax", True), ("activations", "predict_class", False)],
)
def test_fractions_are_lost_only_where_there_are_some(assignment, function, made):
    assert (faults(assignment, function) >= FRACTIONS) == made
    assert bool(faults(assignment, function) & FRACTIONS) == made


def test_an_argument_is_changed_only_where_one_is_an_array():
    changed = "an argument is changed"
    assert changed in faults("neurons", "step")
    assert changed not in faults("neurons", "gate_weights")


def test_an_answer_that_is_a_word_becomes_another_word():
    made = mutants("tuning", "classify_critical_point")
    fault = next(mutant for mutant in made if mutant.name == "kind is off by 1e-5")
    assert fault.function(np.eye(2)) not in ("minimum", "maximum", "saddle", "degenerate")


def faults(assignment, function):
    return {mutant.name for mutant in mutants(assignment, function)}


def mutants(assignment, function):
    folders = load_assignment(assignment)
    folder = next(f for f in folders if f.function == function)
    solution = load_reference(assignment, folders).functions[function]
    return output_mutants(folder, solution)
