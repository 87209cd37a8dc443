"""Suites and solutions from outside the package, as another course brings its own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.autograder.pipeline.conftest import autograder

pytestmark = pytest.mark.slow

BASELINE = Path("benchmarks") / "baseline"
SUITES = ["--suites", BASELINE / "suites"]
BOTH = [*SUITES, "--solutions", BASELINE / "solutions"]
FUNCTIONS = ["adam_step", "dense_backward", "relu", "softmax"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("baseline")
    autograder("class", "--students", "30", "--course", root, *BOTH)
    autograder("grade", "--course", root, "--json", root / "results.json", *BOTH)
    return root


@pytest.fixture(scope="module")
def results(course):
    graded = json.loads((course / "results.json").read_text())["submissions"]
    return {submission["student"]: submission for submission in graded}


def test_the_baseline_is_four_functions_of_five_tests(results):
    for submission in results.values():
        assert sorted(e["function"] for e in submission["exercises"]) == FUNCTIONS
    for function in FUNCTIONS:
        tests = Path("benchmarks/baseline/suites/baseline") / function / f"test_{function}.py"
        assert tests.read_text(encoding="utf-8").count("\ndef test_") == 5


def test_each_student_of_the_made_class_gets_what_is_due(course, results):
    truth = json.loads((course / "truth.json").read_text())["baseline"]
    assert len(truth) == 30
    for student, expected in truth.items():
        for exercise in results[student]["exercises"]:
            due = expected["exercises"][exercise["function"]]
            assert exercise["outcome"] == due["outcome"], (student, exercise)
            if due["outcome"] == "wrong":
                assert exercise["diagnosis"] == due["diagnosis"]
            assert (exercise["points"] == exercise["max_points"]) == due["full"]


def test_feedback_and_report_are_written_again_from_the_journal(course):
    pages = sorted((course / "feedback").rglob("*.html"))
    report = course / "report" / "baseline" / "index.html"
    before = [p.read_bytes() for p in pages]
    assert len(pages) == 30
    for path in (*pages, report):
        path.unlink()
    autograder("feedback", "baseline", "--course", course, *BOTH)
    autograder("report", "baseline", "--course", course, *SUITES)
    assert [p.read_bytes() for p in pages] == before
    assert report.is_file()


def test_json_on_standard_output_stands_alone_and_the_log_beside_it(course, results):
    done = autograder("grade", "--course", course, "--json", "-", "--verbose", *BOTH)
    again = {s["student"]: s for s in json.loads(done.stdout)["submissions"]}
    assert again == results
    assert "30 (0 graded now" in done.stderr
    assert " s0001 journal  nothing has changed" in done.stderr
    log = (course / ".autograder" / "baseline.log").read_text().splitlines()
    assert len([line for line in log if " grade " in line]) == 30
    assert len([line for line in log if " journal " in line]) == 30
    assert [line.split()[3] for line in log if " - run " in line][::2] == ["baseline:"] * 2


def test_a_release_goes_where_it_is_told(tmp_path):
    to = ["--to", tmp_path / "exercises", "--kits", tmp_path / "kits"]
    autograder("release", "baseline", *BOTH, *to)
    notebook = json.loads((tmp_path / "exercises" / "baseline" / "baseline.ipynb").read_text())
    text = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert 'raise NotImplementedError("softmax: not started")' in text
    assert "np.maximum" not in text
    assert (tmp_path / "kits" / "baseline.zip").is_file()
    assert not Path("exercises", "baseline").exists()


def test_fewer_tests_than_the_audit_asks_for_need_a_reason(tmp_path):
    shutil.copytree(BASELINE / "suites", tmp_path / "suites")
    folder = tmp_path / "suites" / "baseline" / "relu"
    tests = folder / "test_relu.py"
    first_two = tests.read_text().split("@fixed")[:3]
    tests.write_text("@fixed".join(first_two))
    solutions = BASELINE / "solutions"
    command = ["audit", "relu", "--repeats", "1", "--solutions", solutions]
    done = autograder(*command, "--suites", tmp_path / "suites", check=False)
    assert done.returncode == 1
    assert "7 tests, 8 are required; add some, or say why in few_tests" in done.stdout
    settings = folder / "exercise.toml"
    settings.write_text('few_tests = "it is short"\n' + settings.read_text())
    done = autograder(*command, "--suites", tmp_path / "suites", check=False)
    assert "8 are required" not in done.stdout
