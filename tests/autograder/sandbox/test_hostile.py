"""The submissions of tests/autograder/hostile, at every place where a grader may run.

A place is a user and a set of permissions: see `elsewhere`. What each submission must get is
its own first line. All are graded at the first place, and at the others where all is wanted; else
a sample is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.autograder.sandbox import corpus, elsewhere
from tests.tiers import sample

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=elsewhere.places())
def graded(request: pytest.FixtureRequest) -> dict[str, Any]:
    paths = corpus.submissions()
    if request.param != elsewhere.places()[0]:
        paths = sample("hostile_elsewhere", paths)
    names = [path.stem for path in paths]
    answer = elsewhere.run(request.param, Path(corpus.__file__), *names)
    assert isinstance(answer, dict)
    assert sorted(answer["results"]) == sorted(names)
    assert answer["mode"] == ("container" if "docker" in request.param else "full")
    return answer["results"]


def test_every_submission_gets_the_outcome_that_it_names(graded: dict[str, Any]) -> None:
    got = {name: result["outcome"] for name, result in graded.items()}
    surprises = {
        path.stem: got[path.stem]
        for path in corpus.submissions(got)
        if not any(_agrees(got[path.stem], named) for named in corpus.expected_outcomes(path))
    }
    assert surprises == {}


def test_the_corpus_is_large() -> None:
    assert len(corpus.submissions()) >= 130


def test_the_next_submission_works_after_each(graded: dict[str, Any]) -> None:
    assert [name for name, result in graded.items() if result["next"] != "passed"] == []


def test_no_process_is_left_behind_by_any(graded: dict[str, Any]) -> None:
    assert [name for name, result in graded.items() if result["left_behind"]] == []


def test_no_file_is_changed_by_any(graded: dict[str, Any]) -> None:
    changed = [n for n, result in graded.items() if result["canary"] != corpus.CANARY_TEXT]
    assert changed == []


def _agrees(got: str, named: str) -> bool:
    return got == named or got.startswith(named + " ")
