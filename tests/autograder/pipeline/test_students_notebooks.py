"""A notebook whose cells failed: what terminal, report, page and JSON tell of it."""

import json

import pytest

from tests.autograder.grading.test_failed_cells import EWMA, MOMENTUM, cell
from tests.autograder.pipeline.conftest import grade
from tests.autograder.pipeline.tiny import make_tiny

STOPPED = (
    "Code cell 1 stopped at line 2 (ZeroDivisionError: division by zero), so np is not defined."
)
LEFT_OUT = "`from google.colab import drive` was left out (ModuleNotFoundError"
NOTEBOOKS = {
    "failed": ["\nx = 1 / 0\nimport numpy as np", EWMA, MOMENTUM],
    "colab": ["from google.colab import drive\nimport numpy as np", EWMA, MOMENTUM],
    "twice": ["import numpy as np", EWMA, cell(MOMENTUM, "momentum_step"), "momentum_step = 1"],
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for student, cells in NOTEBOOKS.items():
        folder = root / "submitted" / student / "optimizers"
        folder.mkdir(parents=True)
        made = [c if isinstance(c, dict) else cell(c) for c in cells]
        (folder / "optimizers.ipynb").write_text(json.dumps({"cells": made}))
    tiny = make_tiny(tmp_path_factory.mktemp("bank"))
    done = grade(root, *tiny.options)
    return root, done.stdout, json.loads((root / "results.json").read_text())["submissions"]


def page(course, student):
    text = (course[0] / "feedback" / student / "optimizers.html").read_text()
    return text.replace("&#39;", "'")


def test_the_terminal_counts_the_cells_that_stopped(course):
    assert "cells stopped   2, in 2 submissions; see the report" in course[1]


def test_the_message_of_an_exercise_names_the_failed_cell_on_the_page_and_in_the_json(course):
    (found,) = [s for s in course[2] if s["student"] == "failed"]
    ewma = next(e for e in found["exercises"] if e["function"] == "ewma")
    assert ewma["message"].startswith(STOPPED)
    assert found["cells"] == [
        {"cell": 1, "line": 2, "problem": "ZeroDivisionError: division by zero"}
    ]
    assert STOPPED in page(course, "failed")
    assert "code cell 1, line 2: ZeroDivisionError: division by zero" in page(course, "failed")


def test_an_import_that_was_left_out_costs_nothing_and_is_shown(course):
    (found,) = [s for s in course[2] if s["student"] == "colab"]
    assert found["points"] == found["max_points"]
    assert LEFT_OUT in page(course, "colab")


def test_a_second_definition_is_noted_beside_the_exercise(course):
    (found,) = [s for s in course[2] if s["student"] == "twice"]
    assert found["points"] == found["max_points"]
    assert "the definition in its own cell, code cell 3, counts" in page(course, "twice")


def test_the_report_lists_cells_that_stopped_with_their_students(course):
    folder = course[0] / "report" / "optimizers"
    html = (folder / "index.html").read_text()
    assert "Cells that did not run as a whole" in html
    assert LEFT_OUT in html
    rows = json.loads((folder / "report.json").read_text())["rows"]
    cells = {row["student"]: row["cells"] for row in rows}
    assert cells["failed"] == ["code cell 1, line 2: ZeroDivisionError: division by zero"]
    assert cells["twice"] == []
