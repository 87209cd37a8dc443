"""The journal survives what a crash can do to a file."""

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.journal.journal import MAX_LINE, Journal, read_index, read_journal
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from handbook.check.diagnosis import Evidence


def result(student, points=1.0):
    tests = (TestResult("test_it_works", "passed", points, 1.0),)
    exercise = ExerciseResult(
        "f", points, 1.0, "wrong", "sign", "the sign", tests, Evidence("f(x=1)", "-1", "1")
    )
    return SubmissionResult(
        student, "a", points, 1.0, 0.1, (exercise,), ("repaired",), "key", "full", "2026-01-01"
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal"


def write(path, *results, content="content"):
    with Journal(path) as journal:
        return journal.add((r, content) for r in results)


def test_what_was_written_is_read_back(path):
    write(path, result("s1"), result("s2"))
    assert read_journal(path) == {"s1": result("s1"), "s2": result("s2")}


@pytest.mark.parametrize("student", ["Ada Lovelace", "tab\there", "два", "\udcff", '"quoted"'])
def test_a_student_may_have_any_name(path, student):
    write(path, result(student))
    assert read_journal(path) == {student: result(student)}


def test_no_journal_is_an_empty_one(path):
    assert read_journal(path) == {}


def test_what_is_no_file_is_not_read_as_a_journal(tmp_path):
    path = tmp_path / "journal"
    path.symlink_to("/dev/zero")  # reading it would never end
    with pytest.raises(CourseError, match="is not a file"):
        read_journal(path)


def test_the_last_result_of_a_student_counts(path):
    write(path, result("s1", 0.0))
    write(path, result("s1", 1.0))
    assert read_journal(path)["s1"].points == 1.0


def test_every_attempt_stays_on_record(path):
    write(path, result("s1", 0.0), content="first")
    write(path, result("s1", 1.0), content="second")
    index = read_index(path)
    assert index.load(index.find("s1", "first")).points == 0.0
    assert index.load(index.find("s1", "second")).points == 1.0
    assert index.find("s1", "third") is None


def test_what_was_appended_can_be_loaded_without_reading_the_journal_again(path):
    write(path, result("s1"))
    index = read_index(path)
    for entry in write(path, result("s2"), result("s3")):
        index.note(entry)
    assert index.load(index.newest["s3"]) == result("s3")
    assert index.load(index.newest["s2"]) == result("s2")


def test_a_journal_cut_anywhere_keeps_every_whole_line(path):
    write(path, result("s1"), result("s2"))
    content = path.read_bytes()
    first_line = content.index(b"\n")
    for length in range(0, len(content) - 1, 7):
        path.write_bytes(content[:length])
        kept = set(read_journal(path))
        assert kept == ({"s1"} if length >= first_line else set())


def test_a_result_added_after_a_cut_line_is_not_swallowed_by_it(path):
    write(path, result("s1"), result("s2"))
    path.write_bytes(path.read_bytes()[:-20])
    write(path, result("s3"))
    assert set(read_journal(path)) == {"s1", "s3"}
    index = read_index(path)
    assert index.load(index.newest["s3"]) == result("s3")


def test_a_tail_of_zeros_as_after_a_loss_of_power_costs_nothing_else(path):
    write(path, result("s1"))
    with path.open("ab") as file:
        file.write(b"\0" * 100_000)
    write(path, result("s2"))
    assert set(read_journal(path)) == {"s1", "s2"}


def test_garbage_in_the_middle_costs_only_the_lines_it_covers(path):
    write(path, result("s1"), result("s2"), result("s3"))
    content = bytearray(path.read_bytes())
    length = len(content) // 3
    content[length + 20 : 2 * length - 20] = random.Random(1).randbytes(length - 40)
    path.write_bytes(content)
    assert set(read_journal(path)) == {"s1", "s3"}


def test_garbage_longer_than_any_line_is_passed_over(path, monkeypatch):
    monkeypatch.setattr("autograder.journal.journal.MAX_LINE", 4_096)
    assert MAX_LINE > 20 << 20  # the longest line there can be
    write(path, result("s1"))
    with path.open("ab") as file:
        file.write(b"x" * 50_000 + b"\n")
    write(path, result("s2"))
    assert set(read_journal(path)) == {"s1", "s2"}


@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=200))
def test_whatever_is_overwritten_what_is_read_was_written(tmp_path_factory, place, damage):
    path = tmp_path_factory.mktemp("damaged") / "journal"
    written = {f"s{n}": result(f"s{n}", float(n)) for n in range(6)}
    write(path, *written.values())
    content = bytearray(path.read_bytes())
    place %= len(content)
    content[place : place + len(damage)] = damage
    path.write_bytes(content)
    found = read_journal(path)
    assert found.items() <= written.items()
    assert len(found) >= len(written) - 2


def test_a_line_changed_on_disk_is_not_believed(path):
    write(path, result("s1", 0.0))
    path.write_bytes(path.read_bytes().replace(b'"points":0.0', b'"points":9.0'))
    assert read_journal(path) == {}


@pytest.mark.parametrize(
    "line",
    [
        b'[1,"s2","content","key"]\t{"student": "s2"}',  # another format
        b'[2,"s2","content","key"]\t{"student": "s2", "something": "else"}',  # other fields
        b'{"student": "s2"}\t{}',  # another head
        b"s2\t{}",  # no JSON
    ],
)
def test_lines_of_another_version_are_left_out(path, line):
    write(path, result("s1"))
    with path.open("ab") as file:
        file.write(hashlib.sha256(line).hexdigest()[:16].encode() + b"\t" + line + b"\n")
    assert set(read_journal(path)) == {"s1"}


def test_where_there_is_no_room_for_a_batch_nothing_of_it_is_kept(path):
    write(path, result("s1"))
    before = path.read_bytes()
    room = len(before) + len(before) // 2
    program = f"""
import resource
from pathlib import Path
from autograder.journal.journal import Journal
from tests.autograder.journal.test_journal import result
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))
with Journal(Path({str(path)!r})) as journal:
    try:
        journal.add([(result("s2"), "content"), (result("s3"), "content")])
    except OSError as error:
        print(error.strerror)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "File too large" in done.stdout
    assert path.read_bytes() == before
    write(path, result("s2"))
    assert set(read_journal(path)) == {"s1", "s2"}


def test_each_batch_is_on_disk_before_add_returns(path, monkeypatch):
    synced = []
    monkeypatch.setattr(
        os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}"))
    )
    write(path, result("s1"))
    assert synced == [str(path.parent), str(path)]


def test_to_read_a_journal_takes_the_memory_of_its_heads(path):
    import tracemalloc

    long = replace(result("s"), repairs=("x" * 20_000,))
    for start in range(0, 1_000, 100):
        write(path, *(replace(long, student=f"s{n}") for n in range(start, start + 100)))
    tracemalloc.start()
    index = read_index(path)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(index.newest) == 1_000
    assert path.stat().st_size > 20e6
    assert held < 1e6
    assert peak < 1.5e6
