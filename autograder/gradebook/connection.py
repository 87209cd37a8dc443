"""Open the gradebook: which database holds it, and the advice where it cannot be used.

SQLite, a file of the course, by default; any address of PostgreSQL with `--db` or the setting
`db`. A password in an address is never shown: it is taken out of every message.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from autograder.course.directory import Course
from autograder.course.settings import Settings
from autograder.errors import CourseError, GradebookError
from autograder.files import keep_from_others, private_mode

BACKENDS = ("sqlite", "postgresql")
EXAMPLE = "postgresql://user@host/database"
PASSWORD = re.compile(r"(://[^/?#\s:@]*):\S*@")  # up to the last @: a password may hold one

# Part of a database's message → what to do about it.
ADVICE = {
    "database is locked": "another program is writing to it; end that one and run the same "
    "command again",
    "readonly database": "it is read-only; check its permissions",
    "read-only transaction": "it is read-only; name the primary server",
    "database or disk is full": "the disk is full; make room and run it again",
    "disk I/O error": "the disk refuses to write: full, at a quota, or failing; make room and "
    "run the same command again",
    "password": "check the user and the password; PGPASSWORD or ~/.pgpass may hold the password, "
    "out of sight",
    "does not exist": "create it first, or correct the address",
    "permission denied": "give the user the right to create tables in it",
    "could not translate host name": "correct the name of the host",
    "onnection refused": "start the server, or correct host and port",
    "o such file or directory": "start the server, or correct the folder of its socket",
    "timeout expired": "start the server, or correct host and port",
}
OTHERWISE = "fix this and run the same command again"


def checked_url(url: str) -> str:
    """The address of a database, with its driver, if it can be used; raises CourseError."""
    try:
        parts = make_url(url)
        if parts.drivername == "postgresql":  # which driver that means depends on SQLAlchemy
            parts = parts.set(drivername="postgresql+psycopg")
        if parts.get_backend_name() not in BACKENDS:
            raise NoSuchModuleError(parts.drivername)
        parts.get_dialect().import_dbapi()
    except NoSuchModuleError:  # a kind of ArgumentError
        raise CourseError(
            f"`--db` takes {' or '.join(f'{name}://…' for name in BACKENDS)}, not "
            f"{parts.drivername}://…; it looks like {EXAMPLE}"
        ) from None
    except ArgumentError:
        raise CourseError(
            f"`--db` is not the address of a database; it looks like {EXAMPLE}"
        ) from None
    except ImportError as error:
        raise CourseError(
            f"`--db` needs the driver {error.name}, which is not installed; install this project "
            "with its extra `scale`"
        ) from None
    return parts.render_as_string(hide_password=False)


def reason(error: BaseException) -> str:
    """A database's own words, in one line and without a password."""
    text = str(getattr(error, "orig", None) or error)
    return PASSWORD.sub(r"\1:***@", text.strip().splitlines()[0]) if text.strip() else "no reason"


def advice(why: str) -> str:
    """What to do about an error."""
    return next((what for words, what in ADVICE.items() if words in why), OTHERWISE)


def open_gradebook(url: str, course_id: str = "default_course") -> Any:
    """nbgrader's gradebook, for a `with` statement.

    Raises GradebookError, and CourseError for an address that cannot be used.
    """
    from autograder.gradebook.nbgrader_patches import api

    address = checked_url(url)
    _keep_private(address)
    with translate_db_errors():
        return api.Gradebook(address, course_id)


def _keep_private(address: str) -> None:
    """A gradebook in a file is for its owner, or its group too, from its first byte on."""
    file = make_url(address).database
    if not address.startswith("sqlite") or not file or file == ":memory:":
        return
    with suppress(OSError):  # what is wrong with it is said where it is opened
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, private_mode()))
    keep_from_others(Path(file))


@contextmanager
def existing_gradebook(course: Course, settings: Settings) -> Iterator[Any]:
    """The course's gradebook, open; None where there is none yet."""
    if not course.may_have_grades:
        yield None
        return
    with open_gradebook(course.gradebook_url, settings.course_id) as book:
        yield book


@contextmanager
def translate_db_errors() -> Iterator[None]:
    """Turn a database's error into one sentence that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.OperationalError) as error:
        why = reason(error)
        raise GradebookError(
            f"the gradebook could not be written ({why}): {advice(why)}. No result is lost: all "
            "finished ones are in the journal."
        ) from None  # the chain would show statements with students' data, and the address
