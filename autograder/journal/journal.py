"""The journal: each finished submission, appended under the hash of all it depends on.

One line is one result: a checksum, a head (format, student, hash of what was handed in, key) and
the result as JSON, with tabs between. A line that a crash cut, filled with zeros or damaged is
recognised by its checksum and left out; the submission is then graded again. Nothing is ever
changed or taken out, so that earlier attempts stay on record; of the lines of one student and one
content the last one counts.

To read a journal is to read its heads: the results themselves are loaded when they are asked for.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from autograder.errors import CourseError
from autograder.results import SubmissionResult, from_dict, to_dict

FORMAT = 2  # raise it when lines are written in another way; lines of another format are left out
CHECKSUM = 16  # hexadecimal digits
MAX_LINE = 64 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one result lies in the journal, and what it is the result of."""

    student: str
    content: str
    key: str
    offset: int
    length: int


@dataclass
class Index:
    """The heads of a journal. Results are read from the file one at a time."""

    path: Path
    newest: dict[str, Entry] = field(default_factory=dict)
    _by_content: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in an entry that was appended after the others."""
        self.newest[entry.student] = entry
        self._by_content[entry.student, entry.content] = entry

    def find(self, student: str, content: str) -> Entry | None:
        """The last entry of a student for a content, whatever else was handed in since."""
        return self._by_content.get((student, content))

    def load(self, entry: Entry) -> SubmissionResult | None:
        """The result of an entry; None where the file no longer holds it."""
        try:
            with self.path.open("rb") as file:
                file.seek(entry.offset)
                parts = _parts(file.read(entry.length))
        except OSError:
            return None
        return None if parts is None else _result(parts[1])


def read_index(path: Path) -> Index:
    """Read the heads of a journal; an absent one is empty.

    Raises CourseError for what is not a file.
    """
    index = Index(path)
    for entry in _entries(path):
        index.note(entry)
    return index


def read_journal(path: Path) -> dict[str, SubmissionResult]:
    """The newest intact result of each student, by student. All are held in memory at once."""
    index = read_index(path)
    loaded = {student: index.load(entry) for student, entry in index.newest.items()}
    return {student: result for student, result in loaded.items() if result is not None}


def _entries(path: Path) -> Iterator[Entry]:
    if path.exists() and not path.is_file():
        raise CourseError(f"{path} is not a file; move it away and run the same command again")
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        offset = 0
        # What is longer than any result is damage: its pieces fail the checksum one by one.
        while line := file.readline(MAX_LINE):
            entry = _entry(line, offset)
            if entry is not None:
                yield entry
            offset += len(line)


def _entry(line: bytes, offset: int) -> Entry | None:
    parts = _parts(line)
    if parts is None:
        return None
    try:
        version, student, content, key = json.loads(parts[0])
    except (ValueError, TypeError):
        return None
    # A line of another version is no result of this one: graded again.
    return Entry(student, content, key, offset, len(line)) if version == FORMAT else None


def _parts(line: bytes) -> tuple[bytes, bytes] | None:
    """Head and body of an intact line."""
    checksum, _, rest = line.rstrip(b"\n").partition(b"\t")
    head, _, body = rest.partition(b"\t")
    return (head, body) if body and _checksum(rest) == checksum else None


def _checksum(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest()[:CHECKSUM].encode()


def _result(body: bytes) -> SubmissionResult | None:
    try:
        return from_dict(json.loads(body))
    except (KeyError, TypeError, ValueError):
        return None


def _line(result: SubmissionResult, content: str) -> bytes:
    head = json.dumps([FORMAT, result.student, content, result.key], separators=(",", ":"))
    body = json.dumps(to_dict(result), separators=(",", ":"))
    rest = f"{head}\t{body}".encode()
    return _checksum(rest) + b"\t" + rest + b"\n"


class Journal:
    """Appends results; each `add` is on disk when it returns. Use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if new:
            # The file's name, too, must outlive a loss of power.
            _sync_folder(path.parent)
        self._size = os.fstat(self._file).st_size
        # A cut last line must not swallow the next one.
        self._start = (
            b"\n" if self._size and os.pread(self._file, 1, self._size - 1) != b"\n" else b""
        )

    def add(self, results: Iterable[tuple[SubmissionResult, str]]) -> list[Entry]:
        """Append results, each with the hash of what was handed in.

        Where there is no room for all of them none is kept: OSError is raised and the journal is
        as it was.
        """
        data, entries = bytearray(self._start), []
        for result, content in results:
            line = _line(result, content)
            offset = self._size + len(data)
            entries.append(Entry(result.student, content, result.key, offset, len(line)))
            data += line
        if not entries:
            return []
        try:
            _write(self._file, data)
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
        self._start = b""
        return entries

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._file)


def _write(file: int, data: bytearray) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
