"""Assignments of nbgrader as drafts of the course's own form: what is carried, and what is not."""

import json
import shutil
from pathlib import Path

import nbformat
import nbgrader
import pytest

from autograder.authoring.assertion_drafts import NotCarried, Surroundings, draft
from autograder.authoring.import_nbgrader import (
    import_assignment,
    surroundings,
    write_import,
)
from autograder.authoring.release import released_notebook
from autograder.bank.assertion_cells import read_cell_assignment
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from autograder.grading.grader import Grader, Plan
from autograder.results import Submission

QUICKSTART = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source" / "ps1"


def cell(source, grade_id=None, *, points=None, solution=False, kind="code", **about):
    about = {"grade": points is not None, "solution": solution, "locked": False, **about}
    about |= {"grade_id": grade_id, "schema_version": 3, "task": False}
    about |= {} if points is None else {"points": points}
    made = {"cell_type": kind, "source": source, "metadata": {}}
    made["metadata"] |= {} if grade_id is None else {"nbgrader": about}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write(path, cells, **metadata):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(data))


# A week of a course on numerical methods, in the shape of public ones: ids that nbgrader gave,
# hidden tests, imports and helpers in locked cells, a data file, a seed, a class.
NUMERICS = [
    cell("import numpy as np\nfrom numpy.testing import assert_allclose", "cell-1f", locked=True),
    cell(
        "TOLERANCE = 1e-8\ndef close(a, b):\n    assert_allclose(a, b, rtol=TOLERANCE)", "cell-2a"
    ),
    cell("table = np.loadtxt('data/table.csv')", "cell-3c", locked=True),
    cell("## 1. Standard units (3 points)", kind="markdown"),
    cell(
        'def standardize(x, ddof=0):\n    """Mean 0, deviation 1."""\n'
        "    return (x - np.mean(x)) / np.std(x, ddof=ddof)",
        "cell-4d",
        solution=True,
    ),
    cell(
        "x = np.array([1.0, 2.0, 6.0])\nz = standardize(x)\nclose(z.mean() + 1, 1)\n"
        "### BEGIN HIDDEN TESTS\nclose(standardize(2 * x, ddof=1).std(ddof=1), 1)\n"
        '""" of two\nlines"""\n### END HIDDEN TESTS',
        "cell-5e",
        points=2,
    ),
    cell("assert standardize(table).shape == table.shape", "cell-6a", points=1),
    cell("## 2. Integrals", kind="markdown"),
    cell(
        "def trapezoid(f, a, b):\n    ### BEGIN SOLUTION\n    return (f(a) + f(b)) / 2 * (b - a)\n"
        "    ### END SOLUTION\nclass Grid:\n    pass",
        "cell-7b",
        solution=True,
    ),
    cell("assert trapezoid(lambda x: x, 0, 2) == 2", "cell-8c", points=2),
    cell("assert Grid() is not None", "cell-9d", points=1),
    cell("What does the error depend on?", "cell-10", points=4, solution=True, kind="markdown"),
]
# A week of a first course in programming, in the shape of public ones: values as answers, loops
# over cases, printed output, a magic, a function that changes its argument, two of one cell.
BASICS_1 = [
    cell("%load_ext autoreload\nimport math"),
    cell("answer = 6 * 7", "q1", solution=True),
    cell("assert answer == 42", "q1-test", points=1),
    cell("# Q2", kind="markdown"),
    cell("def is_even(n):\n    return n % 2 == 0", "q2", solution=True),
    cell("for n, even in [(2, True), (3, False)]:\n    assert is_even(n) == even", "t2", points=1),
    cell("# the argument may be zero\nassert is_even(0)\nassert not is_even(7)", "t2b", points=1),
    cell("assert is_even(4) == 'yes'", "t2c", points=1),
]
BASICS_2 = [
    cell(
        "def swap(pair):\n    pair.reverse()\ndef hello():\n    print('hello')", "q3", solution=True
    ),
    cell("p = [1, 2]\nswap(p)\nassert p == [2, 1]", "t3", points=1),
    cell(
        "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n"
        "    hello()\nassert out.getvalue() == 'hello\\n'",
        "t4",
        points=1,
    ),
    cell("%%time\nassert is_even(10**6)", "t5", points=1),
]


@pytest.fixture(scope="module")
def numerics(tmp_path_factory):
    root = tmp_path_factory.mktemp("numerics")
    write(root / "source" / "Week 3" / "units.ipynb", NUMERICS)
    (root / "source" / "Week 3" / "data").mkdir()
    (root / "source" / "Week 3" / "data" / "table.csv").write_text("1\n2\n4\n")
    made = import_assignment(root / "source" / "Week 3", root / "suites", root / "solutions")
    write_import(made, root / "suites", root / "solutions")
    return root, made


@pytest.fixture(scope="module")
def basics(tmp_path_factory):
    root = tmp_path_factory.mktemp("basics")
    write(root / "a" / "part1.ipynb", BASICS_1)
    write(root / "a" / "part2.ipynb", BASICS_2)
    return import_assignment(root / "a", root / "suites", root / "solutions", "basics")


def reasons(made):
    return {one.name: one.reason for one in made.lost}


def test_quickstart_is_carried_but_for_the_cell_that_deletes_a_function(tmp_path):
    source = tmp_path / "ps1"
    shutil.copytree(QUICKSTART, source)
    made = import_assignment(source, tmp_path / "suites", tmp_path / "solutions")
    assert (made.before, made.after, made.by_hand) == (13, 12.5, 10)
    assert {e.function.name: e.points for e in made.exercises} == {
        "squares": 2,
        "sum_of_squares": 0.5,
    }
    assert list(reasons(made)) == ["sum_of_squares_uses_squares"]
    assert "deletes `squares`" in reasons(made)["sum_of_squares_uses_squares"]


def test_functions_are_found_by_their_def_and_get_ids_and_points(numerics):
    root, made = numerics
    assert (made.name, made.before, made.after) == ("week_3", 10, 6)
    notebook = nbformat.read(root / "solutions" / "week_3" / "week_3.ipynb", as_version=4)
    nbformat.validate(notebook)
    about = [one.metadata.nbgrader for one in notebook.cells if "nbgrader" in one.metadata]
    points = {one.grade_id: one.points for one in about if one.get("grade")}
    assert points == {"standardize-score": 2, "cell-10": 4}
    assert "standardize" in {one.grade_id for one in about}


def test_what_is_imported_can_be_released_and_leaves_the_def_of_a_cell_without_marks(numerics):
    root, _ = numerics
    folders = load_assignment("week_3", root / "suites")
    reference = load_reference("week_3", folders, root / "solutions")
    released = released_notebook("week_3", folders, reference)
    [stub] = [
        one.source
        for one in released.cells
        if one.metadata.get("nbgrader", {}).get("grade_id") == "standardize"
    ]
    assert "def standardize(x, ddof=0):" in stub
    assert "np.std" not in stub


def test_a_draft_has_the_helpers_of_locked_cells_and_keeps_texts_of_several_lines(numerics):
    root, _ = numerics
    text = (root / "suites" / "week_3" / "standardize" / "test_standardize.py").read_text()
    for line in ("import numpy as np", "TOLERANCE = 1e-08", "def close(a, b):"):
        assert f"\n{line}\n" in text
    assert "\n    z = student.standardize(x)\n" in text
    assert '""" of two\nlines"""' in text
    assert "HIDDEN TESTS" not in text


def test_inputs_are_the_calls_that_stand_in_the_cells_hidden_ones_apart(numerics):
    root, _ = numerics
    [folder] = load_assignment("week_3", root / "suites")
    [shown], [hidden] = folder.visible(), folder.hidden(None)
    assert (list(shown.args["x"]), shown.args["ddof"]) == ([1, 2, 6], 0)
    assert (list(hidden.args["x"]), hidden.args["ddof"]) == ([2, 4, 12], 1)


def test_the_drafts_give_a_right_answer_its_points_and_a_wrong_one_less(numerics):
    root, made = numerics
    plan = Plan("week_3", "s", suites=root / "suites", solutions=root / "solutions")
    text = made.solutions["week_3.ipynb"]
    with Grader(plan) as grader:
        points = []
        for number, source in enumerate((text, text.replace("ddof=ddof", "ddof=0"))):
            folder = root / "submitted" / str(number) / "week_3"
            folder.mkdir(parents=True)
            (folder / "week_3.ipynb").write_text(source)
            points.append(grader.grade(Submission("s", "week_3", folder)).points)
    assert points[0] == 2
    assert points[1] < 2


def test_what_a_course_on_numerics_cannot_bring_is_named_with_the_reason(numerics):
    root, made = numerics
    found = reasons(made)
    assert found.keys() == {"cell-6a", "cell-8c", "cell-9d"}
    assert "reads a file" in found["cell-6a"]
    assert "hands a function to `trapezoid`" in found["cell-8c"]
    assert "`Grid`" in found["cell-9d"]
    assert any("data/table.csv is not copied" in note for note in made.notes)
    kept = (root / "suites" / "week_3" / "not-carried.md").read_text()
    assert "assert trapezoid(lambda x: x, 0, 2) == 2" in kept


def test_what_a_first_course_cannot_bring_is_named_with_the_reason(basics):
    found = reasons(basics)
    assert found.keys() == {"q1-test", "t2c", "t3", "t4", "t5"}
    assert "asks for `answer`" in found["q1-test"]
    assert "fails on the solution" in found["t2c"]
    assert "does to its argument" in found["t3"]
    assert "printed" in found["t4"]
    assert "magic" in found["t5"]
    assert (basics.before, basics.after) == (7, 2)


def test_several_notebooks_become_one_and_loops_give_inputs(basics):
    assert basics.notebooks == ("part1", "part2")
    assert "def swap" in basics.solutions["basics.ipynb"]
    assert "# %load_ext autoreload" in basics.solutions["basics.ipynb"]
    [one] = basics.exercises
    assert [each.name for each in one.drafts] == [
        "test_the_cell_t2_holds",
        "test_the_argument_may_be_zero",
    ]
    assert 'Probe({"n": 2})' in basics.suites["is_even/probes.py"]


@pytest.mark.parametrize(
    ("tests", "reason"),
    [
        ("assert list(map(f, [1])) == [1]", "uses `f` without calling it"),
        ("import inspect\nassert inspect.getsource(f)", "without calling it"),
        ("import helpers\nassert helpers.ok(f(1))", "lies beside the notebook"),
        ("from math import *\nassert f(1)", "imports everything"),
        ("import random\nrandom.seed(1)\nassert f(1)", "seed"),
        ("assert f(1) == scratch", "`scratch`, which no locked cell defines"),
        ("assert f(1) == total", "`total`, which students define"),
        ("assert doubled(1) == f(2)", "calls a function of the student"),
        ("assert g(1, 2)", r"\*args"),
        ("assert 1 == 1", "calls no function"),
        ("assert eval('f(1)') == f(1)", "`eval`"),
        ("assert f(noise) is noise", "`noise`, which is drawn with the seed of the process"),
    ],
)
def test_a_cell_that_asks_for_more_than_calls_is_refused_with_the_reason(tmp_path, tests, reason):
    cells = [
        cell("def doubled(x):\n    return 2 * f(x)"),
        cell("import numpy as np\nnp.random.seed(1)\nnoise = np.random.rand(3)"),
        cell("def f(x):\n    return x\ntotal = 3", "cell-f", solution=True),
        cell("def g(*args):\n    return args", "cell-g", solution=True),
        cell(tests, "cell-t", points=1),
    ]
    write(tmp_path / "a" / "a.ipynb", cells)
    (tmp_path / "a" / "helpers.py").write_text("")
    assignment = read_cell_assignment(tmp_path / "a")
    around, _ = surroundings(assignment)
    assert isinstance(around, Surroundings)
    with pytest.raises(NotCarried, match=reason):
        draft(assignment.tests[0], around)


FUNCTION = [
    cell("def f(x):\n    return x", "cell-f", solution=True),
    cell("assert f(1) == 1", "cell-t", points=1),
]


@pytest.mark.parametrize("place", ["suites", "solutions"])
def test_nothing_is_written_over(tmp_path, place):
    write(tmp_path / "a" / "a.ipynb", FUNCTION)
    (tmp_path / place / "a").mkdir(parents=True)
    with pytest.raises(ExerciseError, match=r"exists already; nothing was written.*--as NAME"):
        import_assignment(tmp_path / "a", tmp_path / "suites", tmp_path / "solutions")


@pytest.mark.parametrize(
    ("make", "source", "told"),
    [
        (lambda p: None, "none", "is not a folder"),
        (lambda p: write(p / "a.ipynb", FUNCTION), "a.ipynb", "name the folder of its assignment"),
        (
            lambda p: write(p / "source" / "ps1" / "a.ipynb", FUNCTION),
            ".",
            "name one assignment of it: .*source/ps1",
        ),
        (lambda p: write(p / "a" / "a.ipynb", FUNCTION[:1]), "a", "no cell of tests"),
        (lambda p: write(p / "1a" / "a.ipynb", FUNCTION), "1a", "--as NAME"),
        (
            lambda p: write(p / "a" / "a.ipynb", FUNCTION, kernelspec={"language": "R"}),
            "a",
            "a notebook of R",
        ),
        (
            lambda p: write(
                p / "a" / "a.ipynb",
                [cell("answer = 1", "q", solution=True), cell("assert answer", "t", points=1)],
            ),
            "a",
            "no cell of tests can be carried .*grades it as it is",
        ),
    ],
)
def test_a_source_that_is_no_assignment_is_refused_with_what_to_do(tmp_path, make, source, told):
    make(tmp_path)
    with pytest.raises(ExerciseError, match=told):
        import_assignment(tmp_path / source, tmp_path / "suites", tmp_path / "solutions")


def test_an_import_that_is_missing_here_is_named(tmp_path):
    write(tmp_path / "a" / "a.ipynb", [cell("import no_such_package"), *FUNCTION])
    with pytest.raises(ExerciseError, match=r"nothing was written: .*no_such_package"):
        import_assignment(tmp_path / "a", tmp_path / "suites", tmp_path / "solutions")


def test_cells_of_a_newer_nbgrader_than_is_known_are_refused(tmp_path):
    newer = json.loads(json.dumps(FUNCTION))
    newer[0]["metadata"]["nbgrader"]["schema_version"] = 4
    write(tmp_path / "a" / "a.ipynb", newer)
    with pytest.raises(ExerciseError, match="newer version of nbgrader"):
        import_assignment(tmp_path / "a", tmp_path / "suites", tmp_path / "solutions")
