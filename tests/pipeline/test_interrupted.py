"""Killed at any moment and started again: the same gradebook as an uninterrupted run."""

import shutil
import sqlite3
import subprocess

import pytest

from tests.pipeline.conftest import ASSIGNMENT, PYTHON, grade, kill_group, make_class

pytestmark = pytest.mark.slow

QUERY = """
select sa.student_id, bc.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join base_cell bc on g.cell_id = bc.id
join submitted_notebook sn on g.notebook_id = sn.id
join submitted_assignment sa on sn.assignment_id = sa.id order by 1, 2
"""


def scores(root):
    with sqlite3.connect(root / "gradebook.db") as database:
        return database.execute(QUERY).fetchall()


def comments(root):
    query = QUERY.replace("grade g", "comment g").replace(
        "g.auto_score, g.manual_score, g.needs_manual_grade", "g.auto_comment, g.manual_comment"
    )
    with sqlite3.connect(root / "gradebook.db") as database:
        return database.execute(query).fetchall()


def autograded(root):
    folder = root / "autograded"
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.*")}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    root = tmp_path_factory.mktemp("whole") / "course"
    root.mkdir()
    make_class(root, 40)
    grade(root)
    return root


def journal_lines(root):
    path = root / ".autograder" / f"{ASSIGNMENT}.journal"
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize("finished", [1, 15, 30])
def test_kill_and_run_again_gives_the_same_gradebook(uninterrupted, tmp_path, finished):
    root = tmp_path / "course"
    root.mkdir()
    shutil.copytree(uninterrupted / "submitted", root / "submitted")
    # The hidden inputs are drawn from the course's seed.
    shutil.copy(uninterrupted / "autograder.toml", root)
    command = [*PYTHON, "grade", ASSIGNMENT, "--course", str(root)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while process.poll() is None and journal_lines(root) < finished:
        pass
    kill_group(process)
    grade(root)
    assert scores(root) == scores(uninterrupted)
    assert comments(root) == comments(uninterrupted)
    assert autograded(root) == autograded(uninterrupted)


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
    assert "s0009: 0 → 50" in done.stdout
    assert scores(root) == scores(uninterrupted)
    grade(root)
    changed = set(scores(root)) ^ set(scores(uninterrupted))
    assert {student for student, *_ in changed} == {"s0009"}


def test_two_runs_at_the_same_time_are_refused(uninterrupted, tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    shutil.copytree(uninterrupted / "submitted", root / "submitted")
    command = [*PYTHON, "grade", ASSIGNMENT, "--course", str(root)]
    first = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while first.poll() is None and journal_lines(root) < 1:
        pass
    second = grade(root, check=False)
    kill_group(first)
    assert second.returncode == 1
    assert "another run is grading" in second.stderr
