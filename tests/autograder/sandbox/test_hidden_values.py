"""What a hidden input holds never reaches the student, whatever the submission does with it.

A submission gets each hidden input: it is called with it. Here it tries to carry the number that
only hidden inputs hold to where its author can read it: the page, the notebook in formgrader and
nbgrader's feedback, the comments in the gradebook.
"""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.authoring.release import released_notebook
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.gradebook.autograded_notebooks import autograded_notebook, comment, official_cells
from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import Notebook, read_notebook
from autograder.pages.feedback import render_feedback
from autograder.pages.item_analysis import build_report
from autograder.pages.report import render_report, report_json
from autograder.results import Submission, SubmissionResult, to_dict
from tests.autograder.sandbox.handing_in import (
    ASSIGNMENT,
    DOUBLE,
    SHIFT,
    SOLUTIONS,
    SUITES,
    text_of,
)
from tests.tiers import count

SECRET = 987654321.125
# How the submission writes a number down, and how it would then stand in a page.
ENCODINGS: dict[str, tuple[str, Callable[[float], str]]] = {
    "plain": ("str", str),
    "backwards": ("lambda v: str(v)[::-1]", lambda v: str(v)[::-1]),
    "hexadecimal": ("lambda v: v.hex()", lambda v: v.hex()),
    "whole": ("lambda v: str(int(v))", lambda v: str(int(v))),
    "letters": (
        "lambda v: ''.join(chr(97 + int(c)) for c in str(int(v)))",
        lambda v: "".join(chr(97 + int(c)) for c in str(int(v))),
    ),
    "base64": (
        "lambda v: __import__('base64').b64encode(repr(v).encode()).decode()",
        lambda v: base64.b64encode(repr(v).encode()).decode(),
    ),
}
# What it does with the text, in the call that got it or in a later one.
CHANNELS = {
    "prints": "print(text)",
    "prints to the real output": "import os; os.write(1, text.encode())",
    "warns": "import warnings; warnings.warn(text)",
    "raises": "raise ValueError(text)",
    "raises a class of that name": "raise type('E' + text, (Exception,), {})('x')",
    "raises a known class": "raise KeyError(text)",
    "exits": "import sys; sys.exit(text)",
    "returns text": "return text",
    "returns a number": "return np.full(np.shape(x), seen[-1])",
    "returns an object": "return type('C' + text, (), {})()",
    "returns it as a key": "return {text: text}",
    "names a function": "globals()['f' + text] = double",
    "renames itself": "double.__name__ = double.__qualname__ = double.__doc__ = text",
    "writes files": (
        "import os\n"
        "    for place in ('.', '/tmp', '/dev/shm', '/var/tmp', os.path.expanduser('~')):\n"
        "        try:\n"
        "            open(place + '/stolen', 'w').write(text)\n"
        "        except OSError:\n"
        "            pass"
    ),
    "writes files and dies": (
        "import os\n"
        "    try:\n"
        "        open('/tmp/stolen', 'w').write(text)\n"
        "    except OSError:\n"
        "        pass\n"
        "    os._exit(1)"
    ),
    "changes its argument": "x[...] = seen[-1]",
    "nothing": "pass",
}
TEMPLATE = """
import os
import numpy as np

seen = []
for place in (".", "/tmp", "/dev/shm"):
    if os.path.exists(place + "/stolen"):
        raise RuntimeError(open(place + "/stolen").read())

encode = {encode}


def note(*values):
    for value in values:
        seen.extend(v for v in np.ravel(value).tolist() if abs(v) > 1e6)


def act(x):
    text = " ".join(encode(float(v)) for v in seen)
    if not text:
        return None
    {channel}


def double(x):
    {first}
    told = act(x)
    return x + x if told is None else told


def shift(x, by):
    {second}
    told = act(x)
    return {shift} if told is None else told
"""


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    plan = Plan(ASSIGNMENT, "a seed of some length", 2.0, suites=SUITES, solutions=SOLUTIONS)
    with Grader(plan) as grader:
        yield grader


def told(result: SubmissionResult, notebook: Notebook) -> dict[str, str]:
    """All texts that leave the grader about a result, by where they go."""
    folders = load_assignment(ASSIGNMENT, SUITES)
    released = released_notebook(
        ASSIGNMENT, folders, load_reference(ASSIGNMENT, folders, SOLUTIONS)
    )
    report = build_report([result], folders, mode=result.isolation)
    made = autograded_notebook(notebook, result, official_cells(released))
    outputs = [cell.get("outputs") for cell in made["cells"]]
    return {
        "feedback": render_feedback(result, folders),
        "notebook": json.dumps(outputs, ensure_ascii=False),
        "comments": "\n".join(str(comment(e)) for e in result.exercises),
        "results": json.dumps(to_dict(result), ensure_ascii=False),
        "report": render_report(ASSIGNMENT, report, {result.student: ""}),
        "report.json": report_json(ASSIGNMENT, report),
    }


def grade(grader: Grader, *cells: str) -> tuple[SubmissionResult, Notebook]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, f"{ASSIGNMENT}.ipynb")
        path.write_text(text_of(*cells), encoding="utf-8")
        submission = Submission("s0001", ASSIGNMENT, Path(name))
        return grader.grade(submission), read_notebook(path)


@pytest.mark.slow
@given(
    encoding=st.sampled_from(sorted(ENCODINGS)),
    channel=st.sampled_from(sorted(CHANNELS)),
    at_once=st.booleans(),
    wrong=st.booleans(),
)
@settings(max_examples=count("tellers"))
def test_no_hidden_number_is_told(
    grader: Grader, encoding: str, channel: str, at_once: bool, wrong: bool
) -> None:
    source, write = ENCODINGS[encoding]
    program = TEMPLATE.format(
        encode=source,
        channel=CHANNELS[channel],
        first="note(x)",
        second="note(x, by)" if at_once else "pass",
        shift="x" if wrong else "x + by",
    )
    result, notebook = grade(grader, program)
    assert result.exercises[0].outcome not in ("not_found", "infrastructure")
    for place, text in told(result, notebook).items():
        for number in (SECRET, 2 * SECRET):
            assert write(number) not in text, place


def test_the_search_would_find_it(grader: Grader) -> None:
    """A number of a visible input is told: the submission's tricks work, where they may."""
    for encoding, (source, write) in ENCODINGS.items():
        visible = f"encode = {source}\ndef double(x):\n    raise ValueError(encode(4096.5))"
        result, notebook = grade(grader, visible, SHIFT)
        texts = told(result, notebook)
        for place in ("feedback", "notebook", "comments", "results"):
            assert write(4096.5) in texts[place], (encoding, place)


def test_a_hidden_call_gets_its_number(grader: Grader) -> None:
    """The number does reach the submission: there is something to be kept back."""
    watches = "def double(x):\n    return x if abs(x).max() > 1e6 else x + x"
    result, _ = grade(grader, watches, SHIFT)
    outcomes = {test.name: test.outcome for test in result.exercises[0].tests}
    assert outcomes["test_the_secret_number_is_doubled"] == "wrong"
    assert outcomes["test_random_numbers_are_doubled"] == "passed"
    result, _ = grade(grader, DOUBLE, SHIFT)
    assert result.points == result.max_points
