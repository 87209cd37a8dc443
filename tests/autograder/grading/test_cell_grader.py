"""Assignments whose tests are the cells of tests of an nbgrader notebook, run as they are."""

import json

import pytest

from autograder.bank.assertion_cells import find_cell_assignments, read_cell_assignment
from autograder.bank.errors import ExerciseError
from autograder.grading.cell_grader import CellGrader, with_sides
from autograder.grading.grader import Plan
from autograder.results import Submission

HIDDEN = """\
assert mean_price([1, 2, 3]) == 2
### BEGIN HIDDEN TESTS
assert mean_price([10, 20]) == 15, "two prices"
assert mean_price([7]) == 7
### END HIDDEN TESTS
"""


def cell(source, grade_id=None, *, points=None, solution=False, locked=False, kind="code"):
    about = {"grade": points is not None, "solution": solution, "locked": locked}
    about |= {"grade_id": grade_id, "schema_version": 3, "task": False}
    about |= {} if points is None else {"points": points}
    metadata = {} if grade_id is None else {"nbgrader": about}
    made = {"cell_type": kind, "source": source, "metadata": metadata}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(data))


def prices(answer):
    """A notebook with a data file: its solution cell holds `answer`."""
    return [
        cell("## Prices", kind="markdown"),
        cell("rows = open('data/prices.csv').read().split()", "cell-load", locked=True),
        cell(answer, "cell-mean", solution=True),
        cell(HIDDEN, "cell-3f2a", points=3),
        cell("assert mean_price([int(r) for r in rows]) == 4", "cell-77b0", points=1),
    ]


def values(first, second):
    """A notebook with value answers that both are named `answer`, and a module for its tests."""
    return [
        cell(first, "cell-first", solution=True),
        cell("import checks\nchecks.is_whole(answer)\nassert answer == 42", "cell-a", points=1),
        cell(second, "cell-second", solution=True),
        cell("assert answer == 7", "cell-b", points=2),
    ]


RIGHT = "def mean_price(p):\n    return sum(p) / len(p)"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course in nbgrader's folders: an assignment with two notebooks, a module and data."""
    root = tmp_path_factory.mktemp("course")
    source = root / "source" / "houses"
    write(source / "prices.ipynb", prices(RIGHT))
    write(source / "values.ipynb", values("answer = 42", "answer = 7"))
    (source / "data").mkdir()
    (source / "data" / "prices.csv").write_text("3\n4\n5\n")
    text = "def is_whole(x):\n    assert isinstance(x, int), 'a whole number is asked for'\n"
    (source / "checks.py").write_text(text)
    return root


@pytest.fixture(scope="module")
def graded(course):
    """Grades notebooks of a student: the results by the ids of the cells of tests."""
    plan = Plan("houses", "seed", cells=course / "source" / "houses")
    with CellGrader(plan) as grader:

        def grade(**notebooks):
            folder = course / "submitted" / f"s{len(list(course.glob('submitted/*')))}" / "houses"
            for name, cells in notebooks.items():
                write(folder / f"{name}.ipynb", cells)
            names = tuple(grader.assignment.notebooks)
            result = grader.grade(Submission("s", "houses", folder, notebooks=names))
            return {e.function.removeprefix("cell:"): e for e in result.exercises}

        yield grade


def test_right_answers_get_all_points_over_several_notebooks_with_data_and_a_module(graded):
    results = graded(prices=prices(RIGHT), values=values("answer = 42", "answer = 7"))
    assert [(e.outcome, e.points) for e in results.values()] == [
        ("passed", 3),
        ("passed", 1),
        ("passed", 1),
        ("passed", 2),
    ]


def test_a_visible_assertion_is_told_with_the_values_of_both_sides(graded):
    results = graded(prices=prices("def mean_price(p):\n    return 5"))
    text = "`assert mean_price([1, 2, 3]) == 2` is not fulfilled; "
    assert results["cell-3f2a"].message == text + "the sides of the comparison: 5 and 2"


def test_a_helper_module_of_the_instructor_tells_its_own_message(graded):
    results = graded(values=values("answer = 42.0", "answer = 7"))
    assert results["cell-a"].message == "a whole number is asked for"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("    return 2 if len(p) == 3 else 0", "two prices"),
        ("    return 7 / (len(p) - 1) and 15 if len(p) == 2 else 2", None),
        ("    if len(p) != 3:\n        raise ValueError(p)\n    return 2", None),
    ],
)
def test_a_hidden_test_tells_its_message_and_neither_its_line_nor_a_value(graded, answer, told):
    result = graded(prices=prices(f"def mean_price(p):\n{answer}"))["cell-3f2a"]
    assert result.points == 0
    assert result.message.startswith(told or "A hidden test of this cell ")
    assert not {"10", "20", "[7]"} & set(result.message.split())


def test_each_answer_of_one_name_is_judged_at_its_place(graded):
    results = graded(values=values("answer = 41", "answer = 7"))
    assert (results["cell-a"].outcome, results["cell-b"].outcome) == ("wrong", "passed")
    assert "41 and 42" in results["cell-a"].message


def test_what_a_student_makes_of_locked_cells_does_not_count(graded):
    cells = prices("def mean_price(p):\n    return 5")
    cells[1]["source"] = "rows = ['5']"
    cells[3]["source"] = cells[4]["source"] = "pass"
    results = graded(prices=cells)
    assert (results["cell-3f2a"].points, results["cell-77b0"].points) == (0, 0)


def test_a_cell_that_was_deleted_is_put_back(graded):
    results = graded(prices=[cell(RIGHT, "cell-mean", solution=True)])
    assert [results[i].outcome for i in ("cell-3f2a", "cell-77b0")] == ["passed", "passed"]


def test_a_notebook_that_is_missing_costs_its_own_points_alone(graded):
    results = graded(values=values("answer = 42", "answer = 7"))
    assert results["cell-3f2a"].outcome == "not_found"
    assert results["cell-b"].outcome == "passed"


CHEATS = {
    "ends the process": "import os\nmean_price = lambda p: os._exit(0)",
    "exits": "mean_price = lambda p: exit()",
    "raises what only the end may raise": "def mean_price(p):\n    raise SystemExit('passed')",
    "takes away what is asked for": "import no_such_module as mean_price",
    "answers for the worker": (
        "import gc\nfor o in gc.get_objects():\n"
        "    if type(o).__name__ == 'Submission':\n"
        "        type(o).run_cell = lambda self, source, name: (None, [])"
    ),
}


@pytest.mark.parametrize("way", CHEATS)
def test_a_cell_of_tests_that_did_not_come_to_its_end_has_not_passed(graded, way):
    results = graded(prices=prices(CHEATS[way]))
    assert results["cell-3f2a"].points == results["cell-77b0"].points == 0
    assert results["cell-3f2a"].graded


TELLS = """
import linecache
lists = "[1" + "0, 20]", "[7" + "]"
def mean_price(p):
    lines = [line for entry in linecache.cache.values() if len(entry) == 4 for line in entry[2]]
    text = "".join(line for line in lines if any(one in line for one in lists))
    if text:
        raise KIND(text)
    return 5
"""


@pytest.mark.parametrize("kind", ["AssertionError", "type(text, (ValueError,), {})"])
@pytest.mark.parametrize("grade_id", ["cell-3f2a", "cell-77b0"])
def test_code_that_reads_a_hidden_test_cannot_put_it_into_a_message(graded, kind, grade_id):
    result = graded(prices=prices(TELLS.replace("KIND", kind)))[grade_id]
    assert result.points == 0
    assert "5 and" in result.message
    assert "[10" not in result.message
    assert "[7]" not in result.message


def test_a_module_that_the_notebook_takes_away_does_not_leave_a_result_open(graded):
    cells = values("import sys\nanswer = 41\nsys.modules['checks'] = None", "answer = 7")
    result = graded(values=cells)["cell-a"]
    assert (result.outcome, result.graded) == ("error", True)


def test_a_package_that_is_not_installed_leaves_a_result_open(tmp_path):
    tests = [cell("import no_such_package\nassert True", "t", points=1)]
    write(tmp_path / "a" / "a.ipynb", tests)
    write(tmp_path / "s" / "a.ipynb", tests)
    with CellGrader(Plan("a", "seed", cells=tmp_path / "a")) as grader:
        result = grader.grade(Submission("s", "a", tmp_path / "s", notebooks=("a",)))
    assert not result.exercises[0].graded
    assert "no_such_package" in result.exercises[0].message


def test_hidden_tests_are_in_no_process_in_which_a_students_cell_has_still_to_run(graded):
    looks = (
        "import gc, linecache\n"
        "mean_price = None\n"
        "seen = [entry[2] for entry in linecache.cache.values() if len(entry) == 4]\n"
        "if any('two ' + 'prices' in ''.join(lines) for lines in seen):\n"
        "    mean_price = lambda p: sum(p) / len(p)"
    )
    cells = prices("pass")
    results = graded(prices=[*cells, cell(looks)])
    assert results["cell-3f2a"].outcome == "error"


def test_the_sides_of_a_comparison_are_computed_once_and_lines_keep_their_numbers():
    source = "x = []\nassert (x.append(1)\n        == 3)  # why\nassert not x, 'own'"
    made = with_sides(source)
    assert made.count("\n") == source.count("\n")
    space = {}
    with pytest.raises(AssertionError, match="None and 3"):
        exec(made, space)
    assert space["x"] == [1]


def test_a_mark_of_hidden_tests_without_its_pair_is_refused(tmp_path):
    write(tmp_path / "a" / "a.ipynb", [cell("### BEGIN HIDDEN TESTS\nassert x", "t", points=1)])
    with pytest.raises(ExerciseError, match="must come in pairs"):
        read_cell_assignment(tmp_path / "a")


def test_cells_that_hold_no_test_are_no_tests(tmp_path):
    placeholder = cell("# The points of squares.", "squares-score", points=2)
    write(tmp_path / "release" / "a" / "a.ipynb", [placeholder])
    assert find_cell_assignments(tmp_path) == {}
    with pytest.raises(ExerciseError, match="holds no test"):
        read_cell_assignment(tmp_path / "release" / "a")


def test_an_id_that_stands_in_two_notebooks_is_refused(tmp_path):
    for name in ("one", "two"):
        write(tmp_path / "a" / f"{name}.ipynb", [cell("assert x", "t", points=1)])
    with pytest.raises(ExerciseError, match="stands in one and in two"):
        read_cell_assignment(tmp_path / "a")


def test_the_source_goes_before_the_release(course):
    write(course / "release" / "houses" / "prices.ipynb", prices("pass"))
    assert find_cell_assignments(course) == {"houses": course / "source" / "houses"}
