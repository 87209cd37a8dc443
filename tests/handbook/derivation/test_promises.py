"""What a ✓ promises: each kind of line that once got through, or was refused, with its kind."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sympy import (
    Abs,
    And,
    Derivative,
    Determinant,
    IndexedBase,
    Integer,
    Integral,
    Limit,
    Matrix,
    MatrixSymbol,
    Max,
    Min,
    Piecewise,
    Product,
    Rational,
    Sum,
    Trace,
    exp,
    eye,
    log,
    oo,
    pi,
    sign,
    sqrt,
    symbols,
    tanh,
)

from handbook.derivation import DerivationError, derive

x, m, mu, nu, beta = symbols("x m mu nu beta", real=True)
p, q, r, s, tau = symbols("p q r s tau", positive=True)
t, n, N = symbols("t n N", integer=True, positive=True)
k = symbols("k", integer=True)
v = IndexedBase("v", real=True)


def normal(x, m, s):
    return exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))


def shifted(z):
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


def mse_gradient(X, w, y):
    return X.T @ (X @ w - y)


WRONG = {
    "a narrow peak": lambda: derive(
        1 + Integral(normal(x, 8, s), (x, -oo, oo)),
        where={s: (Rational(1, 1000), Rational(1, 100))},
    ).then(Integer(1), "nothing there"),
    "a needle anywhere": lambda: derive(
        1 + Integral(exp(-(10**6) * (x - m) ** 2), (x, -10, 10)), where={m: (-9, 9)}
    ).then(Integer(1), "nothing there"),
    "a given that may be negative": lambda: derive(Max(p, 0), given={p: x}).then(x, "positive"),
    "an absolute value of a given": lambda: derive(Abs(p), given={p: q - 5}).then(
        q - 5, "positive"
    ),
    "a formula that its code does not compute": lambda: derive(
        mse_gradient, at={"X": (5, 3), "w": (3,), "y": (5,)}, tex=r"\nabla_w L"
    ).then(lambda X, w, y: X.T @ X @ w - X.T @ y, "multiply out", tex=r"X^\top X w + X^\top y"),
    "the slope of relu at 0": lambda: derive(Derivative(Max(0, x), x)).then(
        Piecewise((1, x > 0), (0, True)), "by cases"
    ),
    "another slope of relu at 0": lambda: derive(Derivative(Max(0, x), x)).then(
        Piecewise((1, x >= 0), (0, True)), "by cases"
    ),
    "the sign of 0": lambda: derive(sign(x) ** 2).then(Integer(1), "square"),
    "the sign of an element that is 0": lambda: derive(sign(v[1]) ** 2).then(Integer(1), "square"),
    "a minimum far out": lambda: derive(Min(p, 25)).then(p, "small"),
    "a quadratic up to 20": lambda: derive(
        Piecewise((p**2 / 2, p <= 20), (20 * p - 200, True))
    ).then(p**2 / 2, "inside"),
    "a branch beyond 10": lambda: derive(Piecewise((r, r <= 10), (r + 1, True))).then(r, "small"),
    "a bound that breaks far out": lambda: derive(x > 0).implies(exp(x / 10) < 2 + x, "slow"),
    "a product that is 0 up to 20": lambda: derive(Sum(k, (k, 1, N))).then(
        N * (N + 1) / 2 + Product(N - k, (k, 1, 20)), "add up"
    ),
    "a closed form for early steps only": lambda: derive(
        v[t], given={v[0]: 0, v[t]: v[t - 1] + t}
    ).then(t * (t + 1) / 2 + Product(t - k, (k, 1, 20)), "add up"),
    "a triangle that quadrature misses": lambda: derive(
        1 + Integral(Max(0, 1 - 10**5 * Abs(x - 2)), (x, 0, 10))
    ).then(Integer(1), "nothing there"),
    "a bound that breaks between 3,000 and 4,000": lambda: derive(x > 1).implies(
        log(x) ** 4 < 75 * sqrt(x), "a root outgrows it"
    ),
    "a bound that touches": lambda: derive(x > 0).implies(x * exp(-x) < exp(-1), "its top"),
    "a needle of an exponential": lambda: derive(
        Piecewise((1, Abs(exp(x) - 3) < Rational(1, 10**6)), (0, True))
    ).then(Integer(0), "nothing there"),
    "a bump that vanishes elsewhere": lambda: derive(x + exp(-(10**6) * (x - 5) ** 2)).then(
        x, "nothing there"
    ),
    "a function that is 1 to fifty digits": lambda: derive(tanh(p), where={p: (60, 90)}).then(
        Integer(1), "saturated"
    ),
    "the slope of relu at 0 in arrays": lambda: derive(
        lambda z: np.heaviside(z, 0), at={"z": (4, 3)}, tex="s"
    ).then(lambda z: np.heaviside(z, 1), "the same", tex="s"),
    "softmax without the shift": lambda: derive(shifted, at={"z": (4,)}, tex="s").then(
        lambda z: np.exp(z) / np.exp(z).sum(), "the same", tex="s"
    ),
}

A = MatrixSymbol("A", n, n)
B = MatrixSymbol("B", n, n)
C = MatrixSymbol("C", n, n)

RIGHT = {
    "a normal density": lambda: derive(Integral(normal(x, mu, s), (x, -oo, oo))).then(
        Integer(1), "a density"
    ),
    "a second moment": lambda: derive(Integral(x**2 * normal(x, mu, s), (x, -oo, oo))).then(
        mu**2 + s**2, "variance and mean"
    ),
    "a variance": lambda: derive(Integral((x - mu) ** 2 * normal(x, mu, s), (x, -oo, oo))).then(
        s**2, "variance"
    ),
    "a divergence with a free mean": lambda: derive(
        Integral(
            normal(x, mu, s)
            * (log(tau / s) - (x - mu) ** 2 / (2 * s**2) + (x - nu) ** 2 / (2 * tau**2)),
            (x, -oo, oo),
        )
    ).then(log(tau / s) + (s**2 + (mu - nu) ** 2) / (2 * tau**2) - Rational(1, 2), "moments"),
    "a rate between 0 and 1": lambda: derive(
        x > 0, given={beta: 1 / (1 + exp(-x))}, where={beta: (0, 1)}
    ).implies(And(beta > 0, beta < 1), "a sigmoid"),
    "a power that fades": lambda: derive(Limit(beta**t, t, oo), where={beta: (0, 1)}).then(
        Integer(0), "below 1"
    ),
    "a bound that is close": lambda: derive(x > 1).implies(
        log(x) ** 4 < 76 * sqrt(x), "75.02 at the worst"
    ),
    "a cyclic trace": lambda: derive(Trace(A * B * C)).then(Trace(B * C * A), "cyclic"),
}


@pytest.mark.parametrize("build", WRONG.values(), ids=WRONG)
def test_it_gets_no_mark(build):
    with pytest.raises(DerivationError, match=r"does not follow|cannot use|shows a formula"):
        build()


@pytest.mark.parametrize("build", RIGHT.values(), ids=RIGHT)
def test_it_is_settled(build):
    assert build().lines[-1].checked.startswith("✓")


def test_an_explicit_matrix_may_stand_inside_a_determinant():
    matrix = Matrix([[1 - x, mu], [nu, 1]])
    line = derive(Determinant(p * eye(2) - matrix)).then((p - 1 + x) * (p - 1) - mu * nu, "expand")
    assert line.lines[-1].checked.startswith("✓")


def test_a_clipped_recurrence_is_settled_for_the_steps_that_are_named():
    clipped = {v[0]: 0, v[t]: Min(v[t - 1] + 1, 400)}
    line = derive(v[t], given=clipped, where={t: range(1, 30)}).then(t, "not clipped yet")
    assert line.lines[-1].checked.startswith("✓")
    with pytest.raises(DerivationError, match="name the steps"):
        derive(v[t], given=clipped).then(t, "counting")


def test_an_integral_that_does_not_settle_is_neither_right_nor_wrong():
    with pytest.raises(DerivationError, match="could not be checked: the integral is not settled"):
        derive(Integral(1 / x, (x, 1, oo))).then(Integer(20), "add up")


def test_a_closed_form_is_proved_for_all_steps_by_induction():
    line = (
        derive(v[t], given={v[0]: 0, v[t]: v[t - 1] + t}).then(t * (t + 1) / 2, "add up").lines[-1]
    )
    assert line.checked.startswith("✓ by induction: the step symbolically")


def test_powers_of_a_sum_and_two_linked_recurrences_are_proved_by_induction():
    by_induction = "✓ by induction: the step symbolically"
    shrinks = {v[0]: x, v[t]: v[t - 1] - p * x * v[t - 1]}
    line = derive(v[t], given=shrinks).then((1 - p * x) ** t * v[0], "same factor").lines[-1]
    assert line.checked.startswith(by_induction)
    m, g = IndexedBase("m"), IndexedBase("g", real=True)
    both = {m[0]: 0, m[t]: p * m[t - 1] + (1 - p) * g[t], v[0]: 0, v[t]: p * v[t - 1] + g[t]}
    line = derive(m[t], given=both).then((1 - p) * v[t], "scaled").lines[-1]
    assert line.checked.startswith(by_induction)
    with pytest.raises(DerivationError, match="does not follow"):
        derive(m[t], given=both).then((1 - p) * v[t] + p**t, "scaled")


def test_a_line_may_stay_unsettled_with_a_reason_that_is_shown():
    start = derive(Sum(1 / k, (k, 1, oo)))
    kept = start.then(Integer(5), "add up", unsettled="no rule for divergent sums")
    assert kept.lines[-1].checked == "not settled: no rule for divergent sums"
    assert "✓" not in repr(kept)
    with pytest.raises(DerivationError, match="does not follow"):
        derive(x).then(x + 1, "wrong", unsettled="hard")
    with pytest.raises(DerivationError, match="is settled"):
        derive((x + 1) ** 2).then(x**2 + 2 * x + 1, "multiply out", unsettled="hard")


def test_a_formula_that_cannot_be_read_is_shown_without_a_mark():
    line = derive(shifted, at={"z": (4,)}, tex="s").then(
        lambda z: shifted(z + 1), "shift", tex=r"\E_{i \in B}[z_i]"
    )
    assert line.lines[-1].checked == (
        "code checked at 30 random inputs to 9 digits, formula not compared"
    )


def test_the_formula_may_be_a_sympy_expression_and_its_latex_is_made_from_it():
    X, w, y = MatrixSymbol("X", 5, 3), MatrixSymbol("w", 3, 1), MatrixSymbol("y", 5, 1)
    start = derive(mse_gradient, at={"X": (5, 3), "w": (3,), "y": (5,)}, tex=r"\nabla_w L")

    def code(X, w, y):
        return X.T @ X @ w - X.T @ y

    assert "X^{T}" in start.then(code, "r", tex=X.T * (X * w - y)).lines[-1].tex
    with pytest.raises(DerivationError, match="shows a formula"):
        start.then(code, "r", tex=X.T * (X * w + y))


def test_terms_keep_the_order_in_which_the_author_wrote_them():
    w, b, y = symbols("w b y", real=True)
    derivation = derive((w * x + b - y) ** 2).then(
        (w * x + b) ** 2 - 2 * y * (w * x + b) + y**2, "multiply out"
    )
    assert r"\left(w x + b - y\right)^{2}" in derivation._repr_latex_()
    assert (
        r"\left(w x + b\right)^{2} - 2 y \left(w x + b\right) + y^{2}" in derivation._repr_latex_()
    )
    assert "(w*x + b - y)**2" in repr(derivation)


def test_a_program_that_ends_with_a_wrong_line_shows_the_sentence_alone():
    code = (
        "from sympy import *; from handbook.derivation import derive\n"
        "x = Symbol('x', real=True)\n"
        "derive(sqrt(x**2)).then(x, 'root')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert ended.stderr.startswith("line 2 (root) does not follow.")


def test_a_notebook_shows_the_sentence_alone():
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    book = nbformat.v4.new_notebook()
    source = "from sympy import *\nfrom handbook.derivation import derive\n"
    source += "x = Symbol('x', real=True)\nderive(sqrt(x**2)).then(x, 'root')"
    book.cells.append(nbformat.v4.new_code_cell(source))
    with pytest.raises(CellExecutionError):
        NotebookClient(book, kernel_name="python3").execute()
    (error,) = [out for out in book.cells[0].outputs if out.output_type == "error"]
    assert error.traceback[0] == "line 2 (root) does not follow."
    assert len(error.traceback) == 4


def test_a_line_after_a_formula_that_cannot_be_read_gets_no_mark():
    start = derive(lambda z: 2 * z, at={"z": (4,)}, tex=r"\E_{i \in B}[z_i]")
    line = start.then(lambda z: z + z, "twice", tex="z + z").lines[-1]
    assert line.checked.endswith("formula not compared")


def test_what_the_names_of_a_formula_stand_for_is_shown_below_the_lines():
    shown = derive(lambda z: 2 * z, at={"z": (4,)}, tex="f(z)", given={"f(x)": "2 x"})
    assert "With f(x) = 2 x." in repr(shown)
    assert "With $f(x) = 2 x$." in shown._repr_markdown_()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"z": "2"}, "for something else than at="),
        ({"f(z)": "2 z"}, "for something else than at="),
        ({"f(x)": r"\E_x"}, "cannot be read"),
        ({r"\tanh(x)": "x"}, "already has a meaning"),
        ({x: 2}, "is LaTeX"),
    ],
)
def test_names_that_are_unclear_are_refused(given, message):
    with pytest.raises(TypeError, match=message):
        derive(lambda z: 2 * z, at={"z": (4,)}, tex="2 z", given=given)
