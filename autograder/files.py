"""Files read safely and written atomically: nobody ever sees a part of one."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import tomllib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.errors import CourseError

MAX_PREFIX = 150  # bytes of a file's name; a name may have 255
MAX_NAME = 255  # bytes
GROUP, OTHERS = 0o070, 0o007  # the rights of a file's group, and of users outside it
PART = ".autograder-part"  # the end of the name of a file that is still being written


_closed_to = {"mask": GROUP | OTHERS}  # the rights that files with grades do not give


class NotRegular(OSError):
    """Not a regular file: a link, a folder, a pipe or a device."""


def read_bytes(path: Path, limit: int) -> bytes:
    """Up to `limit` bytes of a plain file.

    Raises NotRegular for anything else, before a byte of it is read: a pipe would never end,
    a link would lead elsewhere. Raises OSError where it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotRegular(0, "not a regular file")
        return file.read(limit)


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds; an absent one is empty. Raises CourseError for a damaged one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}") from error


def write_atomically(path: Path, content: str | bytes, *, public: bool = False) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    A file that holds the content already is left as it is. Grades and students' work are written:
    nobody else on the machine can read it, unless the file's group may, or it is `public`.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            if not public:
                keep_from_others(path)
            return
    except OSError:
        pass
    _replace(path, (data,), public=public)


def open_to_group(opened: bool) -> None:
    """Whether the group of a file can read what this process writes from now on."""
    _closed_to["mask"] = OTHERS if opened else GROUP | OTHERS


def private_mode() -> int:
    """The mode of a file with grades."""
    return 0o640 & ~_closed_to["mask"]


def keep_from_others(path: Path) -> None:
    """Take from a file of ours the rights of those who are not to read it."""
    with suppress(OSError):  # not ours: its owner decides
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _closed_to["mask"]:
            path.chmod(mode & ~_closed_to["mask"])


def make_private_folder(path: Path) -> None:
    """Make a folder and those above it; what is made is not open to those who are not to read."""
    if not path.is_dir():
        make_private_folder(path.parent)
        path.mkdir(mode=0o750 & ~_closed_to["mask"], exist_ok=True)


def write_in_parts(path: Path, texts: Iterable[str]) -> None:
    """Like `write_atomically`, for a content that is too long to be held in memory.

    What an earlier writer of this file left when it was killed is removed.
    """
    for part in path.parent.glob(f".*{PART}"):
        if part.name.startswith(_part_of(path)):
            part.unlink(missing_ok=True)
    _replace(path, (text.encode() for text in texts))


def _replace(path: Path, parts: Iterable[bytes], *, public: bool = False) -> None:
    if public:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        make_private_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_part_of(path), suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        os.chmod(name, 0o644 if public else private_mode())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _part_of(path: Path) -> str:
    """How the name of an unfinished file begins: short enough for that of any file."""
    return f".{os.fsdecode(os.fsencode(path.name)[:MAX_PREFIX])}."


def short_name(name: str, ending: str = "") -> str:
    """A name with an ending that a file system takes: one that is too long is cut.

    Its hash then follows, so that no two long names become one.
    """
    raw = os.fsencode(name + ending)
    if len(raw) <= MAX_NAME:
        return name + ending
    cut = raw[:MAX_PREFIX].decode("utf-8", "ignore")
    return f"{cut}-{hashlib.sha256(raw).hexdigest()[:16]}{ending}"


def remove_parts(folders: Iterable[Path]) -> None:
    """Remove what a run that was killed had not finished writing into these folders."""
    for folder in folders:
        for path in folder.rglob(f".*{PART}"):
            path.unlink(missing_ok=True)
