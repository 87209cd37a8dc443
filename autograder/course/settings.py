"""The settings of a course, `autograder.toml`: read, checked, and written with a fresh seed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course.directory import Course
from autograder.course.timestamps import as_utc
from autograder.errors import CourseError
from autograder.files import read_toml, write_atomically

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

# Of several attempts of a student: "last", the newest replaces the others, as in nbgrader; or
# "best", the one that is worth most after penalties. Then every attempt is kept from now on.
attempts = "last"

# A table of everybody, with a column `id` as nbgrader imports it (last_name, first_name and email
# are read, too), relative to this folder. Who is in it and hands in nothing is listed as missing.
# roster = "students.csv"

# When assignments are due. Without a zone the time is UTC. An assignment that is not listed keeps
# the date that the gradebook has for it; extensions given there are respected.
[due]
# optimizers = 2026-02-01T23:59:00+01:00

# Late work. Each started day beyond the free ones takes this share of the score; the free days
# are one store for the whole course, used up in the order in which assignments are due. Without
# this table nbgrader_config.py decides (AssignLatePenalties and LateSubmissionPlugin), as it does
# for nbgrader itself.
# [late]
# free_days = 3
# penalty_per_day = 0.1

# Teams. What one member hands in counts for all; of several the newest.
[teams]
# red = ["s0001", "s0002"]
"""
ATTEMPTS = ("last", "best")
DEFINITIONS = ("own", "last")
FAILED_TWICE = ("zero", "open")


@dataclass(frozen=True)
class LateDaysRule:
    """Free days over the course, and the share of the score that each further day takes."""

    free_days: int = 0
    penalty_per_day: float = 0.0


@dataclass(frozen=True)
class Settings:
    """What `autograder.toml` says. Due dates are in UTC, without a zone."""

    seed: str
    course_id: str = "course"
    cell_seconds: float = 5.0
    submission_seconds: float = 120.0
    failed_twice: str = "zero"
    name_mistakes: bool = True
    unnamed_assignments: tuple[str, ...] = ()
    attempts: str = "last"
    definitions: str = "own"
    roster: str | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: LateDaysRule | None = None
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    db: str | None = None

    def names_mistakes_of(self, assignment: str) -> bool:
        return self.name_mistakes and assignment not in self.unnamed_assignments


def load_settings(course: Course, *, create: bool = True) -> Settings:
    """Read the settings; write a file with a fresh seed where there is none and `create`."""
    path = course.settings_file
    if not path.exists():
        if not create:
            raise CourseError(f"{path} is missing; `autograder grade` writes one")
        text = TEMPLATE.format(seed=secrets.token_hex(16), course_id=_course_id(course))
        write_atomically(path, text)
        path.chmod(0o600)
    return _settings(path, read_toml(path))


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
    seconds = data.get("submission_seconds", 120.0)
    if type(seconds) not in (int, float) or not seconds > 0:
        raise CourseError(f"{path}: `submission_seconds` must be a number of seconds above 0")
    if "unnamed_assignments" in data:
        data["unnamed_assignments"] = tuple(data["unnamed_assignments"])
    if "late" in data:
        data["late"] = _late_rule(path, data["late"])
    for table in ("due", "teams"):
        if not isinstance(data.get(table, {}), dict):
            raise CourseError(f"{path}: `{table}` must be a table, written [{table}]")
    data["due"] = {name: _due(path, name, time) for name, time in data.get("due", {}).items()}
    data["teams"] = _teams(path, data.get("teams", {}))
    return Settings(**data)


def _check_keys(path: Path, table: str, data: Mapping[str, Any], kind: type) -> None:
    known = {f.name for f in fields(kind)}
    unknown = sorted(set(data) - known)
    if unknown:
        where = f" in [{table}]" if table else ""
        raise CourseError(f"{path}: unknown setting {unknown[0]!r}{where}; known: {sorted(known)}")


def _late_rule(path: Path, data: Any) -> LateDaysRule:
    if not isinstance(data, dict):
        raise CourseError(f"{path}: `late` must be a table, written [late]")
    _check_keys(path, "late", data, LateDaysRule)
    days, share = data.get("free_days", 0), data.get("penalty_per_day", 0.0)
    if type(days) is not int or days < 0:
        raise CourseError(f"{path}: `free_days` in [late] must be a number of days, 0 or more")
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise CourseError(f"{path}: `penalty_per_day` in [late] must be a share, from 0 to 1")
    return LateDaysRule(days, float(share))


def _due(path: Path, assignment: str, time: Any) -> datetime:
    """A due date as TOML's own date and time; text would be open to several readings."""
    if isinstance(time, datetime):
        return as_utc(time)
    raise CourseError(
        f"{path}: [due] {assignment} must be a date and a time without quotes, such as "
        "2026-02-01T23:59:00+01:00"
    )


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
