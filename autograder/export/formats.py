"""The formats of `autograder export --to`, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autograder.export.canvas import CanvasExporter
from autograder.export.csv_grades import CsvExporter
from autograder.export.exporter import Exporter
from autograder.export.github import GithubExporter
from autograder.export.gradescope import GradescopeExporter
from autograder.export.moodle import MoodleExporter

_ALL: tuple[Exporter, ...] = (
    CsvExporter(),
    CanvasExporter(),
    MoodleExporter(),
    GradescopeExporter(),
    GithubExporter(),
)
EXPORTERS: Mapping[str, Exporter] = MappingProxyType({one.name: one for one in _ALL})
