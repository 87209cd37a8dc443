"""Hidden tests of `warmup_cosine`. Reference values: PyTorch, float64."""

import numpy as np

from autograder.bank.groups import fixed, group


@fixed("the rates that PyTorch gave")
def test_without_warm_up_it_follows_the_reference_values(student, golden, close):
    rest = [golden["lr_max"], golden["lr_min"], 0, golden["total"]]
    got = student.warmup_cosine.each(*([it, *rest] for it in range(len(golden["rates"]))))
    close(np.array(got), np.array(golden["rates"]), rtol=1e-9)


def test_the_warm_up_climbs_by_equal_steps(student, rng, close):
    lr_max = rng.uniform(0.1, 3.0)
    got = student.warmup_cosine.each(*([it, lr_max, 0.01, 8, 30] for it in range(9)))
    close(np.diff(got), np.full(8, lr_max / 8))


def test_two_places_equally_far_from_the_middle_add_up_to_both_ends(student, rng, close):
    lr_max, lr_min = rng.uniform(1.0, 2.0), rng.uniform(0.1, 0.5)
    got = np.array(
        student.warmup_cosine.each(*([it, lr_max, lr_min, 5, 25] for it in range(5, 26)))
    )
    close(got + got[::-1], np.full(21, lr_max + lr_min))


@group("edges")
def test_behind_the_end_it_stays_at_the_minimum(student, rng, close):
    lr_min = rng.uniform(0.01, 0.2)
    later = [int(it) for it in rng.integers(21, 2000, size=5)]
    got = student.warmup_cosine.each(*([it, 1.0, lr_min, 3, 20] for it in later))
    close(np.array(got), np.full(5, lr_min))
