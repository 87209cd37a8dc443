"""A penalty is that of the points of the moment, in whichever order commands were given."""

import random
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from autograder.course.directory import open_course
from autograder.course.late_policy import late_days
from autograder.course.settings import LateDaysRule, Settings
from autograder.export.grades import read_grades
from autograder.gradebook.connection import open_gradebook
from autograder.gradebook.late_penalties import LateRule, assign_penalties
from autograder.gradebook.regrade_preview import planned_totals
from autograder.gradebook.replay import read_graded
from autograder.ingest.submissions import describe_submission, read_submission
from autograder.journal.journal import Journal
from autograder.results import ExerciseResult, SubmissionResult

pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    pytest.mark.slow,
]

DUE = datetime(2026, 2, 1, 12)
DAY = timedelta(days=1)
AUTO, MAX = 6.0, 20
NAMES = ("first", "second")
STUDENTS = ("ada", "joan")


class Model:
    """A course of two assignments, and what its state is, so that each penalty can be foretold."""

    def __init__(self, root):
        self.course = open_course(root)
        self.rule = LateDaysRule(penalty_per_day=0.1)
        self.due = {}
        self.extensions = {}
        self.grace = 0
        self.points = {(name, student): 0.0 for name in NAMES for student in STUDENTS}
        self.on_record = {"first": DUE, "second": DUE + 7 * DAY}
        self.more_time = {}
        self.late = {"first": 2.5, "second": 1.2}
        with self.book() as book:
            for name in NAMES:
                book.add_assignment(name, duedate=self.on_record[name])
                book.add_notebook(name, name)
                book.add_grade_cell("f-score", name, name, max_score=AUTO, cell_type="code")
                book.add_grade_cell("text", name, name, max_score=MAX, cell_type="markdown")
            for student in STUDENTS:
                book.add_student(student)
                for name in NAMES:
                    self._hand_in(book, student, name)
            book.db.commit()

    def _hand_in(self, book, student, name):
        time = self.on_record[name] + self.late[name] * DAY
        book.add_submission(name, student, timestamp=time)
        book.find_grade("f-score", name, name, student).auto_score = AUTO
        folder = self.course.submitted / student / name
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_text('{"cells": []}')
        (folder / "timestamp.txt").write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC")
        content = read_submission(describe_submission(student, name, folder)).content_hash
        with Journal(self.course.journal(name)) as journal:
            journal.add([(self.result(name, student), content)])

    def result(self, name, student):
        time = f"{self.on_record[name] + self.late[name] * DAY:%Y-%m-%d %H:%M:%S} UTC"
        exercise = ExerciseResult("f", AUTO, AUTO, "passed", None, "", ())
        return SubmissionResult(student, name, AUTO, AUTO, 0.1, (exercise,), timestamp=time)

    def book(self):
        return open_gradebook(self.course.gradebook_url, "course")

    @property
    def settings(self):
        return Settings(
            seed="a secret of this course",
            due=self.due,
            late=self.rule,
            grace_minutes=self.grace,
            extensions=self.extensions,
        )

    # --- What people do.

    def grade(self, chance):
        """The part of `autograder grade` that writes penalties."""
        rule = LateRule(self.course, self.settings)
        with self.book() as book:
            for name in NAMES:
                book.update_or_create_assignment(name, duedate=self.due_date(name))
                assign_penalties(book, rule, name, STUDENTS)
            book.db.commit()

    def grade_by_hand(self, chance):
        name, student = chance.choice(NAMES), chance.choice(STUDENTS)
        self.points[name, student] = chance.choice([0.0, 2.5, 8.0, 14.0])
        with self.book() as book:
            grade = book.find_grade("text", name, name, student)
            grade.manual_score, grade.needs_manual_grade = self.points[name, student], False
            book.db.commit()

    def extend_in_formgrader(self, chance):
        name, student = chance.choice(NAMES), chance.choice(STUDENTS)
        self.more_time[name, student] = days = chance.choice([0, 1, 2])
        with self.book() as book:
            book.grant_extension(name, student, days=days)
            book.db.commit()

    def extend_in_settings(self, chance):
        name, student = chance.choice(NAMES), chance.choice(STUDENTS)
        given = chance.choice([DAY, DUE + 3 * DAY])
        self.extensions = {**self.extensions, name: {student: given}}

    def move_the_due_date(self, chance):
        name = chance.choice(NAMES)
        self.due = {**self.due, name: self.due_date(name) + chance.choice([-1, 1]) * DAY}

    def change_the_rule(self, chance):
        self.rule = LateDaysRule(chance.choice([0, 1, 3]), chance.choice([0.05, 0.1, 0.5]))
        self.grace = chance.choice([0, 30, 3000])

    # --- What must be shown.

    def due_date(self, name):
        return self.due.get(name, self.on_record[name])

    def seconds(self, name, student):
        due = self.due_date(name)
        given = self.extensions.get(name, {}).get(student)
        if given is None:
            due += self.more_time.get((name, student), 0) * DAY
        elif isinstance(given, datetime):
            due = max(due, given)
        else:
            due += given
        late = (self.on_record[name] + self.late[name] * DAY - due).total_seconds()
        return late if late > self.grace * 60 else 0.0

    def penalty(self, name, student):
        order = sorted(NAMES, key=lambda n: (self.due_date(n), n))
        used = sum(late_days(self.seconds(n, student)) for n in order[: order.index(name)])
        left = max(0, self.rule.free_days - used)
        charged = max(0, late_days(self.seconds(name, student)) - left)
        score = AUTO + self.points[name, student]
        return score * min(1.0, charged * self.rule.penalty_per_day)

    def check(self):
        for one in read_grades(self.course, self.settings):
            for grade in one.grades:
                due = self.penalty(one.name, grade.student.id)
                assert grade.penalty == pytest.approx(due), "export"
                assert grade.points == pytest.approx(grade.raw_points - due), "export"
        for name in NAMES:
            for result in read_graded(self.course, self.settings, name).results:
                due = self.penalty(name, result.student)
                assert result.late_penalty == pytest.approx(due, abs=1e-4), "feedback, report"
            rules = SimpleNamespace(late=LateRule(self.course, self.settings))
            with self.book() as book:
                totals = planned_totals(book, [self.result(name, s) for s in STUDENTS], rules)
            for student, _, after in totals:
                total = AUTO + self.points[name, student] - self.penalty(name, student)
                assert after == pytest.approx(total, abs=1e-3), "grade --dry-run"


COMMANDS = (
    Model.grade,
    Model.grade_by_hand,
    Model.extend_in_formgrader,
    Model.extend_in_settings,
    Model.move_the_due_date,
    Model.change_the_rule,
)


@pytest.mark.parametrize("seed", range(8))
def test_every_place_shows_the_penalty_of_the_moment_after_any_commands(tmp_path, seed):
    chance = random.Random(seed)
    model = Model(tmp_path)
    model.check()
    for command in chance.choices(COMMANDS, k=10):
        command(model, chance)
        model.check()


def test_points_that_a_person_gave_since_do_not_look_like_a_total_that_falls(tmp_path):
    model = Model(tmp_path)
    model.grade(None)
    with model.book() as book:
        grade = book.find_grade("text", "first", "first", "ada")
        grade.manual_score, model.points["first", "ada"] = 10.0, 10.0
        book.db.commit()
        rules = SimpleNamespace(late=LateRule(model.course, model.settings))
        ((_, before, after),) = planned_totals(book, [model.result("first", "ada")], rules)
    assert before == after == pytest.approx(16 * 0.7)
