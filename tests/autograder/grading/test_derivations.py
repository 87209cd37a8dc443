"""A derivation with blanks: each line is judged against the line before, in value and in form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from autograder.grading.grader import Grader, Plan
from autograder.ingest.notebook import notebook_of
from autograder.results import ExerciseResult
from handbook.check import Checker, in_page
from handbook.check.line_forms import blanks_left, form_faults
from tests.repository.test_repository import ROOT

CHECKS = str(ROOT / "exercises" / "activations" / "checks.json")
NAME = "softmax_jacobian_lines"
GIVEN = """\
def softmax_jacobian_lines(e, i, j):
    total = np.sum(e)
    p = e / total
    same = float(i == j)
"""
LINE_1 = "line_1 = (same * e[i] * total - e[i] * e[j]) / total**2"
LINE_2 = "line_2 = same * e[i] / total - (e[i] / total) * (e[j] / total)"
LINE_3 = "line_3 = p[i] * (same - p[j])"
RETURN = "return line_1, line_2, line_3"


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(Plan("activations", "a seed of the tests"), [NAME]) as made:
        yield made


def written(*lines: str) -> str:
    return GIVEN + "".join(f"    {line}\n" for line in lines)


@dataclass(frozen=True)
class Judged:
    """What the page says of an answer, and how it is graded."""

    page: dict
    grade: ExerciseResult

    @property
    def points(self) -> list[float]:
        return [group.points for group in self.grade.groups]


def judged(grader: Grader, source: str) -> Judged:
    request = {"kind": "check", "code": source, "checks": CHECKS, "function": NAME}
    answer = json.loads(in_page.answer(json.dumps(request), lambda _: None))
    assert answer["error"] is None
    grade = grader.grade_function(NAME, notebook_of(["import numpy as np", source]))
    return Judged(answer["report"], grade)


def told(grader: Grader, *lines: str) -> str:
    """What is said of some lines: the same on the page and in the grade."""
    found = judged(grader, written(*lines))
    assert found.page["mistake"] == found.grade.diagnosis
    assert found.page["outcome"] == found.grade.outcome
    if found.grade.diagnosis is None:
        assert found.grade.message.startswith(found.page["message"])
    else:
        assert found.grade.message == found.page["message"]
    return found.page["message"]


def test_a_right_derivation_has_the_points_of_every_line(grader: Grader) -> None:
    found = judged(grader, written(LINE_1, LINE_2, LINE_3, RETURN))
    assert found.page["outcome"] == found.grade.outcome == "passed"
    assert found.points == [1, 1, 1, 0.5]


def test_a_wrong_line_does_not_follow_and_a_right_one_after_it_is_right_again(
    grader: Grader,
) -> None:
    message = told(grader, LINE_1, LINE_2.replace(" - ", " + "), LINE_3, RETURN)
    assert "Line 2 does not follow from line 1; line 3 is right again." in message


def test_a_line_that_follows_from_a_wrong_line_is_said_to_follow(grader: Grader) -> None:
    wrong = [LINE_2.replace(" - ", " + "), LINE_3.replace(" - ", " + ")]
    message = told(grader, LINE_1, *wrong, RETURN)
    assert "Line 2 does not follow from line 1; line 3 follows from your line 2." in message


def test_a_line_that_is_wrong_in_another_way_does_not_follow_from_the_wrong_line(
    grader: Grader,
) -> None:
    wrong = [LINE_2.replace(" - ", " + "), LINE_3.replace(" - ", " * ")]
    message = told(grader, LINE_1, *wrong, RETURN)
    assert "line 3 does not follow from your line 2." in message


def test_a_first_line_that_is_wrong_does_not_follow_from_what_is_given(grader: Grader) -> None:
    message = told(grader, LINE_1.replace("**2", ""), LINE_2, LINE_3, RETURN)
    assert message.startswith("The denominator of the quotient rule is not squared.")
    assert "Line 1 does not follow from what is given; line 2 is right again." in message


def test_a_mistake_is_named_by_its_line_whatever_the_lines_after_it_are(grader: Grader) -> None:
    wrong = LINE_1.replace("e[j]", "e[i]")
    for rest in (LINE_3, LINE_3.replace("p[j]", "p[i]"), "line_3 = 7.0"):
        message = told(grader, wrong, LINE_2, rest, RETURN)
        assert message.startswith("The slope of the sum is taken in z_i; it is asked for in z_j.")


def test_only_the_lines_that_are_wrong_cost_points(grader: Grader) -> None:
    wrong = LINE_2.replace(" - ", " + ")
    assert judged(grader, written(LINE_1, wrong, LINE_3, RETURN)).points == [1, 0, 1, 0]


def test_a_line_that_is_left_open_is_said_to_be_and_the_others_have_their_points(
    grader: Grader,
) -> None:
    lines = (LINE_1, "line_2 = np.nan", LINE_3, RETURN)
    assert "Line 2 is left open; line 3 is right again." in told(grader, *lines)
    assert judged(grader, written(*lines)).points == [1, 0, 1, 0]


def test_a_line_that_is_nan_by_a_division_is_not_said_to_be_left_open(grader: Grader) -> None:
    message = told(grader, LINE_1, "line_2 = (total - total) / (e[i] - e[i])", LINE_3, RETURN)
    assert "Line 2 does not follow from line 1; line 3 is right again." in message


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([LINE_1, "line_2 = ... / total", LINE_3], "A blank is left in line 2."),
        ([LINE_1, LINE_2, "line_3 = ..."], "A blank is left in line 3."),
        (
            ["line_1 = ... * total", LINE_2, "line_3 = p[i] * (... - p[j])"],
            "A blank is left in line 1 and line 3.",
        ),
    ],
)
def test_a_blank_that_is_left_is_named(grader: Grader, lines: list[str], message: str) -> None:
    assert told(grader, *lines, RETURN) == message


def test_an_ellipsis_that_is_an_index_is_no_blank() -> None:
    assert blanks_left(written(LINE_1.replace("e[j]", "e[..., j]"), RETURN)) == []


def test_a_template_that_was_not_touched_is_not_started(grader: Grader) -> None:
    stub = grader.item(NAME).stub
    assert stub.count("...") == 7
    found = judged(grader, stub)
    assert found.page["outcome"] == found.grade.outcome == "not_started"


def test_filled_blanks_below_the_line_of_the_handout_are_told_of_that_line(grader: Grader) -> None:
    lines = ["raise NotImplementedError", LINE_1, LINE_2, LINE_3, RETURN]
    found = judged(grader, written(*lines))
    for message in (found.page["message"], found.grade.message):
        assert "The line `raise NotImplementedError` of the handout is still in" in message
        assert "in its midst" in message


@pytest.mark.parametrize(
    ("line_3", "message"),
    [
        ("line_3 = line_2", "Line 3 uses line 2; write it with p, same, i and j."),
        (LINE_2.replace("line_2", "line_3"), "Line 3 uses e and total; write it with"),
        ("last = e[i] / total\n    line_3 = last * (same - p[j])", "Line 3 uses e and total;"),
        ("p = p + 0 * line_1\n    line_3 = p[i] * (same - p[j])", "Line 3 uses line 1;"),
        ("line_3 = locals()['line_2']", "Line 3 uses locals;"),
    ],
)
def test_a_right_line_of_another_form_is_told_what_it_may_use_and_costs_its_own_points(
    grader: Grader, line_3: str, message: str
) -> None:
    assert told(grader, LINE_1, LINE_2, line_3, RETURN).startswith(message)
    found = judged(grader, written(LINE_1, LINE_2, line_3, RETURN))
    assert found.grade.diagnosis == "X19"
    assert found.points == [1, 1, 0, 0.5]


def test_a_line_returned_twice_is_seen_through(grader: Grader) -> None:
    message = told(grader, LINE_1, LINE_2, LINE_3, "return line_1, line_1, line_3")
    assert message.startswith("Line 2 uses line 1;")


def test_a_line_that_repeats_the_one_before_is_told(grader: Grader) -> None:
    again = LINE_1.replace("line_1", "line_2")
    assert told(grader, LINE_1, again, LINE_3, RETURN) == "Line 2 repeats line 1."


def test_the_form_is_told_beside_values_that_are_wrong(grader: Grader) -> None:
    message = told(grader, LINE_1, LINE_2.replace(" - ", " + "), "line_3 = line_2", RETURN)
    assert "line 3 follows from your line 2. Line 3 uses line 2; write it with" in message


def test_names_of_ones_own_are_followed_to_what_they_are_made_of() -> None:
    allowed = {"line_1": ["x"], "line_2": ["x"]}
    source = (
        "def f(x, y):\n    a, b = x, y\n    line_1 = [k * a for k in x]\n"
        "    line_2 = a + b\n    return line_1, line_2\n"
    )
    assert form_faults(source, allowed) == {"line_2": "line 2 uses y; write it with x"}


def test_a_given_name_that_is_listed_for_other_lines_alone_may_not_be_used() -> None:
    allowed = {"line_1": ["x", "units", "sum"], "line_2": ["x"]}
    source = (
        "def f(x):\n    units = range(len(x))\n    line_1 = sum(x[k] for k in units)\n"
        "    line_2 = sum(x[k] for k in reversed(units))\n    return line_1, line_2\n"
    )
    (said,) = form_faults(source, allowed).values()
    assert said == "line 2 uses reversed, sum and units; write it with x"


def test_lines_that_cannot_be_read_are_told_how_to_be_returned() -> None:
    faults = form_faults("def f(x):\n    return np.array([x, x])\n", {"line_1": [], "line_2": []})
    (said,) = set(faults.values())
    assert said.startswith("the lines could not be read: `return line_1, line_2` is expected")


def test_lines_that_the_grader_cannot_read_have_no_points_and_are_told(grader: Grader) -> None:
    body = "".join(f"    {line}\n" for line in written(LINE_1, LINE_2, LINE_3, RETURN).split("\n"))
    found = grader.grade_function(NAME, notebook_of(["import numpy as np", f"if True:\n{body}"]))
    assert found.message.startswith("The lines could not be read: `return line_1, line_2, line_3`")
    assert [group.points for group in found.groups][:3] == [0, 0, 0]


def test_where_python_finds_no_source_the_form_is_not_spoken_of() -> None:
    namespace: dict = {"np": np}
    exec(written(LINE_1, LINE_2, LINE_3, RETURN), namespace)
    report = Checker(CHECKS).report(NAME, namespace)
    assert report.passed


def test_what_stands_behind_the_return_does_not_count() -> None:
    source = "def f(x):\n    line_1 = x\n    return line_1, 2 * x\n    line_1 = ... * y\n"
    assert blanks_left(source) == []
    assert form_faults(source, {"line_1": ["x"], "line_2": ["x"]}) == {}
