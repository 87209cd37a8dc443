"""Two assignments in the shape of public nbgrader courses: imported, and graded as they are."""

import json

import nbformat
import pytest

from autograder.authoring.import_nbgrader import import_assignment, write_import
from autograder.authoring.release import released_cells, released_notebook
from autograder.bank.assertion_cells import read_cell_assignment
from autograder.bank.exercise import load_assignment
from autograder.bank.older_notebooks import newer_metadata, without_nose
from autograder.bank.solution import load_reference
from autograder.gradebook.autograded_notebooks import official_cells
from autograder.grading.cell_grader import CellGrader
from autograder.grading.grader import Grader, Plan
from autograder.results import Submission
from tests.autograder import public_courses
from tests.autograder.authoring.test_import_nbgrader import cell, reasons, write

pytestmark = pytest.mark.slow


class Course:
    """An assignment of nbgrader in a folder, what the import made of it, and its graders."""

    def __init__(self, root, name):
        self.root = root
        self.source = getattr(public_courses, name)(root / "source" / name)
        self.made = import_assignment(self.source, root / "suites", root / "solutions")
        write_import(self.made, root / "suites", root / "solutions")
        self.places = {"suites": root / "suites", "solutions": root / "solutions"}
        self.count = 0

    def graded_as_it_is(self, grader, edit=lambda source: source):
        """Points by cell of tests, and messages, of a student's notebooks with edited cells."""
        self.count += 1
        folder = self.root / "submitted" / str(self.count) / self.made.name
        folder.mkdir(parents=True)
        for path in self.source.glob("*.ipynb"):
            data = json.loads(path.read_text())
            for one in data["cells"]:
                one["source"] = edit("".join(one["source"]))
            (folder / path.name).write_text(json.dumps(data))
        names = tuple(grader.assignment.notebooks)
        graded = grader.grade(Submission("s", self.made.name, folder, notebooks=names))
        return {one.function.removeprefix("cell:"): one for one in graded.exercises}

    def graded_by_drafts(self, grader, *edits):
        self.count += 1
        folder = self.root / "submitted" / str(self.count) / self.made.name
        folder.mkdir(parents=True)
        text = self.made.solutions[f"{self.made.name}.ipynb"]
        for before, after in edits:
            assert before in text
            text = text.replace(before, after)
        (folder / f"{self.made.name}.ipynb").write_text(text)
        graded = grader.grade(Submission("s", self.made.name, folder))
        return {one.function: one.points for one in graded.exercises}


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("old"), "old_numpy")


@pytest.fixture(scope="module")
def numerics(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("numerics"), "numerics")


@pytest.fixture(scope="module")
def old_cells(old):
    with CellGrader(Plan("old_numpy", "seed", cells=old.source)) as grader:
        yield grader


@pytest.fixture(scope="module")
def numerics_cells(numerics):
    with CellGrader(Plan("numerics", "seed", cells=numerics.source)) as grader:
        yield grader


def listed(made):
    return {
        one.function.name: [draft.cell.grade_id for draft in one.drafts] for one in made.exercises
    }


def test_of_the_old_course_all_is_carried_that_takes_and_returns_plain_data(old):
    assert listed(old.made) == {
        "centered": ["test_centered_values", "test_centered_copy"],
        "wettest": ["test_wettest"],
    }
    found = reasons(old.made)
    assert "reads a file" in found["test_station_mean_data"]
    assert "arrays of numbers" in found["test_station_mean_other"]
    assert "arrays of numbers" in found["test_station_mean_raises"]
    assert "calls no function" in found["test_save_copy"]
    assert "a person grades" in found["test_plot_rain"]
    assert len(found) == 5


def test_of_the_newer_course_all_is_carried_that_is_no_class_and_returns_no_function(numerics):
    assert listed(numerics.made) == {
        "powers": ["cell-05", "cell-06", "cell-11"],
        "spread": ["cell-13", "cell-17"],
    }
    found = reasons(numerics.made)
    assert found.keys() == {"cell-08", "cell-15"}
    assert "the class `Nodes`" in found["cell-15"]
    assert "arrays of numbers" in found["cell-08"]


def test_points_before_are_those_of_the_notebooks_and_points_after_those_that_are_left(
    old, numerics
):
    for course, before, after, by_hand in ((old, 7, 4.5, 2.5), (numerics, 17, 9, 3)):
        made = course.made
        assert (made.before, made.after, made.by_hand) == (before, after, by_hand)
        notebook = json.loads(made.solutions[f"{made.name}.ipynb"])
        stated = [one["metadata"].get("nbgrader", {}).get("points", 0) for one in notebook["cells"]]
        assert sum(stated) == after


def test_notes_tell_what_has_to_be_looked_at_and_a_folder_of_files_once(old, numerics):
    notes = " ".join(old.made.notes)
    for said in (
        "1 - Arrays, 2 - Masks and means and 3 - Files & plots became one notebook",
        "`np.argsort?` became a comment",
        "`files = !ls data` became a comment",
        "images/ with 8 files is not copied",
        "data/rain.npy is not copied",
        "nose",
        "got a number: header, import",
    ):
        assert said in notes
    assert "step-3" not in notes
    assert "no mark" not in " ".join(numerics.made.notes)


def test_what_is_imported_can_be_released_without_solutions(old, numerics):
    for course, secret in ((old, "out -= np.mean"), (numerics, "left**2")):
        folders = load_assignment(course.made.name, course.places["suites"])
        reference = load_reference(course.made.name, folders, course.places["solutions"])
        released = released_notebook(course.made.name, folders, reference)
        nbformat.validate(released)
        text = "".join(one.source for one in released.cells)
        assert "raise NotImplementedError" in text
        assert secret not in text


def test_drafts_give_a_right_class_its_points_and_others_less(old, numerics):
    with Grader(Plan("old_numpy", "s", **old.places)) as grader:
        assert old.graded_by_drafts(grader) == {"centered": 1.5, "wettest": 0.5}
        wrong = old.graded_by_drafts(grader, ("arr.copy()", "arr"), ("argmax", "argmin"))
        assert wrong["centered"] < 1.5
        assert wrong["wettest"] == 0
    with Grader(Plan("numerics", "s", **numerics.places)) as grader:
        assert numerics.graded_by_drafts(grader) == {"powers": 3, "spread": 3}
        right = numerics.graded_by_drafts(grader, ("(len(y) - m)", "len(y)"))
        assert right["powers"] == 3
        assert right["spread"] < 3


def test_a_draft_has_the_steps_that_made_its_names_and_a_generator_for_a_seed(numerics):
    suites = numerics.places["suites"] / "numerics"
    powers = (suites / "powers" / "test_powers.py").read_text()
    steps = "    table = np.zeros((2, 2))\n    for i in range(2):\n        table[i, i] = 3\n"
    assert f"{steps}    assert student.powers(table[0], 2)[0, 1] == 3\n" in powers
    spread = (suites / "spread" / "test_spread.py").read_text()
    assert "    drawn = np.random.RandomState(3)\n    u = drawn.rand(6)\n" in spread
    assert "np.random.seed" not in spread


def test_inputs_can_be_made_in_several_steps(numerics):
    [folder] = [
        one
        for one in load_assignment("numerics", numerics.places["suites"])
        if one.function == "powers"
    ]
    shown = [(probe.args["m"], list(probe.args["x"])) for probe in folder.visible()]
    assert (3, [0, 1, 2, 3, 4]) in shown


def test_a_right_submission_of_the_old_course_gets_all_points_in_the_sandbox(old, old_cells):
    results = old.graded_as_it_is(old_cells)
    assert {name: one.points for name, one in results.items()} == {
        "test_centered_values": 1,
        "test_centered_copy": 0.5,
        "test_station_mean_data": 0.5,
        "test_station_mean_other": 0.5,
        "test_station_mean_raises": 0.5,
        "test_wettest": 0.5,
        "test_save_copy": 1,
        "test_plot_rain": 0,
    }
    assert {one.outcome for one in results.values()} == {"passed"}


def test_a_wrong_a_lazy_and_a_broken_submission_of_the_old_course_get_what_they_earn(
    old, old_cells
):
    wrong = old.graded_as_it_is(
        old_cells, lambda s: s.replace("arr.copy()", "arr").replace("if rows.size > 1:", "if 0:")
    )
    assert wrong["test_centered_values"].points == 1
    assert wrong["test_centered_copy"].points == 0
    assert "Arrays are not equal" in wrong["test_centered_copy"].message
    assert wrong["test_station_mean_raises"].outcome == "wrong"
    assert "ValueError not raised" in wrong["test_station_mean_raises"].message

    def lazy(source):
        begin, _, _ = source.partition("### BEGIN SOLUTION")
        return begin if begin == source else f"{begin}raise NotImplementedError()"

    results = old.graded_as_it_is(old_cells, lazy)
    assert results["test_centered_values"].outcome == "not_started"
    assert sum(one.points for one in results.values()) == 0
    broken = old.graded_as_it_is(
        old_cells, lambda s: s.replace("def centered(arr):", "def centered(arr")
    )
    assert broken["test_centered_values"].points == 0
    assert broken["test_wettest"].points == 0.5


def test_submissions_of_the_newer_course_get_what_they_earn_in_the_sandbox(
    numerics, numerics_cells
):
    right = numerics.graded_as_it_is(numerics_cells)
    assert {one.outcome for one in right.values()} == {"passed"}
    assert sum(one.points for one in right.values()) == 14
    wrong = numerics.graded_as_it_is(
        numerics_cells, lambda s: s.replace("range(m)", "range(m - 1)")
    )
    assert wrong["cell-05"].message == (
        "`assert powers(x, 3).shape == (len(x), 3)` is not fulfilled; the sides of the comparison: "
        "(5, 2) and (5, 3)"
    )
    assert wrong["cell-15"].points == 5

    def off(source):
        source = source.replace("return np.sqrt(", "return 1.7078251 or np.sqrt(")
        return source.replace("raise ValueError(", "return (")

    results = numerics.graded_as_it_is(numerics_cells, off)
    assert results["cell-13"].message == "A hidden test of this cell failed."
    assert results["cell-08"].points == 0


def test_notebooks_of_the_old_course_are_released_as_todays_nbgrader_does(old):
    released = released_cells(read_cell_assignment(old.source))
    assert len(released) == 3
    for notebook in released.values():
        about = [one.metadata.nbgrader for one in notebook.cells if "nbgrader" in one.metadata]
        assert {one["schema_version"] for one in about} == {3}
        assert "np.argwhere" not in json.dumps(notebook)
        assert set(official_cells(notebook)) == {one["grade_id"] for one in about}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A function that must raise an error, and marks in several forms."""
    root = tmp_path_factory.mktemp("small")
    marks = "    #BEGIN SOLUTION\n{}\n    # END SOLUTION"
    body = "    if x < 0:\n        raise ValueError(x)\n    return x**0.5"
    raises = "same(root(9.0), 3)\nassert_raises(ValueError, root, -1)"
    cells = [
        cell(f"def root(x):\n{marks.format(body)}", "cell-f", solution=True),
        cell("from nose.tools import *\nassert root(4) == 2", "cell-s", points=1),
        cell(
            f"from nose.tools import (assert_raises,\n    eq_ as same)\n{raises}",
            "cell-t",
            points=1,
        ),
        cell("### Begin hidden test\nassert root(1) == 1", "cell-u", points=1),
    ]
    write(root / "a" / "a.ipynb", cells)
    return import_assignment(root / "a", root / "suites", root / "solutions")


def test_a_function_that_must_raise_is_handed_to_the_test_that_asks_for_it(small):
    assert listed(small) == {"root": ["cell-t", "cell-u"]}
    assert "assert_raises(ValueError, student.root, -1)" in small.suites["root/test_root.py"]
    assert "imports everything" in reasons(small)["cell-s"]


def test_what_looks_like_a_mark_and_is_none_for_nbgrader_is_named(small):
    [note] = [one for one in small.notes if "no mark" in one]
    assert "`### Begin hidden test`" in note
    assert "    ### BEGIN SOLUTION\\n    if x < 0" in small.solutions["a.ipynb"]


def test_lines_keep_their_numbers_where_nose_is_replaced():
    source = "x = 1\nfrom nose.tools import (assert_in,\n    assert_items_equal)\nassert_in(x, [1])"
    made = without_nose(source)
    assert made.split("\n")[2:] == ["", "assert_in(x, [1])"]
    space = {}
    exec(made, space)
    space["assert_items_equal"]([1, 2], [2, 1])
    other = "from nose.tools import no_such_name"
    assert without_nose(other) == other


@pytest.mark.parametrize(
    ("about", "newer"),
    [
        ({"locked": False, "grade": False}, None),
        ({"solution": True, "points": "3"}, {"solution": True, "schema_version": 3}),
        ({"grade": True, "points": ""}, {"grade": True, "points": 0.0}),
        ({"grade": True, "points": "1.5", "schema_version": 1}, {"points": 1.5}),
        ({"grade": True, "points": 2, "schema_version": 2}, {"points": 2.0, "task": False}),
        ({"grade": True, "points": 2, "schema_version": 4}, {"schema_version": 4}),
    ],
)
def test_older_metadata_are_read_as_nbgraders_update_would_write_them(about, newer):
    made = newer_metadata(about)
    if newer is None:
        assert made is None
    else:
        assert made | newer == made
        assert ("points" in made) == bool(about.get("grade"))


def test_an_id_with_points_in_two_notebooks_is_still_refused_and_one_of_a_head_is_not(tmp_path):
    head = cell("import math", "import", locked=True)
    for name in ("a", "b"):
        tests = cell(f"assert {name}() == 1", f"test-{name}", points=1)
        solution = cell(f"def {name}():\n    return 1", name, solution=True)
        write(tmp_path / "x" / f"{name}.ipynb", [head, solution, tests])
    assert len(read_cell_assignment(tmp_path / "x").tests) == 2
