"""The times that `autograder collect` took from a platform's download, out of students' reach."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from autograder.course.directory import Course
from autograder.errors import CourseError
from autograder.files import write_atomically


def _path(course: Course, assignment: str) -> Path:
    return course.root / ".autograder" / "collected" / f"{assignment}.json"


def collected_times(course: Course, assignment: str) -> dict[str, str]:
    """When each student's newest submission was handed in, as the gradebook writes times."""
    path = _path(course, assignment)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(student): str(time) for student, time in data.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        raise CourseError(f"{path} is damaged; remove it and collect again") from error


def record_times(course: Course, assignment: str, times: Mapping[str, str]) -> None:
    """Add to what is on record."""
    known = collected_times(course, assignment) | dict(times)
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomically(_path(course, assignment), f"{text}\n")
