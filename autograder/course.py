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
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from pathlib import Path

from autograder.ingest import read_bytes
from autograder.results import Submission

MAX_TIMESTAMP = 100  # bytes of it that are read
SETTINGS_FILE = "autograder.toml"
TEMPLATE = """\
# Settings of this course. Keep this file to yourself: the hidden inputs are drawn from `seed`.
seed = "{seed}"
course_id = "{course_id}"

# Seconds for one call of a student's function, and for one cell of a notebook.
# An exercise's own time_limit goes before call_seconds.
cell_seconds = 10.0

# May feedback name the mistake that was recognised? Assignments listed here never do.
name_mistakes = true
unnamed_assignments = []
"""


class CourseError(Exception):
    """The course directory or its settings are not usable; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """What `autograder.toml` says."""

    seed: str
    course_id: str = "course"
    cell_seconds: float = 10.0
    name_mistakes: bool = True
    unnamed_assignments: tuple[str, ...] = ()

    def names_mistakes_of(self, assignment: str) -> bool:
        return self.name_mistakes and assignment not in self.unnamed_assignments


@dataclass(frozen=True)
class Course:
    """The paths of a course directory."""

    root: Path

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
        return f"sqlite:///{self.gradebook}"

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    def journal(self, assignment: str) -> Path:
        return self.root / ".autograder" / f"{assignment}.journal"


def open_course(path: Path) -> Course:
    """The course at a path; raises CourseError where it is no directory."""
    root = path.expanduser().resolve()
    if not root.is_dir():
        raise CourseError(f"{root} is no directory; `--course DIR` names the course's folder")
    return Course(root)


def load_settings(course: Course, *, create: bool = True) -> Settings:
    """Read the settings; write a file with a fresh seed where there is none and `create`."""
    path = course.settings_file
    if not path.exists():
        if not create:
            raise CourseError(f"{path} is missing; `autograder grade` writes one")
        text = TEMPLATE.format(seed=secrets.token_hex(16), course_id=_course_id(course))
        write_atomically(path, text)
        path.chmod(0o600)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {error}") from error
    known = {f.name for f in fields(Settings)}
    unknown = sorted(set(data) - known)
    if unknown:
        raise CourseError(f"{path}: unknown setting {unknown[0]!r}; known: {sorted(known)}")
    if not isinstance(data.get("seed"), str) or len(data["seed"]) < 8:
        raise CourseError(f"{path}: `seed` must be a text of at least 8 characters")
    if "unnamed_assignments" in data:
        data["unnamed_assignments"] = tuple(data["unnamed_assignments"])
    return Settings(**data)


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
            found.append(Submission(student, assignment, place, _timestamp(place)))
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


def _timestamp(folder: Path) -> str | None:
    """What nbgrader's `timestamp.txt` says; None where it says no time.

    nbgrader refuses the whole gradebook entry of a text that it cannot read.
    """
    try:
        text = read_bytes(folder / "timestamp.txt", MAX_TIMESTAMP).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    from nbgrader.utils import parse_utc

    try:
        parse_utc(text)
    except Exception:  # the parser raises whatever the text makes it stumble over
        return None
    return text


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    A file that holds the content already is left as it is.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
