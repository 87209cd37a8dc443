"""Killed at many points, alone or with its workers, and started again: the result is the same."""

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

import pytest
from nbgrader.api import Gradebook

from autograder.files import PART
from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.forked_runs import Runs
from tests.autograder.pipeline.outcome import differences, outcome
from tests.autograder.pipeline.processes import assert_gone, descendants, is_alive
from tests.autograder.pipeline.tiny import make_tiny
from tests.tiers import count

pytestmark = pytest.mark.slow

STUDENTS = 8
VICTIMS = ("group", "coordinator", "worker", "zygote")
# What can be seen of a run from outside, and how far it can be when it is killed there.
SIGNS = {
    "time": [i / 20 for i in range(20)],
    "journal": range(1, STUDENTS + 1),
    "transaction": [1],
    "autograded": range(1, STUDENTS + 1),
    "feedback": range(1, STUDENTS + 1),
    "report": range(1, 4),
}


@dataclass(frozen=True)
class Kill:
    """Who is killed when: after a share of a run's time, or when there is so much of something."""

    victim: str
    sign: str
    amount: float
    workers: int


def kills():
    """Kills, the same each time: the first 12 have every victim and sign, 24 every pair of them."""
    rng = random.Random(20260)
    made = []
    for number in range(count("kills")):
        sign = list(SIGNS)[number % len(SIGNS)]
        victim = VICTIMS[(number + number // 12) % len(VICTIMS)]
        made.append(Kill(victim, sign, rng.choice(SIGNS[sign]), rng.choice((1, 1, 2))))
    return made


class Course:
    """A copy of the course that one kill is tried on."""

    def __init__(self, runs, template, root, tiny):
        shutil.copytree(template, root)
        self.root, self._runs, self._tiny = root, runs, tiny

    def start(self, workers=1):
        arguments = ["grade", ASSIGNMENT, "--course", self.root, "--workers", workers]
        arguments += ["--json", self.root / "results.json", *self._tiny.options]
        return self._runs.start(arguments, self.root / "output.txt")

    def wait(self, pid):
        return self._runs.wait(pid)

    @property
    def said(self):
        return (self.root / "output.txt").read_text()

    def amount(self, sign):
        if sign == "journal":
            path = self.root / ".autograder" / f"{ASSIGNMENT}.journal"
            return path.read_bytes().count(b"\n") if path.exists() else 0
        if sign == "transaction":
            return int((self.root / "gradebook.db-journal").exists())
        pattern = "*.ipynb" if sign == "autograded" else "*.*"
        return sum(1 for _ in (self.root / sign).rglob(pattern))


def kill(pid, victim):
    """SIGKILL; where there is no such process yet or any more, for the coordinator."""
    if victim == "group":
        os.killpg(pid, signal.SIGKILL)
        return
    chosen = descendants(pid).get(victim) or [pid]
    with suppress(ProcessLookupError):
        os.kill(chosen[-1], signal.SIGKILL)


def wait_for_sign(course, pid, planned, usual_seconds):
    start = time.monotonic()
    while is_alive(pid):
        if planned.sign == "time":
            if time.monotonic() - start >= planned.amount * usual_seconds:
                return
        elif course.amount(planned.sign) >= planned.amount:
            return
        time.sleep(0.002)


def try_kill(course, planned, usual_seconds):
    """Kill, look for what is left behind, run again."""
    pid = course.start(planned.workers)
    wait_for_sign(course, pid, planned, usual_seconds)
    below = descendants(pid)["all"]
    kill(pid, planned.victim)
    ended = course.wait(pid)
    if planned.victim in ("group", "coordinator"):
        assert ended in (0, -signal.SIGKILL)
    else:
        # The run goes on with another worker or zygote, or ends saying so.
        assert "Traceback" not in course.said, (planned, course.said)
    assert_gone(below)
    pid = course.start(1)
    assert course.wait(pid) == 0, (planned, course.said)


@pytest.fixture(scope="module")
def runs():
    with Runs() as made:
        yield made


@pytest.fixture(scope="module")
def template(tmp_path_factory, runs):
    """A course that was graded, then graded by hand; now everything in it has to be graded anew."""
    base = tmp_path_factory.mktemp("killed")
    tiny, root = make_tiny(base), base / "template"
    root.mkdir()
    made = runs.start(
        ["class", "--students", STUDENTS, "--course", root, *tiny.options], base / "said"
    )
    assert runs.wait(made) == 0, (base / "said").read_text()
    (root / "autograder.toml").write_text('seed = "before the regrade"\n')
    pid = runs.start(["grade", ASSIGNMENT, "--course", root, *tiny.options], base / "said")
    assert runs.wait(pid) == 0, (base / "said").read_text()
    grade_by_hand(root)
    for name in ("autograded", "feedback", "report"):
        shutil.rmtree(root / name)
    (root / ".autograder" / f"{ASSIGNMENT}.journal").unlink()
    (root / "autograder.toml").write_text('seed = "after the regrade"\n')
    folders = [root / "submitted" / f"s000{n}" / ASSIGNMENT for n in (1, 5)]
    right, wrong = (folder / f"{ASSIGNMENT}.ipynb" for folder in folders)
    shutil.copy(right, wrong)
    return root, tiny


def grade_by_hand(root):
    with Gradebook(f"sqlite:///{root}/gradebook.db", "template") as book:
        for student, score in (("s0001", 3.0), ("s0002", 1.5)):
            notebook = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, student)
            for grade in notebook.grades:
                if grade.name == "written-adamw":
                    grade.manual_score, grade.needs_manual_grade = score, False
                if grade.name == "ewma-score":
                    grade.extra_credit = 0.5
            for comment in notebook.comments:
                comment.manual_comment = f"read by a person: {comment.name}"
        grade = book.find_grade("momentum_step-score", ASSIGNMENT, ASSIGNMENT, "s0003")
        grade.manual_score = 2.0
        book.db.commit()


def test_a_killed_run_leaves_no_half_written_file_to_the_next(tmp_path, runs, template):
    source, tiny = template
    course = Course(runs, source, tmp_path / "course", tiny)
    part = course.root / "autograded" / "s0001" / ASSIGNMENT / f".{ASSIGNMENT}.ipynb.x{PART}"
    part.parent.mkdir(parents=True)
    part.write_text("{")
    (course.root / ".autograder" / f"{ASSIGNMENT}.lock").write_text("running\n")
    assert course.wait(course.start()) == 0, course.said
    assert not part.exists()


def test_kills_each_followed_by_the_same_command_change_nothing(tmp_path, runs, template):
    source, tiny = template
    whole = Course(runs, source, tmp_path / "whole", tiny)
    start = time.monotonic()
    assert whole.wait(whole.start()) == 0, whole.said
    usual_seconds = time.monotonic() - start
    expected = outcome(whole.root)
    assert len(expected["feedback"]) == STUDENTS
    planned = kills()
    assert {k.victim for k in planned} == set(VICTIMS)
    assert {k.sign for k in planned} == set(SIGNS)
    for number, each in enumerate(planned):
        course = Course(runs, source, tmp_path / f"course-{number}", tiny)
        try_kill(course, each, usual_seconds)
        assert differences(course.root, expected) == [], (number, each)
        assert not list(course.root.rglob(f"*{PART}")), (number, each)
        shutil.rmtree(course.root)
