"""Where a layer is missing: refused, or run with leave and stamped on everything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.autograder.sandbox import elsewhere, unsafe

pytestmark = pytest.mark.slow
STAMP = "NOT ISOLATED"


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    answer = elsewhere.run(f"{elsewhere.ORDINARY_IN_DOCKER},nolandlock", Path(unsafe.__file__))
    assert isinstance(answer, dict)
    return answer


def test_it_is_refused_with_the_missing_layer_and_its_fix(ran: dict[str, Any]) -> None:
    code, said = ran["refused"]
    assert code == 1
    assert "The layer landlock is missing. Use Linux 6.2 or later" in said
    assert "Traceback" not in said
    assert ran["written"] == {}


def test_with_leave_it_grades_and_says_so(ran: dict[str, Any]) -> None:
    code, out, err = ran["unsafe"]
    assert (code, err) == (0, "")
    assert STAMP in out
    assert ran["scores"] == [4.0, 4.0, 6.0, 6.0]


@pytest.mark.parametrize(
    "page",
    [
        "feedback/s1/doubling.html",
        "feedback/s2/doubling.html",
        "report/doubling/index.html",
        "report/doubling/report.json",
        "autograded/s1/doubling/doubling.ipynb",
        "autograded/s2/doubling/doubling.ipynb",
        "results.json",
    ],
)
def test_everything_that_is_written_bears_the_stamp(ran: dict[str, Any], page: str) -> None:
    assert STAMP in ran["pages"][page]


def test_the_json_names_the_mode_and_says_what_it_means(ran: dict[str, Any]) -> None:
    results = json.loads(ran["pages"]["results.json"])
    assert results["isolation"] == "unsafe"
    assert results["notice"].startswith(STAMP)
    assert {submission["isolation"] for submission in results["submissions"]} == {"unsafe"}
