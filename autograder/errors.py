"""Errors that several stages raise; each message is one sentence that says what to do."""

from __future__ import annotations


class CourseError(Exception):
    """The course directory or its settings are not usable; the message says what to do."""


class GradebookError(Exception):
    """The gradebook could not be written; the message says what to do. The results are kept in
    the journal, so that the same command goes on from there."""
