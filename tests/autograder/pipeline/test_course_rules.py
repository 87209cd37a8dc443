"""Late work, teams, attempts and missing submissions, from the settings to page and gradebook."""

import csv
import json
import shutil

import pytest
from nbgrader.api import Gradebook

from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.forked_runs import Runs
from tests.autograder.pipeline.tiny import make_tiny

pytestmark = pytest.mark.slow

FILE = f"{ASSIGNMENT}.ipynb"
SETTINGS = """\
seed = "the secret of this course"
roster = "students.csv"
{top}
[due]
optimizers = 2026-02-01T12:00:00Z
[late]
free_days = 1
penalty_per_day = 0.1
[teams]
red = ["ada", "alan", "grace"]
"""
ROSTER = "id,last_name,first_name\nada,Lovelace,Ada\njoan,Clarke,Joan\nkurt,Gödel,Kurt\n"


@pytest.fixture(scope="module")
def runs():
    with Runs() as made:
        yield made


@pytest.fixture(scope="module")
def material(tmp_path_factory, runs):
    """A right notebook and a wrong one, and a gradebook that holds the assignment."""
    base = tmp_path_factory.mktemp("material")
    make_tiny(base)
    course = Course(base, runs)
    course.root.mkdir()
    course.run("class", "--students", 6)
    submitted = course.root / "submitted"
    for name, student in (("right", "s0001"), ("wrong", "s0005")):
        shutil.copy(submitted / student / ASSIGNMENT / FILE, base / f"{name}.ipynb")
    shutil.rmtree(submitted)
    return base


class Course:
    def __init__(self, base, runs):
        self.base, self.root, self._runs = base, base / "course", runs

    def hand_in(self, student, notebook, day):
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.base / f"{notebook}.ipynb", folder / FILE)
        (folder / "timestamp.txt").write_text(f"2026-02-{day:02d} 12:00:00 UTC\n")

    def settings(self, top=""):
        (self.root / "autograder.toml").write_text(SETTINGS.format(top=top))
        (self.root / "students.csv").write_text(ROSTER)

    def run(self, command, *arguments, code=0):
        options = ["--course", self.root, "--suites", self.base / "suites"]
        if command != "report":
            options += ["--solutions", self.base / "solutions"]
        said = self.base / "said.txt"
        pid = self._runs.start([command, *options, *arguments], said)
        assert self._runs.wait(pid) == code, said.read_text()
        return said.read_text()

    def grade(self, *arguments):
        said = self.run(
            "grade", ASSIGNMENT, "--workers", 1, "--json", self.root / "results.json", *arguments
        )
        document = json.loads((self.root / "results.json").read_text())
        self.results = {r["student"]: r for r in document["submissions"]}
        self.missing = document["missing"]
        return said

    def page(self, student):
        return (self.root / "feedback" / student / f"{ASSIGNMENT}.html").read_text()

    @property
    def report(self):
        return json.loads((self.root / "report" / ASSIGNMENT / "report.json").read_text())

    def penalties(self):
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as book:
            submissions = book.find_assignment(ASSIGNMENT).submissions
            return {s.student.id: s.late_submission_penalty for s in submissions}


@pytest.fixture(scope="module")
def course(tmp_path_factory, material, runs):
    """Two of a team hand in, joan is late, kurt hands in nothing."""
    base = tmp_path_factory.mktemp("rules")
    shutil.copytree(material, base, dirs_exist_ok=True)
    made = Course(base, runs)
    made.settings()
    made.hand_in("ada", "wrong", 1)
    made.hand_in("alan", "right", 2)
    made.hand_in("joan", "right", 4)
    made.said = made.grade()
    return made


def test_a_team_gets_the_newest_of_its_submissions_and_each_member_everything(course):
    points = {s: r["points"] for s, r in course.results.items()}
    assert points == {"ada": 10.0, "alan": 10.0, "grace": 10.0, "joan": 10.0}
    for student in ("ada", "alan", "grace"):
        assert "Handed in by alan for team red" in course.page(student)
        assert "Of the team, ada handed in, too; this one counts" in course.page(student)
        autograded = course.root / "autograded" / student / ASSIGNMENT
        assert "5 of 5 points" in (autograded / FILE).read_text()
        assert (autograded / "timestamp.txt").read_text() == "2026-02-02 12:00:00 UTC"
    assert course.results["joan"]["notes"] == []
    assert "(2 graded now" in course.said


def test_late_work_loses_points_beyond_the_free_days_everywhere(course):
    assert course.penalties() == pytest.approx({"ada": 0, "alan": 0, "grace": 0, "joan": 2.0})
    assert course.results["joan"]["late_penalty"] == 2.0
    assert course.results["joan"]["late_seconds"] == 3 * 86_400
    assert course.results["joan"]["points"] == 10.0
    assert "Handed in 3 days late: 2 points are taken off" in course.page("joan")
    assert "Handed in 1 day late, without a penalty" in course.page("alan")
    late = {r["student"]: r["late_penalty"] for r in course.report["rows"] if r["late_seconds"]}
    assert late == {"ada": 0.0, "alan": 0.0, "grace": 0.0, "joan": 2.0}
    assert "late" in course.said
    assert "4, 1 with a penalty" in course.said


def test_who_is_on_the_roster_and_hands_in_nothing_is_missing_and_has_no_score(course):
    assert course.missing == course.report["missing"] == ["kurt"]
    assert "kurt" not in course.results
    page = (course.root / "report" / ASSIGNMENT / "index.html").read_text()
    assert "Not handed in: 1" in page
    with (course.root / "report" / ASSIGNMENT / "scores.csv").open() as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows["kurt"]["points"] == ""
    assert rows["kurt"]["ewma outcome"] == "missing"
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as book:
        assert book.find_student("kurt").last_name == "Gödel"
        assert {s.student.id for s in book.find_assignment(ASSIGNMENT).submissions} == {
            "ada",
            "alan",
            "grace",
            "joan",
        }


def test_report_and_feedback_say_the_same_again_without_grading(course):
    before = {s: course.page(s) for s in course.results}, course.report
    for folder in ("feedback", "report"):
        shutil.rmtree(course.root / folder)
    course.run("feedback", ASSIGNMENT)
    course.run("report", ASSIGNMENT)
    assert ({s: course.page(s) for s in course.results}, course.report) == before


def test_a_newer_submission_replaces_the_older_and_a_lower_total_is_named(course, tmp_path, runs):
    shutil.copytree(course.base, tmp_path, dirs_exist_ok=True)
    again = Course(tmp_path, runs)
    again.hand_in("joan", "wrong", 5)
    said = again.grade("--students", "joan")
    assert again.results["joan"]["points"] < 10
    assert again.missing == []
    assert "totals lowered  1" in said
    assert "joan: 8 → " in said


@pytest.fixture
def best(tmp_path, material, runs):
    shutil.copytree(material, tmp_path, dirs_exist_ok=True)
    made = Course(tmp_path, runs)
    made.settings('attempts = "best"')
    return made


def test_the_best_attempt_counts_after_its_penalty_with_its_own_notebook(best):
    best.hand_in("joan", "right", 1)
    best.grade()
    best.hand_in("joan", "wrong", 2)
    said = best.grade()
    assert best.results["joan"]["points"] == 10.0
    assert "lowered" not in said
    assert "The best of 2 attempts counts, handed in 2026-02-01 12:00:00 UTC" in best.page("joan")
    autograded = best.root / "autograded" / "joan" / ASSIGNMENT
    assert (autograded / "timestamp.txt").read_text() == "2026-02-01 12:00:00 UTC"
    before = best.page("joan")
    best.run("feedback", ASSIGNMENT)
    assert best.page("joan") == before
    # Ten days late a right answer is worth nothing, and half of one in time is the better.
    notebook = json.loads((best.base / "right.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "ewma":
            cell["source"] = "def ewma(x, beta, correct=True):\n    return x"
    (best.base / "partial.ipynb").write_text(json.dumps(notebook))
    best.hand_in("kurt", "partial", 1)
    best.grade()
    partial = best.results["kurt"]["points"]
    best.hand_in("kurt", "right", 15)
    best.grade()
    assert best.results["kurt"]["points"] == partial
    assert best.penalties()["kurt"] == 0


def test_a_plugin_that_raises_stops_the_run_with_one_sentence_and_the_next_goes_on(best):
    best.settings()
    text = (best.root / "autograder.toml").read_text()
    (best.root / "autograder.toml").write_text(text.replace("[late]\nfree_days = 1\npenalty", "#"))
    (best.root / "late_in_this_course.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\n\n"
        "class Late(BasePlugin):\n"
        "    def late_submission_penalty(self, *args):\n"
        "        raise ValueError('not today')\n"
    )
    config = best.root / "nbgrader_config.py"
    config.write_text(
        "c = get_config()\nc.AssignLatePenalties.plugin_class = 'late_in_this_course.Late'\n"
    )
    best.hand_in("joan", "right", 4)
    said = best.run("grade", ASSIGNMENT, code=1)
    assert "Late, failed for 'joan': ValueError: not today" in said
    assert "Traceback" not in said
    with Gradebook(f"sqlite:///{best.root}/gradebook.db") as book:
        assert book.find_assignment(ASSIGNMENT).submissions == []
    config.write_text("c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    assert "(0 graded now" in best.grade()
    assert best.penalties() == {"joan": 10.0}
