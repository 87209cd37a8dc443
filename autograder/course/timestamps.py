"""Times as nbgrader writes and reads them: without a zone they are UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

FORMAT = "%Y-%m-%d %H:%M:%S UTC"
USUAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?(?= UTC$)", re.ASCII)


@lru_cache(1024)
def read_time(text: str) -> datetime:
    """A time in UTC and without a zone, read as nbgrader reads it into the gradebook.

    Raises ValueError for a text that is no time.
    """
    usual = USUAL.match(text)
    try:
        if usual:
            return datetime.fromisoformat(usual[0])
        # Here, because to import it takes over a second.
        from nbgrader.utils import parse_utc

        return parse_utc(text)
    except Exception as error:  # the parser raises whatever the text makes it stumble over
        raise ValueError(f"{text!r} is no time") from error


def as_utc(time: datetime) -> datetime:
    """A time in UTC and without a zone, as the gradebook keeps it."""
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)


def write_time(time: datetime) -> str:
    """A time as nbgrader writes it."""
    return as_utc(time).strftime(FORMAT)
