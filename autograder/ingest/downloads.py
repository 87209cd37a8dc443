"""What learning platforms let an instructor download: whose submission, when, which files.

| platform | what it looks like |
| --- | --- |
| moodle | `Ada Amari_31_assignsubmission_file/optimizers.ipynb`, or `_` for the `/` |
| canvas | `amariada_LATE_901_5555_optimizers-1.ipynb`; 901 is Canvas' number of the student |
| gradescope | `submission_123/optimizers.ipynb`, and `submission_metadata.yml` beside the folders |
| folder | `<student>/optimizers.ipynb`, or `<student>_optimizers.ipynb`, or `<student>.ipynb` |

In the place of a name Moodle has that of a group, or Participant where names are hidden; Canvas has
that of a group, or `anon_x1Y2z`. A text typed in online is a file of its own with a name for it.

Each is a zip file as it came, or the folder that it was unpacked into. Times are taken where the
platform states them with a zone. In the zip files of Moodle they have none: they are taken for the
local time of the course, where its settings name a `timezone`. Those of Canvas are the times at
which it packed the files.
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
MOODLE_MARK = "_assignsubmission_"
ONLINE = {"text": "a text typed in online", "onlinetext": "a text typed in online"}
UTF8_NAME = 0x800  # the flag of a zip entry whose name is in UTF-8
LOCAL_TIMES = ("moodle",)  # its zip files state the times of files without a zone
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

    `stamps` are times that lie beside the files of a folder, by that folder. `full_names` are the
    names of files of which a number at the end was taken for that of an attempt.
    """

    ids: Mapping[str, str]
    label: str
    files: dict[PurePosixPath, Entry] = field(default_factory=dict)
    time: datetime | None = None
    notes: tuple[str, ...] = ()
    stamps: dict[PurePosixPath, datetime | None] = field(default_factory=dict)
    full_names: dict[PurePosixPath, PurePosixPath] = field(default_factory=dict)

    def remark(self, note: str) -> None:
        if note not in self.notes:
            self.notes = (*self.notes, note)


@dataclass(frozen=True)
class Download:
    """The students' parts, in the order of their labels, and files that are nobody's.

    A part without files is of a student who has handed in something else than files.
    """

    parts: list[Handed]
    strays: tuple[str, ...] = ()


def read_download(platform: str, path: Path, zone: str | None = None) -> Download:
    """What a download holds; raises CourseError where it is nobody's work.

    `zone` is the time zone of the course: that of the times which bear none.
    """
    every = list(_of_folder(path) if path.is_dir() else _of_zip(path))
    if not every:
        raise CourseError(f"{path} holds no file; has anybody handed in?")
    entries = [entry for entry in every if not _leads_out(entry.path)]
    strays = [entry for entry in every if _leads_out(entry.path)]
    found = READERS[platform](entries, strays)
    if not found:
        raise CourseError(
            f"{path} does not look like a download of {platform}: {EXPECTED[platform]}"
        )
    if zone is not None and platform in LOCAL_TIMES:
        _take_local_times(found, zone)
    names = tuple(str(entry.path) for entry in strays)
    return Download(sorted(found, key=lambda part: part.label), names)


def _take_local_times(parts: Sequence[Handed], zone: str) -> None:
    """Give the parts without a time the one that the clocks of a zone showed.

    A time that those clocks skip or show twice is not known, and a note says why. Nor are times
    taken that are the same for everybody: then the platform wrote when it packed the files. A
    single one could be that, too.
    """
    newest = {
        part.label: _newest(*(entry.local for entry in part.files.values()))
        for part in parts
        if part.time is None
    }
    times = [time for time in newest.values() if time is not None]
    if not times or max(times) - min(times) <= PACKING:
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
        raise CourseError(
            f"{path} is neither a zip file nor a folder ({error}); was it downloaded whole?"
        ) from error
    members = archive.infolist()
    if len(members) > MAX_ENTRIES:
        raise CourseError(f"{path} holds more than {MAX_ENTRIES} files; is it the right one?")
    for member in members:
        name = _name_of(member).replace("\\", "/")  # Windows has packed some with its own marks
        place = PurePosixPath(name)
        if not name.endswith("/") and _is_wanted(place):
            read = partial(_unpacked, archive, member)
            yield Entry(place, read, _extended_time(member), _local_time(member))


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name of an entry: some programs, as that of macOS, do not say that it is in UTF-8."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:  # it is in the old character set, which the library has read
        return member.filename


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
    """Neither hidden nor of the system that packed it."""
    parts = [part for part in place.parts if part != ".."]
    return bool(parts) and not any(part.startswith((".", "__MACOSX")) for part in parts)


def _leads_out(place: PurePosixPath) -> bool:
    """Would it lie outside of where the archive is unpacked?"""
    return place.is_absolute() or ".." in place.parts


def _add(part: Handed, place: PurePosixPath, entry: Entry) -> None:
    if place.parts and place.name != "timestamp.txt" and len(part.files) < MAX_OF_STUDENT:
        part.files[place] = entry


def moodle_name(text: str) -> tuple[str, str, str, str] | None:
    """Name, number, kind and file of "Ada Lovelace_123_assignsubmission_file_week.ipynb"."""
    who, mark, what = text.partition(MOODLE_MARK)
    kind, _, file = what.partition("_")
    if not (who and mark and kind.isascii() and kind.isalpha() and kind.islower()):
        return None
    name, _, number = who.rpartition("_")
    return (name, number, kind, file) if name and number.isdecimal() else (who, "", kind, file)


def _moodle(entries: Sequence[Entry], strays: list[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    for entry in entries:
        names = entry.path.parts
        found = next(((n, m) for n, x in enumerate(names) if (m := moodle_name(x))), None)
        if found is None:
            strays.append(entry)
            continue
        depth, (name, number, kind, rest) = found
        label = f"{name} ({number})" if number else name
        ids = {"name": name, "participant": number}
        part = parts.setdefault(label, Handed(ids, label))
        part.time = _newest(part.time, entry.time)
        if kind == "file":
            _add(part, PurePosixPath(rest, *names[depth + 1 :]), entry)
        else:
            what = ONLINE.get(kind, f"what {kind} has handed in")
            part.remark(f"{what} is not taken")
    return list(parts.values())


def canvas_name(text: str) -> tuple[str, bool, str, str] | None:
    """Name, whether late, user and file of "lovelaceada_LATE_17_456_week.ipynb".

    Where names are hidden, the user is "anon_1a2B3". The file of what was typed in, or of a link,
    has no number before it.
    """
    words = text.split("_")
    for start in range(len(words)):
        late = words[start] == "LATE"
        at = start + late
        size = 2 if words[at : at + 1] == ["anon"] else 1
        user, rest = words[at : at + size], words[at + size : at + size + 2]
        if size == 1 and not "".join(user).isdecimal():
            continue
        if size == 2 and not (user[-1].isascii() and user[-1].isalnum()):
            continue
        numbered = len(rest) == 2 and rest[0].isdecimal()
        if not numbered and rest not in (["text.html"], ["link.html"]):
            continue
        if file := "_".join(words[at + size + numbered :]):
            return "_".join(words[:start]), late, "_".join(user), file
    return None


def _canvas(entries: Sequence[Entry], strays: list[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    for entry in entries:
        names = entry.path.parts
        found = next(((n, m) for n, x in enumerate(names) if (m := canvas_name(x))), None)
        if found is None:
            strays.append(entry)
            continue
        depth, (name, late, user, file) = found
        label = f"{name} ({user})" if name else user
        ids = {"name": name, "lms_user_id": user}
        part = parts.setdefault(label, Handed(ids, label))
        if late:
            part.remark("Canvas says LATE")
        if file in ("text.html", "link.html"):
            part.remark(f"{ONLINE.get(file.removesuffix('.html'), 'a web address')} is not taken")
        else:
            _add(part, PurePosixPath(file, *names[depth + 1 :]), entry)
    for part in parts.values():
        _take_away_attempts(part)
    return list(parts.values())


def _take_away_attempts(part: Handed) -> None:
    """Canvas names the file of a second attempt optimizers-1.ipynb.

    Where the names of two files differ in such a number alone, it is their own.
    """
    short = {}
    for place in part.files:
        stem, dash, number = place.stem.rpartition("-")
        if stem and dash and number.isdigit():
            short[place] = place.with_name(f"{stem}{place.suffix}")
    made = [short.get(place, place) for place in part.files]
    for place in list(part.files):
        if place in short and made.count(short[place]) == 1:
            part.files[short[place]] = part.files.pop(place)
            part.full_names[short[place]] = place


def _gradescope(entries: Sequence[Entry], strays: list[Entry]) -> list[Handed]:
    about = _metadata(next((e for e in entries if e.path.name == METADATA), None))
    parts: list[Handed] = []
    by_key: dict[str, list[tuple[PurePosixPath, Entry]]] = {str(key): [] for key in about}
    for entry in entries:
        names = entry.path.parts
        depth = next((n for n, name in enumerate(names[:-1]) if name in by_key), None)
        if depth is not None:
            by_key[names[depth]].append((PurePosixPath(*names[depth + 1 :]), entry))
        elif entry.path.name not in (METADATA, *by_key):
            strays.append(entry)
    for key, facts in about.items():
        submitters = _field(facts, "submitters")
        people = submitters if isinstance(submitters, list) and submitters else [{}]
        for who in people:
            known = {n: str(_field(who, n)) for n in ("name", "sid", "email") if _field(who, n)}
            part = Handed(known, " ".join(known.values()) or str(key))
            part.time = _stated(_field(facts, "created_at"))
            for place, entry in by_key[str(key)]:
                _add(part, place, entry)
            if len(people) > 1:
                part.remark(f"one of {len(people)} who handed it in together")
            parts.append(part)
    return parts


def _metadata(entry: Entry | None) -> Mapping[Any, Any]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Ruby wrote the file, and names its own types in it; none of them is made here."""

    def plainly(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return node.value

    Loader.add_multi_constructor("!", plainly)
    if entry is None:
        raise CourseError(f"the download has no {METADATA}; in Gradescope use Export Submissions")
    try:
        about = yaml.load(entry.read(), Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CourseError(f"{METADATA} cannot be read; export it again") from error
    if not isinstance(about, dict) or not about:
        raise CourseError(f"{METADATA} names no submission; export it again")
    return about


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


def _folder(entries: Sequence[Entry], strays: list[Entry]) -> list[Handed]:
    parts: dict[str, Handed] = {}
    single = {entry.path.parts[0] for entry in entries if len(entry.path.parts) > 1}
    inside = {entry.path.parts[1] for entry in entries if len(entry.path.parts) > 2}
    # One folder with several folders in it was put around those of the students.
    wrapped = len(single) == 1 and len(inside) > 1 and all(len(e.path.parts) > 2 for e in entries)
    outer = int(wrapped)
    for entry in entries:
        place = PurePosixPath(*entry.path.parts[outer:])
        lower = place.name.lower()
        if len(place.parts) > 1:
            student, inner = place.parts[0], PurePosixPath(*place.parts[1:])
        elif ".ipynb" in lower or lower.endswith(".zip"):
            ending = ".ipynb" if ".ipynb" in lower else ".zip"
            stem = place.name[: lower.index(ending)]
            student, _, rest = stem.partition("_")
            inner = PurePosixPath(f"{rest or student}{ending}")
        else:
            strays.append(entry)
            continue
        part = parts.setdefault(student, Handed({"id": student}, student))
        if inner.name == "timestamp.txt":
            part.stamps[inner.parent] = _stated(entry.read().decode("utf-8", "replace").strip())
        _add(part, inner, entry)
    for part in parts.values():
        part.time = part.stamps.get(PurePosixPath())
    return [part for part in parts.values() if part.files]


def _newest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time is not None), default=None)


READERS: Mapping[str, Callable[[Sequence[Entry], list[Entry]], list[Handed]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
    "gradescope": _gradescope,
    "folder": _folder,
}
EXPECTED = {
    "moodle": "its folders or files are named `Name_31_assignsubmission_file_…`",
    "canvas": "its files are named `namefirst_901_5555_optimizers.ipynb`",
    "gradescope": f"it holds folders submission_… and {METADATA}",
    "folder": "it holds a folder, or a notebook, for each student",
}
