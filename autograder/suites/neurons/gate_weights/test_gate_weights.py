"""Hidden tests of `gate_weights`."""

import numpy as np

from autograder.bank.groups import fixed, group

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@fixed("there are four corners, and no more")
def test_nand_says_the_opposite_of_and_at_every_corner(student):
    *w, b = student.gate_weights("AND")
    *v, c = student.gate_weights("NAND")
    both, not_both = CORNERS @ w + b, CORNERS @ v + c
    assert np.array_equal(both >= 0, [False, False, False, True])
    assert np.array_equal(not_both >= 0, both < 0)


@group("edges")
def test_inputs_that_are_a_little_off_are_answered_as_the_corner(student, rng):
    near = CORNERS + rng.uniform(-1e-9, 1e-9, size=(4, 2))
    wanted = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
    for name, want in wanted.items():
        *w, b = student.gate_weights(name)
        assert np.array_equal(near @ w + b >= 0, np.array(want) == 1)
