"""The tables of outcomes and of common mistakes: complete, and the only place of their words."""

import re
from pathlib import Path
from typing import get_args

import pytest

import autograder
import handbook
from handbook.check.common_mistakes import COMMON_MISTAKES
from handbook.check.outcomes import OUTCOMES, Outcome

SOURCES = [
    path
    for package in (autograder, handbook)
    for path in Path(package.__file__).parent.rglob("*.py")
    if "suites" not in path.parts and path.name not in ("common_mistakes.py", "outcomes.py")
]


def test_every_outcome_has_a_row():
    assert tuple(OUTCOMES) == get_args(Outcome)


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_row_says_in_words_and_by_a_symbol_how_it_ended(name):
    row = OUTCOMES[name]
    assert row.symbol
    assert row.words
    assert row.check
    assert row.tests_run or row.follows  # where nothing was tested the student is told why
    assert row.graded or row.kind == "ours"


def test_only_what_we_failed_to_grade_gives_no_points():
    assert [name for name, row in OUTCOMES.items() if not row.graded] == ["infrastructure"]


def test_the_common_mistakes_are_numbered_and_named():
    assert list(COMMON_MISTAKES) == [f"X{number}" for number in range(1, 20)]
    assert all(m.name and m.sentence.endswith(".") for m in COMMON_MISTAKES.values())
    assert len({m.name for m in COMMON_MISTAKES.values()}) == len(COMMON_MISTAKES)


def test_no_module_names_a_common_mistake_by_a_number_of_its_own():
    written = re.compile(r"""["']X\d+["']""")
    found = [p for p in SOURCES if written.search(p.read_text(encoding="utf-8"))]
    # The made class states what must come out, without asking the code that is under test.
    assert [path.name for path in found if path.name != "synthetic_class.py"] == []
