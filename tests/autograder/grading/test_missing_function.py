"""A function that is not there: the student is told why, as far as it can be known."""

from __future__ import annotations

import json

import pytest

from autograder.grading import submission_runner
from autograder.grading.missing_function import why_missing
from autograder.grading.submission_runner import SubmissionRunner
from autograder.ingest.notebook import Notebook, parse_notebook
from autograder.sandbox import Sandbox

SLEEP = "import time\ntime.sleep(0.3)"


def notebook(*sources: str) -> Notebook:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return parse_notebook(json.dumps({"cells": cells}).encode())


def why(sandbox: Sandbox, *sources: str, cell_seconds: float = 5.0) -> str:
    given = notebook(*sources)
    with SubmissionRunner(sandbox, given, cell_seconds) as sandboxed:
        return why_missing("double", sandboxed, given)


def test_the_error_of_the_defining_cell_is_given(sandbox: Sandbox) -> None:
    assert why(sandbox, "1 / 0\ndef double(x): return x") == (
        "Code cell 1 stopped at line 1 (ZeroDivisionError: division by zero), so double is not "
        "defined."
    )


def test_the_reason_for_which_the_defining_cell_was_skipped_is_given(sandbox: Sandbox) -> None:
    told = why(sandbox, "x = 1", "import os\n@(lambda f: os._exit(0))\ndef double(x): return x")
    assert told == "Code cell 2 ended the process and was left out, so double is not defined."


def test_a_cell_after_those_that_took_too_long_is_said_to_be_left_out(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission_runner, "CELLS_TOGETHER", 1)
    cells = [SLEEP] * 8 + ["def double(x): return 2 * x"]
    told = why(sandbox, *cells, cell_seconds=1.0)
    assert "those after it were left out: the notebook took too long" in told


def test_a_skipped_cell_without_the_function_is_not_blamed(sandbox: Sandbox) -> None:
    told = why(sandbox, "import os\nos._exit(0)", "def doubel(x): return 2 * x")
    assert told == "No function named double was found; there is one named doubel."
