"""A course directory: where submissions lie and results go, and the course's settings.

Any directory that has or gets `submitted/`, `autograded/`, `feedback/`, `report/` and
`gradebook.db` is a course. Its settings are in `autograder.toml`; the first `grade` writes one
with a fresh secret seed, from which the hidden inputs are drawn.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from autograder.course.timestamps import as_utc, read_time
from autograder.ingest.notebook import read_bytes
from autograder.results import Submission

MAX_TIMESTAMP = 100  # bytes of it that are read
SETTINGS_FILE = "autograder.toml"
TEMPLATE = """\
# Settings of this course. Keep this file to yourself: the hidden inputs are drawn from `seed`.
seed = "{seed}"
course_id = "{course_id}"

# Where the gradebook is kept, if not in the file gradebook.db. Without a password: PGPASSWORD or
# ~/.pgpass holds that.
# db = "postgresql://grader@db.example.org/grades"

# Seconds for one cell of a notebook. A call of a function has the exercise's own `time_limit`.
cell_seconds = 5.0

# May feedback name the mistake that was recognised? Assignments listed here never do.
name_mistakes = true
unnamed_assignments = []

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
PART = ".autograder-part"  # the end of the name of a file that is still being written


class CourseError(Exception):
    """The course directory or its settings are not usable; the message says what to do."""


class GradebookError(Exception):
    """The gradebook could not be written; the message says what to do. The results are kept in
    the journal, so that the same command goes on from there."""


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
    name_mistakes: bool = True
    unnamed_assignments: tuple[str, ...] = ()
    attempts: str = "last"
    roster: str | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: LateDaysRule | None = None
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    db: str | None = None

    def names_mistakes_of(self, assignment: str) -> bool:
        return self.name_mistakes and assignment not in self.unnamed_assignments


@dataclass(frozen=True)
class Course:
    """The paths of a course directory; `db` is the gradebook's address, if it is no file of it."""

    root: Path
    db: str | None = None

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def report(self) -> Path:
        return self.root / "report"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    @property
    def gradebook_url(self) -> str:
        return self.db or f"sqlite:///{self.gradebook}"

    @property
    def may_have_grades(self) -> bool:
        return self.db is not None or self.gradebook.exists()

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    def journal(self, assignment: str) -> Path:
        return self.root / ".autograder" / f"{assignment}.journal"

    @property
    def attempts_folder(self) -> Path:
        return self.root / ".autograder" / "attempts"

    def attempts(self, assignment: str) -> Path:
        return self.attempts_folder / assignment

    def log(self, assignment: str) -> Path:
        return self.root / ".autograder" / f"{assignment}.log"


def open_course(path: Path, db: str | None = None) -> Course:
    """The course at a path; raises CourseError where it is no directory.

    `db` is the gradebook's address; without it the settings' `db` counts, or its own file.
    """
    root = path.expanduser().resolve()
    if not root.is_dir():
        raise CourseError(f"{root} is no directory; `--course DIR` names the course's folder")
    db = db or _read_settings(Course(root)).get("db")
    if db is None:
        return Course(root)
    if not isinstance(db, str):
        raise CourseError(f"{Course(root).settings_file}: `db` must be an address in quotes")
    from autograder.gradebook.connection import checked_url

    return Course(root, checked_url(db))


def load_settings(course: Course, *, create: bool = True) -> Settings:
    """Read the settings; write a file with a fresh seed where there is none and `create`."""
    path = course.settings_file
    if not path.exists():
        if not create:
            raise CourseError(f"{path} is missing; `autograder grade` writes one")
        text = TEMPLATE.format(seed=secrets.token_hex(16), course_id=_course_id(course))
        write_atomically(path, text)
        path.chmod(0o600)
    return _settings(path, _read_settings(course))


def _settings(path: Path, data: dict[str, Any]) -> Settings:
    """Check what a settings file holds; each problem is named with the file."""
    _check_keys(path, "", data, Settings)
    if not isinstance(data.get("seed"), str) or len(data["seed"]) < 8:
        raise CourseError(f"{path}: `seed` must be a text of at least 8 characters")
    if data.get("attempts", "last") not in ATTEMPTS:
        raise CourseError(f'{path}: `attempts` must be "last" or "best"')
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


def _read_settings(course: Course) -> dict[str, Any]:
    path = course.settings_file
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from error


def _course_id(course: Course) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in course.root.name) or "course"


def find_submissions(course: Course, assignment: str, pattern: str = "*") -> list[Submission]:
    """The submissions of an assignment, by student; raises CourseError where there are none."""
    if not course.submitted.is_dir():
        raise CourseError(
            f"{course.root} has no folder submitted/; collect the notebooks into "
            f"submitted/<student>/{assignment}/ or name the course with --course"
        )
    folders = {
        folder.name: folder
        for folder in sorted(course.submitted.iterdir())
        if not folder.name.startswith(".") and _is_folder(folder / assignment)
    }
    found = []
    for name, folder in folders.items():
        student = student_id(name)
        if student != name and student in folders:  # it would stand for somebody else
            continue
        if fnmatch(name, pattern) or fnmatch(student, pattern):
            place = folder / assignment
            found.append(read_submission(student, assignment, place))
    if not found:
        which = f" of students matching {pattern!r}" if pattern != "*" else ""
        raise CourseError(f"{course.submitted} holds no submission of {assignment!r}{which}")
    return found


def student_id(folder: str) -> str:
    """The id of the student whose folder bears this name: the name itself, if it is one.

    Bytes that are no text, control characters and backslashes are written as `%0a`, as in web
    addresses: no database, table, terminal or path takes them for anything else.
    """
    if folder.isprintable() and "\\" not in folder:
        return folder

    def written(character: str) -> str:
        if unicodedata.category(character) not in ("Cc", "Cs") and character != "\\":
            return character
        return "".join(f"%{byte:02x}" for byte in os.fsencode(character))

    return "".join(map(written, folder))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # not to be entered: handed in all the same, and an outcome
        return True


def read_submission(student: str, assignment: str, folder: Path) -> Submission:
    """What lies in a folder. A timestamp that is no time is left out, and that is said.

    nbgrader refuses the whole gradebook entry of a text that it cannot read.
    """
    try:
        text = read_bytes(folder / "timestamp.txt", MAX_TIMESTAMP).decode("utf-8").strip()
        if text:
            read_time(text)
        return Submission(student, assignment, folder, text or None)
    except FileNotFoundError:
        return Submission(student, assignment, folder)
    except (OSError, ValueError):
        note = "timestamp.txt holds no time; when it was handed in is not known"
        return Submission(student, assignment, folder, notes=(note,))


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    A file that holds the content already is left as it is.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except OSError:
        pass
    _replace(path, (data,))


def write_in_parts(path: Path, texts: Iterable[str]) -> None:
    """Like `write_atomically`, for a content that is too long to be held in memory.

    What an earlier writer of this file left when it was killed is removed.
    """
    for part in path.parent.glob(f".*{PART}"):
        if part.name.startswith(f".{path.name}."):
            part.unlink(missing_ok=True)
    _replace(path, (text.encode() for text in texts))


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def remove_parts(course: Course) -> None:
    """Remove what a run that was killed had not finished writing."""
    for folder in (course.autograded, course.feedback, course.report, course.attempts_folder):
        for path in folder.rglob(f".*{PART}"):
            path.unlink(missing_ok=True)
