"""nbgrader's own tools work on our results: feedback, export, formgrader, and a human's scores."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.autograder.pipeline.conftest import ASSIGNMENT, autograder, grade, load_class, make_class
from tests.patience import HANGS

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

TOOLS = Path(sys.executable).parent
STUDENTS = 16  # with the first two kinds of damage: a copied cell and a deleted one
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "course"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
"""


def environment(root):
    return {
        **os.environ,
        "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(root / ".jupyter"),
        "JUPYTER_DATA_DIR": str(root / ".jupyter-data"),
        "JUPYTER_RUNTIME_DIR": str(root / ".jupyter-runtime"),
    }


def nbgrader(root, *args):
    done = subprocess.run(
        [TOOLS / "nbgrader", *args],
        cwd=root,
        env=environment(root),
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("nbgrader") / "course"
    root.mkdir()
    (root / "nbgrader_config.py").write_text(CONFIG)
    # formgrader lists the assignments of the source folder.
    shutil.copytree("solutions", root / "solutions")
    make_class(root, STUDENTS)
    grade(root)
    return root


def exported(root):
    nbgrader(root, "export")
    with (root / "grades.csv").open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_nbgraders_export_has_our_totals(course):
    rows = exported(course)
    results = load_class(course).results
    assert len(rows) == STUDENTS
    for student, result in results.items():
        assert float(rows[student]["score"]) == pytest.approx(result["points"])
        # Three written answers of four points each.
        assert float(rows[student]["max_score"]) == result["max_points"] + 12


def test_nbgraders_feedback_shows_the_diagnosis(course):
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    made = load_class(course)
    student, exercise = next(
        (s, e)
        for s, r in made.results.items()
        for e in r["exercises"]
        if e["outcome"] == "wrong" and e["diagnosis"]
    )
    page = (course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    first_words = exercise["message"].split(":")[0][:30]
    assert first_words in page
    assert f"{exercise['function']}: {exercise['points']:g} of {exercise['max_points']:g}" in page


class Formgrader:
    """A running Jupyter server with nbgrader's formgrader, spoken to over HTTP."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._log = (root / "server.log").open("wb")
        command = [TOOLS / "jupyter", "server", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
        command += ["--port=0", "--ServerApp.token=secret", "--ServerApp.disable_check_xsrf=True"]
        command += [f"--ServerApp.root_dir={root}"]
        command += [
            "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"
        ]
        self._process = subprocess.Popen(
            command, cwd=root, env=environment(root), stdout=self._log, stderr=self._log
        )
        self._address = self._wait_for_address()

    def _wait_for_address(self) -> str:
        runtime, deadline = self.root / ".jupyter-runtime", time.monotonic() + HANGS
        while time.monotonic() < deadline and self._process.poll() is None:
            for file in runtime.glob("jpserver-*.json"):
                try:
                    address = json.loads(file.read_text())["url"]
                    self._request("GET", f"{address}formgrader/api/status")
                except (ValueError, urllib.error.URLError, ConnectionError):
                    break  # still starting
                return address
            time.sleep(0.1)
        raise AssertionError((self.root / "server.log").read_text()[-2000:])

    def _request(self, method, url, body=None):
        request = urllib.request.Request(
            url,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token secret", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=HANGS) as response:
            return response.read().decode()

    def get(self, path):
        return self._request("GET", f"{self._address}formgrader/{path}")

    def put(self, path, body):
        return json.loads(self._request("PUT", f"{self._address}formgrader/{path}", body))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(HANGS)
        self._log.close()


@pytest.fixture(scope="module")
def formgrader(course):
    server = Formgrader(course)
    yield server
    server.close()


def notebook_of(formgrader, student):
    notebooks = json.loads(formgrader.get(f"api/submitted_notebooks/{ASSIGNMENT}/{ASSIGNMENT}"))
    return next(n["id"] for n in notebooks if n["student"] == student)


def grades_of(formgrader, notebook):
    return {
        g["name"]: g for g in json.loads(formgrader.get(f"api/grades?submission_id={notebook}"))
    }


def test_formgrader_lists_the_assignment_as_waiting_for_written_answers(formgrader):
    listed = {each["name"]: each for each in json.loads(formgrader.get("api/assignments"))}
    assignment = listed[ASSIGNMENT]
    assert assignment["num_submissions"] == STUDENTS
    submissions = json.loads(formgrader.get(f"api/submissions/{ASSIGNMENT}"))
    assert all(s["needs_manual_grade"] for s in submissions)


def test_formgrader_opens_each_submission_with_our_results(formgrader, course):
    for student, result in load_class(course).results.items():
        page = formgrader.get(f"submissions/{notebook_of(formgrader, student)}/")
        exercise = result["exercises"][0]
        assert f"{exercise['points']:g} of {exercise['max_points']:g} points" in page


def test_a_regrade_leaves_a_humans_scores_and_comments_alone(formgrader, course):
    student = "s0001"
    notebook = notebook_of(formgrader, student)
    grades = grades_of(formgrader, notebook)
    formgrader.put(f"api/grade/{grades['written-adamw']['id']}", {"manual_score": 3})
    formgrader.put(f"api/grade/{grades['adam_step-score']['id']}", {"manual_score": 1.5})
    comments = json.loads(formgrader.get(f"api/comments?submission_id={notebook}"))
    comment = next(c for c in comments if c["name"] == "written-adamw")
    formgrader.put(f"api/comment/{comment['id']}", {"manual_comment": "Say what lambda does."})

    grade(course, "--force")

    after = grades_of(formgrader, notebook)
    assert after["written-adamw"]["manual_score"] == 3
    assert after["adam_step-score"]["manual_score"] == 1.5
    assert after["adam_step-score"]["auto_score"] == 5
    assert not after["written-adamw"]["needs_manual_grade"]
    assert after["written-batch-size"]["needs_manual_grade"]
    comments = json.loads(formgrader.get(f"api/comments?submission_id={notebook}"))
    comment = next(c for c in comments if c["name"] == "written-adamw")
    assert comment["manual_comment"] == "Say what lambda does."
    total = load_class(course).results[student]["points"] - 5 + 1.5 + 3
    assert float(exported(course)[student]["score"]) == pytest.approx(total)


def test_a_cell_that_a_student_deleted_is_put_back_for_formgrader(course):
    made = load_class(course)
    student = next(s for s, t in made.truth.items() if t["kind"] == "deleted cell")
    path = course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    ids = [
        c["metadata"]["nbgrader"]["grade_id"]
        for c in json.loads(path.read_text())["cells"]
        if "nbgrader" in c["metadata"]
    ]
    released = Path("exercises") / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    expected = [
        c["metadata"]["nbgrader"]["grade_id"]
        for c in json.loads(released.read_text())["cells"]
        if "nbgrader" in c["metadata"]
    ]
    assert sorted(ids) == sorted(expected)


def test_outputs_of_a_student_are_not_shown_to_the_grader(tmp_path):
    make_class(tmp_path, 1)
    path = tmp_path / "submitted" / "s0001" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = json.loads(path.read_text())
    script = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<script>x()"}}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [script]
    path.write_text(json.dumps(notebook))
    grade(tmp_path)
    autograded = tmp_path / "autograded" / "s0001" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "<script>" not in autograded.read_text()


def test_an_assignment_with_other_cells_is_not_written_over(course, tmp_path):
    copy = tmp_path / "course"
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns(".jupyter*", "server.log"))
    suites = tmp_path / "suites" / ASSIGNMENT
    shutil.copytree(Path("autograder") / "suites" / ASSIGNMENT, suites)
    shutil.rmtree(suites / "adamw_step")
    solutions = tmp_path / "solutions" / ASSIGNMENT
    shutil.copytree(Path("solutions") / ASSIGNMENT, solutions)
    index = solutions / "index.md"
    lines = index.read_text().splitlines(keepends=True)
    index.write_text("".join(line for line in lines if "adamw_step" not in line))
    (solutions / "adamw_step.md").unlink()
    folders = ["--suites", suites.parent, "--solutions", solutions.parent]
    autograder("release", ASSIGNMENT, *folders, "--to", tmp_path / "exercises")
    done = grade(copy, *map(str, folders), check=False)
    assert done.returncode == 1
    assert "release changed exercises under a new assignment name" in done.stderr
