"""The settings of a course, `autograder.toml`: read, checked, and written with a fresh seed."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.course.directory import Course
from autograder.course.late_policy import Extension, LateTerms
from autograder.course.timestamps import as_utc, is_zone
from autograder.errors import CourseError
from autograder.files import open_to_group, read_toml, write_atomically

TEMPLATE = """\
# Settings of this course. Keep this file to yourself: the hidden inputs are drawn from `seed`.
seed = "{seed}"
course_id = "{course_id}"

# Where the gradebook is kept, if not in the file gradebook.db. Without a password: PGPASSWORD or
# ~/.pgpass holds that.
# db = "postgresql://grader@db.example.org/grades"

# Seconds for one cell of a notebook. A call of a function has the exercise's own `time_limit`.
cell_seconds = 5.0

# Seconds for one submission in all. One that holds up or ends the grader itself is tried once more,
# alone; the second time it has no points, "zero", or none yet and the next run tries again, "open".
submission_seconds = 120.0
failed_twice = "zero"

# May feedback name the mistake that was recognised? Assignments listed here never do.
name_mistakes = true
unnamed_assignments = []

# A function that is defined in the cell of its exercise and again further down: "own", the one in
# the exercise's cell is graded; or "last", as Jupyter would have it. The student is told.
definitions = "own"

# Who else on this machine can read files with grades and students' work: "owner", nobody; or
# "group", the group of each file, which is that of its folder where the folder has the bit setgid.
readable = "owner"

# Packages that notebooks of this course may need besides those of the handbook. `grade` does not
# begin where one is not installed; the report names each with its version.
# packages = ["pandas"]

# Of several attempts of a student: "last", the newest replaces the others, as in nbgrader; or
# "best", the one that is worth most after penalties. Then every attempt is kept from now on.
attempts = "last"

# A table of everybody, with a column `id` as nbgrader imports it (last_name, first_name and email
# are read, too), relative to this folder. Who is in it and hands in nothing is listed as missing.
# roster = "students.csv"

# A zone such as "Europe/Berlin" tells what a short name like CST or IST means in a timestamp.txt
# that bears one, and whose clocks the times in downloads of Moodle and Canvas are from. Without it
# such a time is not known.
# timezone = "Europe/Berlin"

# Do the times in timestamp.txt count? false: they may be the word of a student's own machine. Then
# only those count that `autograder collect` took from the platform's download.
# trust_timestamps = true

# What is handed in so many minutes after the due date, or a student's extension, is in time still.
# grace_minutes = 15

# When assignments are due. Without a zone the time is UTC. An assignment that is not listed keeps
# the date that the gradebook has for it; extensions given there are respected.
[due]
# optimizers = 2026-02-01T23:59:00+01:00

# More time for a student: days after the due date, or a due date of the student's own. Either goes
# before an extension that the gradebook has.
# [extensions.optimizers]
# s0001 = 2
# s0002 = 2026-02-08T23:59:00+01:00

# Late work. Each started day beyond the free ones takes this share of the score; the free days
# are one store for the whole course, used up in the order in which assignments are due. Without
# this table nbgrader_config.py decides (AssignLatePenalties and LateSubmissionPlugin), as it does
# for nbgrader itself.
# [late]
# free_days = 3
# penalty_per_day = 0.1

# Where the hidden suites and the solutions lie: by assignment, relative to this folder. "*" names
# a folder of a course's own, searched before the course that comes with the program.
# [suites]
# "*" = "../our-course/suites"
# [solutions]
# "*" = "../our-course/solutions"

# Teams. What one member hands in counts for all; of several the newest.
[teams]
# red = ["s0001", "s0002"]
"""
ATTEMPTS = ("last", "best")
DEFINITIONS = ("own", "last")
FAILED_TWICE = ("zero", "open")
READABLE = ("owner", "group")
MAX_EXTENSION_DAYS = 3650


@dataclass(frozen=True)
class LateDaysRule:
    """Free days over the course, and the share of the score that each further day takes."""

    free_days: int = 0
    penalty_per_day: float = 0.0


@dataclass(frozen=True)
class Settings:
    """What `autograder.toml` says. Times are in UTC, without a zone.

    `extensions` are by assignment and student. `suites` and `solutions` name folders by assignment,
    or by "*" for every other one.
    """

    seed: str
    course_id: str = "course"
    cell_seconds: float = 5.0
    submission_seconds: float = 120.0
    failed_twice: str = "zero"
    name_mistakes: bool = True
    unnamed_assignments: tuple[str, ...] = ()
    attempts: str = "last"
    definitions: str = "own"
    readable: str = "owner"
    roster: str | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: LateDaysRule | None = None
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    db: str | None = None
    packages: tuple[str, ...] = ()
    timezone: str | None = None
    trust_timestamps: bool = True
    grace_minutes: float = 0.0
    extensions: Mapping[str, Mapping[str, Extension]] = field(default_factory=dict)
    suites: Mapping[str, Path] = field(default_factory=dict)
    solutions: Mapping[str, Path] = field(default_factory=dict)

    @property
    def late_terms(self) -> LateTerms:
        return LateTerms(self.due, self.extensions, timedelta(minutes=self.grace_minutes))

    def names_mistakes_of(self, assignment: str) -> bool:
        return self.name_mistakes and assignment not in self.unnamed_assignments


def load_settings(course: Course, *, create: bool = True) -> Settings:
    """Read the settings; write a file with a fresh seed where there is none and `create`.

    What this process writes from then on can be read by those whom the settings name.
    """
    path = course.settings_file
    if not path.exists():
        if not create:
            raise CourseError(f"{path} is missing; `autograder grade` writes one")
        text = TEMPLATE.format(seed=secrets.token_hex(16), course_id=_course_id(course))
        write_atomically(path, text)
        path.chmod(0o600)
    settings = _settings(path, read_toml(path))
    open_to_group(settings.readable == "group")
    return settings


def _settings(path: Path, data: dict[str, Any]) -> Settings:
    """Check what a settings file holds; each problem is named with the file."""
    _check_keys(path, "", data, Settings)
    if not isinstance(data.get("seed"), str) or len(data["seed"]) < 8:
        raise CourseError(f"{path}: `seed` must be a text of at least 8 characters")
    if data.get("attempts", "last") not in ATTEMPTS:
        raise CourseError(f'{path}: `attempts` must be "last" or "best"')
    if data.get("definitions", "own") not in DEFINITIONS:
        raise CourseError(f'{path}: `definitions` must be "own" or "last"')
    if data.get("failed_twice", "zero") not in FAILED_TWICE:
        raise CourseError(f'{path}: `failed_twice` must be "zero" or "open"')
    if data.get("readable", "owner") not in READABLE:
        raise CourseError(f'{path}: `readable` must be "owner" or "group"')
    seconds = data.get("submission_seconds", 120.0)
    if type(seconds) not in (int, float) or not seconds > 0:
        raise CourseError(f"{path}: `submission_seconds` must be a number of seconds above 0")
    if "unnamed_assignments" in data:
        data["unnamed_assignments"] = tuple(data["unnamed_assignments"])
    if "packages" in data:
        data["packages"] = _packages(path, data["packages"])
    if "late" in data:
        data["late"], grace = _late_rule(path, data["late"])
        data["grace_minutes"] = data.get("grace_minutes", grace)
    _check_times(path, data)
    for table in ("due", "teams", "extensions", "suites", "solutions"):
        if not isinstance(data.get(table, {}), dict):
            raise CourseError(f"{path}: `{table}` must be a table, written [{table}]")
    data["due"] = {name: _due(path, name, time) for name, time in data.get("due", {}).items()}
    data["teams"] = _teams(path, data.get("teams", {}))
    data["extensions"] = _extensions(path, data.get("extensions", {}))
    for table in ("suites", "solutions"):
        data[table] = _folders(path, table, data.get(table, {}))
    return Settings(**data)


def _check_keys(path: Path, table: str, data: Mapping[str, Any], kind: type) -> None:
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(data) - known)
    if unknown:
        where = f" in [{table}]" if table else ""
        raise CourseError(f"{path}: unknown setting {unknown[0]!r}{where}; known: {sorted(known)}")


def _packages(path: Path, data: Any) -> tuple[str, ...]:
    if not isinstance(data, list) or not all(isinstance(p, str) and p.strip() for p in data):
        raise CourseError(f'{path}: `packages` must list names of packages, such as ["pandas"]')
    return tuple(dict.fromkeys(data))


def _check_times(path: Path, data: Mapping[str, Any]) -> None:
    grace = data.get("grace_minutes", 0.0)
    if type(grace) not in (int, float) or not 0 <= grace < math.inf:
        raise CourseError(f"{path}: `grace_minutes` must be a number of minutes, 0 or more")
    if type(data.get("trust_timestamps", True)) is not bool:
        raise CourseError(f"{path}: `trust_timestamps` must be true or false")
    zone = data.get("timezone")
    if zone is not None and not (isinstance(zone, str) and is_zone(zone)):
        raise CourseError(
            f'{path}: `timezone` must be the name of a zone, such as "Europe/Berlin"; this machine '
            f"knows none named {zone!r}"
        )


def _late_rule(path: Path, data: Any) -> tuple[LateDaysRule, float]:
    """The rule for late work; and minutes of grace, which may stand there as well."""
    if not isinstance(data, dict):
        raise CourseError(f"{path}: `late` must be a table, written [late]")
    data = dict(data)
    grace = data.pop("grace_minutes", 0.0)
    _check_keys(path, "late", data, LateDaysRule)
    days, share = data.get("free_days", 0), data.get("penalty_per_day", 0.0)
    if type(days) is not int or days < 0:
        raise CourseError(f"{path}: `free_days` in [late] must be a number of days, 0 or more")
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise CourseError(f"{path}: `penalty_per_day` in [late] must be a share, from 0 to 1")
    return LateDaysRule(days, float(share)), grace


def _due(path: Path, assignment: str, time: Any) -> datetime:
    """A due date as TOML's own date and time; text would be open to several readings."""
    if isinstance(time, datetime):
        return as_utc(time)
    raise CourseError(
        f"{path}: [due] {assignment} must be a date and a time without quotes, such as "
        "2026-02-01T23:59:00+01:00"
    )


def _extensions(path: Path, data: Mapping[str, Any]) -> dict[str, dict[str, Extension]]:
    """Days as a number, or a due date of the student's own, by assignment and student."""
    made: dict[str, dict[str, Extension]] = {}
    for assignment, students in data.items():
        if not isinstance(students, dict):
            raise CourseError(
                f"{path}: [extensions] {assignment} must be a table of students, written "
                f"[extensions.{assignment}]"
            )
        made[assignment] = {
            student: _extension(path, f"[extensions.{assignment}] {student}", given)
            for student, given in students.items()
        }
    return made


def _extension(path: Path, where: str, given: Any) -> Extension:
    if isinstance(given, datetime):
        return as_utc(given)
    if type(given) in (int, float) and 0 <= given <= MAX_EXTENSION_DAYS:
        return timedelta(days=given)
    raise CourseError(
        f"{path}: {where} must be a number of days, 0 or more, or a date and a time without "
        "quotes, such as 2026-02-08T23:59:00+01:00"
    )


def _folders(path: Path, table: str, data: Mapping[str, Any]) -> dict[str, Path]:
    """Folders by assignment, relative to the settings' own; each must exist."""
    made = {}
    for name, folder in data.items():
        if not isinstance(folder, str):
            raise CourseError(f"{path}: [{table}] {name} must be a folder's path, in quotes")
        made[name] = (path.parent / Path(folder).expanduser()).resolve()
        if not made[name].is_dir():
            raise CourseError(f"{path}: [{table}] {name} names {made[name]}, which is not a folder")
    return made


def _teams(path: Path, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    teams: dict[str, tuple[str, ...]] = {}
    team_of: dict[str, str] = {}
    for team, members in data.items():
        named = isinstance(members, list) and all(isinstance(m, str) for m in members)
        if not named or not members or any(not _is_folder_name(m) for m in members):
            raise CourseError(f'{path}: [teams] {team} must list students, such as ["s1", "s2"]')
        for member in members:
            other = team_of.setdefault(member, team)
            if other != team or members.count(member) > 1:
                raise CourseError(
                    f"{path}: {member!r} stands twice in [teams] ({other}, {team}); a student is "
                    "in one team"
                )
        teams[team] = tuple(members)
    return teams


def _is_folder_name(name: str) -> bool:
    return not name.startswith(".") and name != "" and not any(c in "/\\" or c < " " for c in name)


def _course_id(course: Course) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in course.root.name) or "course"
