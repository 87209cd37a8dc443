"""What a machine can put in the way of a run: a clear sentence, nothing half-written, and the same
command completes the work later."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.autograder.pipeline.conftest import ASSIGNMENT
from tests.autograder.pipeline.forked_runs import Runs
from tests.autograder.pipeline.outcome import differences, outcome
from tests.autograder.pipeline.tiny import make_tiny

pytestmark = pytest.mark.slow

STUDENTS = 4
REFUSED = re.compile(
    "permission denied|not permitted|superuser|not supported|inappropriate ioctl", re.IGNORECASE
)


@pytest.fixture(scope="module")
def runs():
    with Runs() as made:
        yield made


@pytest.fixture(scope="module")
def template(tmp_path_factory, runs):
    """A course of which one half has been graded, and what it is when all of it is."""
    base = tmp_path_factory.mktemp("obstacles")
    make_tiny(base)
    half, whole = Course(base / "half", base, runs), Course(base / "whole", base, runs)
    half.root.mkdir()
    assert half.run("class", "--students", STUDENTS) == 0
    assert half.grade("--students", "s000[12]") == 0
    shutil.copytree(half.root, whole.root)
    assert whole.grade() == 0, whole.said
    return half.root, base, outcome(whole.root)


class Course:
    def __init__(self, root, base, runs, expected=None):
        self.root, self._base, self._runs, self._expected = root, base, runs, expected

    def run(self, command, *arguments, clock=None):
        options = ["--suites", self._base / "suites", "--solutions", self._base / "solutions"]
        self._output = self._base / f"said-{self.root.name}.txt"
        pid = self._runs.start([command, "--course", self.root, *options, *arguments], self._output)
        return self._runs.wait(pid)

    def grade(self, *arguments, clock=None):
        options = ["--workers", 1, "--json", self.root / "results.json"]
        return self.run("grade", ASSIGNMENT, *options, *arguments, clock=clock)

    @property
    def said(self):
        return self._output.read_text()

    def refuses(self, *says):
        """The run ends with one sentence, leaves whole files only, and can be run again."""
        assert self.grade() == 1
        for text in says:
            assert text in self.said
        assert "Traceback" not in self.said
        assert self.said.count("autograder: ") == 1
        self.holds_whole_files_only()

    def holds_whole_files_only(self):
        for path in self.root.rglob("*.ipynb"):
            assert path.read_text().endswith("}\n") or path.parts[-4] == "submitted"
        for path in self.root.rglob("*.html"):
            assert path.read_text().rstrip().endswith("</html>")
        address = f"file:{self.root}/gradebook.db?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert not [p for p in self.root.rglob(".*.*") if p.is_file() and p.suffix != ".lock"]

    def completes(self):
        assert self.grade() == 0, self.said
        assert differences(self.root, self._expected) == []


@pytest.fixture
def course(tmp_path, template, runs):
    half, base, expected = template
    shutil.copytree(half, tmp_path / "course")
    return Course(tmp_path / "course", base, runs, expected)


def may(*command):
    """Run a command that this machine may refuse; whether it did it. Other failures are ours."""
    done = subprocess.run(
        command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 or REFUSED.search(done.stderr), done.stderr
    return done.returncode == 0


@pytest.fixture
def small_disk(tmp_path, template, runs):
    """The course on a disk that can be filled."""
    half, base, expected = template
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk):
        pytest.skip("needs the right to mount a file system")
    try:
        shutil.copytree(half, disk / "course")
        yield Course(disk / "course", base, runs, expected)
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("room", [0, 4_096, 20_480, 49_152])
def test_a_full_disk_is_named_and_once_there_is_room_the_work_completes(small_disk, room):
    filler = small_disk.root.parent / "filler"
    free = os.statvfs(small_disk.root)
    with filler.open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_frsize - room)))
    assert small_disk.grade() == 1
    assert "No space left on device" in small_disk.said or "disk is full" in small_disk.said
    assert "the same command again" in small_disk.said or "run it again" in small_disk.said
    assert "Traceback" not in small_disk.said
    small_disk.holds_whole_files_only()
    filler.unlink()
    small_disk.completes()


def test_a_gradebook_that_another_program_holds_is_named(course):
    with sqlite3.connect(course.root / "gradebook.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        course.grade()
        said = course.said
        other.execute("rollback")
    assert "database is locked" in said
    assert "another program is writing to it" in said
    assert "Traceback" not in said
    course.completes()


def as_read_only(path):
    """Take the right to write away; as root by an attribute that root heeds."""
    if os.geteuid() == 0:
        if not may("chattr", "+i", path):
            return None
        return lambda: may("chattr", "-i", path)
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    return lambda: path.chmod(mode)


PARTS = (
    "gradebook.db",
    f".autograder/{ASSIGNMENT}.journal",
    "autograded",
    "feedback",
    f"report/{ASSIGNMENT}",
)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_course_that_is_read_only_is_named(course, name):
    undo = as_read_only(course.root / name)
    if undo is None:
        pytest.skip("needs a file system that can make a file unchangeable")
    try:
        assert course.grade() == 1
        said = course.said
    finally:
        undo()
    assert name in said or "read-only" in said
    assert "Traceback" not in said
    course.completes()


def test_a_course_on_a_read_only_file_system_is_named(tmp_path, template, runs):
    half, base, expected = template
    place = tmp_path / "course"
    shutil.copytree(half, place)
    if not may("mount", "--bind", place, place):
        pytest.skip("needs the right to mount a file system")
    course = Course(place, base, runs, expected)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        assert course.grade() == 1
        assert "Read-only file system" in course.said
        assert "Traceback" not in course.said
    finally:
        subprocess.run(["umount", place], check=True)
    course.completes()


@pytest.mark.parametrize("clock", [[0, -86_400 * 365], [0, 86_400 * 365 * 20], [-3_600, 3_600, 7]])
def test_a_clock_that_jumps_changes_nothing(course, clock):
    assert course.grade(clock=clock) == 0, course.said
    assert differences(course.root, course._expected) == []
    seconds = json.loads((course.root / "results.json").read_text())["seconds"]
    assert 0 < seconds < 600


def test_no_source_asks_for_a_time_that_can_be_set():
    asked = re.compile(r"\btime\.time\b|\btime_ns\(\)|\.now\(|\.utcnow\(|\.today\(|st_mtime")
    sources = [*Path("autograder").rglob("*.py"), *Path("handbook").rglob("*.py")]
    assert len(sources) > 50
    assert [str(p) for p in sources if asked.search(p.read_text())] == []
