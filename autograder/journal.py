"""The journal: each finished submission, appended under the hash of all it depends on.

One line is one result: its key, a checksum and the result as JSON. A line that was cut by a
crash is recognised by its checksum and left out; the submission is then graded again. Later
lines replace earlier ones of the same student.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from autograder.course import CourseError
from autograder.exercise import Folder
from autograder.reference import Reference
from autograder.results import Submission, SubmissionResult, from_dict, to_dict

# Raise it when the same inputs would now be graded or written differently.
GRADER_VERSION = "1"


def environment_key(folders: Sequence[Folder], reference: Reference, seed: str, limits: str) -> str:
    """The hash of everything that decides a result, but for the submission itself."""
    import platform

    import numpy as np

    digest = hashlib.sha256()
    for part in (GRADER_VERSION, platform.python_version(), np.__version__, seed, limits):
        digest.update(part.encode() + b"\0")
    digest.update(reference.path.read_bytes())
    for folder in folders:
        for file in sorted(folder.path.glob("*.*")):
            if file.suffix in (".py", ".toml", ".json"):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def submission_key(submission: Submission, content: bytes, environment: str) -> str:
    """The hash under which a submission's result is kept."""
    head = "\0".join((submission.student, submission.assignment, environment)).encode()
    return hashlib.sha256(head + b"\0" + content).hexdigest()


def read_journal(path: Path) -> dict[str, SubmissionResult]:
    """The newest intact result of each student, by student."""
    results: dict[str, SubmissionResult] = {}
    if path.exists() and not path.is_file():
        raise CourseError(f"{path} is no file; move it away and run the same command again")
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return results
    for line in lines:
        result = _parse(line)
        if result is not None:
            results[result.student] = result
    return results


def _parse(line: bytes) -> SubmissionResult | None:
    checksum, _, body = line.partition(b" ")
    if not body or hashlib.sha256(body).hexdigest()[:16].encode() != checksum:
        return None
    try:
        return from_dict(json.loads(body))
    except (KeyError, TypeError, ValueError):
        return None  # written by another version: graded again


class Journal:
    """Appends results; each `add` is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("ab")
        if path.stat().st_size:
            # A cut last line must not swallow the next one.
            self._file.write(b"\n")

    def add(self, results: Iterable[SubmissionResult]) -> None:
        for result in results:
            body = json.dumps(to_dict(result), separators=(",", ":")).encode()
            checksum = hashlib.sha256(body).hexdigest()[:16].encode()
            self._file.write(checksum + b" " + body + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
