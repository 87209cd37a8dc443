"""Formulas read the same where nobody knows the book's short names."""

import pytest
from sympy import Eq, symbols

from handbook.derivation import derive, refute
from handbook.figures import table
from handbook.tex_macros import MACROS, expand


@pytest.mark.parametrize(
    ("short", "written_out"),
    [
        (r"$\R^n$", r"$\mathbb{R}^n$"),
        (r"\norm{x}^2", r"\left\lVert x \right\rVert^2"),
        (r"\norm x + 1", r"\left\lVert x \right\rVert + 1"),
        (r"\norm\delta^2", r"\left\lVert \delta \right\rVert^2"),
        (r"\abs{\frac{a}{b}}(c)", r"\left\lvert \frac{a}{b} \right\rvert(c)"),
        (r"\norm{\abs{x} \}}", r"\left\lVert \left\lvert x \right\rvert \} \right\rVert"),
        (r"\E\Big[\grad L\Big]", r"\operatorname{\mathbb{E}}\Big[\nabla L\Big]"),
    ],
)
def test_a_short_name_is_written_out(short, written_out):
    assert expand(short) == written_out


@pytest.mark.parametrize("text", [r"\Rightarrow", r"\times \theta", r"\normal", r"\trace", "R"])
def test_what_only_begins_like_a_short_name_is_left_alone(text):
    assert expand(text) == text


@pytest.mark.parametrize("text", [r"\norm{x", r"\abs", r"\norm }"])
def test_a_short_name_without_its_argument_is_refused(text):
    with pytest.raises(ValueError, match="the argument"):
        expand(text)


def test_a_notebook_shows_formulas_without_short_names():
    x = symbols("x", positive=True)
    shown = [
        derive(x).then(x * (x + 1) - x**2, r"for $\abs{x} < 1$, too")._repr_markdown_(),
        refute(
            r"$\norm x = 2x$", claim=Eq(x, 2 * x, evaluate=False), right=r"$\E x$"
        )._repr_markdown_(),
        table([r"$\norm{x}$"], [r"$\relu$"])._repr_markdown_(),
    ]
    for text in shown:
        assert "\\" in text
        assert not [name for name in MACROS if f"{name}{{" in text or f"{name} " in text]
