"""What follows from a cell that failed begins with that cell, its line and its error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from autograder.grading.grader import Grader, Plan
from autograder.ingest.submissions import RawSubmission
from autograder.results import ExerciseResult, Submission, SubmissionResult

pytestmark = pytest.mark.slow

IMPORT = "import numpy as np"
EWMA = """\
def ewma(x, beta, correct=True):
    v = 0.0
    averages = []
    for t, x_t in enumerate(x, start=1):
        v = beta * v + (1 - beta) * x_t
        averages.append(v / (1 - beta**t) if correct else v)
    return np.array(averages)
"""
MOMENTUM = """\
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + g
    return w - lr * v, v
"""


def cell(source: str, grade_id: str | None = None, kind: str = "code", **metadata: object):
    if grade_id is not None:
        metadata["nbgrader"] = {"grade_id": grade_id, "solution": True}
    return {"cell_type": kind, "source": source, "metadata": metadata}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(Plan("optimizers", "a seed of the tests")) as made:
        yield made


ENDLESS = (b"while True", b"sleep(1)", b"10**6", b"10**9")
Grade = Callable[..., SubmissionResult]


@pytest.fixture(scope="module")
def grade(grader: Grader, tmp_path_factory: pytest.TempPathFactory) -> Grade:
    def graded(*cells, metadata=None) -> SubmissionResult:
        content = json.dumps(
            {"cells": [c if isinstance(c, dict) else cell(c) for c in cells],
             "metadata": metadata or {}}
        ).encode()  # fmt: skip
        # A busy machine may take long for a cell that ends; one that does not is waited for.
        seconds = 1.0 if any(text in content for text in ENDLESS) else 60.0
        grader.plan = replace(grader.plan, cell_seconds=seconds)
        submission = Submission("s1", "optimizers", tmp_path_factory.mktemp("nowhere"))
        return grader.grade(submission, RawSubmission(content, "optimizers.ipynb"))

    return graded


def of(result: SubmissionResult, function: str = "ewma") -> ExerciseResult:
    return next(e for e in result.exercises if e.function == function)


@pytest.mark.parametrize(
    ("cells", "beginning"),
    [
        (
            ["x = 1 / 0\nimport numpy as np", EWMA],
            "Code cell 1 stopped at line 1 (ZeroDivisionError: division by zero), so np is not "
            "defined. The call raises NameError",
        ),
        (
            ["import nump as np", EWMA],
            "Code cell 1, line 1: `import nump as np` was left out (ModuleNotFoundError: No module "
            "named 'nump'), so np is not defined.",
        ),
        (
            ["# setup\nprint('x'\nimport numpy as np", EWMA],
            "Code cell 1 cannot be read at line 2 (SyntaxError: '(' was never closed), so np is "
            "not defined.",
        ),
        (
            [IMPORT, "open('data.csv')\nSTART = 0.0", EWMA.replace("v = 0.0", "v = START")],
            "Code cell 2 stopped at line 1 (FileNotFoundError",
        ),
        (
            [IMPORT, "while True: pass\nSTART = 0.0", EWMA.replace("v = 0.0", "v = START")],
            "Code cell 2 did not end within 1 s and was left out, so START is not defined.",
        ),
        (
            [
                "x = 1 / 0\nROWS = 3",
                "START = 0.0 * ROWS",
                IMPORT,
                EWMA.replace("v = 0.0", "v = START"),
            ],
            "Code cell 1 stopped at line 1 (ZeroDivisionError: division by zero), so ROWS is not "
            "defined. Code cell 2 stopped at line 1 (NameError: name 'ROWS' is not defined), so "
            "START is not defined.",
        ),
        (
            [
                IMPORT,
                "START = 0.0 * ROWS",
                "ROWS = 3",
                EWMA.replace("v = 0.0", "v = START"),
            ],
            "ROWS is defined further down, in code cell 3, line 1; the cells are run in order. "
            "Code cell 2 stopped at line 1",
        ),
        (
            ["%%bash\nimport numpy as np", EWMA],
            "Code cell 1 begins with %%bash and is not run while grading, so np is not defined.",
        ),
        (
            [cell(IMPORT, kind="raw"), EWMA],
            "The cell that defines np is a raw cell, and what stands in it is not run",
        ),
        (
            ["from my_tools import *", EWMA.replace("v = 0.0", "v = START")],
            "Code cell 1, line 1: `from my_tools import *` was left out (ModuleNotFoundError: No "
            "module named 'my_tools'); START may be one of the names that `import *` would have "
            "given.",
        ),
        (
            ["x = 1 / 0\nfrom numpy import *", EWMA.replace("v = 0.0", "v = pi")],
            "Code cell 1 stopped at line 1 (ZeroDivisionError: division by zero); pi may be one of",
        ),
        (
            ["for _ in range(1):\n    import not_installed\n    import numpy as np", EWMA],
            "Code cell 1, line 1: `for _ in range(1):` was left out (ModuleNotFoundError: No "
            "module named 'not_installed'), so np is not defined.",
        ),
        (["%pylab inline", EWMA], "Code cell 1: `%pylab inline` is not run while grading."),
        (
            [cell(IMPORT, tags=["experiment"]), EWMA],
            "Code cell 1 is marked as an experiment (its tag) and is not run while grading",
        ),
    ],
)
def test_an_undefined_name_is_told_with_the_cell_that_should_define_it(
    grade: Grade, cells, beginning
) -> None:
    found = of(grade(*cells))
    assert found.outcome == "error"
    assert found.message.startswith(beginning)
    assert "is not defined at the line `" in found.message


def test_every_exercise_that_follows_from_a_cell_names_it(grade: Grade) -> None:
    momentum = MOMENTUM.replace("v = mu", "v = np.asarray(mu)")
    result = grade("x = 1 / 0\nimport numpy as np", EWMA, momentum)
    for function in ("ewma", "momentum_step"):
        assert of(result, function).message.startswith("Code cell 1 stopped at line 1 (ZeroDiv")


def test_a_helper_whose_cell_failed_is_told_by_its_cell(grade: Grade) -> None:
    helper = "def decay(t):\n    return beta ** t\nprint(decay(1)"
    ewma = EWMA.replace("beta**t", "decay(t)")
    message = of(grade(IMPORT, helper, ewma)).message
    assert message.startswith("Code cell 2 cannot be read at line 3 (SyntaxError")
    assert "so decay is not defined" in message


def test_a_function_whose_own_cell_failed_is_told_by_it(grade: Grade) -> None:
    found = of(grade(IMPORT, f"1 / 0\n{EWMA}"))
    assert found.outcome == "not_found"
    assert found.message == (
        "Code cell 2 stopped at line 1 (ZeroDivisionError: division by zero), so ewma is not "
        "defined."
    )


def test_an_error_of_the_functions_own_blames_no_cell(grade: Grade) -> None:
    found = of(grade("1 / 0", IMPORT, EWMA.replace("averages.append", "average.append")))
    assert found.message.startswith("The call raises NameError: name 'average' is not defined")


def test_cells_that_failed_are_listed_with_the_result(grade: Grade) -> None:
    result = grade("from google.colab import drive\nimport numpy as np", EWMA, "\nx = y")
    assert of(result).outcome == "passed"
    assert [(c.cell, c.line) for c in result.cells] == [(1, 1), (3, 2)]
    assert str(result.cells[0]) == (
        "code cell 1, line 1: `from google.colab import drive` was left out (ModuleNotFoundError: "
        "No module named 'google')"
    )
    assert str(result.cells[1]) == "code cell 3, line 2: NameError: name 'y' is not defined"


def test_the_line_of_a_failed_cell_is_one_of_that_cell(grade: Grade) -> None:
    fails = "def helper(x):\n    a = 1\n    b = 2\n    return x / 0"
    result = grade(fails, "x = 1\nhelper(x)")
    assert [(c.cell, c.line) for c in result.cells] == [(2, 2)]


# --- Cells that are no code, or not run, or not to be read.


@pytest.mark.parametrize(("kind", "word"), [("markdown", "Markdown"), ("raw", "raw")])
@pytest.mark.parametrize("grade_id", ["ewma", None])
def test_a_solution_that_became_text_is_told(grade: Grade, kind, word, grade_id) -> None:
    found = of(grade(IMPORT, cell(EWMA, grade_id, kind)))
    assert found.outcome == "not_found"
    assert f"a {word} cell" in found.message
    assert "Code" in found.message


def test_text_that_speaks_of_a_function_is_not_taken_for_its_cell(grade: Grade) -> None:
    told = of(grade(IMPORT, cell("Write `def ewma(x)` below.", kind="markdown"))).message
    assert told == "No function named ewma was found in the notebook."


@pytest.mark.parametrize("magic", ["%%writefile ewma.py", "%%bash", "%%timeit", "%%script false"])
def test_a_solution_below_a_magic_that_is_not_run_is_told(grade: Grade, magic) -> None:
    found = of(grade(IMPORT, f"{magic}\n{EWMA}"))
    assert found.outcome == "not_found"
    assert found.message == (
        f"Code cell 2 begins with {magic.split()[0]} and is not run while grading, so ewma is not "
        "defined."
    )


@pytest.mark.parametrize("magic", ["%%time", "%%capture"])
def test_a_magic_that_only_wraps_python_hides_nothing(grade: Grade, magic) -> None:
    assert of(grade(IMPORT, f"{magic}\n{EWMA}")).outcome == "passed"


def test_newer_syntax_is_told_with_both_versions(grade: Grade) -> None:
    source = EWMA + 'd = {"a": 1}\nprint(f"{d["a"]:{d["b"]}}", t"{d}")'
    message = of(grade(IMPORT, source)).message
    assert message.startswith("Code cell 2 cannot be read at line ")
    assert "Python 3.14, the grader runs Python 3." in message


def test_a_notebook_of_a_newer_python_is_told_with_both_versions(grade: Grade) -> None:
    metadata = {"language_info": {"name": "python", "version": "3.99.1"}}
    message = of(grade(IMPORT, f"{EWMA}\nx = = 1", metadata=metadata)).message
    assert "the notebook was last run with Python 3.99.1, the grader runs Python 3." in message


# --- The stub's last line.


@pytest.mark.parametrize("place", ["below", "above"])
def test_a_line_of_the_stub_that_was_left_over_is_named(grade: Grade, place: str) -> None:
    head, body = EWMA.split("\n", 1)
    stub = "    raise NotImplementedError"
    written = body.replace("return", "averages =").rstrip()
    source = f"{head}\n{written}\n{stub}" if place == "below" else f"{head}\n{stub}\n{body}"
    found = of(grade(IMPORT, cell(source, "ewma")))
    assert found.outcome == "error"
    assert found.points == 0
    assert found.message.startswith(
        "The line `raise NotImplementedError` of the handout is still in the function, "
        f"{place} what was written; it ends each call that reaches it. It is to be deleted."
    )


def test_a_stub_is_not_started(grade: Grade) -> None:
    stub = 'def ewma(x, beta, correct=True):\n    """Mine."""\n    raise NotImplementedError("x")'
    assert of(grade(IMPORT, cell(stub, "ewma"))).outcome == "not_started"


def test_a_function_that_ends_in_a_stub_is_no_stub(grade: Grade) -> None:
    stub = "def helper(x):\n    raise NotImplementedError"
    found = of(grade(IMPORT, stub, "def ewma(x, beta, correct=True):\n    return helper(x)"))
    assert found.outcome == "error"
    assert found.message.startswith("The call raises NotImplementedError")


def test_what_raises_it_for_some_inputs_alone_is_graded(grade: Grade) -> None:
    picky = EWMA.replace("v = 0.0", "if not correct: raise NotImplementedError\n    v = 0.0")
    found = of(grade(IMPORT, picky))
    assert found.outcome in ("error", "wrong")
    assert found.graded


# --- Names that are given to something else.

SCRATCH = MOMENTUM.replace("mu * v + g", "mu * v + (1 - mu) * g")


def test_the_definition_in_the_cell_of_the_exercise_counts(grade: Grade) -> None:
    for later in (SCRATCH, "momentum_step = momentum_step(1.0, 1.0, 0.0)", f"x = 1\n{SCRATCH}"):
        result = grade(cell(MOMENTUM, "momentum_step"), later)
        found = of(result, "momentum_step")
        assert found.outcome == "passed"
        line = 2 if later.startswith("x") else 1
        note = f"stands for something else from code cell 2, line {line} on"
        assert note in found.message
        assert any(note in repair for repair in result.repairs)


def test_an_import_of_the_name_is_told_as_any_other_use_of_it(grade: Grade) -> None:
    later = "from numpy import sum as momentum_step"
    found = of(grade(cell(MOMENTUM, "momentum_step"), later), "momentum_step")
    assert found.outcome == "passed"
    assert "stands for something else from code cell 2, line 1 on" in found.message


def test_an_untouched_stub_in_the_cell_of_the_exercise_does_not_count(grade: Grade) -> None:
    stub = "def momentum_step(w, g, v, lr=0.01, mu=0.9):\n    raise NotImplementedError"
    found = of(grade(cell(stub, "momentum_step"), MOMENTUM), "momentum_step")
    assert found.outcome == "passed"
    assert "defined in the code cells 1 and 2; the last one counts" in found.message


def test_the_cell_above_may_define_it_too(grade: Grade) -> None:
    found = of(grade(SCRATCH, cell(MOMENTUM, "momentum_step")), "momentum_step")
    assert found.outcome == "passed"
    assert found.message == "All hidden tests passed."


def test_without_ids_the_last_definition_counts_and_that_is_said(grade: Grade) -> None:
    found = of(grade(MOMENTUM, SCRATCH), "momentum_step")
    assert found.outcome == "wrong"
    assert "defined in the code cells 1 and 2; the last one counts" in found.message


def test_the_course_may_let_the_last_definition_count(tmp_path_factory) -> None:
    with Grader(Plan("optimizers", "a seed of the tests", own_cells=False)) as made:
        content = json.dumps({"cells": [cell(MOMENTUM, "momentum_step"), cell(SCRATCH)]}).encode()
        submission = Submission("s1", "optimizers", tmp_path_factory.mktemp("nowhere"))
        found = of(made.grade(submission, RawSubmission(content, "x.ipynb")), "momentum_step")
    assert found.outcome == "wrong"
    assert "the last one counts" in found.message


@pytest.mark.parametrize(
    "later", ["ewma = ewma(np.ones(3), 0.9)", "for ewma in range(3):\n    pass", "ewma = 1"]
)
def test_a_name_that_no_longer_names_a_function_is_told(grade: Grade, later) -> None:
    found = of(grade(IMPORT, EWMA, "y = 2", later))
    assert found.outcome == "not_found"
    assert found.message == (
        f"ewma is defined in code cell 2, but in code cell 4, line 1 (`{later.splitlines()[0]}`) "
        "the name is given to something else, which is no function."
    )


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (
            "enumerate = 3",
            "enumerate, a name of Python's own, is given to something else in code cell 3, line 1 "
            "(`enumerate = 3`).",
        ),
        (
            "x = 1\nnp = 5",
            "np, from code cell 1, is given to something else in code cell 3, line 2 (`np = 5`).",
        ),
    ],
)
def test_a_name_that_is_needed_and_was_given_away_is_told(grade: Grade, later, told) -> None:
    found = of(grade(IMPORT, EWMA, later))
    assert found.outcome == "error"
    assert found.message.startswith(told)


# --- A demonstration that does not end.


@pytest.mark.parametrize(
    "demo",
    [
        "import time\nfor epoch in range(7):\n    time.sleep(1)",
        "while True:\n    pass",
        "average = ewma(range(10**9), 0.5)",
        "import os\nos._exit(1)",
        "rows = [[0] * 10**6 for _ in range(10**6)]",
    ],
)
@pytest.mark.parametrize("magic", ["", "%%time\n"])
def test_a_definition_above_a_demonstration_survives_it(grade: Grade, demo, magic) -> None:
    result = grade(f"{magic}{IMPORT}\nSTART = 0.0\n{EWMA.replace('0.0', 'START')}\n{demo}")
    assert of(result).outcome == "passed"
    assert any("its definitions alone were run" in repair for repair in result.repairs)


def test_a_definition_below_a_demonstration_survives_it(grade: Grade) -> None:
    assert of(grade(IMPORT, f"while True:\n    pass\n{EWMA}")).outcome == "passed"


def test_a_value_that_a_lost_demonstration_computes_is_told(grade: Grade) -> None:
    slow = "def start():\n    while True: pass\nSTART = start()"
    found = of(grade(IMPORT, slow, EWMA.replace("0.0", "START")))
    assert found.message.startswith(
        "Code cell 2 did not end within 1 s; its definitions alone were run, so START is not "
        "defined."
    )


# --- Answers in another dress.


@pytest.mark.parametrize(
    "answer",
    [
        "collections.namedtuple('Step', 'w v')(w, v)",
        "np.stack([w, v])",
        "iter([w, v])",
        "rows",
        "type('Pair', (), {'__getitem__': lambda s, i: (w, v)[i], '__len__': lambda s: 2})()",
        "(np.asarray(w, dtype=np.longdouble), np.longdouble(v) if np.ndim(v) == 0 else v)",
        "{'w': w, 'v': v}.values()",
        "(np.asarray(w).astype('>f8'), np.asarray(v, dtype='>f8'))",
        "(np.asarray(w, dtype='>f8')[()], np.asarray(v, dtype='>f8')[()])",
    ],
)
def test_what_unpacks_as_the_expected_tuple_has_all_points(grade: Grade, answer) -> None:
    rows = "rows = np.empty(2, dtype=object)\n    rows[:] = np.asarray(w), np.asarray(v)"
    made = f"w = w - lr * v\n    {rows}\n    return {answer}"
    source = MOMENTUM.replace("return w - lr * v, v", made)
    found = of(grade("import collections, numpy as np", source), "momentum_step")
    assert (found.outcome, found.points) == ("passed", found.max_points)


def test_an_answer_in_float32_is_named(grade: Grade) -> None:
    source = EWMA.replace("np.array(averages)", "np.array(averages, dtype=np.float32)")
    found = of(grade(IMPORT, source))
    assert found.diagnosis == "X16"
    assert "float32" in found.message
    assert "a relative tolerance of 1e-06" in found.message
