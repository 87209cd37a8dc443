"""Bad input gets one clear sentence that says what to do, and exit code 1."""

import re

import pytest
from typer.testing import CliRunner

from autograder.cli.app import app
from autograder.course.directory import SETTINGS_FILE, open_course
from autograder.course.settings import load_settings

COMMANDS = ("release", "grade", "feedback", "report", "export", "audit", "class", "new", "doctor")


def run(*args):
    return CliRunner().invoke(app, [str(a) for a in args])


def said(result):
    return " ".join(result.stderr.split())


def handed_in(root, student="s1", assignment="optimizers", content="{}"):
    folder = root / "submitted" / student / assignment
    folder.mkdir(parents=True)
    (folder / f"{assignment}.ipynb").write_text(content)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: autograder {command}" in result.stdout


def test_an_unknown_assignment_is_named_with_the_known_ones(tmp_path):
    handed_in(tmp_path)
    result = run("grade", "optimisers", "--course", tmp_path)
    assert result.exit_code == 1
    assert "no assignment named 'optimisers'; there are: optimizers" in said(result)


def test_submissions_without_suites_are_named_with_the_way_out(tmp_path):
    handed_in(tmp_path, assignment="ps1")
    result = run("grade", "--course", tmp_path)
    assert result.exit_code == 1
    assert "no submission of optimizers, but of ps1; `--suites DIR`" in said(result)


def test_a_course_without_submissions_says_where_they_belong(tmp_path):
    result = run("grade", "optimizers", "--course", tmp_path)
    assert result.exit_code == 1
    assert "submitted/<student>/optimizers/" in said(result)


def test_a_course_that_does_not_exist_is_no_directory(tmp_path):
    result = run("grade", "--course", tmp_path / "nowhere")
    assert result.exit_code == 1
    assert "is not a directory" in said(result)


def test_students_that_match_nothing_are_named(tmp_path):
    handed_in(tmp_path)
    result = run("grade", "optimizers", "--course", tmp_path, "--students", "zz*")
    assert result.exit_code == 1
    assert "matching 'zz*'" in said(result)


def test_broken_settings_name_the_file_and_the_line(tmp_path):
    handed_in(tmp_path)
    (tmp_path / SETTINGS_FILE).write_text("seed = \n")
    result = run("grade", "optimizers", "--course", tmp_path)
    assert result.exit_code == 1
    assert re.search(r"autograder\.toml: .*line 1", said(result))


def test_an_unknown_setting_is_named(tmp_path):
    handed_in(tmp_path)
    (tmp_path / SETTINGS_FILE).write_text('seed = "0123456789"\nsecond = 3\n')
    result = run("grade", "optimizers", "--course", tmp_path)
    assert "unknown setting 'second'" in said(result)


def test_a_report_of_what_was_never_graded_says_so(tmp_path):
    result = run("report", "--course", tmp_path)
    assert result.exit_code == 1
    assert "nothing has been graded" in said(result)


def test_a_wrong_call_exits_with_two():
    assert run("grade", "--no-such-option").exit_code == 2


def test_no_escape_of_a_name_reaches_the_terminal(tmp_path):
    for name in ("\x1b]0;pwned\x07", "\x1b[2J", "caf\udce9", "\u202ecod", "[bold]"):
        result = run("report", "--course", tmp_path / name)
        assert result.exit_code == 1
        assert "not a directory" in said(result)
        assert not {"\x1b", "\x07", "\udce9", "\u202e"} & set(result.stderr)
    assert "[bold]" in result.stderr  # shown, not obeyed


def test_an_unknown_exercise_cannot_be_audited():
    result = run("audit", "no_such_step")
    assert result.exit_code == 1
    assert "no exercise named 'no_such_step'" in said(result)


def test_the_settings_are_written_once_with_a_secret_seed(tmp_path):
    course = open_course(tmp_path)
    first, second = load_settings(course), load_settings(course)
    assert first == second
    assert len(first.seed) == 32
    assert (tmp_path / SETTINGS_FILE).stat().st_mode & 0o077 == 0


def test_a_new_exercise_is_complete_and_can_be_loaded(tmp_path):
    from autograder.bank.exercise import load_folder

    result = run("new", "optimizers", "nadam_step", "--suites", tmp_path)
    assert result.exit_code == 0
    folder = load_folder(tmp_path / "optimizers" / "nadam_step")
    assert [v.name for v in folder.wrong()] == ["sign"]
    assert len(folder.visible()) == 1


def test_a_new_exercise_does_not_overwrite(tmp_path):
    run("new", "optimizers", "nadam_step", "--suites", tmp_path)
    result = run("new", "optimizers", "nadam_step", "--suites", tmp_path)
    assert result.exit_code == 1
    assert "exists already; nothing was written" in said(result)
