"""From a platform's download to `submitted/`: who is who, what goes where, what is kept.

First a plan is made, which can be shown; nothing is written before. What a student had handed in
before is kept among the attempts.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.course.collected import record_times
from autograder.course.directory import Course
from autograder.course.roster import plain_form, read_roster
from autograder.course.settings import Settings
from autograder.course.timestamps import read_time, write_time
from autograder.errors import CourseError
from autograder.files import make_private_folder, short_name, write_atomically
from autograder.ingest.attempts import archive_attempt
from autograder.ingest.downloads import Handed
from autograder.ingest.notebook import MAX_BYTES
from autograder.ingest.submissions import describe_submission

PLANNED = ("new", "newer attempt")
SEVERAL = "not clear whose"
MAX_ENDING = 20  # bytes of a file's ending that is kept where its name is cut


@dataclass(frozen=True)
class Transfer:
    """One student's part of a download: for whom it was taken, and what is to be done with it.

    `what` is one of "new", "newer attempt", "unchanged", "older than what is there", "not on the
    roster", "not clear whose", "too large". The first two are written.
    """

    part: Handed
    student: str
    what: str
    time: str | None = None

    @property
    def writes(self) -> bool:
        return self.what in PLANNED


def guess_assignment(parts: Sequence[Handed], known: Iterable[str]) -> str:
    """The one known assignment that notebooks of the download are named after."""
    forms = {plain_form(name): name for name in known}
    names = Counter(
        forms[form]
        for part in parts
        for place in part.files
        if (form := plain_form(place.name.partition(".")[0])) in forms
    )
    if len(names) != 1:
        raise CourseError(
            "which assignment is it? Name it: `autograder collect ASSIGNMENT --from … FILE`"
        )
    return next(iter(names))


def plan_transfers(
    course: Course, settings: Settings, assignment: str, parts: Sequence[Handed]
) -> list[Transfer]:
    """What is to be done with each part. Nothing is written."""
    roster = read_roster(course, settings)
    index = _index(roster)
    planned = [
        _planned(course, settings, assignment, _of_assignment(part, assignment), roster, index)
        for part in parts
    ]
    counts = Counter(one.student for one in planned if one.writes)
    return [
        replace(one, what=SEVERAL) if one.writes and counts[one.student] > 1 else one
        for one in planned
    ]


def _of_assignment(part: Handed, assignment: str) -> Handed:
    """A part whose files lie in folders of assignments, with those of this one alone."""
    form = plain_form(assignment)
    own = {
        PurePosixPath(*place.parts[1:]): entry
        for place, entry in part.files.items()
        if len(place.parts) > 1 and plain_form(place.parts[0]) == form
    }
    stamps = [t for place, t in part.stamps.items() if plain_form(str(place)) == form]
    return replace(part, files=own, time=stamps[0] if stamps else part.time) if own else part


def _planned(
    course: Course,
    settings: Settings,
    assignment: str,
    part: Handed,
    roster: Mapping[str, Mapping[str, str]],
    index: Mapping[str, set[str]],
) -> Transfer:
    fitting = _who(part, index)
    time = None if part.time is None else write_time(part.time)
    if len(fitting) > 1:
        return Transfer(part, ", ".join(sorted(fitting)[:3]), SEVERAL, time)
    if not fitting and roster:
        return Transfer(part, "", "not on the roster", time)
    student = fitting.pop() if fitting else _own_id(part)
    folder = course.submitted / student / assignment
    contents = {}
    for place, entry in part.files.items():
        contents[place] = entry.read()
        if len(contents[place]) > MAX_BYTES:
            return Transfer(part, student, "too large", time)
    if not folder.is_dir():
        return Transfer(part, student, "new", time)
    if all(_holds(folder / place, content) for place, content in contents.items()):
        return Transfer(part, student, "unchanged", time)
    before = describe_submission(student, assignment, folder, settings.timezone).timestamp
    if part.time is not None and before is not None and part.time < read_time(before):
        return Transfer(part, student, "older than what is there", time)
    return Transfer(part, student, "newer attempt", time)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _index(roster: Mapping[str, Mapping[str, str]]) -> dict[str, set[str]]:
    """The students by everything that a platform may know them by."""
    index: dict[str, set[str]] = defaultdict(set)
    for student, facts in roster.items():
        first, last = facts.get("first_name", ""), facts.get("last_name", "")
        email = facts.get("email", "")
        for key, words in (
            ("id", (student, email, email.partition("@")[0])),
            ("email", (email,)),
            ("lms_user_id", (facts.get("lms_user_id", ""),)),
            ("name", (f"{first} {last}", f"{last} {first}", f"{last}{first}", f"{first}{last}")),
        ):
            for word in words:
                if _plain(word):
                    index[f"{key} {_plain(word)}"].add(student)
    return index


def _plain(word: str) -> str:
    return "".join(c for c in plain_form(word) if c.isalnum() or c in "@.-_")


def _who(part: Handed, index: Mapping[str, set[str]]) -> set[str]:
    """The students that a part can be of: by the surest of what is known that fits anybody."""
    ids = part.ids
    for key, word in (
        ("id", ids.get("id")),
        ("id", ids.get("sid")),
        ("lms_user_id", ids.get("lms_user_id")),
        ("email", ids.get("email")),
        ("name", ids.get("name") or ids.get("id")),
    ):
        if word and (found := index.get(f"{key} {_plain(word)}")):
            return set(found)
    return set()


def _own_id(part: Handed) -> str:
    """Without a roster: what the platform calls the student, as the name of a folder."""
    keys = ("id", "sid", "lms_user_id", "email", "name")
    word = next((part.ids[key] for key in keys if part.ids.get(key)), part.label)
    kept = "".join(c if c.isprintable() and c not in "/\\" else "-" for c in word).strip(". ")
    return short_name(kept or "unknown")


def write_transfers(course: Course, assignment: str, transfers: Sequence[Transfer]) -> None:
    """Write what is planned; what lay there before is kept among the attempts."""
    written = [one for one in transfers if one.writes]
    for one in written:
        _write(course, assignment, one)
    times = {one.student: one.time for one in written if one.time is not None}
    if times:
        record_times(course, assignment, times)


def _write(course: Course, assignment: str, one: Transfer) -> None:
    folder = course.submitted / one.student / assignment
    part, old = (folder.parent / f".{assignment}.{end}" for end in ("part", "old"))
    for left in (part, old):
        shutil.rmtree(left, ignore_errors=True)
    make_private_folder(part)
    for place, entry in one.part.files.items():
        write_atomically(part / _safe(place), entry.read())
    if one.time is not None:
        write_atomically(part / "timestamp.txt", f"{one.time}\n")
    if folder.is_dir():
        archive_attempt(course, describe_submission(one.student, assignment, folder))
        folder.rename(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _safe(place: PurePosixPath) -> PurePosixPath:
    """A path that stays in its folder, of names that a file system takes."""
    parts = []
    for name in place.parts:
        suffix = PurePosixPath(name).suffix
        ending = suffix if len(os.fsencode(suffix)) <= MAX_ENDING else ""
        kept = short_name(name.removesuffix(ending), ending)
        parts.append(kept.replace("\0", "-") if kept.strip(". ") else "-")
    return PurePosixPath(*parts)
