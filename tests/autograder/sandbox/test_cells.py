"""Cells of a notebook: what runs, what is an error, what is printed."""

from __future__ import annotations

import pytest

from autograder.sandbox import Session


def test_cells_share_one_namespace(session: Session) -> None:
    session.run_cell("rate = 0.1")
    session.run_cell("def step(w):\n    return w - rate")
    assert session.call("step", [1.0]).value == 0.9


def test_an_exception_is_reported_with_its_line_in_the_cell(session: Session) -> None:
    error = session.run_cell("x = 1\n\ny = x / 0\n", "cell 3").error
    assert error is not None
    assert (error.type_name, error.line, error.source_line) == ("ZeroDivisionError", 3, "y = x / 0")
    assert error.message == "division by zero"


def test_a_syntax_error_is_reported_with_its_line_in_the_cell(session: Session) -> None:
    error = session.run_cell("x = 1\ny = = 2\n").error
    assert error is not None
    assert (error.type_name, error.line, error.source_line) == ("SyntaxError", 2, "y = = 2")


def test_a_cell_with_an_error_does_not_stop_the_next(session: Session) -> None:
    assert session.run_cell("1 / 0").error is not None
    assert session.run_cell("x = 1").error is None


@pytest.mark.parametrize("source", ["import sys\nsys.exit()", "exit()", "raise KeyboardInterrupt"])
def test_leaving_is_an_error_of_the_cell_and_not_the_end(session: Session, source: str) -> None:
    error = session.run_cell(source).error
    assert error is not None
    assert error.type_name in ("SystemExit", "KeyboardInterrupt")
    assert session.ended is None
    assert session.run_cell("x = 1").error is None


def test_input_has_nothing_to_read(session: Session) -> None:
    for _ in range(2):  # also after `exit()`, which usually closes it
        error = session.run_cell("name = input()").error
        assert error is not None
        assert error.type_name == "EOFError"
        session.run_cell("exit()")


def test_what_a_cell_prints_comes_with_it(session: Session) -> None:
    source = "import sys\nprint('loss', 0.5)\nprint('warned', file=sys.stderr)"
    assert session.run_cell(source).stdout == "loss 0.5\nwarned\n"
    assert session.run_cell("print('∂L')").stdout == "∂L\n"
    assert session.stdout == "loss 0.5\nwarned\n∂L\n"


def test_output_is_kept_up_to_the_limit_and_printing_never_fails(session: Session) -> None:
    result = session.run_cell("for i in range(100_000):\n    print('x' * 99)\nlast = i")
    assert result.error is None
    assert len(result.stdout) == 64 << 10
    assert session.run_cell("print('more')").stdout == ""


def test_printing_goes_on_after_a_cell_closed_its_output(session: Session) -> None:
    session.run_cell("import sys\nsys.stdout.close()")
    assert session.run_cell("x = 1").error is None


def test_warnings_are_printed_and_are_no_error(session: Session) -> None:
    result = session.run_cell("import warnings\nwarnings.warn('old')")
    assert result.error is None
    assert "UserWarning: old" in result.stdout


def test_magics_do_nothing_and_keep_the_lines(session: Session) -> None:
    result = session.run_cell("\n%matplotlib inline\n!pip install numpy\nx = 1\ny = x / 0")
    assert result.error is not None
    assert (result.error.type_name, result.error.line) == ("ZeroDivisionError", 5)
    assert "!pip install numpy: not run while grading" in result.stdout


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "\n%%time"])
def test_a_magic_that_wraps_a_cell_runs_it(session: Session, magic: str) -> None:
    assert session.run_cell(f"{magic}\ndef double(x):\n    return 2 * x\n").error is None
    assert session.call("double", [4.0]).value == 8.0


def test_an_error_in_a_wrapped_cell_keeps_its_line(session: Session) -> None:
    error = session.run_cell("%%time\nx = 1\ny = x / 0").error
    assert error is not None
    assert (error.line, error.source_line) == (3, "y = x / 0")


@pytest.mark.parametrize("cell", ["%%bash\nrm -rf /", "%%writefile a.py\nx = 1", "%%html\n<b>"])
def test_cells_in_other_languages_are_not_run(session: Session, cell: str) -> None:
    result = session.run_cell(cell)
    assert result.error is None
    assert "not run while grading" in result.stdout


def test_a_timed_statement_takes_effect(session: Session) -> None:
    session.run_cell("%time x = 3")
    session.run_cell("def get():\n    return x")
    assert session.call("get", []).value == 3


@pytest.mark.parametrize("source", ["print?", "files = !ls", "get_ipython().magic('reset')"])
def test_other_notebook_syntax_is_no_error(session: Session, source: str) -> None:
    assert session.run_cell(source).error is None


def test_broken_python_beside_a_magic_is_still_a_syntax_error(session: Session) -> None:
    error = session.run_cell("%matplotlib inline\ny = = 2").error
    assert error is not None
    assert (error.type_name, error.line) == ("SyntaxError", 2)


def test_plain_cells_do_not_load_the_notebook_syntax(session: Session) -> None:
    replaced = session.run_cell(
        "from autograder.sandbox import ipython_magics\n"
        "def fail(source):\n    raise RuntimeError\n"
        "assert callable(ipython_magics.as_python)\n"
        "ipython_magics.as_python = fail"
    )
    assert replaced.error is None
    assert session.run_cell("x = 10 % 3").error is None


def test_figures_are_drawn_without_a_screen_and_closed_after_the_cell(session: Session) -> None:
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('loss')\nplt.show()"
    result = session.run_cell(source)
    assert (result.error, result.stdout) == (None, "")
    assert session.run_cell("print(plt.get_fignums())").stdout == "[]\n"


def test_the_visible_checks_are_silent_while_grading(session: Session) -> None:
    source = "from handbook.check import check\nprint(check('adam_step'))"
    assert session.run_cell(source).stdout == "None\n"


def test_classes_of_a_notebook_know_their_module(session: Session) -> None:
    source = (
        "from dataclasses import dataclass\n"
        "@dataclass\nclass State:\n    w: 'float' = 1.0\n"
        "import typing\nprint(typing.get_type_hints(State), __name__)"
    )
    assert session.run_cell(source).stdout == "{'w': <class 'float'>} __main__\n"


@pytest.mark.parametrize("source", ["x = '\ud800'", "x = 1\0", "(" * 10_000, "-" * 100_000 + "1"])
def test_a_cell_that_cannot_be_compiled_is_an_error_of_the_cell(
    session: Session, source: str
) -> None:
    assert session.run_cell(source).error is not None


def test_packages_of_the_environment_can_be_imported(session: Session) -> None:
    assert (
        session.run_cell(
            "import statistics, sympy\nfrom handbook.check.plain_data import same"
        ).error
        is None
    )
