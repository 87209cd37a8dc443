"""What learning platforms let an instructor download: whose submission, when, which files.

| platform | what it looks like |
| --- | --- |
| moodle | `Ada Amari_31_assignsubmission_file_/optimizers.ipynb`, or the same without the `/` |
| canvas | `amariada_LATE_901_5555_optimizers-1.ipynb`; 901 is Canvas' number of the student |
| gradescope | `submission_123/optimizers.ipynb`, and `submission_metadata.yml` beside the folders |
| folder | `<student>/optimizers.ipynb`, or `<student>_optimizers.ipynb`, or `<student>.ipynb` |

Each is a zip file as it came, or the folder that it was unpacked into. Times are taken where the
platform states them with a zone. In the zip files of Moodle and Canvas they have none: they are
taken for the local time of the course, where its settings name a `timezone`.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.course.timestamps import as_utc, read_local, read_time
from autograder.errors import CourseError
from autograder.files import read_bytes
from autograder.ingest.notebook import MAX_BYTES

MAX_ENTRIES = 100_000
MAX_OF_STUDENT = 200  # files
METADATA = "submission_metadata.yml"
EXTENDED_TIME = 0x5455  # the field of a zip entry that holds its time in UTC
MOODLE_FILE = "_assignsubmission_file"
LOCAL_TIMES = ("moodle", "canvas")  # their zip files state the times of files without a zone
NO_TIME = datetime(1980, 1, 1)  # what a zip file holds where there is none
PACKING = timedelta(minutes=10)  # times that are all so close are those of the packing


@dataclass(frozen=True)
class Entry:
    """A file of a download; `read` gives its bytes, one more than is allowed at most.

    `time` is in UTC; `local` is the time of a clock whose zone is not stated.
    """

    path: PurePosixPath
    read: Callable[[], bytes]
    time: datetime | None = None
    local: datetime | None = None


@dataclass
class Handed:
    """One student's part of a download. `ids` are what the platform knows the student by.

    `stamps` are times that lie beside the files of a folder, by that folder.
    """

    ids: Mapping[str, str]
    label: str
    files: dict[PurePosixPath, Entry] = field(default_factory=dict)
    time: datetime | None = None
    notes: tuple[str, ...] = ()
    stamps: dict[PurePosixPath, datetime | None] = field(default_factory=dict)


def read_download(platform: str, path: Path, zone: str | None = None) -> list[Handed]:
    """The students' parts, in the order of their labels; raises CourseError where it has none.

    `zone` is the time zone of the course: that of the times which bear none.
    """
    entries = list(_of_folder(path) if path.is_dir() else _of_zip(path))
    found = [part for part in READERS[platform](entries) if part.files]
    if not found:
        raise CourseError(
            f"{path} does not look like a download of {platform}: {EXPECTED[platform]}"
        )
    if zone is not None and platform in LOCAL_TIMES:
        _take_local_times(found, zone)
    return sorted(found, key=lambda part: part.label)


def _take_local_times(parts: Sequence[Handed], zone: str) -> None:
    """Give the parts without a time the one that the clocks of a zone showed.

    A time that those clocks skip or show twice is not known, and a note says why. Nor are times
    taken that are the same for everybody: then the platform wrote when it packed the files.
    """
    newest = {
        part.label: _newest(*(entry.local for entry in part.files.values()))
        for part in parts
        if part.time is None
    }
    times = [time for time in newest.values() if time is not None]
    if len(times) > 1 and max(times) - min(times) <= PACKING:
        return
    for part in parts:
        local = newest.get(part.label)
        if local is None:
            continue
        try:
            part.time = read_local(local, zone)
        except ValueError as error:
            part.notes = (*part.notes, f"{local:%Y-%m-%d %H:%M:%S} is not taken: {error}")


def _of_zip(path: Path) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist; it is the file that the platform gave") from None
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CourseError(f"{path} is neither a zip file nor a folder ({error})") from error
    members = archive.infolist()
    if len(members) > MAX_ENTRIES:
        raise CourseError(f"{path} holds more than {MAX_ENTRIES} files; is it the right one?")
    for member in members:
        place = PurePosixPath(member.filename.replace("\\", "/"))
        if not member.is_dir() and _is_wanted(place):
            read = partial(_unpacked, archive, member)
            yield Entry(place, read, _extended_time(member), _local_time(member))


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            return file.read(MAX_BYTES + 1)
    except Exception as error:  # a damaged or encrypted entry: whatever the library stumbles over
        raise CourseError(f"{member.filename!r} in the archive cannot be read ({error})") from error


def _extended_time(member: zipfile.ZipInfo) -> datetime | None:
    """The time of an entry in UTC; the usual one has no zone and is not taken."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == EXTENDED_TIME and size >= 5 and extra[4] & 1 and len(extra) >= 9:
            (seconds,) = struct.unpack("<i", extra[5:9])
            return as_utc(datetime.fromtimestamp(seconds, UTC))
        extra = extra[4 + size :]
    return None


def _local_time(member: zipfile.ZipInfo) -> datetime | None:
    """The usual time of an entry, which has no zone; None where it has no time or an impossible."""
    try:
        time = datetime(*member.date_time)
    except ValueError:
        return None
    return time if time > NO_TIME else None


def _of_folder(root: Path) -> Iterator[Entry]:
    for count, (folder, names, files) in enumerate(os.walk(root)):
        names.sort()
        if count > MAX_ENTRIES:
            raise CourseError(f"{root} holds more than {MAX_ENTRIES} folders; is it the right one?")
        for name in sorted(files):
            path = Path(folder) / name
            place = PurePosixPath(path.relative_to(root).as_posix())
            if _is_wanted(place) and stat.S_ISREG(path.lstat().st_mode):
                yield Entry(place, lambda p=path: read_bytes(p, MAX_BYTES + 1))  # type: ignore[misc]


def _is_wanted(place: PurePosixPath) -> bool:
    """Neither hidden, nor of the system that packed it, nor outside of where it is unpacked."""
    hidden = any(part.startswith((".", "__MACOSX")) for part in place.parts)
    return bool(place.parts) and not place.is_absolute() and not hidden


def _add(part: Handed, place: PurePosixPath, entry: Entry) -> None:
    if place.parts and place.name != "timestamp.txt" and len(part.files) < MAX_OF_STUDENT:
        part.files[place] = entry


def _moodle(entries: Sequence[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    for entry in entries:
        names = entry.path.parts
        depth = next((n for n, name in enumerate(names) if MOODLE_FILE in name), None)
        if depth is None:
            continue
        who, _, rest = names[depth].partition(MOODLE_FILE)
        name, _, number = who.rpartition("_")
        if not name or not number.isdigit():
            continue
        label = f"{name} ({number})"
        part = parts.setdefault(label, Handed({"name": name, "participant": number}, label))
        _add(part, PurePosixPath(rest.removeprefix("_"), *names[depth + 1 :]), entry)
        part.time = _newest(part.time, entry.time)
    return list(parts.values())


def _canvas(entries: Sequence[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    for entry in entries:
        name, *words = entry.path.name.split("_")
        late = words[:1] == ["LATE"]
        user, submission, *rest = (*words[late:], "", "")
        file = "_".join(rest[:-2])
        if not (name and file and user.isdigit() and submission.isdigit()):
            continue
        label = f"{name} ({user})"
        part = parts.setdefault(label, Handed({"name": name, "lms_user_id": user}, label))
        if late:
            part.notes = ("Canvas says LATE",)
        # A second attempt's file is named optimizers-1.ipynb.
        stem, dot, ending = file.rpartition(".")
        first, _, number = stem.rpartition("-")
        stem = first if first and number.isdigit() else stem
        _add(part, PurePosixPath(f"{stem}{dot}{ending}"), entry)
        part.time = _newest(part.time, entry.time)
    return list(parts.values())


def _gradescope(entries: Sequence[Entry]) -> list[Handed]:
    import yaml

    about: Mapping[str, Any] = {}
    for entry in entries:
        if entry.path.name == METADATA:
            try:
                about = yaml.safe_load(entry.read()) or {}
            except yaml.YAMLError as error:
                raise CourseError(f"{METADATA} cannot be read; export it again") from error
    if not isinstance(about, dict) or not about:
        raise CourseError(f"the download has no {METADATA}; in Gradescope use Export Submissions")
    parts: list[Handed] = []
    for key, facts in about.items():
        files = [e for e in entries if str(key) in e.path.parts[:-1]]
        submitters = _field(facts, "submitters")
        for who in submitters if isinstance(submitters, list) else []:
            known = {n: str(_field(who, n)) for n in ("name", "sid", "email") if _field(who, n)}
            part = Handed(known, " ".join(known.values()) or str(key))
            part.time = _stated(_field(facts, "created_at"))
            for entry in files:
                start = entry.path.parts.index(str(key)) + 1
                _add(part, PurePosixPath(*entry.path.parts[start:]), entry)
            if len(submitters) > 1:
                part.notes = (f"one of {len(submitters)} who handed it in together",)
            parts.append(part)
    return parts


def _field(facts: Any, name: str) -> Any:
    """A field of Gradescope's metadata, whose names begin with a colon."""
    return facts.get(f":{name}", facts.get(name)) if isinstance(facts, dict) else None


def _stated(time: Any) -> datetime | None:
    if isinstance(time, datetime):
        return as_utc(time)
    try:
        return read_time(str(time)) if time else None
    except ValueError:
        return None


def _folder(entries: Sequence[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    single = {entry.path.parts[0] for entry in entries if len(entry.path.parts) > 1}
    inside = {entry.path.parts[1] for entry in entries if len(entry.path.parts) > 2}
    # One folder with several folders in it was put around those of the students.
    wrapped = len(single) == 1 and len(inside) > 1 and all(len(e.path.parts) > 2 for e in entries)
    outer = int(wrapped)
    for entry in entries:
        place = PurePosixPath(*entry.path.parts[outer:])
        if len(place.parts) > 1:
            student, inner = place.parts[0], PurePosixPath(*place.parts[1:])
        elif ".ipynb" in place.name.lower():
            stem = place.name[: place.name.lower().index(".ipynb")]
            student, _, rest = stem.partition("_")
            inner = PurePosixPath(f"{rest or student}.ipynb")
        else:
            continue
        part = parts.setdefault(student, Handed({"id": student}, student))
        if inner.name == "timestamp.txt":
            part.stamps[inner.parent] = _stated(entry.read().decode("utf-8", "replace").strip())
        _add(part, inner, entry)
    for part in parts.values():
        part.time = part.stamps.get(PurePosixPath())
    return list(parts.values())


def _newest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time is not None), default=None)


READERS: Mapping[str, Callable[[Sequence[Entry]], list[Handed]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "gradescope": _gradescope,
    "folder": _folder,
}
EXPECTED = {
    "moodle": "its files are named `Name_31_assignsubmission_file_…`",
    "canvas": "its files are named `namefirst_901_5555_optimizers.ipynb`",
    "gradescope": f"it holds folders submission_… and {METADATA}",
    "folder": "it holds a folder, or a notebook, for each student",
}
