"""From a platform's download to `submitted/`: who is who, what goes where, what is kept.

First a plan is made, which can be shown; nothing is written before. What a student had handed in
before is kept among the attempts.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.course.collected import collected_times, record_times
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

ONLY_TIME = "unchanged, now with its time"
PLANNED = ("new", "newer attempt", ONLY_TIME)
SEVERAL = "not clear whose"
OLDER_HERE = "older than another in the download"
FINE = (*PLANNED, "unchanged", OLDER_HERE)  # nobody has to look at these
SURE = ("id", "lms_user_id", "email")  # what one student alone has
TIME_FILE = "timestamp.txt"
MAX_ENDING = 20  # bytes of a file's ending that is kept where its name is cut
MAX_TOGETHER = 100 << 20  # bytes of all files of a student


@dataclass(frozen=True)
class Transfer:
    """One student's part of a download: for whom it was taken, and what is to be done with it.

    `what` is one of PLANNED, which are written, "unchanged", "older than what is there", "older
    than another in the download", "no file", "not on the roster", "not clear whose", "too large",
    "cannot be read". `sure` is whether the student is known by more than a name.
    """

    part: Handed
    student: str
    what: str
    time: str | None = None
    sure: bool = False

    @property
    def writes(self) -> bool:
        return self.what in PLANNED


def guess_assignment(parts: Sequence[Handed], known: Mapping[str, Iterable[str]]) -> str:
    """The one known assignment that notebooks of the download are named after.

    `known` holds the names of the notebooks of each assignment.
    """
    forms = {plain_form(name): one for one, names in known.items() for name in (*names, one)}
    names = {
        forms[form]
        for part in parts
        for place in (*part.files, *part.full_names.values())
        if (form := plain_form(place.name.partition(".")[0])) in forms
    }
    if len(names) != 1:
        raise CourseError(
            "which assignment is it? Name it: `autograder collect ASSIGNMENT --from … FILE`"
        )
    return names.pop()


def plan_transfers(
    course: Course,
    settings: Settings,
    assignment: str,
    parts: Sequence[Handed],
    notebooks: Iterable[str] = (),
) -> list[Transfer]:
    """What is to be done with each part. Nothing is written.

    `notebooks` are the names of those that the assignment has.
    """
    roster = read_roster(course, settings)
    index = _index(roster, settings.teams)
    own = {plain_form(name) for name in notebooks}
    planned = [
        _planned(
            course,
            settings,
            assignment,
            _of_assignment(_with_own_names(part, own), assignment),
            roster,
            index,
        )
        for part in parts
    ]
    return _one_of_each(planned)


def _one_of_each(planned: Sequence[Transfer]) -> list[Transfer]:
    """Of several parts of one student the newest; where that is not known, none of them.

    Two parts that fit by name alone can be two people's.
    """
    of: dict[str, list[Transfer]] = defaultdict(list)
    for one in planned:
        if one.writes or one.what == "unchanged":
            of[one.student].append(one)
    left: dict[int, str] = {}
    for several in of.values():
        if len(several) < 2:
            continue
        times = sorted((one.time for one in several if one.time is not None), reverse=True)
        clear = all(one.sure for one in several) and len(set(times)) == len(several)
        for one in several:
            if not clear:
                left[id(one)] = SEVERAL
            elif one.time != times[0]:
                left[id(one)] = OLDER_HERE
    return [replace(one, what=left[id(one)]) if id(one) in left else one for one in planned]


def not_in(
    planned: Sequence[Transfer], roster: Iterable[str], teams: Mapping[str, Sequence[str]]
) -> list[str]:
    """Who is on the roster and has nothing in the download, nor anybody of the same team."""
    seen = {one.student for one in planned}
    seen |= {m for members in teams.values() if seen & set(members) for m in members}
    return sorted(set(roster) - seen)


def _with_own_names(part: Handed, notebooks: set[str]) -> Handed:
    """A part whose files keep a number at the end that is a notebook's own: week-2.ipynb."""
    files = {
        full
        if (full := part.full_names.get(place)) and plain_form(full.stem) in notebooks
        else place: entry
        for place, entry in part.files.items()
    }
    return replace(part, files=files)


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
    fitting, sure = _who(part, index)
    time = None if part.time is None else write_time(part.time)
    if len(fitting) > 1:
        return Transfer(part, ", ".join(sorted(fitting)[:3]), SEVERAL, time)
    if not fitting and roster:
        return Transfer(part, "", "not on the roster", time)
    student = fitting.pop() if fitting else _own_id(part)
    if not part.files:
        return Transfer(part, student, "no file", time)
    folders = {above for place in part.files for above in place.parents}
    if both := sorted(map(str, folders & part.files.keys())):
        part.remark(f"{both[0]} is a file and a folder")
        return Transfer(part, student, "cannot be read", time)
    folder = course.submitted / student / assignment
    same = folder.is_dir() and _files_of(folder) == {folder / _safe(place) for place in part.files}
    size = 0
    for place, entry in part.files.items():
        try:
            content = entry.read()
        except (CourseError, OSError):  # of one student; the others are well
            part.remark(f"{place} is damaged")
            return Transfer(part, student, "cannot be read", time)
        size += len(content)
        if len(content) > MAX_BYTES or size > MAX_TOGETHER:
            return Transfer(part, student, "too large", time)
        same = same and _holds(folder / _safe(place), content)
    if not folder.is_dir():
        return Transfer(part, student, "new", time, sure)
    before = describe_submission(student, assignment, folder, settings.timezone).timestamp
    if same:
        what = ONLY_TIME if part.time is not None and before is None else "unchanged"
        return Transfer(part, student, what, time, sure)
    if part.time is not None and before is not None and part.time < read_time(before):
        return Transfer(part, student, "older than what is there", time)
    return Transfer(part, student, "newer attempt", time, sure)


def _files_of(folder: Path) -> set[Path]:
    """What lies in a student's folder, but for the time that is written beside it."""
    return {path for path in folder.rglob("*") if path.is_file() and path.name != TIME_FILE}


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _index(
    roster: Mapping[str, Mapping[str, str]], teams: Mapping[str, Sequence[str]]
) -> dict[str, set[str]]:
    """The students by everything that a platform may know them by.

    A team is known by its name; the first of its members stands for it.
    """
    index: dict[str, set[str]] = defaultdict(set)
    for student, facts in roster.items():
        first, last = facts.get("first_name", ""), facts.get("last_name", "")
        email = facts.get("email", "")
        for key, words in (
            ("id", (student, email, email.partition("@")[0])),
            ("email", (email,)),
            ("lms_user_id", (facts.get("lms_user_id", ""),)),
            ("name", (f"{first} {last}", f"{last} {first}")),
        ):
            for word in words:
                if _plain(key, word):
                    index[f"{key} {_plain(key, word)}"].add(student)
    for team, members in teams.items():
        index[f"name {_plain('name', team)}"].add(members[0])
    return index


def _plain(key: str, word: str) -> str:
    """What is compared; of a name the letters alone, since platforms leave other marks out."""
    kept = "" if key == "name" else "@.-_"
    return "".join(c for c in plain_form(word) if c.isalnum() or c in kept)


def _who(part: Handed, index: Mapping[str, set[str]]) -> tuple[set[str], bool]:
    """The students that a part can be of: by the surest of what is known that fits anybody.

    And whether that is something that one student alone has.
    """
    ids = part.ids
    for key, word in (
        ("id", ids.get("id")),
        ("id", ids.get("sid")),
        ("lms_user_id", ids.get("lms_user_id")),
        ("email", ids.get("email")),
        ("name", ids.get("name") or ids.get("id")),
    ):
        if word and (found := index.get(f"{key} {_plain(key, word)}")):
            return set(found), key in SURE
    return set(), False


def _own_id(part: Handed) -> str:
    """Without a roster: what the platform calls the student, as the name of a folder."""
    keys = ("id", "sid", "lms_user_id", "email", "name")
    word = next((part.ids[key] for key in keys if part.ids.get(key)), part.label)
    kept = "".join(c if c.isprintable() and c not in "/\\" else "-" for c in word).strip(". ")
    return short_name(kept or "unknown")


def write_transfers(course: Course, assignment: str, transfers: Sequence[Transfer]) -> None:
    """Write what is planned; what lay there before is kept among the attempts.

    A time is put on record, too, that a run before had written and not recorded when it was killed.
    """
    for one in transfers:
        if one.what == ONLY_TIME:
            folder = course.submitted / one.student / assignment
            write_atomically(folder / TIME_FILE, f"{one.time}\n")
        elif one.writes:
            _write(course, assignment, one)
    known = collected_times(course, assignment)
    times = {
        one.student: one.time
        for one in transfers
        if one.time is not None
        and (one.writes or (one.what == "unchanged" and one.student not in known))
    }
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
        write_atomically(part / TIME_FILE, f"{one.time}\n")
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
