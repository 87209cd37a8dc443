"""The course that `nbgrader quickstart` makes, graded with the cells of tests in its notebooks."""

import json
import shutil
import sqlite3
from pathlib import Path

import nbformat
import nbgrader
import pytest

from autograder.authoring.release import released_cells
from autograder.bank.assertion_cells import read_cell_assignment
from tests.autograder.pipeline.conftest import autograder

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

# What `nbgrader quickstart` copies.
QUICKSTART = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"
LAST = "assert squares(11) =="
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
POINTS = {
    "right": {
        "correct_squares": 1.0,
        "squares_invalid_input": 1.0,
        "correct_sum_of_squares": 0.5,
        "sum_of_squares_uses_squares": 0.5,
    },
    "short": {
        "correct_squares": 0.0,
        "squares_invalid_input": 1.0,
        "correct_sum_of_squares": 0.0,
        "sum_of_squares_uses_squares": 0.5,
    },
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    source = root / "source" / "ps1"
    shutil.copytree(QUICKSTART, source)
    _hide_a_test(source / "problem1.ipynb")
    released = released_cells(read_cell_assignment(source))
    for student, end in (("right", "n + 1"), ("short", "n")):
        for name, notebook in released.items():
            for cell in notebook.cells:
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
                if grade_id == "squares":
                    cell.source = "def squares(n):\n    if n < 1:\n        raise ValueError\n"
                    cell.source += f"    return [i**2 for i in range(1, {end})]"
                elif grade_id == "sum_of_squares":
                    cell.source = "def sum_of_squares(n):\n    return sum(squares(n))"
            path = root / "submitted" / student / "ps1" / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, path)
    autograder("grade", "--course", root, "--json", root / "results.json")
    return root


def _hide_a_test(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        lines = cell.source.splitlines()
        if lines and lines[-1].startswith(LAST):
            cell.source = "\n".join([*lines[:-1], HIDDEN.format(lines[-1])])
    nbformat.write(notebook, path)


def test_each_cell_of_tests_gives_its_points(course):
    graded = json.loads((course / "results.json").read_text())["submissions"]
    found = {
        one["student"]: {e["function"].removeprefix("cell:"): e["points"] for e in one["exercises"]}
        for one in graded
    }
    assert found == POINTS


def test_the_gradebook_has_both_notebooks_and_the_written_answers_wait_there(course):
    with sqlite3.connect(course / "gradebook.db") as book:
        rows = book.execute(
            "select s.student_id, n.name, c.name, g.auto_score, g.needs_manual_grade from grade g "
            "join base_cell c on g.cell_id = c.id join notebook n on c.notebook_id = n.id "
            "join submitted_notebook m on g.notebook_id = m.id "
            "join submitted_assignment s on m.assignment_id = s.id"
        ).fetchall()
    scores = {
        student: {cell: auto for who, _, cell, auto, _ in rows if who == student and cell in due}
        for student, due in POINTS.items()
    }
    assert scores == POINTS
    waiting = {(notebook, cell) for _, notebook, cell, _, waits in rows if waits}
    assert ("problem1", "sum_of_squares_equation") in waiting
    assert ("problem2", "part-a") in waiting


def test_formgrader_finds_both_notebooks_without_a_hidden_test(course):
    for student in POINTS:
        folder = course / "autograded" / student / "ps1"
        assert sorted(p.name for p in folder.glob("*.ipynb")) == [
            "problem1.ipynb",
            "problem2.ipynb",
        ]
        assert LAST not in (folder / "problem1.ipynb").read_text()


def test_feedback_tells_the_line_that_failed_and_no_hidden_one(course):
    page = (course / "feedback" / "short" / "ps1.html").read_text()
    assert "assert squares(1) == [1]" in page
    assert "the sides of the comparison: [] and [1]" in page
    assert LAST not in page


def test_the_report_is_written_again_from_the_journal(course):
    page = course / "report" / "ps1" / "index.html"
    page.unlink()
    autograder("report", "ps1", "--course", course)
    assert "Part A (2 points)" in page.read_text()
