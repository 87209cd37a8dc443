"""One run at a time for each assignment of a course."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.files import make_private_folder, remove_parts


@contextmanager
def only_run(course: Course, assignment: str) -> Iterator[None]:
    """Hold the course's lock, so that two runs never write at the same time.

    The kernel releases it when the process ends, however it ends. The lock's file is empty again
    where a run came to its end; else what that run had not finished writing is removed.
    """
    path = course.journal(assignment).with_suffix(".lock")
    make_private_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(
                f"another run is grading {assignment!r} in {course.root}; wait for its end"
            ) from None
        if os.fstat(handle).st_size:
            remove_parts(course.written)
        os.pwrite(handle, b"running\n", 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        os.close(handle)
