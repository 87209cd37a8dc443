"""Teams and attempts: which of several submissions counts, and for whom."""

import shutil

import pytest

from autograder.course.directory import open_course
from autograder.course.settings import Settings
from autograder.errors import CourseError
from autograder.ingest.attempts import (
    archive_attempts,
    choose,
    find_groups,
    recipients,
)
from autograder.results import ExerciseResult, SubmissionResult

TEAMS = {"red": ("ada", "alan", "grace")}


@pytest.fixture
def course(tmp_path):
    return open_course(tmp_path)


def hand_in(course, student, content="{}", time=None):
    folder = course.submitted / student / "a"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "a.ipynb").write_text(content)
    if time is not None:
        (folder / "timestamp.txt").write_text(f"2026-02-0{time} 12:00:00 UTC")
    return folder


def settings(**more):
    return Settings(seed="a secret of this course", **more)


def graded(attempt, points, outcome="wrong"):
    exercise = ExerciseResult("f", points, 5.0, outcome, None, "", ())
    return SubmissionResult(
        attempt.student, "a", points, 5.0, 0.1, (exercise,), timestamp=attempt.timestamp
    )


def points_of(result):
    return result.points


def test_without_teams_everybody_is_a_group(course):
    hand_in(course, "ada")
    hand_in(course, "alan")
    groups = find_groups(course, settings(), "a")
    assert [g.members for g in groups] == [("ada",), ("alan",)]


def test_what_one_member_hands_in_counts_for_all(course):
    hand_in(course, "alan", time=1)
    (group,) = find_groups(course, settings(teams=TEAMS), "a")
    found = recipients(group, group.attempts[-1])
    assert [r.student for r in found] == ["ada", "alan", "grace"]
    assert {r.folder for r in found} == {course.submitted / "alan" / "a"}
    assert all("handed in by alan for team red" in r.notes for r in found)


def test_of_two_members_who_hand_in_the_newest_counts_and_it_is_said(course):
    hand_in(course, "ada", time=3)
    hand_in(course, "alan", time=1)
    hand_in(course, "joan", time=2)
    red, joan = find_groups(course, settings(teams=TEAMS), "a")
    assert red.attempts[-1].student == "ada"
    assert (
        "of the team, alan handed in, too; this one counts"
        in recipients(red, red.attempts[-1])[0].notes
    )
    assert joan.members == ("joan",)
    assert recipients(joan, joan.attempts[-1])[0].notes == ()


def test_a_team_is_graded_whole_where_one_member_is_asked_for(course):
    hand_in(course, "alan")
    hand_in(course, "joan")
    (group,) = find_groups(course, settings(teams=TEAMS), "a", "gra*")
    assert group.members == TEAMS["red"]
    with pytest.raises(CourseError, match="matching 'x'"):
        find_groups(course, settings(teams=TEAMS), "a", "x")


def attempts(course):
    (group,) = archive_attempts(course, find_groups(course, settings(attempts="best"), "a"))
    return group


def test_each_attempt_is_kept_and_the_newest_is_the_last(course):
    for time, content in ((1, "[1]"), (2, "[2]"), (3, "[3]")):
        hand_in(course, "ada", content, time)
        group = attempts(course)
    found = [(a.folder / "a.ipynb").read_text() for a in group.attempts]
    assert found == ["[1]", "[2]", "[3]"]


def test_the_same_content_again_is_the_same_attempt_at_its_first_time(course):
    hand_in(course, "ada", "[1]", 1)
    attempts(course)
    hand_in(course, "ada", "[1]", 5)
    (attempt,) = attempts(course).attempts
    assert attempt.timestamp.startswith("2026-02-01")


def test_an_attempt_whose_copying_was_cut_short_is_copied_again(course):
    hand_in(course, "ada", "[1]", 1)
    (attempt,) = attempts(course).attempts
    part = attempt.folder.with_name(f".{attempt.folder.name}.part")
    attempt.folder.rename(part)
    (part / "a.ipynb").write_text("[")
    (again,) = attempts(course).attempts
    assert (again.folder / "a.ipynb").read_text() == "[1]"


def test_the_best_attempt_counts_and_the_student_is_told(course):
    hand_in(course, "ada", "[1]", 1)
    attempts(course)
    hand_in(course, "ada", "[2]", 2)
    group = attempts(course)
    results = {a.folder: graded(a, p) for a, p in zip(group.attempts, (4.0, 3.0), strict=True)}
    chosen, result = choose(group, results, points_of)
    assert result.points == 4.0
    assert chosen.timestamp.startswith("2026-02-01")
    (note,) = chosen.notes
    assert "the best of 2 attempts counts" in note
    assert "4 points" in note
    assert "has 3" in note


def test_of_equal_attempts_the_newest_counts_without_a_word(course):
    hand_in(course, "ada", "[1]", 1)
    attempts(course)
    hand_in(course, "ada", "[2]", 2)
    group = attempts(course)
    chosen, _ = choose(group, {a.folder: graded(a, 4.0) for a in group.attempts}, points_of)
    assert chosen.timestamp.startswith("2026-02-02")
    assert chosen.notes == ()


def test_a_better_attempt_that_is_too_late_does_not_lower_the_grade(course):
    hand_in(course, "ada", "[1]", 1)
    attempts(course)
    hand_in(course, "ada", "[2]", 9)
    group = attempts(course)
    results = {a.folder: graded(a, p) for a, p in zip(group.attempts, (4.0, 5.0), strict=True)}

    def worth(result):
        return result.points * (0.5 if result.timestamp.startswith("2026-02-09") else 1.0)

    assert choose(group, results, worth)[1].points == 4.0


def test_an_attempt_that_we_failed_to_grade_takes_nothing_away(course):
    hand_in(course, "ada", "[1]", 1)
    attempts(course)
    hand_in(course, "ada", "[2]", 2)
    group = attempts(course)
    first, second = group.attempts
    results = {
        first.folder: graded(first, 0.0),
        second.folder: graded(second, 0.0, "infrastructure"),
    }
    assert choose(group, results, points_of)[0].folder == first.folder


@pytest.mark.parametrize("name", ["n" * 245, "ü" * 122])
def test_an_attempt_with_the_longest_of_names_is_kept(course, name):
    folder = hand_in(course, "ada")
    (folder / "a.ipynb").rename(folder / f"{name}.ipynb")
    (group,) = archive_attempts(course, find_groups(course, settings(), "a"))
    assert (group.attempts[0].folder / f"{name}.ipynb").read_text() == "{}"
