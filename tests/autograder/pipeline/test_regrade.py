"""A regrade: what changed is graded again and shown, and nothing of a person is touched."""

import json
import re
import shutil

import pytest
from nbgrader.api import Gradebook

from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.forked_runs import Runs
from tests.autograder.pipeline.outcome import COMMENTS, GRADES, files, outcome, query
from tests.autograder.pipeline.tiny import EXERCISES, make_tiny

pytestmark = pytest.mark.slow

STUDENTS = 6


@pytest.fixture(scope="module")
def runs():
    with Runs() as made:
        yield made


@pytest.fixture(scope="module")
def template(tmp_path_factory, runs):
    """A course that was graded, and in which a person gave points and wrote comments since."""
    base = tmp_path_factory.mktemp("regrade")
    course = Course(base, runs)
    make_tiny(base)
    course.root.mkdir()
    course.run("class", "--students", STUDENTS)
    course.grade()
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "course") as book:
        grade = book.find_grade("ewma-score", ASSIGNMENT, ASSIGNMENT, "s0005")
        grade.manual_score, grade.extra_credit = 4.5, 0.25
        grade = book.find_grade("momentum_step-score", ASSIGNMENT, ASSIGNMENT, "s0005")
        grade.extra_credit = 1.0
        grade = book.find_grade("written-adamw", ASSIGNMENT, ASSIGNMENT, "s0002")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        for name in ("ewma", "written-adamw"):
            comment = book.find_comment(name, ASSIGNMENT, ASSIGNMENT, "s0005")
            comment.manual_comment = "by a person"
        book.db.commit()
    return base


class Course:
    """A course beside its own suites and solutions, all of which a test may change."""

    def __init__(self, base, runs):
        self.base, self.root, self._runs = base, base / "course", runs

    def run(self, command, *arguments):
        options = ["--suites", self.base / "suites", "--solutions", self.base / "solutions"]
        said = self.base / "said.txt"
        pid = self._runs.start([command, "--course", self.root, *options, *arguments], said)
        code = self._runs.wait(pid)
        assert code == 0, said.read_text()
        return said.read_text()

    def grade(self, *arguments):
        return self.run(
            "grade", ASSIGNMENT, "--workers", 1, "--json", self.root / "results.json", *arguments
        )

    def suite(self, function, file):
        return self.base / "suites" / ASSIGNMENT / function / file

    def replace(self, function, file, old, new):
        path = self.suite(function, file)
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    def weigh(self, function, points):
        """Give an exercise other points, where its folder and where the notebook says so."""
        settings = self.suite(function, "exercise.toml")
        text = re.sub(r"(?m)^points = .*$", f"points = {points}", settings.read_text(), count=1)
        settings.write_text(text)
        path = self.base / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == f"{function}-score":
                cell["metadata"]["nbgrader"]["points"] = points
        path.write_text(json.dumps(notebook))

    def exercise(self, student, function):
        results = json.loads((self.root / "results.json").read_text())["submissions"]
        (found,) = [r for r in results if r["student"] == student]
        return next(e for e in found["exercises"] if e["function"] == function)


@pytest.fixture
def course(tmp_path, template, runs):
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path, runs)


@pytest.fixture
def graded(monkeypatch, course):
    """Count what is graded: a hidden test that notes each run in a file."""
    for function in EXERCISES:
        path = course.suite(function, f"test_{function}.py")
        note = course.base / f"graded-{function}.txt"
        path.write_text(
            f"{path.read_text()}\n\ndef test_that_counts(student):\n"
            f"    with open({str(note)!r}, 'a') as file:\n        file.write('x')\n"
        )
    course.grade()

    def count():
        """How often each exercise was graded since it was last asked for."""
        counts = {}
        for function in EXERCISES:
            note = course.base / f"graded-{function}.txt"
            counts[function] = len(note.read_text()) if note.exists() else 0
            note.unlink(missing_ok=True)
        return counts

    count()
    return count


def started(course, function):
    """How many students have an answer that hidden tests are run on."""
    results = json.loads((course.root / "results.json").read_text())["submissions"]
    outcomes = [e["outcome"] for r in results for e in r["exercises"] if e["function"] == function]
    return sum(o not in ("not_started", "not_found") for o in outcomes)


def test_nothing_is_graded_where_nothing_changed(course, graded):
    assert "(0 graded now" in course.grade()
    assert graded() == {"ewma": 0, "momentum_step": 0}


def test_a_change_in_one_exercise_grades_that_one_alone(course, graded):
    before = outcome(course.root)
    course.replace("ewma", "test_ewma.py", "def test_", "def test_renamed_")
    said = course.grade()
    assert f"({STUDENTS} graded now" in said
    # Once on each answer, and once on the reference before any of them.
    assert graded() == {"ewma": started(course, "ewma"), "momentum_step": 0}
    kept = [g for g in outcome(course.root)["grades"] if g[1] == "momentum_step-score"]
    assert kept == [g for g in before["grades"] if g[1] == "momentum_step-score"]
    assert any("test_renamed_" in t["name"] for t in course.exercise("s0001", "ewma")["tests"])


def test_the_kept_exercise_is_as_a_regrade_of_all_would_have_it(course, graded):
    course.replace("ewma", "test_ewma.py", "def test_", "def test_renamed_")
    course.grade()
    partly = outcome(course.root)
    course.grade("--force")
    assert outcome(course.root) == partly


def test_other_points_grade_one_exercise_and_keep_the_other(course, graded):
    course.weigh("momentum_step", 8)
    said = course.grade()
    assert graded() == {"ewma": 0, "momentum_step": started(course, "momentum_step")}
    assert f"({STUDENTS} graded now" in said
    assert course.exercise("s0001", "momentum_step")["max_points"] == 8


def test_another_seed_grades_all_again(course, graded):
    settings = course.root / "autograder.toml"
    lines = settings.read_text().splitlines()
    changed = ['seed = "another seed altogether"' if x.startswith("seed") else x for x in lines]
    settings.write_text("\n".join(changed))
    course.grade()
    assert graded() == {f: started(course, f) for f in EXERCISES}


def test_another_notebook_grades_that_submission_alone(course, graded):
    folders = [course.root / "submitted" / s / ASSIGNMENT for s in ("s0001", "s0005")]
    right, wrong = (folder / f"{ASSIGNMENT}.ipynb" for folder in folders)
    shutil.copy(right, wrong)
    assert "(1 graded now" in course.grade()
    assert graded() == {"ewma": 1, "momentum_step": 1}


def test_a_dry_run_shows_each_change_and_writes_no_grade_and_no_page(course):
    shutil.rmtree(course.root / "report")
    before = {
        **files(course.root / "autograded"),
        **files(course.root / "feedback"),
        "gradebook": (course.root / "gradebook.db").read_bytes(),
    }
    # s0005 is wrong in both; with a person's 4.5 + 0.25 for ewma and 1 extra for momentum_step.
    course.weigh("momentum_step", 8)
    said = course.grade("--dry-run")
    after = {
        **files(course.root / "autograded"),
        **files(course.root / "feedback"),
        "gradebook": (course.root / "gradebook.db").read_bytes(),
    }
    assert after == before
    assert not (course.root / "report").exists()
    points = course.exercise("s0001", "ewma")["points"]
    assert f"s0001: {points + 5:g} → {points + 8:g}" in said


def test_what_a_dry_run_graded_is_not_graded_again(course, graded):
    course.replace("ewma", "test_ewma.py", "def test_", "def test_renamed_")
    course.grade("--dry-run")
    assert graded()["ewma"] == started(course, "ewma")
    assert "(0 graded now" in course.grade()
    assert graded() == {"ewma": 0, "momentum_step": 0}


def test_a_total_that_a_regrade_lowers_is_named(course):
    folders = [course.root / "submitted" / s / ASSIGNMENT for s in ("s0001", "s0005")]
    right, wrong = (folder / f"{ASSIGNMENT}.ipynb" for folder in folders)
    full = (
        course.exercise("s0001", "ewma")["points"]
        + course.exercise("s0001", "momentum_step")["points"]
    )
    shutil.copy(wrong, right)
    said = course.grade()
    assert "totals lowered  1" in said
    assert f"s0001: {full:g} → " in said


def test_a_regrade_of_all_leaves_every_word_and_point_of_a_person(course):
    def by_person():
        grades = [(s, n, manual, extra) for s, n, _, manual, extra, _ in query(course.root, GRADES)]
        return grades, [(s, n, manual) for s, n, _, manual in query(course.root, COMMENTS)]

    before = by_person()
    waits = {(s, n): w for s, n, *_, w in query(course.root, GRADES)}
    settings = course.root / "autograder.toml"
    settings.write_text(settings.read_text().replace('seed = "', 'seed = "x'))
    course.weigh("momentum_step", 8)
    course.grade()
    assert by_person() == before
    assert ("s0005", "ewma-score", 4.5, 0.25) in before[0]
    assert ("s0005", "ewma", "by a person") in before[1]
    assert not waits["s0002", "written-adamw"]
    after = {(s, n): w for s, n, *_, w in query(course.root, GRADES)}
    assert not after["s0002", "written-adamw"]
