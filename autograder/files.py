"""Files read safely and written atomically: nobody ever sees a part of one."""

from __future__ import annotations

import os
import stat
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.errors import CourseError

MAX_PREFIX = 150  # bytes of a file's name; a name may have 255
PART = ".autograder-part"  # the end of the name of a file that is still being written


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
        if part.name.startswith(_part_of(path)):
            part.unlink(missing_ok=True)
    _replace(path, (text.encode() for text in texts))


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_part_of(path), suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _part_of(path: Path) -> str:
    """How the name of an unfinished file begins: short enough for that of any file."""
    return f".{os.fsdecode(os.fsencode(path.name)[:MAX_PREFIX])}."


def remove_parts(folders: Iterable[Path]) -> None:
    """Remove what a run that was killed had not finished writing into these folders."""
    for folder in folders:
        for path in folder.rglob(f".*{PART}"):
            path.unlink(missing_ok=True)
