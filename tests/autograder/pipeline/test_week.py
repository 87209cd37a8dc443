"""An instructor's week: grading, grading by hand, extensions, odd folders, in one course.

What is shown anywhere is what holds now, and whatever was not taken as it is, is named.
"""

import csv
import json
import shutil
import unicodedata

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.authoring.release import released_notebook
from autograder.bank.exercise import load_assignment
from autograder.bank.solution import load_reference
from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.forked_runs import Runs
from tests.autograder.pipeline.test_course_rules import FILE, Course
from tests.autograder.pipeline.tiny import make_tiny

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]

WRITTEN = "written-adamw"
SETTINGS = """\
seed = "the secret of this course"
roster = "students.csv"
[due]
optimizers = 2026-02-01T23:59:00Z
[late]
penalty_per_day = 0.1
"""
NFD = unicodedata.normalize("NFD", "zoë")
ROSTER = "id,last_name,first_name\nada,,\njoan,,\nkurt,,\nzoë,,\nrosa,,\nemmy,,\nhand,,\n"


@pytest.fixture(scope="module")
def runs():
    with Runs() as made:
        yield made


class Week(Course):
    def hand_in(self, student, notebook="right", time="2026-02-01 12:00:00 UTC", name=FILE):
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(self.base / f"{notebook}.ipynb", folder / name)
        if time is not None:
            (folder / "timestamp.txt").write_text(time)
        return folder

    def settings(self, text=SETTINGS):
        (self.root / "autograder.toml").write_text(text)
        (self.root / "students.csv").write_text(ROSTER)

    def write(self, name, **sources):
        """A right notebook with other text in some cells."""
        notebook = json.loads((self.base / "right.ipynb").read_text())
        for cell in notebook["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            cell["source"] = sources.get(grade_id.replace("-", "_"), cell["source"])
        (self.base / f"{name}.ipynb").write_text(json.dumps(notebook))

    def by_hand(self, student, cell, points):
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as book:
            grade = book.find_grade(cell, ASSIGNMENT, ASSIGNMENT, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            book.db.commit()

    def exported(self):
        self.run("export", ASSIGNMENT, "--to", "csv")
        with (self.root / "export" / f"{ASSIGNMENT}.csv").open() as file:
            return {row["student_id"]: row for row in csv.DictReader(file)}

    def notices(self):
        found = json.loads((self.root / "results.json").read_text())["notices"]
        return {(n["kind"], n["student"]): n["text"] for n in found}


@pytest.fixture(scope="module")
def material(tmp_path_factory, runs):
    base = tmp_path_factory.mktemp("material")
    make_tiny(base)
    course = Week(base, runs)
    course.root.mkdir()
    course.run("class", "--students", 6)
    shutil.copy(course.root / "submitted" / "s0001" / ASSIGNMENT / FILE, base / "right.ipynb")
    shutil.rmtree(course.root)
    course.root.mkdir()
    folders = load_assignment(ASSIGNMENT, base / "suites")
    reference = load_reference(ASSIGNMENT, folders, base / "solutions")
    stub = released_notebook(ASSIGNMENT, reference.in_order(folders), reference)
    nbformat.write(stub, base / "stub.ipynb")
    course.write("answered", written_adamw="Decay is not scaled by the second moment.")
    course.write("answered_again", written_adamw="Something else.")
    return base


@pytest.fixture(scope="module")
def week(tmp_path_factory, material, runs):
    """Everybody hands in, each in a way of their own; then one command."""
    base = tmp_path_factory.mktemp("week")
    shutil.copytree(material, base, dirs_exist_ok=True)
    made = Week(base, runs)
    made.settings()
    made.hand_in("Ada", "answered")
    made.hand_in(NFD, time="2026-06-01 23:00:00 -0700")
    made.hand_in("joan", "answered", "2026-02-03 20:00:00 UTC")
    made.hand_in("stranger", time="04/02/2026 23:00")
    made.hand_in("emmy", time=None, name="._homework.ipynb")
    made.hand_in("emmy", time=None, name="homework.IPYNB")
    made.hand_in("rosa", "stub")
    made.hand_in("rosa", name="optimizers-final.ipynb")
    (made.hand_in("hand") / FILE).rename(made.root / "submitted/hand/optimizers/optimizers.py")
    made.said = made.grade()
    return made


def test_a_penalty_is_that_of_the_points_of_the_moment_wherever_it_is_shown(week):
    joan = week.exported()["joan"]
    assert (joan["raw_score"], joan["late_submission_penalty"]) == ("10", "2")
    week.by_hand("joan", WRITTEN, 4)
    shown = week.exported()["joan"]
    assert [shown[k] for k in ("raw_score", "late_submission_penalty", "score")] == [
        "14",
        "2.8",
        "11.2",
    ]
    week.run("feedback", ASSIGNMENT)
    assert "2.8 points are taken off" in week.page("joan")
    week.run("report", ASSIGNMENT)
    (row,) = (r for r in week.report["rows"] if r["student"] == "joan")
    assert row["late_penalty"] == 2.8
    assert "lowered" not in week.grade()
    assert week.results["joan"]["late_penalty"] == 2.8
    assert week.exported()["joan"] == shown
    assert week.penalties()["joan"] == pytest.approx(2.8)


def test_an_extension_before_anything_was_handed_in_leaves_a_student_missing(week):
    with Gradebook(f"sqlite:///{week.root}/gradebook.db") as book:
        book.update_or_create_submission(ASSIGNMENT, "kurt")
        book.grant_extension(ASSIGNMENT, "kurt", days=3)
        book.db.commit()
    kurt = week.exported()["kurt"]
    assert (kurt["score"], kurt["status"]) == ("", "missing")
    week.run("export", ASSIGNMENT, "--to", "canvas")
    text = (week.root / "export" / f"{ASSIGNMENT}-canvas.csv").read_text()
    assert next(line for line in text.splitlines() if ",kurt," in line).endswith(",")
    assert "kurt" in week.report["missing"]


def test_ids_in_another_form_are_matched_and_strangers_named(week):
    assert {"ada", "zoë", "stranger"} <= set(week.results)
    assert not {"Ada", NFD} & set(week.results)
    found = week.notices()
    assert "'Ada' was taken for ada" in found["same_id", "ada"]
    assert ("same_id", "zoë") in found
    assert ("off_roster", "stranger") in found
    assert ("off_roster", "ada") not in found
    assert "stranger: not on the roster" in week.said
    page = (week.root / "report" / ASSIGNMENT / "index.html").read_text()
    assert "Not on the roster: 1" in page
    assert "The folder &#39;Ada&#39; was taken for ada" in week.page("ada")


def test_a_time_is_read_with_its_zone_or_named_as_not_known(week):
    with Gradebook(f"sqlite:///{week.root}/gradebook.db") as book:
        assert str(book.find_submission(ASSIGNMENT, "zoë").timestamp) == "2026-06-02 06:00:00"
        assert book.find_submission(ASSIGNMENT, "stranger").timestamp is None
    found = week.notices()
    assert "04/02/2026 23:00" in found["time_unknown", "stranger"]
    assert found["time_unknown", "emmy"] == "there is no timestamp.txt"
    assert "time not known: timestamp.txt holds '04/02/2026 23:00'" in week.said


def test_odd_files_are_found_or_named_for_each_student(week):
    assert week.results["emmy"]["points"] == 10
    assert "homework.IPYNB" in week.results["emmy"]["repairs"][0]
    found = week.notices()
    assert "optimizers-final.ipynb was not graded" in found["other_notebook", "rosa"]
    assert "optimizers.py" in found["no_notebook", "hand"]
    assert "hand: no notebook found: no notebook named optimizers.ipynb" in week.said


def test_an_answer_that_changed_after_it_was_graded_keeps_its_points_and_is_looked_at_again(week):
    week.by_hand("ada", WRITTEN, 3)
    assert "looked at again" not in week.grade()
    week.hand_in("Ada", "answered_again")
    assert "ada: to be looked at again: written-adamw has changed" in week.grade()

    def state():
        with Gradebook(f"sqlite:///{week.root}/gradebook.db") as book:
            grade = book.find_grade(WRITTEN, ASSIGNMENT, ASSIGNMENT, "ada")
            return grade.manual_score, bool(grade.needs_manual_grade)

    assert state() == (3.0, True)
    assert week.exported()["ada"]["status"] == "waiting"
    assert "changed since, a person looks at it again" in week.page("ada")
    assert [n["student"] for n in week.report["notices"] if n["kind"] == "look_again"] == ["ada"]
    week.grade()  # it waits until a person has looked
    assert state() == (3.0, True)
    week.by_hand("ada", WRITTEN, 2)
    assert "looked at again" not in week.grade()
    assert state() == (2.0, False)
