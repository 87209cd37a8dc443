"""Late work: nbgrader's plugin decides, and its penalty stands in its own column."""

import shutil
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.course.directory import open_course
from autograder.course.late_policy import seconds_late
from autograder.course.settings import LateDaysRule, Settings
from autograder.errors import CourseError
from autograder.gradebook.connection import open_gradebook
from autograder.gradebook.late_penalties import (
    AttemptScore,
    LateRule,
    assign_penalties,
    late_submissions,
    nbgrader_config,
)
from autograder.results import SubmissionResult

# nbgrader's own way of making a submission's rows.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")

DUE = datetime(2026, 2, 1, 12)
DAY = timedelta(days=1)
PLUGIN = """
from nbgrader.plugins import BasePlugin


class {name}(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        {body}
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A gradebook with two assignments of one scored cell."""
    path = tmp_path_factory.mktemp("late") / "gradebook.db"
    with open_gradebook(f"sqlite:///{path}", "course") as book:
        for number, name in enumerate(("first", "second")):
            book.add_assignment(name, duedate=DUE + number * 7 * DAY)
            book.add_notebook(name, name)
            book.add_grade_cell("score", name, name, max_score=10, cell_type="code")
    return path


@pytest.fixture
def course(tmp_path, empty):
    shutil.copy(empty, tmp_path / "gradebook.db")
    return open_course(tmp_path)


@pytest.fixture
def book(course):
    with Gradebook(course.gradebook_url) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("JUPYTER_NO_CONFIG", "1")


def settings(late=None):
    return Settings(seed="a secret of this course", late=late)


def hand_in(book, student, assignment, days_late, score=10.0, manual=None):
    due = book.find_assignment(assignment).duedate
    book.update_or_create_student(student)
    book.update_or_create_submission(assignment, student, timestamp=due + days_late * DAY)
    grade = book.find_grade("score", assignment, assignment, student)
    grade.auto_score, grade.manual_score = score, manual
    book.db.commit()


def penalty(book, rule, student="ada", assignment="first"):
    late = assign_penalties(book, rule, assignment, [student])
    book.db.commit()
    on_record = book.find_submission(assignment, student).late_submission_penalty
    assert on_record == (late[student].penalty if student in late else 0.0)
    return on_record


def write_plugin(course, body, name="Mine"):
    (course.root / "plugin_of_the_course.py").write_text(PLUGIN.format(name=name, body=body))
    config = "c = get_config()\nc.AssignLatePenalties.plugin_class = 'plugin_of_the_course.Mine'\n"
    (course.root / "nbgrader_config.py").write_text(config)


@pytest.fixture(autouse=True)
def _fresh_plugin():
    import sys

    yield
    sys.modules.pop("plugin_of_the_course", None)


def test_without_a_rule_late_work_loses_nothing(course, book):
    hand_in(book, "ada", "first", 2)
    assert penalty(book, LateRule(course, settings())) == 0
    assert (
        late_submissions(book, LateRule(course, settings()), "first")["ada"].seconds == 2 * 86_400
    )


def test_nbgraders_own_rule_of_zero_points_is_followed(course, book):
    text = "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    (course.root / "nbgrader_config.py").write_text(text)
    rule = LateRule(course, settings())
    hand_in(book, "ada", "first", 0.01, score=7.0)
    hand_in(book, "alan", "first", -0.01, score=7.0)
    assert penalty(book, rule) == 7.0
    assert penalty(book, rule, "alan") == 0.0
    assert book.find_submission_notebook("first", "first", "alan").late_submission_penalty is None


def test_a_plugin_of_the_course_is_asked_with_student_score_and_seconds(course, book):
    write_plugin(course, "return {'ada': 1.5}[student_id] + score + total_seconds_late / 86_400")
    hand_in(book, "ada", "first", 3, score=2.0, manual=4.0)
    rule = LateRule(course, settings())
    asked = []
    plugin = rule._step.plugin_inst
    real = plugin.late_submission_penalty
    plugin.late_submission_penalty = lambda *a: asked.append(a) or real(*a)
    # 1.5 + 4 + 3 is more than the score: a person's 4 points, which go before ours.
    assert penalty(book, rule) == 4.0
    assert asked == [("ada", 4.0, 3 * 86_400.0)]


@pytest.mark.parametrize(
    ("value", "taken"), [("-3", 0.0), ("100", 10.0), ("None", 0.0), ("2", 2.0)]
)
def test_a_penalty_is_never_below_zero_or_above_the_score(course, book, value, taken):
    write_plugin(course, f"return {value}")
    hand_in(book, "ada", "first", 1)
    assert penalty(book, LateRule(course, settings())) == taken


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("raise KeyError('no such student')", "KeyError: 'no such student'"),
        ("return 'much'", "could not convert"),
        ("return float('nan')", "gave no number"),
    ],
)
def test_a_plugin_that_fails_is_named_with_the_student(course, book, body, says):
    write_plugin(course, body)
    hand_in(book, "ada", "first", 1)
    with pytest.raises(CourseError) as caught:
        penalty(book, LateRule(course, settings()))
    assert says in str(caught.value)
    assert "Mine" in str(caught.value)
    assert "'ada'" in str(caught.value)


def test_a_plugin_that_cannot_be_loaded_is_one_sentence(course):
    text = "c = get_config()\nc.AssignLatePenalties.plugin_class = 'nowhere.Mine'\n"
    (course.root / "nbgrader_config.py").write_text(text)
    with pytest.raises(CourseError, match=r"cannot be loaded: .*nowhere"):
        LateRule(course, settings())


def test_a_config_with_a_mistake_is_named(course):
    (course.root / "nbgrader_config.py").write_text("c = get_confg()\n")
    with pytest.raises(CourseError, match=r"nbgrader_config.py cannot be read: NameError"):
        nbgrader_config(course)


def test_an_extension_moves_the_due_date_of_its_student_alone(course, book):
    rule = LateRule(course, settings(LateDaysRule(penalty_per_day=0.1)))
    for student in ("ada", "alan"):
        hand_in(book, student, "first", 2.5)
    book.grant_extension("first", "ada", days=2)
    book.db.commit()
    assert penalty(book, rule) == pytest.approx(1.0)
    assert penalty(book, rule, "alan") == pytest.approx(3.0)


def test_a_penalty_is_taken_back_where_the_due_date_moves(course, book):
    rule = LateRule(course, settings(LateDaysRule(penalty_per_day=0.1)))
    hand_in(book, "ada", "first", 2)
    assert penalty(book, rule) == pytest.approx(2.0)
    book.update_or_create_assignment("first", duedate=DUE + 3 * DAY)
    assert penalty(book, rule) == 0.0
    assert book.find_submission_notebook("first", "first", "ada").late_submission_penalty is None


@pytest.mark.parametrize(
    ("days_late", "lost"), [(0, 0), (0.001, 0), (1, 0), (1.5, 0), (2.001, 1), (4, 2), (50, 10)]
)
def test_free_days_go_first_and_a_started_day_counts(course, book, days_late, lost):
    rule = LateRule(course, settings(LateDaysRule(free_days=2, penalty_per_day=0.1)))
    hand_in(book, "ada", "first", days_late)
    assert penalty(book, rule) == pytest.approx(lost)


def test_free_days_are_one_store_for_the_course_in_the_order_of_due_dates(course, book):
    rule = LateRule(course, settings(LateDaysRule(free_days=3, penalty_per_day=0.1)))
    hand_in(book, "ada", "second", 2)
    assert penalty(book, rule, assignment="second") == 0.0
    hand_in(book, "ada", "first", 2)
    assert penalty(book, rule, assignment="first") == 0.0
    assert penalty(book, rule, assignment="second") == pytest.approx(1.0)


def test_two_rules_for_late_work_are_one_too_many(course):
    write_plugin(course, "return 0")
    with pytest.raises(CourseError, match="keep one of the two"):
        LateRule(course, settings(LateDaysRule(penalty_per_day=0.1)))


def test_late_days_can_be_named_in_nbgraders_own_settings(course, book):
    (course.root / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.AssignLatePenalties.plugin_class = 'autograder.gradebook.late_penalties.LateDays'\n"
        "c.LateDays.penalty_per_day = 0.2\n"
    )
    hand_in(book, "ada", "first", 2)
    assert penalty(book, LateRule(course, settings())) == pytest.approx(4.0)


def test_nbgraders_own_step_takes_the_same_penalty(course, book):
    """The plugin in nbgrader's preprocessor, as `nbgrader autograde` runs it."""
    from nbformat.v4 import new_notebook
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.config import Config

    hand_in(book, "ada", "first", 1)
    hand_in(book, "ada", "second", 3)
    ours = LateRule(course, settings(LateDaysRule(free_days=2, penalty_per_day=0.1)))
    expected = penalty(book, ours, assignment="second")
    book.find_submission_notebook("second", "second", "ada").late_submission_penalty = None
    book.db.commit()
    config = Config()
    config.AssignLatePenalties.plugin_class = "autograder.gradebook.late_penalties.LateDays"
    config.LateDays.free_days, config.LateDays.penalty_per_day = 2, 0.1
    facts = {
        "notebook": "second",
        "assignment": "second",
        "student": "ada",
        "db_url": course.gradebook_url,
    }
    AssignLatePenalties(config=config).preprocess(new_notebook(), {"nbgrader": facts})
    book.db.expire_all()
    assert book.find_submission("second", "ada").late_submission_penalty == expected > 0


def test_an_attempt_is_worth_its_points_less_the_penalty_of_its_own_time(course, book):
    rule = LateRule(course, settings(LateDaysRule(penalty_per_day=0.1)))
    worth = AttemptScore(book, rule, "first")

    def result(points, day):
        time = f"2026-02-0{day} 12:00:00 UTC"
        return SubmissionResult("ada", "first", points, 10.0, 0.0, (), timestamp=time)

    assert worth(result(8.0, 1)) == 8.0
    assert worth(result(9.0, 3)) == pytest.approx(7.2)


def test_without_a_time_or_a_due_date_nothing_is_late():
    assert seconds_late(None, DUE, None) == 0
    assert seconds_late(DUE, None, DAY) == 0
    assert seconds_late(DUE + DAY, DUE, DAY) == 0
    assert seconds_late(DUE + 2 * DAY, DUE, DAY) == 86_400
