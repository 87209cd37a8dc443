"""Versions of `gate_weights`: named mistakes, and other right ways."""

from autograder.bank.versions import edited, right

AND, OR, NAND = "1.0, 1.0, -1.5", "1.0, 1.0, -0.75", "-1.0, -1.0, 1.5"

edited(
    "and_is_or",
    AND,
    "1.0, 1.0, -0.5",
    message="AND fires where one input is 1, as OR does",
    look_at="the sum at (0, 1) for AND",
)

edited(
    "boundary",
    AND,
    "1.0, 1.0, -1.0",
    message="for AND the sum is exactly 0 at (0, 1) and (1, 0), and step(0) = 1",
    look_at="the sums at the four corners for AND",
)

edited(
    "or_boundary",
    OR,
    "1.0, 1.0, 0.0",
    message="for OR the sum is exactly 0 at (0, 0), and step(0) = 1: the unit always fires",
    look_at="the sum at (0, 0) for OR",
)

edited(
    "nand_bias",
    NAND,
    "-1.0, -1.0, -1.5",
    message="for NAND the unit never fires, as where the weights are turned and the bias is not",
    look_at="the sum at (0, 0) for NAND",
)

edited(
    "nand_is_and",
    NAND,
    "1.0, 1.0, -1.5",
    message="NAND answers as AND: the opposite is asked for",
    look_at="the answer at (1, 1) for NAND",
)

edited(
    "nand_is_nor",
    NAND,
    "-1.0, -1.0, 0.5",
    message="NAND fires at (0, 0) alone, which is NOR: only both inputs together stop NAND",
    look_at="the answer at (0, 1) for NAND",
)

edited(
    "touching",
    AND,
    "1.0, 1.0, -2.0",
    OR,
    "1.0, 1.0, -1.0",
    NAND,
    "-1.0, -1.0, 1.0",
    message="the answers are right at the corners, but corners lie on the boundaries: the "
    "smallest error turns them around",
    look_at="the room between the line and the corners",
)

edited(
    "or_is_and",
    OR,
    "1.0, 1.0, -1.5",
    message="OR fires only where both inputs are 1, as AND does",
    look_at="the sum at (0, 1) for OR",
)


@right("whole", message="whole numbers, in a list, from a table")
def gate_weights(name):
    return {"AND": [2, 2, -3], "OR": [2, 2, -1], "NAND": [-2, -2, 3]}[name]


@right("from_the_other", message="NAND as AND with all signs turned; uneven weights")
def gate_weights(name):
    w1, w2, b = (3.0, 2.0, -4.0) if name != "OR" else (3.0, 2.0, -1.0)
    return (-w1, -w2, -b) if name == "NAND" else (w1, w2, b)


@right("array", message="an array; a small margin")
def gate_weights(name):
    import numpy as np

    sign = -1 if name == "NAND" else 1
    return sign * np.array([0.1, 0.1, -0.01 if name == "OR" else -0.19])
