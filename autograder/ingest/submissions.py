"""Submissions: who handed in, and what lies in a folder, read once.

The bytes of a notebook are read in one place, `read_submission`. They travel on with their own
hash, so that a file that is replaced in between is never taken for what was graded.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

from autograder.course.directory import Course
from autograder.course.timestamps import read_time
from autograder.errors import CourseError
from autograder.files import read_bytes
from autograder.ingest.notebook import (
    Notebook,
    Unreadable,
    notebook_bytes,
    parse_notebook,
)
from autograder.results import Submission

MAX_TIMESTAMP = 100  # bytes of it that are read


@dataclass(frozen=True)
class RawSubmission:
    """What a submission's folder held when it was read: a notebook's bytes, or a problem."""

    content: bytes = field(default=b"", repr=False)
    file_name: str = ""
    repairs: tuple[str, ...] = ()
    problem: str = ""

    @cached_property
    def content_hash(self) -> str:
        """The hash of what was handed in: the notebook and its name, or that there is none."""
        parts = (
            [self.problem.encode(errors="surrogateescape")]
            if self.problem
            else [os.fsencode(self.file_name), self.content]
        )
        digest = hashlib.sha256()
        for part in parts:  # each with its length, so that no two lists of parts are the same
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def notebook(self) -> Notebook:
        """The notebook, parsed once; raises Unreadable with the reason."""
        if self.problem:
            raise Unreadable(self.problem)
        return self._parsed

    @cached_property
    def _parsed(self) -> Notebook:
        return parse_notebook(self.content)


def read_submission(submission: Submission) -> RawSubmission:
    """Read what a submission's folder holds; what cannot be read is a problem, never an error."""
    repairs: tuple[str, ...] = ()
    try:
        path, repairs = find_notebook(submission)
        return RawSubmission(notebook_bytes(path), path.name, repairs)
    except Unreadable as problem:
        return RawSubmission(repairs=repairs, problem=str(problem))


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
            found.append(describe_submission(student, assignment, place))
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


def describe_submission(student: str, assignment: str, folder: Path) -> Submission:
    """A submission from its folder. A timestamp that is not a time is left out; a note is added.

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


def find_notebook(submission: Submission) -> tuple[Path, tuple[str, ...]]:
    """The notebook of a submission's folder; raises Unreadable where there is none to choose.

    No link is followed, neither of the folder nor of the student's: it could lead to another
    student's work or to the solutions.
    """
    folder = submission.folder
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Unreadable("the folder is a link to another place, and links are not followed")
    expected = folder / f"{submission.assignment}.ipynb"
    try:
        if _is_plain_file(expected):
            return expected, ()
        found = [p for p in folder.glob("*.ipynb") if "checkpoint" not in p.name]
        others = sorted(p for p in found if _is_plain_file(p))
    except OSError as error:
        raise Unreadable(f"the folder could not be read ({error.strerror})") from error
    if len(others) == 1:
        return others[0], (
            f"the notebook is named {_shown(others[0].name)}; it was read as {expected.name}",
        )
    if not others:
        raise Unreadable(f"no notebook named {expected.name} was handed in")
    names = ", ".join(_shown(p.name) for p in others[:5])
    raise Unreadable(f"no notebook named {expected.name}, and several others: {names}")


def _is_plain_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _shown(name: str) -> str:
    """A file's name as short text; it need not be valid text itself."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return text if len(text) <= 80 else f"{text[:79]}…"
