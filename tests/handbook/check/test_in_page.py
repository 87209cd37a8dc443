"""Code typed into a page: what is printed, shown and said of it, with any Python."""

import ast
import json
import sys

import numpy as np
import pytest

from handbook.check import Checker, float_faults, in_page
from tests.autograder.banks import version
from tests.repository.test_repository import ROOT

CHECKS = str(ROOT / "exercises" / "optimizers" / "checks.json")


def ask(code, kind="run", **more):
    printed = []
    request = {"kind": kind, "code": code, "checks": CHECKS, **more}
    answer = json.loads(in_page.answer(json.dumps(request), printed.append))
    return {**answer, "printed": "".join(printed)}


def test_what_is_printed_comes_as_it_is_printed_and_the_last_value_is_shown():
    answer = ask("print('one')\nx = np.arange(3.0)\nx * 2")
    assert answer == {
        "error": None,
        "shown": "array([0., 2., 4.])",
        "drawing": None,
        "printed": "one\n",
    }


def test_output_without_end_is_cut_once():
    printed = ask("for _ in range(100_000):\n    print('x' * 50)")["printed"]
    assert len(printed) < in_page.MAX_PRINTED + 100
    assert printed.count("cut after") == 1


def test_a_long_value_is_shortened():
    assert len(ask("'x' * 10_000_000")["shown"]) == in_page.MAX_SHOWN


@pytest.mark.parametrize(
    ("code", "kind", "line", "source"),
    [
        ("x = 1\ny = x[0]", "TypeError", 2, "y = x[0]"),
        ("def f():\n    return np.zeros(2)[5]\n\nf()", "IndexError", 2, "return np.zeros(2)[5]"),
        ("x = (1,\n", "SyntaxError", 1, "x = (1,"),
        ("import json\njson.loads('{')", "JSONDecodeError", 2, "json.loads('{')"),
        ("x = 1\nexit()", "SystemExit", 2, "exit()"),
        ("x = 0\ninput('?')", "RuntimeError", 2, "input('?')"),
    ],
)
def test_an_error_names_the_line_in_the_code_of_the_page(code, kind, line, source):
    error = ask(code)["error"]
    assert (error["type"], error["line"], error["source"]) == (kind, line, source)


def test_an_error_within_a_checked_call_names_its_line():
    code = "def ewma(x, beta, correct=True):\n    y = np.zeros(len(x))\n    return y[len(x)]"
    report = ask(code, "check", function="ewma")["report"]
    assert report["outcome"] == "error"
    assert report["line"] == 3
    assert "return y[len(x)]" in report["message"]


def test_a_check_that_does_not_get_as_far_as_the_function_tells_the_error():
    answer = ask("def ewma(x:\n    return x", "check", function="ewma")
    assert answer["report"] is None
    assert answer["error"]["line"] == 1


def test_leaving_python_within_the_function_is_an_error_of_the_function():
    answer = ask("def ewma(x, beta, correct=True):\n    raise SystemExit", "check", function="ewma")
    assert answer["error"]["type"] == "SystemExit"
    assert answer["error"]["line"] == 2


def test_the_report_is_that_of_the_notebook():
    def ewma(x, beta, correct=True):
        return np.asarray(x, dtype=float)

    here = Checker(CHECKS)(ewma)
    code = "def ewma(x, beta, correct=True):\n    return np.asarray(x, dtype=float)"
    report = ask(code, "check", function="ewma")["report"]
    assert report == here.as_data()
    assert report["message"] in str(here)
    assert report["evidence"]["expected"] in str(here)


def test_a_forbidden_library_is_seen_in_the_code_of_a_page(monkeypatch):
    right = version("ewma", "loop")
    code = right.replace("):\n", "):\n    import torch\n", 1)
    monkeypatch.setitem(sys.modules, "torch", np)
    report = ask(code, "check", function="ewma")["report"]
    assert (report["outcome"], report["mistake"]) == ("wrong", "X15")


def test_earlier_exercises_are_there_as_in_a_notebook():
    before = ["def helper():\n    return 41", "this is no Python"]
    assert ask("helper() + 1", before=before)["shown"] == "42"


def test_check_can_be_called_from_the_code():
    assert (
        "ewma: not started."
        in ask("def ewma(*a): raise NotImplementedError\ncheck('ewma')")["shown"]
    )


def test_a_warning_names_the_line():
    printed = ask("x = np.zeros(1)\nx / 0")["printed"]
    assert printed.startswith("RuntimeWarning in line 2: ")


def test_only_figures_of_the_handbook_are_drawn():
    code = "class X:\n    def _repr_html_(self):\n        return '<script></script>'\nX()"
    assert ask(code)["drawing"] is None
    drawn = ask(
        "from handbook.figures.svg import dots, figure\n"
        "figure(dots([0], [1]), xlabel='x', ylabel='y')"
    )
    assert drawn["drawing"].startswith("<svg")


# Faults where the machine reports none -----------------------------------------------------------

FAULTY = [
    "x / 0.0",
    "z / z",
    "1 / z",
    "z ** -1.0",
    "np.log(z)",
    "np.log(-x)",
    "np.sqrt(-x)",
    "np.exp(x * 1000)",
    "x * 1e308 * 100",
    "np.exp(x * 1000) / np.exp(x * 1000)",
    "big - big",
    "big * z",
    "np.float64(1) / np.float64(0)",
    "np.sum(x * 1e308)",
    "(x * 1e308).sum()",
    "np.mean(np.array([]))",
    "np.where(x > 1, np.log(x - 1), 0.0)",
    "np.divide(x, z, out=np.ones(3), where=z > 0)",
    "x @ (x * 1e308)",
    "np.add.reduce(x * 1e308)",
    "(lambda a: a / 0)(x)",
    "np.maximum(x, 0) + np.abs(x).max()",
    "np.full(3, np.inf) + 1",
    "np.array([1, 2]) // 0",
    "big / big",
    "big.mean() - big.mean()",
]
SETUP = "x = np.array([1.0, 2.0, 3.0]); z = np.zeros(3); big = np.full(3, np.inf)\n"


def noticed(code, watch=False):
    """What NumPy says of the faults of a piece of code, each kind once."""
    seen = []
    tree = ast.parse(SETUP + code)
    with np.errstate(all="call", under="ignore", call=lambda kind, _: seen.append(kind)):
        tree = float_faults.watched(tree) if watch else tree
        exec(compile(tree, "<code>", "exec"), {"np": np, float_faults.NAME: float_faults})
    return list(dict.fromkeys(seen))


@pytest.mark.parametrize("code", FAULTY)
def test_the_watch_notices_what_numpy_notices(code, monkeypatch):
    by_numpy = noticed(code)
    told = []
    monkeypatch.setattr(
        float_faults, "_raise", lambda kind, _: told.append(float_faults.MESSAGES[kind])
    )
    noticed(code, watch=True)
    assert list(dict.fromkeys(told)) == by_numpy


def test_a_statement_in_place_is_watched(monkeypatch):
    told = []
    monkeypatch.setattr(float_faults, "_raise", lambda kind, _: told.append(kind))
    noticed("x /= z\nx[0] *= 2", watch=True)
    assert told == ["divide"]


def test_watched_code_gives_the_same_values():
    code = "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\n"
    code += "r = [f(5), 7 // 2, 7 % 4, 2**3, 'a' * 2]\n"
    namespace = {"np": np, float_faults.NAME: float_faults}
    exec(compile(float_faults.watched(ast.parse(code)), "<code>", "exec"), namespace)
    assert namespace["r"] == [120, 3, 3, 8, "aa"]


def test_a_fault_goes_the_way_numpy_was_told():
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError, match="divide by zero"):
        float_faults.binary("divide", np.float64(1), np.zeros(1))
    with np.errstate(all="ignore"):
        assert np.isinf(float_faults.binary("divide", np.ones(1), np.zeros(1)))


def test_a_singular_matrix_is_an_error_where_lapack_cannot_say_so():
    def inv(matrix):
        return np.full_like(matrix, np.nan)

    inv.__module__ = "numpy.linalg"
    with pytest.raises(np.linalg.LinAlgError, match="Singular"):
        float_faults.call(inv, np.zeros((2, 2)))


def plotted(code):
    return ask(code, "check", function="ewma")["plot"]


def test_an_array_that_differs_is_plotted_beside_the_one_that_was_expected():
    wrong = "def ewma(x, beta, correct=True):\n    return np.zeros(len(x))"
    drawn = plotted(wrong)
    assert drawn.startswith("<svg")
    assert "returned against expected" in drawn
    assert "entries differ, most of all entry" in drawn


@pytest.mark.parametrize("values", ["[1e308, -1e308]", "[np.nan, np.nan]", "[1j, 2]", "['a', 2]"])
def test_what_no_axis_can_hold_is_not_plotted(values):
    wrong = f"def ewma(x, beta, correct=True):\n    return np.array({values} * len(x))[:len(x)]"
    assert plotted(wrong) is None


def test_what_agrees_or_is_no_array_of_that_shape_is_not_plotted():
    assert plotted(version("ewma", "loop")) is None
    assert plotted("def ewma(x, beta, correct=True):\n    return np.zeros(len(x) + 1)") is None
    for other in ("'nothing'", "[[1.0], [2.0, 3.0]]", "{}", "None", "1.5"):
        assert plotted(f"def ewma(x, beta, correct=True):\n    return {other}") is None
    assert plotted("def ewma(x, beta, correct=True):\n    raise NotImplementedError") is None
