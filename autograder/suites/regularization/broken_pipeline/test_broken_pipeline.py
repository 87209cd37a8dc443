"""Hidden tests of `broken_pipeline`: what test rows may and may not change."""

import numpy as np

from autograder.bank.groups import group
from autograder.bank.loading import shared_inputs

inputs = shared_inputs(__file__)


def case(rng, persons=8):
    args = inputs.study(rng, persons)
    return args, np.isin(args["who"], args["who"][args["test_rows"]])


def run(student, *cases):
    return student.broken_pipeline.each(*[list(args.values()) for args in cases])


def test_other_labels_of_test_rows_change_the_error_and_nothing_else(student, rng, close):
    args, test = case(rng)
    y = np.where(test, 10 * rng.normal(size=len(test)), args["y"])
    before, after = run(student, args, {**args, "y": y})
    close(after[:3], before[:3])
    close(after[3], np.mean((np.asarray(before[2]) - y[test]) ** 2))


def test_a_prediction_does_not_depend_on_the_other_test_rows(student, rng, close):
    args, test = case(rng)
    X, y = args["X"].copy(), args["y"].copy()
    others = np.flatnonzero(test)[1:]
    X[others] += 5 * rng.normal(size=X[others].shape)
    y[others] += 5 * rng.normal(size=len(others))
    before, after = run(student, args, {**args, "X": X, "y": y})
    close(after[:2], before[:2])
    close(after[2][0], before[2][0])


@group("edges")
def test_all_rows_of_a_tested_person_are_tested(student, rng):
    args, test = case(rng)
    one_each = {**args, "test_rows": args["test_rows"][:1]}
    rows = args["who"] == args["who"][one_each["test_rows"][0]]
    (_, _, predicted, _), (_, _, all_predicted, _) = run(student, one_each, args)
    assert (len(predicted), len(all_predicted)) == (rows.sum(), test.sum())


@group("edges")
def test_other_labels_of_validation_rows_change_neither_columns_nor_fits(student, rng, close):
    args, test = case(rng)
    seen = np.isin(args["who"], args["who"][args["validation_rows"]]) & ~test
    args["strengths"] = args["strengths"][:1]
    y = np.where(seen, args["y"] + 5 * rng.normal(size=len(seen)), args["y"])
    before, after = run(student, args, {**args, "y": y})
    close(after[0], before[0])
    close(after[2], before[2])
