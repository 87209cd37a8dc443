"""A course of hostile hand-ins beside honest ones, graded by one command.

What each must get is the first line of its file in `tests/autograder/hostile/course`. All are
graded on this machine, and in a container where all is wanted; else a sample is.
"""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.autograder.sandbox import elsewhere, handing_in
from tests.autograder.sandbox.corpus import CANARY_TEXT
from tests.tiers import sample

pytestmark = pytest.mark.slow

SECRETS = ("987654321", "1975308642", handing_in.SECRET_SEED)
ACTIVE = {"script", "img", "iframe", "object", "embed", "form", "base", "input", "audio"}
MAKES = {".autograder", "autograded", "feedback", "gradebook.db", "report", "results.json"}


@pytest.fixture(scope="module", params=["here", elsewhere.ORDINARY_IN_DOCKER])
def graded(request: pytest.FixtureRequest) -> dict[str, Any]:
    paths = handing_in.hand_ins()
    if request.param != "here":
        paths = sample("hostile_elsewhere", paths)
    names = [path.stem for path in paths]
    answer = elsewhere.run(request.param, Path(handing_in.__file__), *names)
    assert isinstance(answer, dict)
    assert sorted(answer["handed_in"]) == sorted(names)
    return answer


def outcomes(graded: dict[str, Any], student: str) -> list[str]:
    """What `double` and `shift` got; `absent` twice for what was no submission."""
    result = graded["results"].get(student)
    return result["outcomes"] if result else [handing_in.ABSENT] * 2


def test_every_hand_in_gets_the_outcomes_that_it_names(graded: dict[str, Any]) -> None:
    surprises = {}
    for path in handing_in.hand_ins(graded["handed_in"]):
        got = outcomes(graded, graded["handed_in"][path.stem])
        allowed = handing_in.expected(path)
        if not all(g in named for g, named in zip(got, allowed, strict=True)):
            surprises[path.stem] = got
    assert surprises == {}


def test_the_hand_ins_are_many() -> None:
    assert len(handing_in.hand_ins()) >= 100


def test_the_run_ends_well_and_says_nothing_else(graded: dict[str, Any]) -> None:
    assert (graded["code"], graded["err"]) == (0, "")


def test_each_honest_student_beside_them_gets_full_points(graded: dict[str, Any]) -> None:
    for path in handing_in.hand_ins(graded["handed_in"]):
        assert graded["results"][f"{path.stem}-next"]["points"] == [6.0, 4.0], path.stem


def test_nothing_is_left_behind_and_nothing_is_changed(graded: dict[str, Any]) -> None:
    assert graded["processes"] == []
    assert graded["left"] == []
    assert graded["canary"] == CANARY_TEXT
    assert set(graded["top"]) == {*MAKES, "autograder.toml", "submitted"}


def test_nobody_gets_points_that_the_course_does_not_give(graded: dict[str, Any]) -> None:
    for student, result in graded["results"].items():
        assert result["max_points"] == 10.0, student
        assert sum(result["points"]) <= 10.0, student
        passed = [outcome == "passed" for outcome in result["outcomes"]]
        assert [p == m for p, m in zip(result["points"], (6.0, 4.0), strict=True)] == passed


def test_each_page_lies_in_the_folder_of_its_student(graded: dict[str, Any]) -> None:
    pages = {name for name in graded["pages"] if name.startswith("feedback/")}
    assert pages == {f"feedback/{student}/doubling.html" for student in graded["results"]}
    notebooks = {name for name in graded["pages"] if name.endswith(".ipynb")}
    students = graded["results"]
    assert notebooks == {f"autograded/{student}/doubling/doubling.ipynb" for student in students}


def test_no_page_holds_anything_that_acts(graded: dict[str, Any]) -> None:
    for name, page in graded["pages"].items():
        if name.endswith(".html"):
            reader = _Reader()
            reader.feed(page)
            assert reader.acts == [], name
            assert _invisible(page) == set(), name


def test_nothing_that_acts_on_a_terminal_is_printed(graded: dict[str, Any]) -> None:
    assert _invisible(graded["out"] + graded["err"]) == set()


def test_nothing_hidden_is_told(graded: dict[str, Any]) -> None:
    for name, page in graded["pages"].items():
        assert not any(secret in page for secret in SECRETS), name


class _Reader(HTMLParser):
    """Notes each element and each attribute of a page that does something."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        icon = tag == "link" and dict(attrs).get("rel") == "icon"
        if tag in ACTIVE or (tag == "link" and not icon):
            self.acts.append(tag)
        for attribute, value in attrs:
            if attribute.startswith("on") or (value or "").strip().startswith("javascript:"):
                self.acts.append(f"{tag} {attribute}={value}")


def _invisible(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"}
