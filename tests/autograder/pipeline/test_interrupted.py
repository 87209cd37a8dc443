"""Killed and started again, with the command and its workers as a user has them."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest

from tests.autograder.banks import points_of_functions
from tests.autograder.pipeline.conftest import ASSIGNMENT, PYTHON, grade, kill_group, make_class
from tests.autograder.pipeline.outcome import comments, differences, outcome, scores
from tests.autograder.pipeline.processes import assert_gone, descendants

pytestmark = pytest.mark.slow

STUDENTS = 24  # enough for two workers


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    root = tmp_path_factory.mktemp("whole") / "course"
    root.mkdir()
    make_class(root, STUDENTS)
    grade(root)
    return root


def journal_lines(root):
    path = root / ".autograder" / f"{ASSIGNMENT}.journal"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for_lines(process, root, lines):
    """Wait until the journal of a run has so many lines."""
    while process.poll() is None and journal_lines(root) < lines:
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("finished", "alone"),
    [
        pytest.param(1, True, marks=pytest.mark.deep),
        (10, False),
        pytest.param(15, True, marks=pytest.mark.deep),
    ],
)
def test_kill_and_run_again_gives_the_same_result(uninterrupted, tmp_path, finished, alone):
    root = tmp_path / "course"
    root.mkdir()
    shutil.copytree(uninterrupted / "submitted", root / "submitted")
    # The hidden inputs are drawn from the course's seed.
    shutil.copy(uninterrupted / "autograder.toml", root)
    command = [*PYTHON, "grade", ASSIGNMENT, "--course", str(root)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    wait_for_lines(process, root, finished)
    workers = descendants(process.pid)["all"]
    if alone:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    else:
        kill_group(process)
    assert_gone(workers)
    grade(root)
    assert differences(root, outcome(uninterrupted)) == []


def test_a_second_run_grades_nothing_and_changes_nothing(uninterrupted):
    before = scores(uninterrupted), comments(uninterrupted), journal_lines(uninterrupted)
    done = grade(uninterrupted)
    assert "0 graded now" in done.stdout
    after = scores(uninterrupted), comments(uninterrupted), journal_lines(uninterrupted)
    assert after == before


def test_only_a_changed_submission_is_graded_again(uninterrupted, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(uninterrupted, root)
    notebook = root / "submitted" / "s0009" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    right = root / "submitted" / "s0001" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    shutil.copy(right, notebook)
    done = grade(root, "--dry-run")
    assert "(1 graded now" in done.stdout
    assert f"s0009: 0 → {points_of_functions():g}" in done.stdout
    assert scores(root) == scores(uninterrupted)
    grade(root)
    changed = set(scores(root)) ^ set(scores(uninterrupted))
    assert {student for student, *_ in changed} == {"s0009"}


def test_two_runs_at_the_same_time_are_refused(uninterrupted, tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    shutil.copytree(uninterrupted / "submitted", root / "submitted")
    # The first run is still at it when the second one asks, however slow the machine is.
    (root / "autograder.toml").write_text('seed = "two runs"\ncell_seconds = 3600\n')
    add_a_cell(root, f"s{STUDENTS:04}", "import time\ntime.sleep(3600)")
    command = [*PYTHON, "grade", ASSIGNMENT, "--course", str(root), "--workers", "1"]
    first = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    wait_for_lines(first, root, 1)
    assert first.poll() is None
    second = grade(root, check=False)
    workers = descendants(first.pid)["all"]
    kill_group(first)
    assert_gone(workers)
    assert second.returncode == 1
    assert "another run is grading" in second.stderr


def add_a_cell(root, student, source):
    path = root / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "added", "metadata": {}, "source": source}
    notebook["cells"].append({**cell, "outputs": [], "execution_count": None})
    path.write_text(json.dumps(notebook))
