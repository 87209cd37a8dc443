"""Packages that a course allows besides the handbook's, each with its version."""

from __future__ import annotations

from importlib import metadata

from autograder.course.settings import Settings
from autograder.errors import CourseError


def installed_packages(settings: Settings) -> tuple[str, ...]:
    """Each package of the settings with its version; raises CourseError for one that is missing."""
    found = package_versions(settings)
    for name, text in zip(settings.packages, found, strict=True):
        if text == name:
            raise CourseError(
                f"the settings list the package {name}, which is not installed where the grader "
                "runs; install it there, or take it out of `packages`"
            )
    return found


def package_versions(settings: Settings) -> tuple[str, ...]:
    """Each package of the settings with its version; without one where it is not installed."""
    found = []
    for name in settings.packages:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(name)
    return tuple(found)
