"""A gradebook with everything that an export must get right, made through nbgrader's API."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli.app import app
from autograder.course.directory import Course, open_course
from autograder.course.settings import load_settings
from autograder.gradebook.connection import open_gradebook
from autograder.journal.journal import Journal
from autograder.results import ExerciseResult, SubmissionResult, TestResult

ASSIGNMENT = "optimizers"
DATA = Path(__file__).parent / "data"
# Whoever is "s2" loses two points; all are an hour and a half late.
RULE = """\
from nbgrader.plugins import BasePlugin


class OneStudent(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2.0 if student_id == "s2" else None
"""
CONFIG = "c = get_config()\nc.AssignLatePenalties.plugin_class = 'rule_of_exports.OneStudent'\n"
FORMULA = '=HYPERLINK("http://example.org","grades")'
CELLS = (("adam_step-score", 5, "code"), ("ewma-score", 4, "code"), ("written", 3, "markdown"))
STUDENTS = {
    "s1": {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.org",
        "lms_user_id": "901",
    },
    "s2": {"first_name": 'Mary "Mo"', "last_name": "O'Hara, Jr.", "email": "mo@example.org"},
    "s3": {"first_name": FORMULA, "last_name": "Line\nBreak", "email": "three@example.org"},
    "s4": {"first_name": "Zoë", "last_name": "Çelik", "email": "zoe@example.org"},
    "-1+1|cmd": {"first_name": "\x1b[31mRed", "last_name": "@SUM(A1:A9)"},
}
# By cell: what the tests gave, what a person gave, extra credit.
SCORES = {
    "s1": [(5, None, None), (2, None, None), (None, 3, None)],
    "s2": [(5, 4.5, 0.25), (1.3333, None, None), (None, 2, None)],
    "s3": [(0, None, None), (4, None, None), (None, None, None)],
    "-1+1|cmd": [(0, None, None), (0, None, None), (None, 0, None)],
}


def run(*words: object):
    """`autograder` with these words."""
    return CliRunner().invoke(app, [str(word) for word in words])


def export(course: Course, *words: object):
    return run("export", *words, "--course", course.root)


def said(result) -> str:
    return " ".join(result.stderr.split())


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose gradebook holds scores of tests and of people, a penalty and a gap."""
    made = open_course(tmp_path_factory.mktemp("export"))
    (made.root / "rule_of_exports.py").write_text(RULE)
    (made.root / "nbgrader_config.py").write_text(CONFIG)
    fill_gradebook(made, load_settings(made).course_id)
    with Journal(made.journal(ASSIGNMENT)) as journal:
        journal.add([(result_of("s1", 5, 2), ""), (result_of("s2", 5, 1.3333), "")])
    return made


def fill_gradebook(course: Course, course_id: str) -> None:
    with warnings.catch_warnings(), open_gradebook(course.gradebook_url, course_id) as book:
        warnings.simplefilter("ignore")  # nbgrader's own way of making a submission's rows
        book.add_assignment(ASSIGNMENT, duedate="2026-02-01 12:00:00")
        book.add_notebook(ASSIGNMENT, ASSIGNMENT)
        for name, points, kind in CELLS:
            book.add_grade_cell(name, ASSIGNMENT, ASSIGNMENT, max_score=points, cell_type=kind)
        for student, known in STUDENTS.items():
            book.add_student(student, **known)
        for student, scores in SCORES.items():
            made = book.add_submission(ASSIGNMENT, student, timestamp="2026-02-01 13:30:00")
            notebook = made.notebooks[0]
            grades = {grade.name: grade for grade in notebook.grades}
            for (cell, _, _), (auto, manual, extra) in zip(CELLS, scores, strict=True):
                grade = grades[cell]
                grade.auto_score, grade.manual_score, grade.extra_credit = auto, manual, extra
                grade.needs_manual_grade = auto is None and manual is None
            notebook.late_submission_penalty = 1.0  # what it was before: never shown
        book.db.commit()


def result_of(student: str, adam: float, ewma: float) -> SubmissionResult:
    """What the journal holds of a student."""
    exercises = []
    for name, points, full in (("adam_step", adam, 5.0), ("ewma", ewma, 4.0)):
        outcome = "passed" if points == full else "wrong"
        test = TestResult("test_follows_the_reference", outcome, points, full)
        message = "All hidden tests passed." if points == full else "a <b> & a =1+1"
        exercises.append(ExerciseResult(name, points, full, outcome, None, message, (test,)))
    return SubmissionResult(student, ASSIGNMENT, adam + ewma, 9.0, 0.1, tuple(exercises))
