"""The log of a run and the progress shown: who, which stage, how long, and what is left."""

import io
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from autograder import log
from autograder.cli.common import progress_bar
from autograder.log import event, log_results, logged
from autograder.results import ExerciseResult, SubmissionResult


def result(student, outcome="passed", repairs=(), message=""):
    exercise = ExerciseResult("relu", 5.0, 5.0, outcome, None, message, ())
    return SubmissionResult(student, "baseline", 5.0, 5.0, 0.0412, (exercise,), repairs)


def test_a_line_tells_time_student_stage_outcome_and_duration(tmp_path):
    path = tmp_path / "deep" / "baseline.log"
    with logged(path):
        log_results([result("s0001", repairs=("the file is named x",))])
    read, grade = path.read_text().splitlines()
    time, *words = grade.split()
    now = datetime.now(UTC)
    assert abs((datetime.fromisoformat(time) - now).total_seconds()) < 60
    assert " ".join(words) == "s0001 grade 5 of 5 points; 1 passed (0.041 s)"
    assert re.search(r"Z s0001 read +the file is named x$", read)


def test_what_a_student_wrote_stays_on_its_line_and_moves_no_cursor(tmp_path):
    path = tmp_path / "baseline.log"
    with logged(path):
        event("read", "named \x1b[2Jx\n2026-02-01T00:00:00Z s9 grade 5 of 5", student="a b\u202ec")
    [line] = path.read_text().splitlines()
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert line.split()[1:3] == ["a␣b�c", "read"]


def test_a_failure_of_ours_and_the_end_by_an_error_stand_in_the_log(tmp_path):
    path = tmp_path / "baseline.log"

    def run():
        with logged(path):
            log_results([result("s0001", "infrastructure", message="The grader failed: no fork.")])
            raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        run()
    lines = path.read_text().splitlines()
    assert lines[1].endswith("s0001 grade    The grader failed: no fork.")
    assert lines[2].endswith("- run      ended by RuntimeError: disk full")


def test_runs_are_appended_and_a_full_log_moves_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(log, "MAX_BYTES", 1000)
    path = tmp_path / "baseline.log"
    for run in range(3):
        with logged(path):
            event("run", f"number {run}")
    assert path.read_text().count("number") == 3
    with logged(path):
        for _ in range(40):
            event("run", "x" * 60)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "baseline.log",
        "baseline.log.1",
        "baseline.log.2",
    ]


def test_the_log_is_shown_only_when_asked_for(tmp_path, capsys):
    with logged(tmp_path / "a.log"):
        event("run", "in silence")
    with logged(tmp_path / "b.log", verbose=True):
        event("run", "aloud")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "aloud" in shown.err
    assert "in silence" not in shown.err


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_results_of_the_journal_do_not_shorten_the_time_left():
    clock, terminal = Clock(), Console(file=io.StringIO(), force_terminal=True, width=100)
    with progress_bar("grading", console=terminal, clock=clock) as progress:
        progress(9_000, 10_000)
        for done in range(1, 6):
            clock.now = 10.0 * done
            progress(9_000 + 20 * done, 10_000)
    # 20 submissions in 10 s: the 900 that are left take 450 s.
    assert "9100/10000" in terminal.file.getvalue()
    assert "0:07:30" in terminal.file.getvalue()


def test_progress_is_silent_where_no_terminal_is():
    file = Console(file=io.StringIO(), force_terminal=False)
    with progress_bar("grading", console=file) as progress:
        progress(1, 2)
    assert file.file.getvalue() == ""
