"""What goes wrong around a run: one clear sentence, and nothing lost."""

import os
import resource
import sqlite3
import subprocess

import pytest

from tests.autograder.pipeline.conftest import ASSIGNMENT, PYTHON, grade, load_class, make_class

pytestmark = pytest.mark.slow


@pytest.fixture
def course(tmp_path):
    make_class(tmp_path, 2)
    return tmp_path


def test_no_room_for_the_results_is_one_sentence_and_the_next_run_goes_on(course):
    def no_room():
        # Files of this process may not grow beyond a few results, as on a disk that is full.
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))

    done = subprocess.run(
        [*PYTHON, "grade", ASSIGNMENT, "--course", str(course)],
        preexec_fn=no_room,
        # The program itself was compiled when it was installed. Here Python would do it now, and
        # leave what fits.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    # The gradebook is the first that grows over it.
    assert "the gradebook could not be written (disk I/O error)" in done.stderr
    assert "make room and run the same command again" in done.stderr
    assert "Traceback" not in done.stderr
    grade(course)
    assert len(load_class(course).results) == 2


def test_a_gradebook_in_use_is_named_and_no_result_is_lost(course):
    grade(course)
    with sqlite3.connect(course / "gradebook.db") as other:
        other.execute("begin exclusive")
        done = grade(course, "--force", check=False)
        other.rollback()
    assert done.returncode == 1
    assert "database is locked" in done.stderr
    assert "another program is writing to it" in done.stderr
    assert "0 graded now" in grade(course).stdout


def test_without_bubblewrap_the_weaker_isolation_or_the_remedy_is_named(course, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    environment = {**os.environ, "PATH": str(tools)}
    done = subprocess.run(
        [*PYTHON, "grade", ASSIGNMENT, "--course", str(course)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # The other layers may be enough; where they are not, what to install is said.
    weaker = "container: weaker than full" in done.stdout
    refused = done.returncode == 1 and "Install bubblewrap" in done.stderr
    assert weaker != refused


def test_an_unsafe_run_is_stamped_on_every_page(course):
    done = grade(course, "--unsafe")
    if "NOT ISOLATED" in done.stdout:
        pages = [*(course / "feedback").rglob("*.html"), *(course / "report").rglob("*.html")]
        assert len(pages) == 3
        assert all("NOT ISOLATED" in page.read_text() for page in pages)
    else:  # every layer is in force all the same, and the output says so
        assert "full" in done.stdout


def test_a_notebook_that_may_not_be_read_costs_nobody_else(course):
    broken = course / "submitted" / "s0001" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    broken.unlink()
    broken.mkdir()
    grade(course)
    results = load_class(course).results
    assert results["s0001"]["points"] == 0
    assert "no notebook named" in results["s0001"]["repairs"][0]
    assert results["s0002"]["points"] > 0
