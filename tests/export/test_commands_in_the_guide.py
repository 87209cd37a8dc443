"""Each command of the page about exports does what the page says."""

import re
import shlex

import pytest

from tests.export.conftest import DATA, run

PAGE = "docs/exports.md"


def commands(root):
    blocks = re.findall(r"(?s)```\n(.*?)```", (root / PAGE).read_text())
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


def test_every_command_of_the_page_writes_what_it_names(root, course, tmp_path):
    files = {
        "canvas.csv": str(DATA / "canvas-template.csv"),
        "worksheet.csv": str(DATA / "moodle-worksheet.csv"),
        "~/dl-2026": str(course.root),
    }
    found = commands(root)
    assert len(found) == 7
    for program, *words in found:
        assert program == "autograder"
        output = tmp_path / "written"
        done = run(*(files.get(word, word) for word in words), "--output", output)
        # A student without a row in the template is named, with exit code 1.
        assert done.exit_code == int("--template" in words), done.output
        assert output.exists()
        output.rename(tmp_path / "-".join(words).replace("/", "_"))


@pytest.mark.parametrize("format", ["csv", "canvas", "moodle", "gradescope", "github"])
def test_every_format_has_its_commands(root, format):
    assert any(f"--to {format}" in " ".join(words) for words in commands(root))


def test_every_option_that_the_page_names_exists(root):
    known = run("export", "--help").stdout
    named = set(re.findall(r"`(--[a-z-]+)", (root / PAGE).read_text()))
    assert named
    assert not [option for option in named if option not in known]
