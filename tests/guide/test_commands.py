"""Each command of the instructor's guide is executed, in order, and prints what the guide shows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from tests.autograder.forked_program import ForkedProgram
from tests.guide.pages import (
    ROOT,
    Command,
    Step,
    Text,
    differs,
    guide_pages,
    in_settings,
    steps_in,
    steps_of,
)
from tests.patience import HANGS
from tests.tiers import is_deep

pytestmark = [pytest.mark.slow, pytest.mark.nbgrader]

PAGES = guide_pages()
TOOLS = Path(sys.executable).parent
STEPS: dict[str, list[Step]] = {page: list(steps_of(page)) for page in PAGES}


def commands() -> list[Command]:
    return [s for steps in STEPS.values() for s in steps if isinstance(s, Command)]


def texts() -> list[Text]:
    return [s for steps in STEPS.values() for s in steps if isinstance(s, Text)]


# Executing ---------------------------------------------------------------------------------------


class Reader:
    """Somebody who types what the guide says, in a home of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home
        self._where = home / ".where"
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}",
            "XDG_CACHE_HOME": str(home / ".cache"),
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            "HANDBOOK": str(ROOT),
            "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
            "JUPYTER_DATA_DIR": str(home / ".jupyter-data"),
            "JUPYTER_RUNTIME_DIR": str(home / ".jupyter-runtime"),
            "PYTHONWARNINGS": "ignore",
        }

    def prefer(self, programs: Path) -> None:
        """The programs of this folder go before those of the environment."""
        self.environment["PATH"] = f"{programs}{os.pathsep}{self.environment['PATH']}"

    def take(self, step: Step) -> str | None:
        """Do what a step says; what came out otherwise than the guide says, or None."""
        if isinstance(step, Text):
            return self._write(step)
        if step.not_run is not None:
            return self._instead(step)
        done = self._run(step.text)
        said = done.stdout.replace(str(self.home), "~")
        if done.returncode != step.exit:
            return f"exit code {done.returncode}, not {step.exit}:\n{said}"
        return differs(step.prints, said)

    def _run(self, command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f'trap "pwd > {self._where}" EXIT\n{command}'],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=HANGS,
            check=False,
        )
        self.folder = Path(self._where.read_text().strip())
        return done

    def _write(self, text: Text) -> str | None:
        if text.kind == "settings":
            path = self.folder / "autograder.toml"
            if not path.exists():
                return f"there is no {path.name} to be edited"
            path.write_text(in_settings(path.read_text(), text.lines))
        elif text.kind == "file":
            path = self.folder / text.about
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.content)
        return None

    def _instead(self, step: Command) -> str | None:
        stand_in = NOT_RUN[step.text].stand_in
        return stand_in(self.folder) if stand_in else None


@pytest.fixture(scope="module")
def troubles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Follow the whole guide once; for each page what came out otherwise."""
    with ExitStack() as stack:
        # A start of the program is a second of imports, and there are some sixty.
        reader = Reader(tmp_path_factory.mktemp("home"))
        if not is_deep():
            program = ForkedProgram(tmp_path_factory.mktemp("program"), reader.environment)
            reader.prefer(stack.enter_context(program))
        return {page: list(troubles_of(page, reader)) for page in PAGES}


def troubles_of(page: str, reader: Reader) -> Iterator[str]:
    """Follow a page; yield what came out otherwise."""
    for step in STEPS[page]:
        trouble = reader.take(step)
        if trouble is not None:
            what = step.text if isinstance(step, Command) else step.about
            yield f"{page}:{step.line}: {what}\n{trouble}"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_to_type_does_what_the_page_says(troubles, page):
    assert not troubles[page], "\n\n".join(troubles[page])


# What is not executed -----------------------------------------------------------------------------


class Instead:
    """Why a command is not executed, and what is done in its place."""

    def __init__(self, why: str, stand_in: Callable[[Path], str | None] | None = None) -> None:
        self.why = why
        self.stand_in = stand_in


def grade_by_hand(course: Path) -> str | None:
    """What the page says to do in formgrader, through the gradebook that it writes to."""
    script = """
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "dl-2026") as book:
    found = book.find_submission_notebook("optimizers", "optimizers", "s0001")
    points = {"written-adamw": 3, "written-batch-size": 4, "written-adam": 4}
    for grade in found.grades:
        if grade.name in points:
            grade.manual_score, grade.needs_manual_grade = points[grade.name], False
    comment = next(c for c in found.comments if c.name == "written-adamw")
    comment.manual_comment = "Name the limit, too."
    book.db.commit()
"""
    path = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    listed = formgrader_lists(course)
    if done.returncode or listed != ["optimizers"]:
        return f"formgrader lists {listed}\n{done.stderr}"
    return None


def formgrader_lists(course: Path) -> list[str]:
    """The assignments that formgrader shows in a course's folder, by what it asks itself."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    directory = CourseDirectory(root=str(course))
    return sorted(NbGraderAPI(directory).get_source_assignments())


OF_DASK = {"--nthreads"}
MACHINES = "needs more machines; the tests of the pipeline run it on one"
SERVER = "needs a PostgreSQL server; the tests of the pipeline start one"
NOT_RUN = {
    "make setup": Instead("installs what this test runs in"),
    ". .venv/bin/activate": Instead("the test's own environment is active"),
    "make site": Instead("takes minutes; the tests read the site that it makes"),
    "make serve": Instead("serves until it is stopped"),
    "jupyter lab": Instead("waits for a person in a browser", grade_by_hand),
    "dask scheduler": Instead(MACHINES),
    "dask worker tcp://SCHEDULER:8786 --nworkers 8 --nthreads 1": Instead(MACHINES),
    "autograder grade optimizers --scheduler tcp://SCHEDULER:8786": Instead(MACHINES),
    "dask scheduler --protocol tls": Instead(MACHINES),
    "dask worker tls://SCHEDULER:8786 --nworkers 8 --nthreads 1": Instead(MACHINES),
    "autograder grade --scheduler tls://SCHEDULER:8786": Instead(MACHINES),
    "createdb grades": Instead(SERVER),
    "autograder grade --db postgresql://grader@db.example.org/grades": Instead(SERVER),
    "python benchmarks/cost_of_a_million.py --price 0.05": Instead(
        "reads what the benchmark measured here; its own tests give it known figures"
    ),
}


def test_only_these_commands_are_not_executed():
    left_out = [c for c in commands() if c.not_run is not None]
    assert {c.text: c.not_run for c in left_out} == {t: i.why for t, i in NOT_RUN.items()}


def test_programs_that_are_not_started_are_installed():
    assert (TOOLS / "jupyter-lab").is_file()
    for part in ("scheduler", "worker"):
        command = [TOOLS / "dask", part, "--help"]
        known = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        lines = [text for text in NOT_RUN if text.startswith(f"dask {part}")]
        options = {o for line in lines for o in re.findall(r"--[\w-]+", line)}
        assert options
        assert not [option for option in options if option not in known]


@pytest.mark.parametrize("platform", ["csv", "canvas", "moodle", "gradescope", "github"])
def test_every_format_of_export_has_its_command(platform):
    assert any(f" --to {platform}" in command.text for command in commands())


# The pages ----------------------------------------------------------------------------------------


def test_every_subcommand_is_in_the_guide():
    from autograder.cli.app import app

    names = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    used = {word for c in commands() for word in c.text.split()}
    assert "grade" in names
    assert not names - used


def test_options_that_the_prose_names_exist():
    from typer.main import get_command

    from autograder.cli.app import app

    group = get_command(app)
    known = {o for c in group.commands.values() for p in c.params for o in (*p.opts, "--help")}
    known |= OF_DASK
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        for line in re.findall(r"`autograder ([^`]*)`|`(--[a-z][\w-]*)", text):
            for option in re.findall(r"--[a-z][\w-]*", " ".join(line)):
                assert option in known, f"{page}: {option}"


def test_what_is_shown_only_can_be_read_by_its_language():
    for text in texts():
        if text.language == "python":
            ast.parse(text.content)
        elif text.language == "toml":
            tomllib.loads(text.content)
        elif text.language == "yaml":
            yaml.safe_load(text.content)
        elif text.kind == "shown":
            assert text.language == "text"
            assert not any(line.startswith(("$ ", "autograder ")) for line in text.lines)


def test_commands_stand_in_consoles_alone():
    """A directive around a block would hide it from this test."""
    for page in PAGES:
        text = (ROOT / page).read_text(encoding="utf-8")
        fenced = sum(line.startswith("```") for line in text.splitlines())
        assert "\n    autograder " not in text
        assert ":::" not in text or "```" not in text.split(":::")[1]
        assert fenced % 2 == 0


# Reading the pages --------------------------------------------------------------------------------

PAGE = """\
% exit: 2
```console
$ true
$ tool --wrong
first
…
last in 1.5 s
```
"""


def test_a_console_holds_commands_with_what_they_print():
    first, second = steps_in(PAGE, "page.md")
    assert (first.text, first.prints, first.exit) == ("true", [], 0)
    assert (second.text, second.exit, second.line) == ("tool --wrong", 2, 4)
    assert second.prints == ["first", "…", "last in 1.5 s"]


@pytest.mark.parametrize(
    "text",
    ["```\nls\n```", "```text\nls\n```", "```console\nls\n```", "% exit: 1\n\nprose"],
    ids=["no language", "no mark", "no command", "no block"],
)
def test_a_block_of_no_kind_is_refused(text):
    with pytest.raises(ValueError, match=r"page\.md:"):
        list(steps_in(text, "page.md"))


@pytest.mark.parametrize(
    ("printed", "fits"),
    [
        ("first\nlast in 0.2 s\n", True),
        ("first\nmore\nand more\nlast   in 33.25 s  \n", True),
        ("first\nmore\n", False),
        ("other\nlast in 1.5 s\n", False),
        ("first\nlast in 1.5 s\nmore\n", False),
    ],
)
def test_shown_and_printed_may_differ_in_seconds_blanks_and_where_it_says_so(printed, fits):
    assert (differs(["first", "…", "last in 1.5 s"], printed) is None) == fits


def test_settings_go_where_a_reader_would_write_them():
    old = 'seed = "abc"\n# roster = "x"\n[due]\n# a = 1\n# [late]\n# free_days = 3\n'
    new = in_settings(
        old, ['roster = "y"', 'db = "z"', "[due]", "a = 2", "b = 3", "[late]", "free_days = 1"]
    )
    assert tomllib.loads(new) == {
        "seed": "abc",
        "roster": "y",
        "db": "z",
        "due": {"a": 2, "b": 3},
        "late": {"free_days": 1},
    }
