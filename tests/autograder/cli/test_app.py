"""Bad input gets one clear sentence that says what to do, and exit code 1."""

import re
import shutil

import pytest
from typer.testing import CliRunner

from autograder.bank.exercise import SUITES, assignments, load_assignment
from autograder.bank.solution import SOLUTIONS
from autograder.cli.app import app
from autograder.course.directory import SETTINGS_FILE, open_course
from autograder.course.settings import load_settings

COMMANDS = (
    *("release", "grade", "feedback", "report", "export", "audit", "class", "new", "doctor"),
    "import-nbgrader",
)


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
    known = ", ".join(assignments())
    assert f"no assignment named 'optimisers'; there are: {known}" in said(result)


def test_submissions_without_suites_are_named_with_the_way_out(tmp_path):
    handed_in(tmp_path, assignment="ps1")
    result = run("grade", "--course", tmp_path)
    assert result.exit_code == 1
    known = ", ".join(assignments())
    assert f"no submission of {known}, but of ps1; `--suites DIR`" in said(result)


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


def new(tmp_path, *args):
    """Run `autograder new` in folders that hold copies of the course's."""
    suites, solutions = tmp_path / "suites", tmp_path / "solutions"
    if not suites.exists():
        shutil.copytree(SUITES, suites)
        shutil.copytree(SOLUTIONS, solutions)
    return run("new", *args, "--suites", suites, "--solutions", solutions)


def audited(tmp_path, function):
    """What falls short of an exercise, a line each, without the totals."""
    folders = ("--suites", tmp_path / "suites", "--solutions", tmp_path / "solutions")
    result = run("audit", function, *folders, "--repeats", 2)
    assert result.exit_code == 1
    return [line for line in result.stdout.splitlines() if line.startswith(f"{function}:")]


@pytest.mark.slow
def test_a_new_exercise_falls_short_of_nothing_but_what_is_to_be_written(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert new(tmp_path, "scaling", "scale_rows").exit_code == 0
    [line] = audited(tmp_path, "scale_rows")
    assert line.startswith("scale_rows: no TODO is left: exercise.toml:1, ")
    for name in ("probes.py", "versions.py", "test_scale_rows.py", "scale_rows.md"):
        assert f" {name}:" in line


@pytest.mark.slow
def test_an_exercise_like_another_is_that_one_under_a_new_name(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = new(tmp_path, "optimizers", "amsgrad_step", "--like", "rmsprop_step")
    assert result.exit_code == 0
    [line] = audited(tmp_path, "amsgrad_step")
    assert line.startswith("amsgrad_step: no TODO is left: exercise.toml:1, ")
    copied = tmp_path / "suites" / "optimizers" / "amsgrad_step"
    original = SUITES / "optimizers" / "rmsprop_step"
    assert {p.name for p in copied.iterdir() if p.is_file()} == {
        p.name.replace("rmsprop_step", "amsgrad_step") for p in original.iterdir() if p.is_file()
    }
    text = (tmp_path / "solutions" / "optimizers" / "amsgrad_step.md").read_text()
    assert "def amsgrad_step(" in text
    assert "rmsprop_step" not in text


@pytest.mark.parametrize("like", [(), ("--like", "clip_by_global_norm")])
def test_a_new_exercise_can_be_released_at_once(tmp_path, like):
    new(tmp_path, "optimizers", "amsgrad_step", *like)
    folders = ("--suites", tmp_path / "suites", "--solutions", tmp_path / "solutions")
    places = ("--to", tmp_path / "exercises", "--kits", tmp_path / "kits")
    result = run("release", "optimizers", *folders, *places)
    assert result.exit_code == 0, result.stderr
    text = (tmp_path / "exercises" / "optimizers" / "optimizers.ipynb").read_text()
    number = len(load_assignment("optimizers")) + 1
    assert f"{number} exercises: short functions" in text  # words go up to ten
    assert f"## {number} · TODO: " in text
    assert run("release", "optimizers", *folders, *places, "--check").exit_code == 0


def test_a_text_that_is_there_already_stays_as_it_is(tmp_path):
    new(tmp_path, "optimizers", "amsgrad_step")
    shutil.rmtree(tmp_path / "suites" / "optimizers" / "amsgrad_step")
    text = tmp_path / "solutions" / "optimizers" / "amsgrad_step.md"
    text.write_text("my own")
    assert new(tmp_path, "optimizers", "amsgrad_step").exit_code == 0
    assert text.read_text() == "my own"
    index = (tmp_path / "solutions" / "optimizers" / "index.md").read_text()
    assert index.split().count("amsgrad_step") == 1


def test_a_new_exercise_does_not_overwrite(tmp_path):
    new(tmp_path, "optimizers", "amsgrad_step")
    result = new(tmp_path, "optimizers", "amsgrad_step")
    assert result.exit_code == 1
    assert "exists already; nothing was written" in said(result)


def test_an_exercise_like_one_that_is_not_there_is_refused_before_anything_is_written(tmp_path):
    result = new(tmp_path, "optimizers", "amsgrad_step", "--like", "rmsprob_step")
    assert result.exit_code == 1
    assert "no exercise named 'rmsprob_step'" in said(result)
    assert "rmsprop_step" in said(result)
    assert not (tmp_path / "suites" / "optimizers" / "amsgrad_step").exists()


def test_a_course_of_its_own_writes_nothing_into_the_handbooks_solutions(tmp_path):
    result = run("new", "ps1", "squares", "--suites", tmp_path / "suites")
    assert result.exit_code == 1
    assert "name their folder, too: --solutions DIR" in said(result)
    assert not (tmp_path / "suites").exists()
    assert not (SOLUTIONS / "ps1").exists()


def test_a_notebook_made_by_hand_is_left_alone_and_what_it_needs_is_said(tmp_path):
    home = tmp_path / "solutions" / "ps1"
    home.mkdir(parents=True)
    (home / "ps1.ipynb").write_text("{}")
    options = ("--suites", tmp_path / "suites", "--solutions", tmp_path / "solutions")
    result = run("new", "ps1", "squares", *options)
    assert result.exit_code == 0
    assert "made by hand" in result.stdout
    assert "squares-score" in result.stdout
    assert [p.name for p in home.iterdir()] == ["ps1.ipynb"]
