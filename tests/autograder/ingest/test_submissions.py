"""Who has handed in what, when, and under which name."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.directory import Course
from autograder.course.settings import Settings
from autograder.errors import CourseError
from autograder.ingest.notebook import Unreadable
from autograder.ingest.submissions import (
    find_submissions,
    not_taken,
    read_submission,
    student_id,
)
from autograder.pages.rendering import check_folder_name
from autograder.results import Submission


def hand_in(course, folder, timestamp=None):
    place = os.path.join(os.fsencode(course), b"submitted", folder, b"optimizers")
    os.makedirs(place)
    if timestamp is not None:
        with open(os.path.join(place, b"timestamp.txt"), "wb") as file:
            file.write(timestamp)


@pytest.mark.parametrize(
    ("folder", "student"),
    [
        ("s0001", "s0001"),
        ("Zoë Ångström", "Zoë Ångström"),
        ("a\nb", "a%0ab"),
        ("\x1b[2J", "%1b[2J"),
        ("caf\udce9", "caf%e9"),
        ("..\\x", "..%5cx"),
        ("<b>=cmd()", "<b>=cmd()"),
    ],
)
def test_a_student_is_named_by_the_folder_as_text_that_does_nothing(folder, student):
    assert student_id(folder) == student


@given(st.binary(min_size=1, max_size=40).filter(lambda name: not set(name) & {0, ord("/")}))
def test_every_folder_gives_a_name_that_stays_in_its_folder(raw):
    student = student_id(os.fsdecode(raw))
    assert student.encode()
    if student not in (".", ".."):
        check_folder_name(student)


def test_a_folder_of_control_characters_gives_a_name_that_a_folder_can_bear(tmp_path):
    raw = [bytes([1]) * 255, bytes([1]) * 254 + b"\n"]
    for name in raw:
        hand_in(tmp_path, name)
    found = [s.student for s in find_submissions(Course(tmp_path), "optimizers")]
    assert len(set(found)) == 2
    for student in found:
        check_folder_name(student)
        (tmp_path / student).mkdir()


def test_a_folder_that_would_stand_for_another_student_is_left_out(tmp_path):
    hand_in(tmp_path, b"a%0ab")
    hand_in(tmp_path, b"a\nb")
    found = find_submissions(Course(tmp_path), "optimizers")
    assert [(s.student, s.folder.parent.name) for s in found] == [("a%0ab", "a%0ab")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b"2026-02-03 10:11:12 UTC\n", "2026-02-03 10:11:12 UTC"),
        (b"2026-02-03 10:11:12.5 UTC\n", "2026-02-03 10:11:12.500000 UTC"),
        (b"2026-02-03 10:11:12 +0100", "2026-02-03 09:11:12 UTC"),
        (b"\xef\xbb\xbf2026-02-03 10:11:12 UTC\r\n", "2026-02-03 10:11:12 UTC"),
        ("\ufeff2026-02-03 10:11:12 UTC".encode("utf-16-le"), "2026-02-03 10:11:12 UTC"),
        ("\ufeff2026-02-03 10:11:12 UTC".encode("utf-16-be"), "2026-02-03 10:11:12 UTC"),
        ("2026-02-03 10:11:12 UTC".encode("utf-16-le"), None),
        (b"2026-02-03 10:11:12 UTC\n2026-02-09 10:11:12 UTC\n", None),
        (b"tomorrow", None),
        (b"\xff\xfe", None),
        (b"", None),
        (b"0001-01-01 00:00:00 +9999", None),
        (b"9" * 10_000_000, None),
    ],
)
def test_a_time_of_handing_in_is_kept_in_utc_or_not_at_all(tmp_path, text, read):
    hand_in(tmp_path, b"s1", text)
    assert find_submissions(Course(tmp_path), "optimizers")[0].timestamp == read


def test_a_time_of_handing_in_is_read_from_a_plain_file_alone(tmp_path):
    hand_in(tmp_path, b"s1")
    os.mkfifo(tmp_path / "submitted/s1/optimizers/timestamp.txt")
    hand_in(tmp_path, b"s2")
    (tmp_path / "secret").write_text("2026-02-03 10:11:12 UTC")
    (tmp_path / "submitted/s2/optimizers/timestamp.txt").symlink_to(tmp_path / "secret")
    found = find_submissions(Course(tmp_path), "optimizers")
    assert [s.timestamp for s in found] == [None, None]


def raw(tmp_path, content, name="optimizers.ipynb", student="ada"):
    folder = tmp_path / student / "optimizers"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)
    return read_submission(Submission(student, "optimizers", folder))


def test_bytes_hash_and_notebook_are_those_of_one_moment(tmp_path):
    before = raw(tmp_path, '{"cells": [{"cell_type": "code", "source": "x = 1"}]}')
    after = raw(tmp_path, '{"cells": [{"cell_type": "code", "source": "x = 2"}]}')
    assert before.notebook().code == ["x = 1"]  # parsed after the file was replaced
    assert after.notebook().code == ["x = 2"]
    assert before.content_hash != after.content_hash


def test_the_hash_is_that_of_the_notebook_and_its_name_alone(tmp_path):
    first = raw(tmp_path, "{}")
    assert raw(tmp_path, "{}", student="alan").content_hash == first.content_hash
    assert raw(tmp_path, "{ }", student="joan").content_hash != first.content_hash
    assert raw(tmp_path, "{}", "other.ipynb", student="kurt").content_hash != first.content_hash


def test_what_cannot_be_read_has_a_hash_and_a_reason(tmp_path):
    missing = read_submission(Submission("ada", "optimizers", tmp_path))
    assert "no notebook named optimizers.ipynb" in missing.problem
    with pytest.raises(Unreadable, match="no notebook named"):
        missing.notebook()
    assert missing.content_hash != raw(tmp_path, "").content_hash


def test_what_lies_in_another_place_is_named_and_ids_alike_are_said_to_be_two(tmp_path):
    for place in ("s1/optimizers_v2", "s2", "s3/optimizers", "S3/optimizers", "s4/Optimizers"):
        (tmp_path / "submitted" / place).mkdir(parents=True)
    (tmp_path / "submitted" / "s2" / "optimizers.ipynb").write_text("{}")
    (tmp_path / "submitted" / "s5.ipynb").write_text("{}")
    for place in ("s6/hw/optimizers.ipynb", "s7/losses/Optimizers (1).ipynb", "s8/hw/x.ipynb"):
        (tmp_path / "submitted" / place).parent.mkdir(parents=True)
        (tmp_path / "submitted" / place).write_text("{}")
    settings = Settings(seed="a secret of this course")
    found = {
        (n.kind, n.student): n.text for n in not_taken(Course(tmp_path), "optimizers", settings)
    }
    assert "but optimizers_v2" in found["not_taken", "s1"]
    assert "but optimizers.ipynb" in found["not_taken", "s2"]
    assert "outside submitted/<student>/optimizers/" in found["not_taken", "s5.ipynb"]
    assert "'S3' and 's3' differ in their form alone" in found["same_id", "S3"]
    assert "but hw/optimizers.ipynb" in found["not_taken", "s6"]
    assert "but losses/Optimizers (1).ipynb" in found["not_taken", "s7"]
    assert len(found) == 6
    taken = find_submissions(Course(tmp_path), "optimizers", settings=settings)
    assert [s.student for s in taken] == ["S3", "s3", "s4"]
    assert "the folder 'Optimizers' was taken for optimizers" in taken[-1].notes
    with pytest.raises(CourseError, match=r"Not taken: .*s2: no folder optim there, but optim"):
        find_submissions(Course(tmp_path), "optim")


def test_an_id_in_another_form_is_that_of_the_roster_where_one_alone_fits(tmp_path):
    folders = ("Ada", " joan ", "ZOE\u0308", "Max", "max", "aB3", "k\u200burt\ufeff")
    for folder in folders:
        (tmp_path / "submitted" / folder / "optimizers").mkdir(parents=True)
    (tmp_path / "students.csv").write_text("id\nada\njoan\nkurt\nzo\u00eb\nMAX\nab3\nAB3\n")
    settings = Settings(seed="a secret of this course", roster="students.csv")
    taken = find_submissions(Course(tmp_path), "optimizers", settings=settings)
    ids = {s.folder.parent.name: s.student for s in taken}
    assert ids == {
        "Ada": "ada",
        " joan ": "joan",
        "ZOE\u0308": "zo\u00eb",
        "Max": "MAX",
        "max": "MAX",
        "k\u200burt\ufeff": "kurt",
        "aB3": "aB3",  # it could be either of two
    }
