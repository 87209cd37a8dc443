"""Hidden tests of `relative_error`."""

from autograder.bank.groups import group


def test_a_factor_tells_whatever_the_size_of_the_gradient(student, rng, close):
    a = rng.uniform(1.0, 2.0, size=3)
    errors = student.relative_error.each(
        *([scale * a, 3 * scale * a] for scale in (1e-6, 1.0, 1e6))
    )
    close(errors, [0.5] * 3)


def test_one_bad_entry_among_many_is_enough(student, rng, close):
    a = rng.uniform(1.0, 2.0, size=50)
    n = a.copy()
    n[rng.integers(50)] *= -1
    close(student.relative_error(a, n), 1.0)


@group("edges")
def test_equal_gradients_have_no_error(student, rng, close):
    a = rng.permutation([0.0, 1.0, -2.0, 0.0])
    close(student.relative_error(a, a), 0.0)
