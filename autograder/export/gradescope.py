"""`--to gradescope`: the zip that Gradescope asks for under "Configure Autograder".

Gradescope unpacks it to /autograder/source, runs `setup.sh` once while it builds an image, and
`run_autograder` for every submission, as root in a container of that image. The submission lies
in /autograder/submission; what is written to /autograder/results/results.json is shown.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS
from autograder.course.settings import Settings, load_settings
from autograder.export.bundle import FILES, grader_files, packed
from autograder.export.exporter import ExportedFiles, ExportRequest, Shown, target

PROGRAMS = ("setup.sh", "run_autograder")
TOLD = "gradescope.json"


class GradescopeExporter:
    """A zip for each assignment."""

    name = "gradescope"
    takes = frozenset({"--visibility", "--unsafe"})
    per_assignment = True

    def export(self, request: ExportRequest) -> ExportedFiles:
        settings = load_settings(request.course)
        files = {
            target(request, name, "-gradescope.zip"): gradescope_zip(
                name,
                settings,
                suites=request.places.suites[name],
                solutions=request.places.solutions_of(name),
                visibility=str(request.options.visibility or Shown.after_due_date),
                unsafe=request.options.unsafe,
            )
            for name in request.names
        }
        return ExportedFiles(files, tuple(files))


def gradescope_zip(
    assignment: str,
    settings: Settings,
    *,
    suites: Path = SUITES,
    solutions: Path = SOLUTIONS,
    visibility: str = "after_due_date",
    unsafe: bool = False,
) -> bytes:
    """The autograder package of an assignment.

    `visibility` tells when students see the results of hidden tests; `unsafe` grades without
    isolation, where there is none to be had, instead of refusing.
    """
    grader = grader_files(assignment, settings, suites=suites, solutions=solutions)
    told = {"assignment": assignment, "visibility": visibility, "unsafe": unsafe}
    files = {f"grader/{name}": content for name, content in grader.items()}
    files |= {name: (FILES / "gradescope" / name).read_bytes() for name in PROGRAMS}
    files[TOLD] = (json.dumps(told, indent=1) + "\n").encode()
    return packed(files, PROGRAMS)
