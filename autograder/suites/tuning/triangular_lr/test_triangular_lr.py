"""Hidden tests of `triangular_lr`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import fixed, group


@fixed("the rates that PyTorch gave")
def test_it_follows_the_reference_values(student, golden, close):
    rest = [golden["lo"], golden["hi"], golden["S"]]
    got = student.triangular_lr.each(*([it, *rest] for it in range(len(golden["rates"]))))
    close(np.array(got), np.array(golden["rates"]), rtol=1e-9)


def test_two_cycles_are_their_own_mirror_image(student, rng, close):
    lo, hi, S = rng.uniform(0.1, 0.5), rng.uniform(1.0, 2.0), 6
    got = np.array(student.triangular_lr.each(*([it, lo, hi, S] for it in range(4 * S + 1))))
    close(got[: S + 1], np.linspace(lo, hi, S + 1))
    close(got, got[::-1])


def test_every_step_has_the_same_length(student, rng, close):
    lo, hi = rng.uniform(0.1, 0.5), rng.uniform(1.0, 2.0)
    got = student.triangular_lr.each(*([it, lo, hi, 5] for it in range(21)))
    close(np.abs(np.diff(got)), np.full(20, (hi - lo) / 5))


@group("edges")
def test_a_run_of_many_cycles_stays_between_both_rates(student, rng, close):
    lo, hi = rng.uniform(0.1, 0.5), rng.uniform(1.0, 2.0)
    cycle = int(rng.integers(1000, 9000))
    got = student.triangular_lr.each([14 * cycle, lo, hi, 7], [14 * cycle + 7, lo, hi, 7])
    close(np.array(got), np.array([lo, hi]))
