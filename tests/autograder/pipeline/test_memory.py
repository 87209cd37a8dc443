"""A larger class takes more time, not more memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.autograder.pipeline.tiny import make_tiny

pytestmark = pytest.mark.slow

FEW, MANY = 100, 600
MEGABYTES = 12  # for the five hundred between them; their results as text are three times that


PROGRAM = """
import json
import os
import shutil
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from autograder import pipeline
from autograder.course.directory import open_course
from autograder.course.settings import load_settings
from autograder.journal.journal import Journal, read_journal

few, many = int(sys.argv[2]), int(sys.argv[3])
base = Path(sys.argv[1])
course = open_course(base / "course")
settings = load_settings(course)
options = pipeline.GradingOptions(suites=base / "suites", solutions=base / "solutions", workers=1)
pipeline.grade_assignment(course, "optimizers", settings, options)
made = read_journal(course.journal("optimizers"))

# The same notebooks of many more students, and their results as if each had been graded.
for number in range(many - len(made)):
    source = course.submitted / sorted(made)[number % len(made)]
    shutil.copytree(source, course.submitted / f"t{number:04d}")


def as_graded(plan, submissions, executor):
    for start in range(0, len(submissions), 16):
        batch = submissions[start : start + 16]
        yield [result_for(submission) for submission in batch]


def result_for(submission):
    source = made[sorted(made)[int(submission.student[1:]) % len(made)]]
    text = f"{submission.student} " * 60  # messages differ, as those with a student's numbers do
    exercises = [replace(e, message=text + e.function) for e in source.exercises]
    result = replace(source, student=submission.student, exercises=tuple(exercises))
    known = {"key": submission.key, "content": submission.content}
    return replace(result, timestamp=submission.timestamp, **known)


def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


held = {}


def progress(done, total):
    for number in (few, many):
        if done >= number and number not in held:
            held[number] = resident()


pipeline.grade_all = as_graded
pipeline.started_pool = lambda *_: nullcontext()
run = pipeline.grade_assignment(course, "optimizers", settings, options, progress)
print(json.dumps({"graded": len(run.results), "held": [held[few], held[many]]}))
"""


def test_memory_does_not_grow_with_the_class(tmp_path):
    make_tiny(tmp_path)
    (tmp_path / "course").mkdir()
    made = ["--suites", tmp_path / "suites", "--solutions", tmp_path / "solutions"]
    command = [sys.executable, "-m", "autograder", "class", "--students", "6"]
    subprocess.run([*command, "--course", tmp_path / "course", *made], check=True)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path, str(FEW), str(MANY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["graded"] == MANY
    assert len(list(Path(tmp_path / "course" / "feedback").rglob("*.html"))) == MANY
    few, many = found["held"]
    assert (many - few) / 1e6 < MEGABYTES
