"""`--to github`: a repository for students that checks every push, and one that grades.

`student/` becomes the template of a GitHub Classroom assignment. It holds what a release holds:
the notebook, the visible checks and the reader's package, and no hidden test. `instructor/`
collects the students' repositories and grades them; it belongs in a private repository.
"""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.leak_check import refuse_leaks
from autograder.authoring.release import build_release
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from autograder.course.settings import Settings, load_settings
from autograder.export.bundle import FILES, grader_files, student_files
from autograder.export.exporter import ExportedFiles, ExportRequest, target

TEMPLATES = FILES / "github"
PLACEHOLDER = "ASSIGNMENT"


class GithubExporter:
    """Two folders for each assignment: the students' repository and the instructor's."""

    name = "github"
    takes: frozenset[str] = frozenset()
    per_assignment = True

    def export(self, request: ExportRequest) -> ExportedFiles:
        settings = load_settings(request.course)
        files: dict[Path, str | bytes] = {}
        shown: list[Path] = []
        for name in request.names:
            folder = target(request, name, "-github")
            made = github_files(
                name,
                settings,
                suites=request.places.suites[name],
                solutions=request.places.solutions_of(name),
            )
            files |= {folder / path: content for path, content in made.items()}
            shown += [folder / "student", folder / "instructor"]
        return ExportedFiles(files, tuple(shown))


def github_files(
    assignment: str, settings: Settings, *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> dict[str, bytes]:
    """The files of both repositories by path.

    Raises ExerciseError where the sources do not fit together and LeakError where the students'
    repository would hold something hidden.
    """
    release = build_release(assignment, suites=suites, solutions=solutions)
    student = {
        **{name: text.encode() for name, text in release.files.items()},
        **student_files(),
        ".github/workflows/check.yml": _template("check.yml", assignment),
        "README.md": _template("student-README.md", assignment),
    }
    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    texts = {name: content.decode(errors="replace") for name, content in student.items()}
    refuse_leaks(texts, folders, reference)  # data files among them, too
    grader = grader_files(assignment, settings, suites=suites, solutions=solutions)
    instructor = {
        **{f"grader/{name}": content for name, content in grader.items()},
        ".github/workflows/collect.yml": _template("collect.yml", assignment),
        "README.md": _template("instructor-README.md", assignment),
        "collect.py": (TEMPLATES / "collect.py").read_bytes(),
    }
    return {
        **{f"student/{name}": content for name, content in student.items()},
        **{f"instructor/{name}": content for name, content in instructor.items()},
    }


def _template(name: str, assignment: str) -> bytes:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text.replace(PLACEHOLDER, assignment).encode()
