"""A platform's download as it comes: whose it is, what goes where, what is kept."""

import io
import json
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli.app import app
from autograder.course.collected import collected_times
from autograder.course.directory import open_course

ROSTER = """\
id,last_name,first_name,email,lms_user_id
s1,Amari,Ada,ada@example.org,901
s2,Bloch,Ben,ben@example.org,902
s3,Curie,Zoë,zoe@example.org,903
"""


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    root.mkdir()
    (root / "autograder.toml").write_text(
        'seed = "a secret of this course"\nroster = "students.csv"\n'
    )
    (root / "students.csv").write_text(ROSTER)
    return open_course(root)


def archive(path, files, time=None):
    extra = b""
    if time is not None:
        extra = struct.pack("<HHBi", 0x5455, 5, 1, int(time.timestamp()))
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.extra = extra
            made.writestr(info, text)
    return path


def collect(course, platform, file, *more, code=0):
    words = ["collect", "optimizers", str(file), "--from", platform, "--course", str(course.root)]
    done = CliRunner().invoke(app, [*words, *more])
    assert done.exit_code == code, done.output
    return done.output


def handed_in(course):
    return {
        path.relative_to(course.submitted).as_posix(): path.read_text()
        for path in sorted(course.submitted.rglob("*"))
        if path.is_file()
    }


METADATA = """\
submission_1:
  :submitters:
  - :name: Ada Amari
    :sid: S1
    :email: ada@example.org
  :created_at: 2026-02-01 23:00:00.000000000 -08:00
submission_2:
  :submitters:
  - :name: Ben Bloch
    :sid:
    :email: Ben@example.org
  :created_at: 2026-02-01 10:00:00 Z
"""
DOWNLOADS = {
    "moodle": {
        "Ada Amari_31_assignsubmission_file_/optimizers.ipynb": "a",
        "Ben Bloch_32_assignsubmission_file_optimizers.ipynb": "b",
    },
    "canvas": {
        "amariada_LATE_901_5555_optimizers-1.ipynb": "a",
        "blochben_902_5556_optimizers.ipynb": "b",
    },
    "gradescope": {
        "assignment_7_export/submission_metadata.yml": METADATA,
        "assignment_7_export/submission_1/optimizers.ipynb": "a",
        "assignment_7_export/submission_2/optimizers.ipynb": "b",
    },
    "folder": {"S1/optimizers.ipynb": "a", "ben@example.org/optimizers.ipynb": "b"},
}


@pytest.mark.parametrize("platform", DOWNLOADS)
@pytest.mark.parametrize("unpacked", [False, True])
def test_each_platforms_download_goes_to_the_students_of_the_roster(
    course, tmp_path, platform, unpacked
):
    file = archive(tmp_path / "download.zip", DOWNLOADS[platform])
    if unpacked:
        with zipfile.ZipFile(file) as made:
            made.extractall(tmp_path / "download")
        file = tmp_path / "download"
    said = collect(course, platform, file)
    found = handed_in(course)
    assert found["s1/optimizers/optimizers.ipynb"] == "a"
    assert found["s2/optimizers/optimizers.ipynb"] == "b"
    assert "2 new" in said
    assert ("LATE" in said) == (platform == "canvas")


def test_a_time_is_taken_where_the_platform_states_its_zone(course, tmp_path):
    collect(course, "gradescope", archive(tmp_path / "g.zip", DOWNLOADS["gradescope"]))
    found = handed_in(course)
    assert found["s1/optimizers/timestamp.txt"] == "2026-02-02 07:00:00 UTC\n"
    assert collected_times(course, "optimizers")["s2"] == "2026-02-01 10:00:00 UTC"
    time = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    collect(course, "moodle", archive(tmp_path / "m.zip", DOWNLOADS["moodle"] | {"x": ""}, time))
    assert handed_in(course)["s1/optimizers/timestamp.txt"] == "2026-02-02 07:00:00 UTC\n"


def local_archive(path, times):
    """A zip file of Moodle whose entries bear times without a zone, as most do."""
    with zipfile.ZipFile(path, "w") as made:
        for name, time in times.items():
            made.writestr(zipfile.ZipInfo(f"{name}_assignsubmission_file_/a.ipynb", time), name)
    return path


def in_zone(course, zone="Europe/Berlin"):
    file = course.root / "autograder.toml"
    file.write_text(f'{file.read_text()}timezone = "{zone}"\n')


WINTER, SUMMER = (2026, 2, 3, 20, 0, 0), (2026, 7, 3, 20, 0, 0)


def test_times_without_a_zone_are_those_of_the_courses_clocks(course, tmp_path):
    file = local_archive(tmp_path / "m.zip", {"Ada Amari_31": WINTER, "Ben Bloch_32": SUMMER})
    assert "bear no zone" in " ".join(collect(course, "moodle", file, "--dry-run").split())
    in_zone(course)
    assert "bear no zone" not in collect(course, "moodle", file)
    assert collected_times(course, "optimizers") == {
        "s1": "2026-02-03 19:00:00 UTC",
        "s2": "2026-07-03 18:00:00 UTC",
    }


@pytest.mark.parametrize(
    ("time", "why"),
    [((2026, 10, 25, 2, 30, 0), "twice"), ((2026, 3, 29, 2, 30, 0), "skip")],
)
def test_a_time_that_the_clocks_do_not_show_once_is_named_and_not_known(
    course, tmp_path, time, why
):
    in_zone(course)
    file = local_archive(tmp_path / "m.zip", {"Ada Amari_31": time, "Ben Bloch_32": SUMMER})
    said = " ".join(collect(course, "moodle", file).split())
    assert "02:30:00" in said
    assert list(collected_times(course, "optimizers")) == ["s2"]
    assert why in said


def test_the_time_of_the_packing_is_nobodys(course, tmp_path):
    in_zone(course)
    later = (*WINTER[:5], 4)
    file = local_archive(tmp_path / "m.zip", {"Ada Amari_31": WINTER, "Ben Bloch_32": later})
    assert "packing" in collect(course, "moodle", file)
    assert collected_times(course, "optimizers") == {}


@pytest.mark.parametrize("around", ["", "download/"])
def test_a_folder_may_hold_each_students_assignments_and_lie_in_another(course, tmp_path, around):
    files = {
        f"{around}{student}/{name}/{name}.ipynb": f"{student} {name}"
        for student in ("s1", "s2")
        for name in ("optimizers", "neurons")
    }
    files[f"{around}s1/optimizers/timestamp.txt"] = "2026-02-03 10:00:00 +0100"
    files[f"{around}s1/zuletzt/timestamp.txt"] = "2026-03-03 10:00:00 +0100"
    file = archive(tmp_path / "x.zip", files)
    assert "2 new" in collect(course, "folder", file)
    assert handed_in(course) == {
        "s1/optimizers/optimizers.ipynb": "s1 optimizers",
        "s1/optimizers/timestamp.txt": "2026-02-03 09:00:00 UTC\n",
        "s2/optimizers/optimizers.ipynb": "s2 optimizers",
    }
    assert "2 unchanged" in collect(course, "folder", file)


def test_a_dry_run_shows_what_would_go_where_and_writes_nothing(course, tmp_path):
    file = archive(tmp_path / "m.zip", DOWNLOADS["moodle"])
    said = collect(course, "moodle", file, "--dry-run")
    assert "Ada Amari (31)" in said
    assert "s1" in said
    assert not course.submitted.exists()


def test_whoever_is_not_on_the_roster_or_fits_twice_is_named_and_left_out(course, tmp_path):
    files = {
        "Kurt Gödel_33_assignsubmission_file_/optimizers.ipynb": "k",
        "Zoe\u0308 Curie_34_assignsubmission_file_/optimizers.ipynb": "z",
        "Ada Amari_35_assignsubmission_file_/optimizers.ipynb": "1",
        "ada amari_36_assignsubmission_file_/optimizers.ipynb": "2",
    }
    said = collect(course, "moodle", archive(tmp_path / "m.zip", files), code=1)
    assert "1 not on the roster" in said
    assert "2 not clear whose" in said
    assert handed_in(course) == {"s3/optimizers/optimizers.ipynb": "z"}


def test_collecting_again_keeps_the_attempt_before_and_takes_nothing_older(course, tmp_path):
    def at(day, text):
        files = {"Ada Amari_31_assignsubmission_file_/optimizers.ipynb": text}
        return archive(tmp_path / f"{day}.zip", files, datetime(2026, 2, day, 12, tzinfo=UTC))

    assert "1 new" in collect(course, "moodle", at(3, "first"))
    assert "1 unchanged" in collect(course, "moodle", at(3, "first"))
    assert "1 newer attempt" in collect(course, "moodle", at(5, "second"))
    assert "1 older than what is there" in collect(course, "moodle", at(4, "between"), code=1)
    assert handed_in(course) == {
        "s1/optimizers/optimizers.ipynb": "second",
        "s1/optimizers/timestamp.txt": "2026-02-05 12:00:00 UTC\n",
    }
    kept = list(course.attempts("optimizers").rglob("*.ipynb"))
    assert [path.read_text() for path in kept] == ["first"]


@pytest.mark.parametrize(
    "name",
    [
        "../../autograder.toml",
        "/etc/optimizers.ipynb",
        "..\\..\\autograder.toml",
        "timestamp.txt",
        ".hidden/optimizers.ipynb",
        "__MACOSX/._optimizers.ipynb",
        "n" * 300 + ".ipynb",
        "ü" * 200 + ".ipynb",
        "n." + "ü" * 200,
    ],
)
def test_a_students_file_stays_in_the_students_folder(course, tmp_path, name):
    files = {
        "Ada Amari_31_assignsubmission_file_/optimizers.ipynb": "a",
        f"Ada Amari_31_assignsubmission_file_/{name}": "2026-01-01 00:00:00 UTC",
    }
    before = (course.root / "autograder.toml").read_text()
    collect(course, "moodle", archive(tmp_path / "m.zip", files))
    assert (course.root / "autograder.toml").read_text() == before
    found = handed_in(course)
    assert found.pop("s1/optimizers/optimizers.ipynb") == "a"
    assert all(path.startswith("s1/optimizers/") for path in found)
    assert "s1/optimizers/timestamp.txt" not in found


def test_without_a_roster_the_longest_of_names_is_a_folder(course, tmp_path):
    (course.root / "autograder.toml").write_text('seed = "a secret of this course"\n')
    names = [f"{'ü' * 200} {end}" for end in "ab"]
    files = {f"{name}_31_assignsubmission_file_/optimizers.ipynb": name[-1] for name in names}
    collect(course, "moodle", archive(tmp_path / "m.zip", files))
    assert sorted(handed_in(course).values()) == ["a", "b"]


@pytest.mark.parametrize("platform", DOWNLOADS)
def test_a_download_of_something_else_is_one_sentence(course, tmp_path, platform):
    buffer = io.BytesIO(b"no zip file")
    (tmp_path / "x.zip").write_bytes(buffer.getvalue())
    assert "neither a zip file" in collect(course, platform, tmp_path / "x.zip", code=1)
    assert "does not exist" in collect(course, platform, tmp_path / "none.zip", code=1)
    other = archive(tmp_path / "y.zip", {"readme.txt": "x"})
    assert "autograder:" in collect(course, platform, other, code=1)


def test_the_assignment_is_known_by_the_names_of_the_notebooks(course, tmp_path):
    file = archive(tmp_path / "m.zip", DOWNLOADS["moodle"])
    words = ["collect", "--from", "moodle", str(file), "--course", str(course.root)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "s1/optimizers/optimizers.ipynb" in handed_in(course)


def sent(course, tmp_path, platform, files, *more, code=0):
    """What is said on a download with these files, with each line as one."""
    said = collect(course, platform, archive(tmp_path / "d.zip", files), *more, code=code)
    return " ".join(said.split())


IN_MOODLE = "_assignsubmission_file"
# As the platforms name them: each with the student whose it is, and the file's name.
NAMES = [
    ("moodle", f"Ada Amari_31{IN_MOODLE}/optimizers.ipynb", "s1", "optimizers.ipynb"),
    ("moodle", f"Ada Amari_31{IN_MOODLE}_optimizers.ipynb", "s1", "optimizers.ipynb"),
    ("moodle", f"Zoë Curie_31{IN_MOODLE}_/week_1/a b.ipynb", "s3", "week_1/a b.ipynb"),
    ("moodle", f"Zoë Curie_31{IN_MOODLE}_\\week\\a.ipynb", "s3", "week/a.ipynb"),
    ("moodle", f"Dan ONeil-Smith_4{IN_MOODLE}_/a.ipynb", "s4", "a.ipynb"),
    ("moodle", f"Red team_7{IN_MOODLE}_/a.ipynb", "s2", "a.ipynb"),
    ("canvas", "amariada_901_5_optimizers.ipynb", "s1", "optimizers.ipynb"),
    ("canvas", "amariada_LATE_901_5_my_work_2-3.ipynb", "s1", "my_work_2.ipynb"),
    ("canvas", "de_la_ada_901_5_optimizers.ipynb", "s1", "optimizers.ipynb"),
    ("canvas", "curiezoë_77_5_optimizers.ipynb", "s3", "optimizers.ipynb"),
    ("canvas", "oneilsmithdan_77_5_optimizers.ipynb", "s4", "optimizers.ipynb"),
    ("canvas", "redteam_77_5_optimizers.ipynb", "s2", "optimizers.ipynb"),
    ("canvas", "amariada_901_5_work/optimizers.ipynb", "s1", "work/optimizers.ipynb"),
    ("folder", "s1.zip", "s1", "s1.zip"),
    ("folder", "Ada Amari/optimizers.ipynb", "s1", "optimizers.ipynb"),
]


@pytest.fixture
def larger_course(course):
    roster = course.root / "students.csv"
    roster.write_text(f"{ROSTER}s4,O'Neil-Smith,Dan,dan@example.org,\n")
    settings = course.root / "autograder.toml"
    settings.write_text(f'{settings.read_text()}[teams]\n"Red team" = ["s2", "s3"]\n')
    return course


@pytest.mark.parametrize(("platform", "name", "student", "file"), NAMES)
def test_names_are_read_as_the_platforms_write_them(
    larger_course, tmp_path, platform, name, student, file
):
    sent(larger_course, tmp_path, platform, {name: "x"})
    assert handed_in(larger_course) == {f"{student}/optimizers/{file}": "x"}


@pytest.mark.parametrize(
    ("platform", "names", "told"),
    [
        ("moodle", ["Ada Amari_31_assignsubmission_onlinetext/onlinetext.html"], "1 no file"),
        ("moodle", [f"Default group{IN_MOODLE}/a.ipynb"], "1 not on the roster"),
        ("moodle", [f"Participant_{n}{IN_MOODLE}/a.ipynb" for n in (3, 4)], "2 not on the roster"),
        ("canvas", ["amariada_LATE_901_text.html"], "1 no file"),
        ("canvas", ["amariada_901_link.html"], "1 no file"),
        ("canvas", ["anon_x1Y2z_5_a.ipynb", "LATE_anon_z9_6_a.ipynb"], "2 not on the roster"),
        ("canvas", ["optimizers.ipynb", "amariada_901_5_a.ipynb"], "left out: optimizers.ipynb"),
        ("moodle", ["work.zip", f"Ada Amari_1{IN_MOODLE}/a.ipynb"], "left out: work.zip"),
        ("folder", ["../s1/b.ipynb", "s1/a.ipynb"], "left out: ../s1/b.ipynb"),
        ("folder", ["/s1/b.ipynb", "s1/a.ipynb"], "left out: /s1/b.ipynb"),
        ("folder", ["s2/x", "s2/x/y.ipynb", "s1/a.ipynb"], "(x is a file and a folder)"),
    ],
)
def test_whoever_is_not_taken_is_named_and_the_exit_code_says_so(
    course, tmp_path, platform, names, told
):
    said = sent(course, tmp_path, platform, dict.fromkeys(names, "x"), code=1)
    assert told in said
    assert set(handed_in(course)) <= {"s1/optimizers/a.ipynb"}


def test_files_that_differ_in_a_number_at_the_end_alone_are_both_kept(course, tmp_path):
    files = {f"amariada_901_{n}_problem-{n}.ipynb": str(n) for n in (1, 2)}
    sent(course, tmp_path, "canvas", files)
    assert handed_in(course) == {f"s1/optimizers/problem-{n}.ipynb": str(n) for n in (1, 2)}


def test_an_assignment_with_cells_of_tests_is_collected_by_the_names_of_its_notebooks(
    course, tmp_path
):
    about = {"grade": True, "solution": False, "grade_id": "t", "points": 1, "schema_version": 3}
    cell = {"cell_type": "code", "source": "assert x", "metadata": {"nbgrader": about}}
    source = course.root / "source" / "ps1"
    source.mkdir(parents=True)
    for name in ("week-2", "plots"):
        (source / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}))
    file = archive(tmp_path / "c.zip", {"amariada_901_5_week-2.ipynb": "x"})
    words = ["collect", str(file), "--from", "canvas", "--course", str(course.root)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert handed_in(course) == {"s1/ps1/week-2.ipynb": "x"}


def test_names_in_utf8_without_a_flag_and_in_the_old_character_set_are_read(course, tmp_path):
    for raw in ("Zoë Curie".encode(), "Zoë Curie".encode("cp437")):
        name = f"{'_' * len(raw)}_31{IN_MOODLE}/a.ipynb"
        file = archive(tmp_path / "d.zip", {name: "x"})
        packed = file.read_bytes().replace(name.encode(), raw + name.encode()[len(raw) :])
        file.write_bytes(packed)
        assert packed.count(raw) == 2  # in the entry and in the directory
        assert "s3" in collect(course, "moodle", file)
    assert handed_in(course) == {"s3/optimizers/a.ipynb": "x"}


def test_a_file_that_is_taken_away_makes_another_attempt(course, tmp_path):
    names = [f"Ada Amari_31{IN_MOODLE}/{name}.ipynb" for name in ("a", "b")]
    sent(course, tmp_path, "moodle", dict.fromkeys(names, "x"))
    assert "1 newer attempt" in sent(course, tmp_path, "moodle", {names[0]: "x"})
    assert handed_in(course) == {"s1/optimizers/a.ipynb": "x"}


def test_names_that_had_to_be_changed_are_no_newer_attempt(course, tmp_path):
    files = {f"Ada Amari_31{IN_MOODLE}/{'n' * 300}.ipynb": "x"}
    sent(course, tmp_path, "moodle", files)
    assert "1 unchanged" in sent(course, tmp_path, "moodle", files)


def test_times_come_to_what_was_collected_before_the_course_had_a_zone(course, tmp_path):
    file = local_archive(tmp_path / "m.zip", {"Ada Amari_31": WINTER, "Ben Bloch_32": SUMMER})
    collect(course, "moodle", file)
    assert "s1/optimizers/timestamp.txt" not in handed_in(course)
    in_zone(course)
    assert "2 unchanged, now with its time" in collect(course, "moodle", file)
    assert handed_in(course)["s1/optimizers/timestamp.txt"] == "2026-02-03 19:00:00 UTC\n"
    assert set(collected_times(course, "optimizers")) == {"s1", "s2"}
    assert "2 unchanged\n" in collect(course, "moodle", file)


def test_the_single_time_of_a_download_may_be_that_of_its_packing(course, tmp_path):
    in_zone(course)
    said = collect(course, "moodle", local_archive(tmp_path / "m.zip", {"Ada Amari_31": WINTER}))
    assert "packing" in said
    assert collected_times(course, "optimizers") == {}


def test_times_are_on_record_after_a_run_that_was_killed_before_it_wrote_them(
    course, tmp_path, monkeypatch
):
    file = archive(tmp_path / "g.zip", DOWNLOADS["gradescope"])

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as here:
        here.setattr("autograder.ingest.collect.record_times", killed)
        collect(course, "gradescope", file, code=130)
    assert collected_times(course, "optimizers") == {}
    assert "2 unchanged" in collect(course, "gradescope", file)
    assert set(collected_times(course, "optimizers")) == {"s1", "s2"}


def test_a_run_that_was_killed_between_two_renames_loses_nothing(course, tmp_path, monkeypatch):
    files = {f"Ada Amari_31{IN_MOODLE}/a.ipynb": "first"}
    sent(course, tmp_path, "moodle", files)
    rename = Path.rename

    def killed(path, target):
        if path.name.endswith(".part") and path.parent.name == "s1":
            raise KeyboardInterrupt
        return rename(path, target)

    again = dict.fromkeys(files, "second")
    with monkeypatch.context() as here:
        here.setattr(Path, "rename", killed)
        sent(course, tmp_path, "moodle", again, code=130)
    sent(course, tmp_path, "moodle", again)
    assert handed_in(course) == {"s1/optimizers/a.ipynb": "second"}
    assert [p.read_text() for p in course.attempts("optimizers").rglob("*.ipynb")] == ["first"]


def test_a_damaged_file_leaves_out_its_student_alone(course, tmp_path):
    files = {
        f"{name}_1{IN_MOODLE}/a.ipynb": f"{name}'s work" for name in ("Ada Amari", "Ben Bloch")
    }
    file = archive(tmp_path / "m.zip", files)
    file.write_bytes(file.read_bytes().replace(b"Ada Amari's work", b"Ada Amari's w0rk"))
    said = collect(course, "moodle", file, code=1)
    assert "1 cannot be read" in said
    assert handed_in(course) == {"s2/optimizers/a.ipynb": "Ben Bloch's work"}


def test_what_unpacks_to_more_than_a_notebook_can_be_is_too_large(course, tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.ingest.collect.MAX_TOGETHER", 3_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(4):
            made.writestr(f"Ada Amari_31{IN_MOODLE}/{number}.ipynb", bytes(1_000_000))
    assert "1 too large" in collect(course, "moodle", path, code=1)
    assert not course.submitted.exists()


TWICE = """\
submission_1:
  :submitters:
  - :name: Ada Amari
    :email: ada@example.org
  :created_at: 2026-02-01 10:00:00 Z
  :score: !ruby/object:BigDecimal 18:0.35e1
submission_2:
  :submitters:
  - :name: Ada Amari
    :email: ada@example.org
  - :name: Ben Bloch
    :email: ben@example.org
  :created_at: 2026-02-02 10:00:00 Z
submission_3:
  :submitters: []
"""


def test_of_two_submissions_of_one_student_in_gradescope_the_newer_counts(course, tmp_path):
    files = {f"x/submission_{n}/a.ipynb": str(n) for n in (1, 2, 3)}
    said = sent(
        course, tmp_path, "gradescope", {"x/submission_metadata.yml": TWICE} | files, code=1
    )
    assert "1 older than another in the download" in said
    assert "1 not on the roster" in said
    found = handed_in(course)
    assert found["s1/optimizers/a.ipynb"] == found["s2/optimizers/a.ipynb"] == "2"


def test_who_is_on_the_roster_and_has_nothing_in_the_download_is_said(course, tmp_path):
    said = sent(course, tmp_path, "moodle", DOWNLOADS["moodle"])
    assert "not in the download: s3" in said


def test_a_roster_as_a_spreadsheet_saves_it_is_read(course, tmp_path):
    text = ROSTER.replace(",", ";").replace("id;last", "ID; Last")
    (course.root / "students.csv").write_text(text, encoding="utf-8-sig")
    sent(course, tmp_path, "moodle", DOWNLOADS["moodle"])
    assert "s1/optimizers/optimizers.ipynb" in handed_in(course)


def test_an_empty_download_is_said_to_be_empty(course, tmp_path):
    assert "holds no file" in collect(course, "moodle", archive(tmp_path / "e.zip", {}), code=1)
