"""Hidden tests of `mse`."""

import numpy as np

from autograder.bank.groups import group


def test_twice_the_errors_make_four_times_the_loss(student, rng, close):
    y, r = rng.normal(size=(2, 3, 4))
    once, twice = student.mse.each([y + r, y], [y + 2 * r, y])
    close((once, twice), (np.sum(r**2) / 12, np.sum(r**2) / 3))


def test_the_same_rows_twice_leave_the_loss_as_it_is(student, rng, close):
    p, y = rng.normal(size=(2, 3, 2))
    once, twice = student.mse.each([p, y], [np.vstack([p, p]), np.vstack([y, y])])
    close((once, twice), (np.sum((p - y) ** 2) / 6,) * 2)


@group("edges")
def test_what_numpy_would_broadcast_is_refused(student, rng):
    for shape in [(2,), (1, 2), (4, 1), ()]:
        seen = student.mse.observe(rng.normal(size=(4, 2)), rng.normal(size=shape))
        assert getattr(seen.error, "type_name", None) == "ValueError"


@group("edges")
def test_a_perfect_prediction_has_loss_zero(student, rng, close):
    y = rng.normal(size=(3, 2))
    close(student.mse(y, y), 0.0)
