"""Submissions: who handed in, and what lies in a folder, read once.

The bytes of a notebook are read in one place, `read_submission`. They travel on with their own
hash, so that a file that is replaced in between is never taken for what was graded.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

from autograder.course.collected import collected_times
from autograder.course.directory import Course
from autograder.course.roster import course_ids, forms_of, known_student, plain_form
from autograder.course.settings import Settings
from autograder.course.timestamps import USUAL, read_time, write_time
from autograder.errors import CourseError
from autograder.files import read_bytes, short_name
from autograder.ingest.files import files_below, find_notebook, is_plain_file, shown
from autograder.ingest.notebook import (
    Notebook,
    Unreadable,
    parse_notebook,
)
from autograder.results import Notice, Submission

MAX_TIMESTAMP = 400  # bytes; what is longer is no time


@dataclass(frozen=True)
class RawSubmission:
    """What a submission's folder held when it was read: a notebook's bytes, or a problem.

    Where the assignment can have several notebooks, `parts` holds each of them by its name.
    """

    content: bytes = field(default=b"", repr=False)
    file_name: str = ""
    repairs: tuple[str, ...] = ()
    problem: str = ""
    parts: Mapping[str, RawSubmission] = field(default_factory=dict, repr=False)

    @cached_property
    def content_hash(self) -> str:
        """The hash of what was handed in: the notebook and its name, or that there is none."""
        if self.parts:
            text = " ".join(f"{name!r} {raw.content_hash}" for name, raw in self.parts.items())
            return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
        parts = (
            [self.problem.encode(errors="surrogateescape")]
            if self.problem
            else [os.fsencode(self.file_name), self.content]
        )
        digest = hashlib.sha256()
        for part in parts:  # each with its length, so that no two lists of parts are the same
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def notebook(self, name: str = "") -> Notebook:
        """The notebook, or the one of this name, parsed once; raises Unreadable with the reason."""
        if name in self.parts:
            return self.parts[name].notebook()
        for raw in self.parts.values():  # any of them, where none is named
            if not raw.problem:
                return raw.notebook()
        if self.problem:
            raise Unreadable(self.problem)
        return self._parsed

    @cached_property
    def _parsed(self) -> Notebook:
        return parse_notebook(self.content)


def read_submission(submission: Submission) -> RawSubmission:
    """Read what a submission's folder holds; what cannot be read is a problem, never an error."""
    if submission.notebooks:
        return _read_several(submission)
    repairs: tuple[str, ...] = ()
    try:
        found = find_notebook(submission)
        repairs = found.repairs
        return RawSubmission(found.read(), found.name, repairs)
    except Unreadable as problem:
        return RawSubmission(repairs=repairs, problem=str(problem))


def _read_several(submission: Submission) -> RawSubmission:
    """Each of the assignment's notebooks. Where it has one alone, another file may be meant."""
    parts = {}
    for name in submission.notebooks:
        one = replace(submission, assignment=name, notebooks=())
        expected = f"{name}.ipynb"
        if len(submission.notebooks) == 1 or _is_there(submission.folder / expected):
            parts[name] = read_submission(one)
        else:
            parts[name] = RawSubmission(problem=f"no notebook named {expected} was handed in")
    problems = [raw.problem for raw in parts.values()]
    return RawSubmission(
        file_name=", ".join(raw.file_name for raw in parts.values() if raw.file_name),
        repairs=tuple(dict.fromkeys(note for raw in parts.values() for note in raw.repairs)),
        problem="; ".join(problems) if all(problems) else "",
        parts=parts,
    )


def _is_there(path: Path) -> bool:
    try:
        return is_plain_file(path)
    except OSError:  # not to be looked at, which is said where it is read
        return True


def find_submissions(
    course: Course, assignment: str, pattern: str = "*", settings: Settings | None = None
) -> list[Submission]:
    """The submissions of an assignment, by student; raises CourseError where there are none.

    `settings` tell which ids the course knows, and how times are to be read. Two folders can be the
    same student's.
    """
    if not course.submitted.is_dir():
        raise CourseError(
            f"{course.root} has no folder submitted/; collect the notebooks into "
            f"submitted/<student>/{assignment}/ or name the course with --course"
        )
    places = {
        folder.name: place
        for folder in _student_folders(course)
        if (place := _assignment_folder(folder, assignment)) is not None
    }
    times = _Times(course, assignment, settings)
    forms = forms_of(course_ids(course, settings) if settings else ())
    found = []
    for name, place in places.items():
        own = student_id(name)
        if own != name and own in places:  # it would stand for somebody else
            continue
        student = known_student(own, forms)
        if any(fnmatch(each, pattern) for each in (name, own, student)):
            one = times.stamped(describe_submission(student, assignment, place, times.zone))
            found.append(_in_other_form(one, own, place.name))
    if not found:
        which = f" of students matching {pattern!r}" if pattern != "*" else ""
        seen = [f"{n.student}: {n.text}" for n in not_taken(course, assignment, settings)]
        but = f". Not taken: {'; '.join(seen[:3])}" if seen else ""
        raise CourseError(f"{course.submitted} holds no submission of {assignment!r}{which}{but}")
    return found


def _student_folders(course: Course) -> list[Path]:
    return [f for f in sorted(course.submitted.iterdir()) if not f.name.startswith(".")]


def _assignment_folder(student: Path, assignment: str) -> Path | None:
    """The folder of an assignment, or the one whose name is another form of its own."""
    if _is_folder(student / assignment):
        return student / assignment
    others = [f for f in _folders_of(student) if plain_form(f.name) == plain_form(assignment)]
    return others[0] if len(others) == 1 else None


def _folders_of(student: Path) -> list[Path]:
    try:
        return [p for p in sorted(student.iterdir()) if p.is_dir() and not p.name.startswith(".")]
    except OSError:  # a file, or not to be entered
        return []


def _in_other_form(submission: Submission, folder: str, assignment: str) -> Submission:
    """Say where a student or an assignment was known by another form of the name."""
    texts = []
    if folder != submission.student:
        texts.append(f"the folder {shown(repr(folder))} was taken for {submission.student}")
    if assignment != submission.assignment:
        texts.append(f"the folder {shown(repr(assignment))} was taken for {submission.assignment}")
    notices = tuple(Notice("same_id", submission.student, text) for text in texts)
    return replace(
        submission,
        notes=(*submission.notes, *texts),
        notices=(*submission.notices, *notices),
    )


def not_taken(course: Course, assignment: str, settings: Settings | None) -> Iterator[Notice]:
    """What lies in `submitted/` and seems to be meant for an assignment, and is not taken."""
    folders = _student_folders(course)
    names = {folder.name for folder in folders}
    for folder in folders:
        own = student_id(folder.name)
        if own != folder.name and own in names:
            yield Notice("not_taken", own, f"{own} is the name of another folder, too")
        elif folder.is_file():
            if plain_form(folder.name).endswith(".ipynb"):
                yield Notice("not_taken", own, f"it lies outside submitted/<student>/{assignment}/")
        elif _assignment_folder(folder, assignment) is None:
            beginning = plain_form(assignment)
            within = {*_entries(folder), *files_below(folder)} if folder.is_dir() else set()
            meant = [
                shown(str(path.relative_to(folder)))
                for path in sorted(within)
                if plain_form(path.name).startswith(beginning)
                and not plain_form(path.parent.name).startswith(beginning)
            ]
            if meant:
                text = f"no folder {assignment} there, but {', '.join(meant[:5])}"
                yield Notice("not_taken", own, text)
    yield from _alike(names, course_ids(course, settings) if settings else set())


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    except OSError:
        return []


def _alike(folders: set[str], known: set[str]) -> Iterator[Notice]:
    """Ids that differ in their form alone and that the course does not know: one person or two?"""
    forms = forms_of(known)
    alike: Mapping[str, list[str]] = defaultdict(list)
    for name in sorted(folders - known):
        if known_student(name, forms) == name:
            alike[plain_form(name)].append(name)
    for names in alike.values():
        if len(names) > 1:
            others = " and ".join(shown(repr(student_id(name))) for name in names)
            text = f"{others} differ in their form alone; they were taken for different students"
            yield Notice("same_id", student_id(names[0]), text)


def student_id(folder: str) -> str:
    """The id of the student whose folder bears this name: the name itself, if it is one.

    Bytes that are no text, control characters and backslashes are written as `%0a`, as in web
    addresses: no database, table, terminal or path takes them for anything else. What is then too
    long for the name of a folder is cut and ends with its hash.
    """
    if folder.isprintable() and "\\" not in folder:
        return folder

    def written(character: str) -> str:
        if unicodedata.category(character) not in ("Cc", "Cs") and character != "\\":
            return character
        return "".join(f"%{byte:02x}" for byte in os.fsencode(character))

    return short_name("".join(map(written, folder)))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # not to be entered: handed in all the same, and an outcome
        return True


class _Times:
    """When the submissions of an assignment were handed in, by the settings' word."""

    def __init__(self, course: Course, assignment: str, settings: Settings | None) -> None:
        self.zone = settings.timezone if settings else None
        self._trusted = settings is None or settings.trust_timestamps
        self._collected = {} if self._trusted else collected_times(course, assignment)

    def stamped(self, submission: Submission) -> Submission:
        """The submission with a time that counts."""
        if self._trusted:
            return submission
        known = self._collected.get(submission.student)
        if known is None:
            text = "timestamp.txt is not trusted here, and no other time is on record"
            return replace(submission, timestamp=None, notices=(_unknown(submission, text),))
        return replace(submission, timestamp=known, notices=(), notes=())


def _unknown(submission: Submission, text: str) -> Notice:
    return Notice("time_unknown", submission.student, text)


def describe_submission(
    student: str, assignment: str, folder: Path, zone: str | None = None
) -> Submission:
    """A submission from its folder, with its time in UTC.

    A timestamp that cannot be read for sure is left out, as if there were none, and a note is
    added. `zone` tells what the short name of a time zone means.
    """
    bare = Submission(student, assignment, folder)
    text = ""
    try:
        content = read_bytes(folder / "timestamp.txt", MAX_TIMESTAMP + 1)
        if len(content) > MAX_TIMESTAMP:
            raise ValueError("it is too long")
        text = _decoded(content).strip()
        if not text:
            return replace(bare, notices=(_unknown(bare, "timestamp.txt is empty"),))
        time = read_time(text, zone)
    except FileNotFoundError:
        return bare
    except (OSError, ValueError) as error:
        if isinstance(error, (OSError, UnicodeError)):
            why = "timestamp.txt cannot be read"
        else:
            why = f"timestamp.txt holds {shown(repr(text))}: {error}" if text else str(error)
        note = "timestamp.txt holds no time that is sure; when it was handed in is not known"
        return replace(bare, notes=(note,), notices=(_unknown(bare, why),))
    return replace(bare, timestamp=text if USUAL.match(text) else write_time(time))


def _decoded(content: bytes) -> str:
    """Text in UTF-8, or as editors of Windows save it: with a mark at the beginning, or UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")
