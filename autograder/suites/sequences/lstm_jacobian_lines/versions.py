"""Versions of `lstm_jacobian_lines`: named mistakes, and other right ways. A mistake is known by
the line in which it is made, whatever becomes of the lines after it."""

import numpy as np

from autograder.bank.versions import edited, right

LEFT, RIGHT = "np.block([[same, none], [S, Q]])", "np.block([[F, K], [none, R]])"
LINE_2 = "np.block([[F, K], [S @ F, S @ K + Q @ R]])"
CELL, GATE = (
    "np.vstack([same, S]) @ np.hstack([F, K])",
    "np.vstack([none, Q]) @ np.hstack([none, R])",
)

edited(
    "slopes_exchanged",
    LEFT,
    "np.block([[same, none], [Q, S]])",
    message="in the row of the new state S and Q are exchanged: the columns are new cell and "
    "output gate",
    look_at="what the first column of the left matrix belongs to",
)

edited(
    "cell_and_state_exchanged",
    RIGHT,
    "np.block([[K, F], [none, R]])",
    message="in the row of the new cell F and K are exchanged: the columns are old cell and old "
    "state",
    look_at="what the first column of the right matrix belongs to",
)

edited(
    "gates_fixed",
    RIGHT,
    "np.block([[F, none], [none, R]])",
    message="the new cell does not depend on the old state: its gates are held fixed",
    look_at="what the forget gate reads",
)

edited(
    "no_slope_of_the_state",
    LEFT,
    "np.block([[same, none], [same, Q]])",
    message="the new state follows the new cell with slope 1; between them stand the output gate "
    "and tanh",
    look_at="the way from the new cell to the new state",
)

edited(
    "gate_left_out",
    LEFT,
    "np.block([[same, none], [S, none]])",
    message="the new state does not depend on the output gate",
    look_at="what the new state is a product of",
)

edited(
    "candidate_in_the_gate",
    RIGHT,
    "np.block([[F, K], [none, K]])",
    message="the output gate has the slopes of the new cell in the old state; it has slopes of its "
    "own",
    look_at="the row of the output gate",
)

edited(
    "order_of_the_steps",
    f"{LEFT} @ {RIGHT}",
    f"{RIGHT} @ {LEFT}",
    message="the two matrices are multiplied in the other order; what acts first stands on the "
    "right",
    look_at="which of the two matrices meets the old cell and state",
)

edited(
    "direct_path_alone",
    LINE_2,
    "np.block([[F, K], [S @ F, Q @ R]])",
    message="the new state lacks the way from the old state through the new cell",
    look_at="the lower right block of line 2: row times column",
)

edited(
    "output_gate_lost",
    LINE_2,
    "np.block([[F, K], [S @ F, S @ K]])",
    message="the new state lacks the way from the old state through the output gate",
    look_at="the lower right block of line 2: row times column",
)

edited(
    "forget_gate_lost",
    LINE_2,
    "np.block([[F, K], [S, S @ K + Q @ R]])",
    message="the old cell reaches the new state without the forget gate",
    look_at="the lower left block of line 2: row times column",
)

edited(
    "blocks_turned_round",
    LINE_2,
    "np.block([[F, K], [F @ S, K @ S + R @ Q]])",
    message="the products of the blocks are turned round; matrices do not commute",
    look_at="the order of the factors in the lower row",
)

edited(
    "gate_acts_on_the_old_cell",
    LINE_2,
    "np.block([[F, K], [S @ F + Q @ R, S @ K]])",
    message="the way through the output gate stands in the column of the old cell",
    look_at="what the output gate is made from",
)

edited(
    "gate_way_missing",
    f"{CELL} + {GATE}",
    CELL,
    message="line 3 has the ways through the new cell alone; one leads through the output gate",
    look_at="what the new state is a product of",
)

edited(
    "cell_way_half",
    CELL,
    "np.vstack([same, none]) @ np.hstack([F, K])",
    message="in line 3 the new cell does not act on the new state",
    look_at="the column that belongs to the new cell",
)

edited(
    "gate_acts_on_the_cell",
    GATE,
    "np.vstack([Q, none]) @ np.hstack([none, R])",
    message="in line 3 the output gate acts on the new cell instead of the new state",
    look_at="the column that belongs to the output gate",
)

edited(
    "gate_in_the_cell_column",
    GATE,
    "np.vstack([none, Q]) @ np.hstack([R, none])",
    message="in line 3 the output gate is made from the old cell; it reads the old state",
    look_at="the row that belongs to the output gate",
)

edited(
    "forget_gate_alone",
    CELL,
    "np.vstack([same, S]) @ np.hstack([F, none])",
    message="in line 3 the new cell is made from the old cell alone",
    look_at="the row that belongs to the new cell",
)


@right("stacked_by_hand", message="hstack and vstack in the place of block")
def lstm_jacobian_lines(F, K, S, Q, R):
    same, none = np.eye(len(F)), np.zeros(F.shape)
    left = np.vstack([np.hstack([same, none]), np.hstack([S, Q])])
    line_1 = left @ np.vstack([np.hstack([F, K]), np.hstack([none, R])])
    line_2 = np.vstack([np.hstack([F, K]), np.hstack([S @ F, Q @ R + S @ K])])
    line_3 = np.vstack([none, Q]) @ np.hstack([none, R])
    line_3 = line_3 + np.vstack([same, S]) @ np.hstack([F, K])
    return line_1, line_2, line_3


@right("functions", message="np.matmul and np.dot; blocks from lists")
def lstm_jacobian_lines(F, K, S, Q, R):
    same, none = np.eye(len(F)), np.zeros(F.shape)
    line_1 = np.matmul(np.block([[same, none], [S, Q]]), np.block([[F, K], [none, R]]))
    line_2 = np.block([[F, K], [np.dot(S, F), np.dot(S, K) + np.dot(Q, R)]])
    line_3 = np.dot(np.block([[same], [S]]), np.block([[F, K]])) + np.dot(
        np.block([[none], [Q]]), np.block([[none, R]])
    )
    return line_1, line_2, line_3


@right("diagonals", message="diagonal blocks as factors of the rows; a list")
def lstm_jacobian_lines(F, K, S, Q, R):
    same, none = np.eye(len(F)), np.zeros(F.shape)
    line_1 = np.block([[same, none], [S, Q]]) @ np.block([[F, K], [none, R]])
    lower = np.diag(S)[:, None] * F, np.diag(S)[:, None] * K + np.diag(Q)[:, None] * R
    line_2 = np.block([[F, K], [lower[0], lower[1]]])
    line_3 = np.vstack([same, S]) @ np.hstack([F, K]) + np.vstack([none, Q]) @ np.hstack([none, R])
    return [line_1, line_2, line_3]
