"""The visible checks as a student meets them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from handbook.check import GRADING_VARIABLE, LATER, Checker

RELEASED = Path(__file__).parents[3] / "exercises" / "optimizers" / "checks.json"


@pytest.fixture
def check(monkeypatch):
    monkeypatch.delenv(GRADING_VARIABLE, raising=False)
    return Checker(RELEASED)


def adam_step(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
    return w - lr * m / (1 - b1**t) / (np.sqrt(v / (1 - b2**t)) + eps), m, v


def without_correction(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v


def report_on(check, version):
    return check._report(check._find("adam_step"), {"adam_step": version})


def test_a_right_answer_is_told_that_hidden_tests_come_later(check):
    report = check("adam_step")
    assert report.passed
    assert str(report) == f"adam_step: visible checks passed.\n{LATER}"


def test_the_function_is_found_where_check_is_called(check):
    namespace = {"check": check}
    exec("def adam_step(*args): return None\nreport = check('adam_step')", namespace)
    assert namespace["report"].verdict.mistake == "X2"


def test_a_known_mistake_is_named_with_the_call_and_both_values(check):
    text = str(report_on(check, without_correction))
    assert "The averages are used as they are: both start at 0 and are too small at first" in text
    assert "called    adam_step(w=1, g=2, m=0, v=0, t=1" in text
    assert "returned  (0.930367, 1.2, " in text
    assert "expected  (0.902439, 1.2, " in text


def test_no_message_shows_source_or_a_line_to_write(check):
    report = report_on(check, without_correction)
    assert "np." not in report.verdict.message
    assert "=" not in report.verdict.message


def test_an_unstarted_exercise_is_not_called_wrong(check):
    def stub(*args):
        raise NotImplementedError("adam_step: not started")

    text = str(report_on(check, stub))
    assert text.startswith("adam_step: not started.")
    assert "expected" not in text


def test_an_exception_shows_the_students_line(check):
    def broken(w, g, m, v, t, lr, b1, b2, eps):
        return w / (t - t)

    text = str(report_on(check, broken))
    assert "ZeroDivisionError" in text
    assert "`return w / (t - t)`" in text


def test_hints_come_one_after_the_other_and_the_last_stays(check):
    texts = [check.hint("adam_step") for _ in range(4)]
    assert [t.split(":")[0] for t in texts] == [
        "Hint 1 of 3",
        "Hint 2 of 3",
        "Hint 3 of 3",
        "Hint 3 of 3",
    ]


def test_progress_shows_each_exercise_once(check):
    progress = check.progress()
    states = {name: state for name, state, _ in progress}
    functions = set(json.loads(RELEASED.read_text())["exercises"])
    assert set(states) == functions
    assert states["adam_step"] == "passed"
    assert states["ewma"] == "not found"
    assert f"1 of {len(functions)} pass" in repr(progress)


def test_what_a_student_returns_is_escaped_in_the_table(check):
    html = report_on(check, lambda *args: "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_forbidden_library_is_named(check):
    def with_library(w, g, m, v, t, lr=0.001, b1=0.9, b2=0.999, eps=1e-8):
        if t < 0:
            import torch  # noqa: F401
        return adam_step(w, g, m, v, t, lr, b1, b2, eps)

    assert report_on(check, with_library).verdict.mistake == "X15"


def test_an_unknown_name_lists_the_exercises(check):
    with pytest.raises(KeyError, match="there are: gd_linear_regression"):
        check("adam")


def test_checks_are_silent_while_an_assignment_is_graded(check, monkeypatch):
    monkeypatch.setenv(GRADING_VARIABLE, "1")
    assert check("no such exercise") is None
    assert check.progress() is None


def test_a_missing_file_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv(GRADING_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="keep its files together"):
        Checker()("adam_step")


def test_the_file_beside_the_notebook_is_used(tmp_path, monkeypatch):
    monkeypatch.delenv(GRADING_VARIABLE, raising=False)
    shutil.copy(RELEASED, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert Checker()(adam_step).passed


@pytest.mark.parametrize("content", ["", "[]", '{"exercises": {"f": {}}}', "\ufffd"])
def test_a_damaged_file_says_what_to_do(tmp_path, content, check):
    (tmp_path / "checks.json").write_text(content)
    with pytest.raises(ValueError, match="download the assignment again"):
        Checker(tmp_path / "checks.json")("f")
