"""Times as `timestamp.txt` and the gradebook have them: without a zone they are UTC.

A time is read where there is one way to read it: year, month and day in that order or the month as
a word, and a zone as an offset, by its IANA name, or by a short name that means one offset at that
time. Everything else is refused with the reason: `04/02/2026` is two days, `IST` three zones. What
is refused must be treated as not known, never guessed.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

HALF_A_YEAR = timedelta(days=182)
FORMAT = "%Y-%m-%d %H:%M:%S UTC"
USUAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?(?= UTC$)", re.ASCII)

_CLOCK = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
_HALF = r"(?: ?(?P<half>[AaPp])(?:[Mm]|\.[Mm]\.)(?![A-Za-z]))?"
_ZONE = r" ?(?P<zone>[A-Za-z+\-−(].{0,60})?"
_MONTH = r"(?P<name>[A-Za-z]{3,9})\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_FLAGS = re.ASCII | re.IGNORECASE
_FORMS = (
    # 2026-02-04 20:00:00 UTC, 2026-02-04T20:00+01:00, 2026/02/04 20:00
    re.compile(
        rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)[ T]{_CLOCK}{_HALF}{_ZONE}",
        _FLAGS,
    ),
    # 20260204T200000Z
    re.compile(
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)T(?P<hour>\d\d)(?P<minute>\d\d)"
        rf"(?P<second>\d\d){_ZONE}",
        _FLAGS,
    ),
    # Wed, 4 Feb 2026 20:00:00 +0100
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d\d?)\.?[ -]{_MONTH}[ -](?P<year>\d{{4}}),? (?:at )?"
        rf"{_CLOCK}{_HALF}{_ZONE}",
        _FLAGS,
    ),
    # February 4, 2026 8:00 PM
    re.compile(
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d\d?),? (?P<year>\d{{4}}),? (?:at )?{_CLOCK}{_HALF}{_ZONE}",
        _FLAGS,
    ),
    # Wed Feb 4 20:00:00 UTC 2026
    re.compile(
        rf"{_WEEKDAY}{_MONTH} (?P<day>\d\d?) {_CLOCK}{_HALF} "
        r"(?:(?P<zone>[A-Za-z+\-][\w+:\-/]{0,40}) )?(?P<year>\d{4})",
        _FLAGS,
    ),
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_OFFSET = re.compile(
    r"(?:UTC|GMT)? ?(?P<sign>[+\-−])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?"
    r"(?: ?\([\w /+:-]{0,60}\))?",
    _FLAGS,
)
_SHORT = re.compile(r"[A-Za-z]{2,6}", re.ASCII)


@lru_cache(4096)
def read_time(text: str, zone: str | None = None) -> datetime:
    """A time in UTC and without a zone. `zone` tells what a short name such as CST means.

    Raises ValueError, with the reason, for a text that is no time or could be several.
    """
    usual = USUAL.match(text)
    if usual:
        return datetime.fromisoformat(usual[0])
    text = " ".join(part for part in text.replace("\t", " ").strip().split(" ") if part)
    found = next((m for form in _FORMS if (m := form.fullmatch(text))), None)
    if found is None:
        raise ValueError(_why_not(text))
    given = found.groupdict()
    try:
        local = datetime(
            int(given["year"]),
            _month(given),
            int(given["day"]),
            _hour(given),
            int(given["minute"]),
            int(given.get("second") or 0),
            int((given.get("fraction") or "").ljust(6, "0")[:6]),
        )
        return _in_utc(local, (given["zone"] or "").strip(), zone)
    except OverflowError as error:
        raise ValueError("it is out of the range of dates") from error


def _why_not(text: str) -> str:
    if re.match(r"\d\d?[./-]\d\d?[./-]\d{2,4}\b", text, re.ASCII):
        return (
            "day and month can be exchanged in it; the year comes first in 2026-02-04 20:00:00 UTC"
        )
    if re.fullmatch(r"\d{4}-\d\d?-\d\d?", text, re.ASCII):
        return "it has no time of day"
    return "it is not a time such as 2026-02-04 20:00:00 UTC"


def _month(given: dict[str, str | None]) -> int:
    word = (given.get("name") or "").lower()
    if not word:
        return int(given["month"] or 0)
    for number, name in enumerate(_MONTHS, 1):
        if word == name or word == name[:3] or (word == "sept" and number == 9):
            return number
    raise ValueError(f"{word!r} is not the name of a month")


def _hour(given: dict[str, str | None]) -> int:
    hour, half = int(given["hour"] or 0), given.get("half")
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"there is no {hour} o'clock {half.lower()}.m.")
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _in_utc(local: datetime, name: str, course_zone: str | None) -> datetime:
    if name.upper() in ("", "Z", "UTC", "GMT"):
        return local
    offset = _OFFSET.fullmatch(name)
    if offset:
        return local - _offset(offset)
    if is_zone(name) and not _SHORT.fullmatch(name):
        return _at(local, ZoneInfo(name))
    if not _SHORT.fullmatch(name):
        raise ValueError(f"{name!r} is not a time zone that is known here")
    if course_zone is not None:
        own = _readings(local, name, (course_zone,))
        if len(own) == 1:
            return own.pop()
    readings = _readings(local, name, _all_zones())
    # In June Manila alone has PST; who writes it then may well mean the winter's of Los Angeles.
    other = local + HALF_A_YEAR if local.year < datetime.max.year else local
    offsets = {local - utc for utc in readings}
    offsets |= {other - utc for utc in _readings(other, name, _all_zones())}
    if len(readings) == 1 and len(offsets) == 1:
        return readings.pop()
    if readings:
        raise ValueError(
            f"{name} is the name of several time zones; `timezone` in autograder.toml can name one"
        )
    raise ValueError(f"no time zone named {name} is in use at that time")


def _offset(found: re.Match[str]) -> timedelta:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(f"{found[0]!r} is not an offset from UTC")
    size = timedelta(hours=hours, minutes=minutes)
    return size if found["sign"] == "+" else -size


def read_local(local: datetime, zone: str) -> datetime:
    """A time that the clocks of a zone showed, in UTC and without a zone.

    Raises ValueError, with the reason, for one that they skip or show twice.
    """
    return _at(local, ZoneInfo(zone))


def _at(local: datetime, zone: tzinfo) -> datetime:
    """A local time of a zone in UTC; not in the hours that are skipped or occur twice."""
    both = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    back = {time.astimezone(zone).replace(tzinfo=None) for time in both}
    if back != {local}:
        raise ValueError(f"the clocks of {zone} skip that time")
    if len(both) > 1:
        raise ValueError(f"the clocks of {zone} show that time twice")
    return both.pop().replace(tzinfo=None)


def _readings(local: datetime, name: str, zones: tuple[str, ...]) -> set[datetime]:
    """What a local time means in those of the zones that bear a short name then."""
    found = set()
    for key in zones:
        zone = _zone(key)
        for fold in (0, 1):
            time = local.replace(tzinfo=zone, fold=fold)
            if (time.tzname() or "").upper() == name.upper():
                utc = time.astimezone(UTC)
                if utc.astimezone(zone).replace(tzinfo=None) == local:
                    found.add(utc.replace(tzinfo=None))
    return found


@cache
def _zone(key: str) -> tzinfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC  # its name is UTC, which no short name asks for


@cache
def _all_zones() -> tuple[str, ...]:
    """The zones of places; `EST` and the like are names that the list has beside them."""
    return tuple(sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/")))


def is_zone(name: str) -> bool:
    """Whether this machine knows a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def as_utc(time: datetime) -> datetime:
    """A time in UTC and without a zone, as the gradebook keeps it."""
    return time if time.tzinfo is None else time.astimezone(UTC).replace(tzinfo=None)


def write_time(time: datetime) -> str:
    """A time as nbgrader writes it."""
    text = as_utc(time)
    return f"{text:%Y-%m-%d %H:%M:%S}{f'.{text.microsecond:06}' if text.microsecond else ''} UTC"
