"""A notebook on the sandboxed: what dies is replaced, and nothing goes on for ever."""

from __future__ import annotations

import json

import pytest

from autograder.grading import submission_runner
from autograder.grading.submission_runner import Budget, SubmissionRunner
from autograder.ingest.notebook import Notebook, parse_notebook
from autograder.sandbox import Crashed, Sandbox, TimeLimit
from tests.patience import HANGS

SLEEPS = "import time\ndef nap(x):\n    time.sleep(0.15)\n    return x\ndef quick(x):\n    return x"


def notebook(*sources: str) -> Notebook:
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return parse_notebook(json.dumps({"cells": cells}).encode())


def test_calls_that_each_keep_within_the_limit_do_not_add_up_for_ever(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission_runner, "CALLS_TOGETHER", 1 / HANGS)
    with SubmissionRunner(sandbox, notebook(SLEEPS), HANGS) as bench:
        naps = (bench.call("nap", [1], 1, HANGS) for _ in range(100))
        with pytest.raises(TimeLimit, match="in all"):
            list(naps)
        assert bench.call("quick", [1], 1, HANGS).value == 1  # another function has its own time


def test_cells_that_each_keep_within_the_limit_do_not_add_up_for_ever(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission_runner, "CELLS_TOGETHER", 1 / HANGS)
    naps = ["import time\ntime.sleep(0.3)"] * 40
    with SubmissionRunner(sandbox, notebook(SLEEPS, *naps, "late = lambda x: x"), HANGS) as bench:
        assert "quick" in bench.functions
        assert "late" not in bench.functions
        (skipped,) = bench.skipped
        assert skipped.and_those_after
        assert "left out: the notebook took too long" in str(skipped)


def test_a_notebook_that_ends_whoever_lists_its_functions_has_none(sandbox: Sandbox) -> None:
    ends = (
        "import os\nclass Trap:\n    __module__ = '__main__'\n"
        "    __call__ = print\n    __signature__ = property(lambda self: os._exit(1))\n"
        "trap = Trap()"
    )
    with SubmissionRunner(sandbox, notebook(SLEEPS, ends), HANGS) as bench:
        assert bench.functions == {}
        assert bench.hidden


def test_thousands_of_functions_are_listed_up_to_a_limit(sandbox: Sandbox) -> None:
    many = "".join(f"def f{number}(x): return x\n" for number in range(3_000))
    many += "def " + "g" * 5_000 + "(x): return x\n"
    with SubmissionRunner(sandbox, notebook(SLEEPS, many), HANGS) as bench:
        assert {"quick", "f0", "f100"} <= bench.functions.keys()
        assert len(bench.functions) == 1_000


def test_of_several_calls_the_one_to_blame_is_found(sandbox: Sandbox) -> None:
    source = "import os\ndef f(x):\n    if x == 2:\n        os._exit(3)\n    return x + 1"
    with SubmissionRunner(sandbox, notebook(source), HANGS) as bench:
        assert [s.value for s in bench.call_each("f", [([0], 1), ([1], 1)], HANGS)] == [1, 2]
        with pytest.raises(Crashed, match="exit code 3"):
            bench.call_each("f", [([0], 1), ([2], 1), ([1], 1)], HANGS)
        assert bench.call("f", [0], 1, HANGS).value == 1


@pytest.mark.slow
def test_each_of_several_calls_has_a_time_limit_of_its_own(sandbox: Sandbox) -> None:
    sleeps = SLEEPS.replace("0.15", "1")
    with SubmissionRunner(sandbox, notebook(sleeps), HANGS) as bench:
        seen = bench.call_each("nap", [([number], 1) for number in range(5)], 4)
    assert [s.value for s in seen] == [0, 1, 2, 3, 4]


def test_a_replaced_cell_shares_the_worker_with_what_the_others_defined(sandbox: Sandbox) -> None:
    cells = notebook("def twice(x):\n    return 2 * x", "def f(x):\n    return x")
    with SubmissionRunner(sandbox, cells, HANGS) as bench:
        bench.replace_last_cell("def f(x):\n    return twice(x) + 1")
        assert bench.call("f", [3], 1, HANGS).value == 7


@pytest.mark.parametrize("source", ["def f(x:", "1 / 0", "import os\nos._exit(1)"])
def test_no_function_of_a_replaced_cell_answers_for_one_that_failed(
    sandbox: Sandbox, source: str
) -> None:
    cells = notebook("def other(x):\n    return x", "def f(x):\n    return x")
    with SubmissionRunner(sandbox, cells, HANGS) as bench:
        bench.replace_last_cell(source)
        assert set(bench.functions) == {"other"}
        bench.replace_last_cell("def f(x):\n    return -x")
        assert bench.call("f", [3], 1, HANGS).value == -3


def test_functions_share_the_time_of_their_submission(sandbox: Sandbox) -> None:
    budget = Budget(0.4)
    source = SLEEPS + "\ndef doze(x):\n    return nap(x)"
    with SubmissionRunner(sandbox, notebook(source), HANGS, budget=budget) as bench:
        naps = (bench.call(("nap", "doze")[n % 2], [1], 1, HANGS) for n in range(100))
        with pytest.raises(TimeLimit, match="the submission took more than"):
            list(naps)
    with SubmissionRunner(sandbox, notebook(source), HANGS, budget=budget) as another:
        assert another.functions == {}


def test_cells_share_the_time_of_their_submission(sandbox: Sandbox) -> None:
    naps = ["import time\ntime.sleep(0.3)"] * 10
    with SubmissionRunner(
        sandbox, notebook(SLEEPS, *naps, "late = lambda x: x"), HANGS, budget=Budget(0.5)
    ) as bench:
        assert "late" not in bench.functions
        assert "left out: the notebook took too long" in str(bench.skipped[-1])
