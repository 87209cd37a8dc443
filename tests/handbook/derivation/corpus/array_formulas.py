r"""Formulas of array lines: entries, sums, Jacobians, means, expectations, definitions, steps.

The code of both lines is right throughout; what is right or wrong is the formula of the second.
"""

from functools import partial
from itertools import product

import numpy as np

from handbook.derivation import Outcomes, derive

SIGNS = [0.7 * np.reshape(p, (2, 3)) for p in product((-1, 1), repeat=6)]
SQUARE = [0.7 * np.reshape(p, (2, 2)) for p in product((-1, 1), repeat=4)]
DRAWS = [list(draw) for draw in product(range(4), repeat=2)]
SLOPE = {r"\varphi'(z)": r"1 - \tanh(z) \odot \tanh(z)"}


def shown(code, at, **given):
    """Builds the line that shows `code` by a formula."""
    start = partial(code)  # another function, or the line would be the same as the one before
    return lambda tex: lambda: derive(start, at=at, tex="Q", **given).then(code, "shown", tex=tex)


def standardized(X, axis):
    return (X - X.mean(axis, keepdims=True)) / X.std(axis, keepdims=True)


def slope(z):
    return 1 - np.tanh(z) ** 2


layer = shown(lambda X, W, b: X @ W + b, {"X": (5, 3), "W": (3, 4), "b": (4,)})
weights = shown(lambda A, d: A.T @ d, {"A": (4, 4), "d": (4, 4)})
error = shown(
    lambda d3, W3, W2, z2, z1: ((d3 @ W3.T) * slope(z2) @ W2.T) * slope(z1),
    {"d3": (1, 4), "W3": (4, 4), "W2": (4, 4), "z2": (1, 4), "z1": (1, 4)},
    given=SLOPE
    | {r"D^{[2]}": r"\diag(\varphi'(z^{[2]}))", r"D^{[1]}": r"\diag(\varphi'(z^{[1]}))"},
)
paths = shown(lambda J1, J2, I: (I + J2) @ (I + J1), {"J1": (3, 3), "J2": (3, 3), "I": np.eye(3)})
columns = shown(
    lambda x, c: np.tile(x.T * slope(x @ c), 3), {"x": (1, 4), "c": (4,), "ones": np.ones(3)}
)
variance = shown(
    lambda a, W: np.mean((a @ W)[:, 0] ** 2),
    {"a": (2,), "W": Outcomes(SIGNS), "s": 0.7, "n_in": 2, "n_out": 3},
)
branch = shown(
    lambda d, I, J: np.mean(np.sum((d @ (I + J)) ** 2, axis=(1, 2))),
    {"d": (1, 2), "I": np.eye(2), "J": Outcomes(SQUARE), "s": 0.7, "n": 2},
    given={"g": "n s^2"},
)
batches = shown(
    lambda d: np.mean([np.mean(d[b]) ** 2 for b in DRAWS]),
    {"d": lambda rng: (d := rng.normal(size=4)) - d.mean(), "i": Outcomes(DRAWS), "B": 2},
    given={r"\sigma": r"\sqrt{\frac1N \sum_n d_n^2}", "N": "4"},
)
layer_norm = shown(
    lambda X: standardized(X, 1),
    {"X": (5, 3)},
    given={
        r"\mu_n": r"\frac1D \sum_k x_{nk}",
        r"\nu_j": r"\frac1N \sum_k x_{kj}",
        r"v_n": r"\frac1D \sum_k (x_{nk} - \mu_n)^2",
        r"\operatorname{LN}(A)": r"(a_{nj} - m_n) / \sqrt{\frac1D \sum_k (a_{nk} - m_n)^2}",
        r"m_n": r"\frac1D \sum_k a_{nk}",
    },
)
bias = shown(
    lambda Z, b: standardized(Z + b, 1),
    {"Z": (5, 3), "b": (3,)},
    given={
        r"\operatorname{LN}(X)": r"(x_{nj} - \mu_n) / \sqrt{\frac1D \sum_k (x_{nk} - \mu_n)^2}",
        r"\mu_n": r"\frac1D \sum_k x_{nk}",
    },
)
blocks = shown(
    lambda h, x, U, V: np.hstack([x, h]) @ np.vstack([U, V]),
    {"h": (1, 3), "x": (1, 3), "U": (3, 3), "V": (3, 3)},
)


def states(X, h0, Wx, Wh, b):
    found = [h0]
    for x in X:
        found.append(np.tanh(x @ Wx + found[-1] @ Wh + b))
    return found


def through_time(X, h0, Wx, Wh, b, g):
    h0, h1, h2, h3 = states(X, h0, Wx, Wh, b)
    d3 = g[2] * (1 - h3**2)
    d2 = (g[1] + d3 @ Wh.T) * (1 - h2**2)
    d1 = (g[0] + d2 @ Wh.T) * (1 - h1**2)
    return h0.T @ d1 + h1.T @ d2 + h2.T @ d3


NET = {"X": (3, 2), "h0": (1, 4), "Wx": (2, 4), "Wh": (4, 4), "b": (4,)}
STATES = {"h_t": r"\tanh(x_t W_x + h_{t-1} W_h + b)"}
BACKWARD = STATES | {
    r"\delta_t": r"(g_t + \delta_{t+1} W_h^\top) \odot (1 - h_t^2)",
    r"\delta_3": r"g_3 \odot (1 - h_3^2)",
}


def unrolled(**given):
    return shown(lambda X, h0, Wx, Wh, b: states(X, h0, Wx, Wh, b)[3], NET, given=STATES | given)


def bptt(**given):
    return shown(through_time, NET | {"g": (3, 1, 4)}, given=BACKWARD | given)


rows = shown(lambda X, W: X[2:3] @ W - X[:1] @ W, {"X": (3, 2), "W": (2, 4)})
drawn = shown(
    lambda A, w, y: 2 / len(y) * A.T @ (A @ w - y),
    {"A": (4, 2), "w": (2,), "y": (4,), "i": Outcomes(DRAWS), "B": 2},
    given={
        "g_{nj}": r"2 (\sum_m a_{nm} w_m - y_n)\, a_{nj}",
        "G_{jn}": r"2 (\sum_m a_{nm} w_m - y_n)\, a_{nj}",
        r"\mu_j": r"\frac14 \sum_n g_{nj}",
    },
)

TRUE = {
    "rows by their numbers": rows("(x_3 - x_1) W"),
    "three steps, put into each other": unrolled()(
        r"\tanh(x_3 W_x + \tanh(x_2 W_x + \tanh(x_1 W_x + h_0 W_h + b)\, W_h + b)\, W_h + b)"
    ),
    "three steps by their definition": unrolled()("h_3"),
    "the last step": unrolled()(r"\tanh(x_3 W_x + h_2 W_h + b)"),
    "back through time": bptt()(r"h_0^\top \delta_1 + h_1^\top \delta_2 + h_2^\top \delta_3"),
    "the mean gradient of a batch": drawn(r"\E\Bigl[\frac1B \sum_{k=1}^B g_{i_k j}\Bigr]"),
    "the same, indices exchanged": drawn(r"\E\Bigl[\frac1B \sum_k G_{j i_k}\Bigr]"),
    "examples by their numbers": drawn(r"\tfrac14 (g_{1j} + g_{2j} + g_{3j} + g_{4j})"),
    "layer, entry by entry": layer(r"\sum_d x_{nd}\, w_{dj} + b_j"),
    "a sum with its range": layer(r"\sum_{d=1}^{D} x_{nd}\, w_{dj} + b_j"),
    "weights, entry by entry": weights(r"\sum_n a_{nd}\, d_{nj}"),
    "error signal": error(
        r"((d^{[3]} W^{[3]\top}) \odot \varphi'(z^{[2]})) W^{[2]\top} \odot \varphi'(z^{[1]})"
    ),
    "product of Jacobians": error(r"d^{[3]} W^{[3]\top} D^{[2]} W^{[2]\top} D^{[1]}"),
    "four paths": paths(r"I + (J_1 + J_2) + J_2 J_1"),
    "equal columns": columns(r"x^\top \tanh'(x c) \mathbf 1^\top"),
    "variance as an expectation": variance(r"\E\Bigl[\bigl(\sum_i a_i W_{i1}\bigr)^2\Bigr]"),
    "variance, added up": variance(r"n_{\text{in}} s^2 \overline{a^2}"),
    "branch as an expectation": branch(r"\norm d^2 + \E\, \norm{d J}^2"),
    "branch, its gain": branch(r"(1 + g)\, \norm{d}^2"),
    "mini-batch as an expectation": batches(r"\E\Bigl[\Bigl(\frac1B \sum_k d_{i_k}\Bigr)^2\Bigr]"),
    "mini-batch, its variance": batches(r"\frac{\sigma^2}{B}"),
    "layer norm": layer_norm(r"\frac{x_{nj} - \mu_n}{\sqrt{v_n}}"),
    "layer norm as a function": layer_norm(r"\operatorname{LN}(X)"),
    "bias before layer norm": bias(r"\operatorname{LN}(Z + (b - \bar b))"),
    "blocks": blocks(r"\begin{bmatrix} x & h \end{bmatrix} \begin{bmatrix} U \\ V \end{bmatrix}"),
}
FALSE = {
    "a name: of another size": weights(r"2\, \nabla L"),
    "a name: of something else": weights("a_{nd}"),
    "rows: the wrong one": rows("(x_2 - x_1) W"),
    "rows: exchanged": rows("(x_1 - x_3) W"),
    "rows: counted from 0": rows("(x_2 - x_0) W"),
    "rows: beyond the last": rows("(x_4 - x_1) W"),
    "rows: of the other array": rows("(x_3 - x_1) W_1"),
    "steps: a step too few": unrolled()("h_2"),
    "steps: inputs in reverse": unrolled()(
        r"\tanh(x_1 W_x + \tanh(x_2 W_x + \tanh(x_3 W_x + h_0 W_h + b)\, W_h + b)\, W_h + b)"
    ),
    "steps: no bias inside": unrolled()(
        r"\tanh(x_3 W_x + \tanh(x_2 W_x + \tanh(x_1 W_x + h_0 W_h)\, W_h) W_h + b)"
    ),
    "steps: the state of the same step": unrolled()(r"\tanh(x_3 W_x + h_3 W_h + b)"),
    "steps: the input before": unrolled(h_t=r"\tanh(x_{t-1} W_x + h_{t-1} W_h + b)")("h_3"),
    "steps: skips one": unrolled(h_1="h_0")("h_3"),
    "steps: another start": unrolled(h_0=r"0 h0")("h_3"),
    "steps: in a circle": unrolled(h_t="h_{t+1}")("h_3"),
    "steps: without an end": unrolled(h_t="h_{t-1}", h_9="b")("h_{10}"),
    "steps: of no definition": unrolled()("h_{t-1}"),
    "bptt: states after the step": bptt()(
        r"h_1^\top \delta_1 + h_2^\top \delta_2 + h_3^\top \delta_3"
    ),
    "bptt: one term is missing": bptt()(r"h_1^\top \delta_2 + h_2^\top \delta_3"),
    "bptt: transposed": bptt()(r"\delta_1^\top h_0 + \delta_2^\top h_1 + \delta_3^\top h_2"),
    "bptt: no transpose of the weights": bptt(
        **{r"\delta_t": r"(g_t + \delta_{t+1} W_h) \odot (1 - h_t^2)"}
    )(r"h_0^\top \delta_1 + h_1^\top \delta_2 + h_2^\top \delta_3"),
    "bptt: the slope of the step before": bptt(
        **{r"\delta_t": r"(g_t + \delta_{t+1} W_h^\top) \odot (1 - h_{t-1}^2)"}
    )(r"h_0^\top \delta_1 + h_1^\top \delta_2 + h_2^\top \delta_3"),
    "drawn: a sum for the mean": drawn(r"\E\Bigl[\sum_{k=1}^B g_{i_k j}\Bigr]"),
    "drawn: the first example": drawn(r"\E[g_{1j}]"),
    "drawn: half of them": drawn(r"\tfrac12 (g_{1j} + g_{2j})"),
    "drawn: indices exchanged": drawn(r"\E\Bigl[\frac1B \sum_k g_{j i_k}\Bigr]"),
    "drawn: squared": drawn(r"\E\Bigl[\frac1B \sum_k g_{i_k j}^2\Bigr]"),
    "layer: wrong sign": layer(r"\sum_d x_{nd}\, w_{dj} - b_j"),
    "layer: wrong index": layer(r"\sum_d x_{nd}\, w_{jd} + b_j"),
    "layer: index of a bias": layer(r"\sum_d x_{nd}\, w_{dj} + b_n"),
    "layer: sum too short": layer(r"\sum_{d=2}^{D} x_{nd}\, w_{dj} + b_j"),
    "layer: sum too long": layer(r"\sum_{d=1}^{N} x_{nd}\, w_{dj} + b_j"),
    "layer: a number for an index": layer(r"\sum_d x_{nd}\, w_{dj} + b_1"),
    "layer: a mean for a sum": layer(r"\frac1D \sum_d x_{nd}\, w_{dj} + b_j"),
    "layer: an input for the result": layer("X"),
    "layer: sum over a missing index": layer(r"\sum_k \sum_d x_{nd}\, w_{dj} + b_j"),
    "weights: transposed": weights(r"\sum_n d_{nd}\, a_{nj}"),
    "weights: wrong sum": weights(r"\sum_j a_{dj}\, d_{jn}"),
    "weights: whole array among entries": weights(r"\sum_n a_{nd}\, d"),
    "Jacobians: a transpose is missing": error(r"d^{[3]} W^{[3]} D^{[2]} W^{[2]\top} D^{[1]}"),
    "Jacobians: wrong order": error(r"d^{[3]} W^{[2]\top} D^{[2]} W^{[3]\top} D^{[1]}"),
    "Jacobians: wrong slopes": error(r"d^{[3]} W^{[3]\top} D^{[1]} W^{[2]\top} D^{[2]}"),
    "Jacobians: product too short": error(r"d^{[3]} W^{[3]\top} D^{[2]} W^{[2]\top}"),
    "Jacobians: wrong slope of tanh": shown(
        lambda d, W, z: (d @ W.T) * slope(z),
        {"d": (1, 4), "W": (4, 4), "z": (1, 4)},
        given={r"\varphi'(x)": r"1 - \tanh(x)"},
    )(r"(d W^\top) \odot \varphi'(z)"),
    "paths: wrong order": paths(r"I + (J_1 + J_2) + J_1 J_2"),
    "paths: one missing": paths(r"I + J_2 + J_2 J_1"),
    "paths: wrong sign": paths(r"I - (J_1 + J_2) + J_2 J_1"),
    "columns: one only": columns(r"x^\top \tanh'(x c)"),
    "columns: value for slope": columns(r"x^\top \tanh(x c) \mathbf 1^\top"),
    "variance: not squared": variance(r"\E\bigl[\sum_i a_i W_{i1}\bigr]"),
    "variance: fan-out": variance(r"n_{\text{out}} s^2 \overline{a^2}"),
    "variance: no count": variance(r"s^2 \overline{a^2}"),
    "variance: square of the mean": variance(r"n_{\text{in}} s^2 \bar a^2"),
    "variance: the mean squared": variance(r"\E[\sum_i a_i W_{i1}]^2"),
    "variance: two indices that are one": variance(r"\E\bigl[\sum_i a_i^2 W_{ii}^2\bigr]"),
    "branch: wrong sign": branch(r"\norm d^2 - \E\, \norm{d J}^2"),
    "branch: no identity": branch(r"\E\, \norm{d J}^2"),
    "branch: gain without n": branch(r"(1 + s^2)\, \norm{d}^2"),
    "mini-batch: no 1/B": batches(r"\sigma^2"),
    "mini-batch: 1/B squared": batches(r"\frac{\sigma^2}{B^2}"),
    "mini-batch: without replacement": batches(r"\frac{\sigma^2}{B} \frac{N - B}{N - 1}"),
    "layer norm: mean of the column": layer_norm(r"\frac{x_{nj} - \nu_j}{\sqrt{v_n}}"),
    "layer norm: variance for deviation": layer_norm(r"\frac{x_{nj} - \mu_n}{v_n}"),
    "layer norm: no 1/D": layer_norm(r"\frac{x_{nj} - \mu_n}{\sqrt{\sum_k (x_{nk} - \mu_n)^2}}"),
    "layer norm: mean of another row": layer_norm(r"\frac{x_{nj} - \mu_j}{\sqrt{v_n}}"),
    "layer norm: of the transpose": layer_norm(r"\operatorname{LN}(X^\top)"),
    "bias: has no effect": bias(r"\operatorname{LN}(Z)"),
    "bias: wrong sign of the mean": bias(r"\operatorname{LN}(Z - (b - \bar b))"),
    "blocks: exchanged": blocks(
        r"\begin{bmatrix} h & x \end{bmatrix} \begin{bmatrix} U \\ V \end{bmatrix}"
    ),
    "blocks: side by side": blocks(
        r"\begin{bmatrix} x & h \end{bmatrix} \begin{bmatrix} U & V \end{bmatrix}"
    ),
}
