"""What all pages have in common: where they lie, the templates, numbers in words.

Everything that a template prints is text: `clean` takes out what could act on a browser's or a
terminal's reader, and Jinja escapes the rest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.text import clean


def feedback_path(course: Course, student: str, assignment: str) -> Path:
    """Where a student's page lies; raises CourseError for a name that cannot be a folder's."""
    for name in (student, assignment):
        check_folder_name(name)
    # Beside nbgrader's folder of that name: it takes a folder that exists for feedback of its own
    # and would write none.
    return course.feedback / student / f"{assignment}.html"


def check_folder_name(name: str) -> None:
    """Raise CourseError for a name that could lead out of its folder."""
    if name in ("", ".", "..") or any(c in "/\\" or ord(c) < 32 for c in name):
        raise CourseError(
            f"{name!r} cannot be the name of a student or an assignment: it must be the name "
            "of one folder, without separators; rename it in submitted/"
        )


def counted(number: int, noun: str) -> str:
    """`counted(2, "exercise")` → "2 exercises"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(seconds: float) -> str:
    """`duration(93_784)` → "1 day 2 hours": the two largest units, rounded down."""
    units = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
    parts, rest = [], int(seconds)
    for name, size in units:
        if rest >= size:
            parts.append(counted(rest // size, name))
            rest %= size
    return " ".join(parts[:2]) or "less than a second"


def _shown(value: Any) -> Any:
    """Every value that a template prints passes here, so that none can be forgotten."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def environment() -> Environment:
    """The templates: escaped, cleaned, and failing on a name that does not exist."""
    made = Environment(
        loader=PackageLoader("autograder.pages"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["g"] = lambda number: f"{number:g}"
    made.filters["counted"] = counted
    made.filters["duration"] = duration
    return made
