"""The course's settings: what each means, and what is said of one that cannot be meant."""

import stat
from datetime import datetime, timedelta

import numpy
import pytest
from nbgrader.utils import parse_utc

from autograder.course.collected import record_times
from autograder.course.directory import open_course
from autograder.course.packages import installed_packages
from autograder.course.settings import load_settings
from autograder.course.timestamps import read_time
from autograder.errors import CourseError
from autograder.files import write_atomically
from autograder.ingest.submissions import find_submissions

SEED = 'seed = "a secret of this course"\n'


def test_files_with_grades_are_the_owners_unless_the_settings_open_them_to_a_group(tmp_path):
    course = open_course(tmp_path)
    load_settings(course)
    modes = {}
    for who in ("owner", "group"):
        course.settings_file.write_text(f'seed = "a secret seed"\nreadable = "{who}"\n')
        load_settings(course)
        page = tmp_path / who / "ada.html"
        write_atomically(page, "10 points")
        modes[who] = [stat.S_IMODE(p.stat().st_mode) for p in (page.parent, page)]
    assert modes == {"owner": [0o700, 0o600], "group": [0o750, 0o640]}
    course.settings_file.write_text('seed = "a secret seed"\n')
    load_settings(course)
    write_atomically(tmp_path / "group" / "ada.html", "10 points")
    assert stat.S_IMODE((tmp_path / "group" / "ada.html").stat().st_mode) == 0o600


@pytest.fixture
def course(tmp_path):
    return open_course(tmp_path)


def settings(course, text):
    course.settings_file.write_text(SEED + text)
    return load_settings(course)


def test_the_first_settings_are_written_with_a_fresh_seed_and_kept(course):
    first = load_settings(course)
    assert len(first.seed) == 32
    assert load_settings(course) == first
    assert course.settings_file.stat().st_mode & 0o077 == 0


def test_every_setting_that_the_first_file_only_shows_can_be_used(course):
    load_settings(course)
    lines = course.settings_file.read_text().splitlines()
    shown = ("# roster =", "# optimizers =", "# [late]", "# free_days", "# penalty", "# red =")
    text = "\n".join(x.removeprefix("# ") if x.startswith(shown) else x for x in lines)
    course.settings_file.write_text(text)
    found = load_settings(course)
    assert found.roster == "students.csv"
    assert found.late.free_days == 3
    assert found.late.penalty_per_day == 0.1
    assert found.teams == {"red": ("s0001", "s0002")}
    assert found.due == {"optimizers": datetime(2026, 2, 1, 22, 59)}


def test_a_due_date_is_kept_in_utc_and_without_a_zone_it_is_utc(course):
    found = settings(course, "[due]\na = 2026-02-01T23:59:00-05:00\nb = 2026-02-01T23:59:00\n")
    assert found.due["a"] == datetime(2026, 2, 2, 4, 59)
    assert found.due["b"] == datetime(2026, 2, 1, 23, 59)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("attempts = 'first'", '"last" or "best"'),
        ("[due]\na = 2026-02-01", "a date and a time"),
        ("[due]\na = '2026-02-01 12:00:00 +0100'", "without quotes"),
        ("due = 3", "must be a table"),
        ("[late]\nfree_days = -1", "number of days"),
        ("[late]\nfree_days = true", "number of days"),
        ("[late]\npenalty_per_day = 10", "from 0 to 1"),
        ("[late]\nper_day = 0.1", "unknown setting 'per_day' in [late]"),
        ("[teams]\nred = 's1'", "must list students"),
        ("[teams]\nred = []", "must list students"),
        ("[teams]\nred = ['../s1']", "must list students"),
        ("[teams]\nred = ['s1']\nblue = ['s1']", "'s1' stands twice"),
        ("[teams]\nred = ['s1', 's1']", "'s1' stands twice"),
        ("colour = 'red'", "unknown setting 'colour'"),
        ("packages = 'pandas'", "must list names of packages"),
        ("grace_minutes = -1", "number of minutes"),
        ("grace_minutes = true", "number of minutes"),
        ("[late]\ngrace_minutes = 'ten'", "number of minutes"),
        ("timezone = 'Europe/Atlantis'", "knows none named 'Europe/Atlantis'"),
        ("trust_timestamps = 'no'", "true or false"),
        ("extensions = 3", "must be a table"),
        ("[extensions]\ns1 = 2", "written [extensions.s1]"),
        ("[extensions.a]\ns1 = -2", "[extensions.a] s1 must be a number of days"),
        ("[extensions.a]\ns1 = '2026-02-08'", "a date and a time without quotes"),
        ("[extensions.a]\ns1 = inf", "a number of days"),
        ("[suites]\na = 'nowhere'", "which is not a folder"),
        ("[solutions]\na = 3", "a folder's path, in quotes"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named_with_its_file(course, text, says):
    with pytest.raises(CourseError) as caught:
        settings(course, text)
    assert says in str(caught.value)
    assert str(course.settings_file) in str(caught.value)


def test_a_package_of_the_course_is_named_with_its_version_or_as_missing(course):
    found = settings(course, 'packages = ["numpy"]\n')
    assert installed_packages(found) == (f"numpy {numpy.__version__}",)
    with pytest.raises(CourseError, match="no-such-package, which is not installed"):
        installed_packages(settings(course, 'packages = ["no-such-package"]\n'))


def test_more_time_is_days_or_a_due_date_and_grace_only_decides_what_is_late(course):
    found = settings(
        course,
        "grace_minutes = 15\n[due]\na = 2026-02-01T12:00:00\n[extensions.a]\n"
        "days = 1.5\ndate = 2026-02-03T13:00:00+01:00\nearlier = 2026-01-01T00:00:00\n",
    )
    due = found.due["a"]

    def late(student, hours):
        time = due + timedelta(hours=hours)
        return found.late_terms.seconds_late("a", student, time, None, None) / 3600

    assert late("nobody", 0.25) == 0
    assert late("nobody", 0.5) == 0.5
    assert late("days", 36) == 0
    assert late("days", 37) == 1
    assert late("date", 48) == 0
    assert late("date", 50) == 2
    assert late("earlier", 1) == 1  # more time is never less


def test_a_students_own_stamp_need_not_be_trusted(course):
    found = settings(course, "trust_timestamps = false\n")
    for student in ("s1", "s2"):
        folder = course.submitted / student / "a"
        folder.mkdir(parents=True)
        (folder / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    record_times(course, "a", {"s1": "2026-02-02 00:00:00 UTC"})
    first, second = find_submissions(course, "a", settings=found)
    assert first.timestamp == "2026-02-02 00:00:00 UTC"
    assert second.timestamp is None
    assert "not trusted" in second.notices[0].text


@pytest.mark.parametrize("text", ["yesterday evening", "/dev/zero", "\0", "9" * 90, "2026-13-45"])
def test_a_timestamp_that_is_no_time_is_left_out_and_that_is_said(course, text):
    folder = course.submitted / "s1" / "a"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(text)
    (found,) = find_submissions(course, "a")
    assert found.timestamp is None
    assert "holds no time" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-02-01 12:00:00 UTC", "2026-02-01 12:00:00 UTC"),
        ("2026-02-01 12:00:00.123456 CET", "2026-02-01 11:00:00.123456 UTC"),
        ("2026-02-01T12:00:00+01:00", "2026-02-01 11:00:00 UTC"),
    ],
)
def test_timestamps_are_kept_in_utc(course, text, utc):
    folder = course.submitted / "s1" / "a"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text(f"{text}\n")
    (found,) = find_submissions(course, "a")
    assert found.timestamp == utc
    assert found.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-01 12:00:00 UTC",
        "2026-02-01 12:00:00.123456 UTC",
        "2026-02-01 12:00:00 CET",
        "2026-02-01 12:00:00.123456 America/Los_Angeles",
        "2026-02-01 12:00:00",
        "2026-02-01T12:00:00+01:00",
    ],
)
def test_a_time_is_read_as_nbgrader_reads_it(text):
    assert read_time(text) == parse_utc(text)
