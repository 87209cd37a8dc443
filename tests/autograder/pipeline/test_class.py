"""A made class gets what it must get: every mistake by its name, every right answer its points."""

import re

import pytest

from autograder.authoring.synthetic_class import DAMAGES
from autograder.bank.exercise import load_assignment
from tests.autograder.banks import versions
from tests.autograder.pipeline.conftest import ASSIGNMENT, autograder, make_class

pytestmark = pytest.mark.slow


def shortfalls(made):
    """Where a student did not get what the truth says."""
    for student, truth in made.truth.items():
        for exercise in made.results[student]["exercises"]:
            due = truth["exercises"][exercise["function"]]
            full = exercise["points"] == exercise["max_points"]
            got = (exercise["outcome"], full)
            named = due["diagnosis"] in (None, exercise["diagnosis"])
            if got != (due["outcome"], due["full"]) or not named:
                yield student, truth["kind"], exercise["function"], due, exercise["message"]


def test_each_of_two_hundred_students_gets_what_the_truth_says(graded):
    assert len(graded.results) == 200
    assert list(shortfalls(graded)) == []
    outcomes = {e["outcome"] for r in graded.results.values() for e in r["exercises"]}
    assert "infrastructure" not in outcomes


def test_the_class_holds_every_damage_and_every_wrong_version(graded):
    kinds = {t["kind"] for t in graded.truth.values()}
    assert set(DAMAGES) <= kinds
    named = {
        (function, e["diagnosis"])
        for t in graded.truth.values()
        for function, e in t["exercises"].items()
        if e["outcome"] == "wrong"
    }
    bank = {
        (f.function, v.verdict)
        for f in load_assignment(ASSIGNMENT)
        for v in versions(f.function).wrong
    }
    assert named == bank


def test_repairs_are_reported(graded):
    repairs = {graded.truth[s]["kind"]: r["repairs"] for s, r in graded.results.items()}
    assert any("stands twice" in r for r in repairs["copied cell"])
    assert any("did not end within" in r for r in repairs["endless cell"])
    assert any("old format" in r for r in repairs["old format"])
    assert any("my answers.ipynb" in r for r in repairs["renamed file"])
    assert repairs["right"] == []


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("renamed function", "its cell defines my_"),
        ("syntax error", "SyntaxError"),
        ("deleted cell", "was found in the notebook"),
        ("cut file", "not valid JSON"),
        ("endless function", "did not return within"),
    ],
)
def test_a_damaged_notebook_is_told_what_is_wrong_with_it(graded, kind, says):
    messages = [
        e["message"]
        for student, t in graded.truth.items()
        if t["kind"] == kind
        for e in graded.results[student]["exercises"]
    ]
    assert any(says in message for message in messages)


def test_points_are_the_sum_of_the_tests_points(graded):
    for submission in graded.results.values():
        for exercise in submission["exercises"]:
            total = sum(t["points"] for t in exercise["tests"])
            assert exercise["points"] == pytest.approx(total, abs=1e-3)
        assert submission["points"] == pytest.approx(
            sum(e["points"] for e in submission["exercises"]), abs=1e-3
        )


def test_no_feedback_shows_a_hidden_test_or_a_solution(graded):
    tests = [
        line
        for folder in load_assignment(ASSIGNMENT)
        for line in re.findall(r"^    (.{30,})$", folder.tests.read_text(), re.MULTILINE)
    ]
    pages = list((graded.root / "feedback").rglob("*.html"))
    assert len(pages) == len(graded.results)
    for page in pages:
        text = page.read_text()
        assert "def test_" not in text
        assert not [line for line in tests if line.strip() in text]


def test_the_same_seed_makes_the_same_class(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_class(tmp_path / name, 12, seed=5)
    files = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*.*"))
    assert len(files) > 24
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_class_is_not_made_over_an_existing_one(graded):
    done = autograder("class", "--students", "3", "--course", graded.root, check=False)
    assert done.returncode == 1
    assert "already holds submissions" in done.stderr
