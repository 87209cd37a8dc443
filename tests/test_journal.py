"""The journal survives what a crash can do to a file."""

import pytest

from autograder.course import CourseError
from autograder.journal import Journal, read_journal
from autograder.results import ExerciseResult, SubmissionResult, TestResult
from handbook.diagnosis import Evidence


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


def write(path, *results):
    with Journal(path) as journal:
        journal.add(results)


def test_what_was_written_is_read_back(path):
    write(path, result("s1"), result("s2"))
    assert read_journal(path) == {"s1": result("s1"), "s2": result("s2")}


def test_no_journal_is_an_empty_one(path):
    assert read_journal(path) == {}


def test_what_is_no_file_is_not_read_as_a_journal(tmp_path):
    path = tmp_path / "journal"
    path.symlink_to("/dev/zero")  # reading it would never end
    with pytest.raises(CourseError, match="is no file"):
        read_journal(path)


def test_the_last_result_of_a_student_counts(path):
    write(path, result("s1", 0.0))
    write(path, result("s1", 1.0))
    assert read_journal(path)["s1"].points == 1.0


def test_a_journal_cut_anywhere_keeps_every_whole_line(path):
    write(path, result("s1"), result("s2"))
    content = path.read_bytes()
    first_line = content.index(b"\n")
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        kept = set(read_journal(path))
        assert kept == {"s1"} if length > first_line else kept <= {"s1"}


def test_a_result_added_after_a_cut_line_is_not_swallowed_by_it(path):
    write(path, result("s1"), result("s2"))
    path.write_bytes(path.read_bytes()[:-20])
    write(path, result("s3"))
    assert set(read_journal(path)) == {"s1", "s3"}


def test_a_line_changed_on_disk_is_not_believed(path):
    write(path, result("s1", 0.0))
    path.write_bytes(path.read_bytes().replace(b'"points":0.0', b'"points":9.0'))
    assert read_journal(path) == {}


def test_lines_of_another_version_are_left_out(path):
    write(path, result("s1"))
    import hashlib

    body = b'{"student": "s2", "something": "else"}'
    with path.open("ab") as file:
        file.write(hashlib.sha256(body).hexdigest()[:16].encode() + b" " + body + b"\n")
    assert set(read_journal(path)) == {"s1"}
