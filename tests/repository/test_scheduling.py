"""Tests are given out to workers by file and by page of the book."""

import os
import re
import subprocess
import sys

import pytest

from tests.scheduling import scope_of


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/site/test_play.py::test_a[saddle-390]", "tests/site/test_play/saddle"),
        ("tests/site/test_play.py::test_a[by-hand-221]", "tests/site/test_play/by-hand-221"),
        ("tests/site/test_play.py::test_a", "tests/site/test_play.py"),
        ("tests/site/test_links.py::test_a[book/intro.html]", "book/intro"),
        (
            "tests/site/test_pages.py::test_a[book/04-optimization/x.html-1400]",
            "book/04-optimization/x",
        ),
        ("tests/site/test_pages.py::test_a[search.html-390]", "search"),
        (
            "tests/guide/test_commands.py::test_a[book/instructor/index.md]",
            "tests/guide/test_commands.py",
        ),
    ],
)
def test_a_test_belongs_to_its_page_or_else_to_its_file(nodeid, scope):
    assert scope_of(nodeid) == scope


@pytest.mark.slow
def test_a_file_stays_with_one_worker(root, tmp_path):
    test = "import pytest\n\n@pytest.mark.parametrize('n', range(20))\ndef test_it(n):\n    pass\n"
    files = ["test_one.py", "test_two.py"]
    for file in files:
        (tmp_path / file).write_text(test)
    command = [sys.executable, "-m", "pytest", "-v", "-n", "2", "--dist", "loadscope"]
    done = subprocess.run(
        [*command, "-p", "tests.conftest", "--rootdir", tmp_path, "-c", os.devnull, tmp_path],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    ran = set(re.findall(r"\[(gw\d)\] \[ *\d+%\] PASSED \S*?(test_\w+\.py)::", done.stdout))
    assert sorted(file for _, file in ran) == files
