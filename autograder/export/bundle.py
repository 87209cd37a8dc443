"""A grader to take along: our packages, one assignment's suites and solution, pinned packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import handbook
from autograder.bank.exercise import SUITES, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from autograder.course.settings import Settings
from autograder.errors import CourseError

FILES = Path(__file__).parent / "files"
PACKAGES = (Path(__file__).parents[1], Path(handbook.__file__).parent)
# Suites and solutions travel beside the packages, and only those of the assignment.
LEFT_OUT = ("suites", "__pycache__")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that a zip can hold


def grader_files(
    assignment: str, settings: Settings, *, suites: Path = SUITES, solutions: Path = SOLUTIONS
) -> dict[str, bytes]:
    """The files of a self-contained grader by their path.

    Raises ExerciseError where suites and solution do not fit together.
    """
    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    files = {"requirements.txt": (FILES / "requirements-grader.txt").read_bytes()}
    for package in PACKAGES:
        files |= _tree(package, package.name)
    files |= _tree(suites / assignment, f"suites/{assignment}")
    files[f"solutions/{assignment}/{reference.path.name}"] = reference.text.encode()
    files["course/autograder.toml"] = settings_text(settings).encode()
    return files


def student_files() -> dict[str, bytes]:
    """The reader's package and the pins of what it needs: all that a student's checks need."""
    package = PACKAGES[1]
    return {
        "requirements.txt": (FILES / "requirements-student.txt").read_bytes(),
        **_tree(package, package.name),
    }


def _tree(root: Path, name: str) -> dict[str, bytes]:
    """The files below a folder, without what was left out and without links."""
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.is_symlink() or not path.is_file() or path.suffix == ".pyc":
            continue
        if any(part in LEFT_OUT or part.startswith(".") for part in parts[:-1]):
            continue
        found["/".join((name, *parts))] = path.read_bytes()
    return found


def settings_text(settings: Settings) -> str:
    """The settings that decide a result, as an `autograder.toml`: the same seed, the same inputs.

    Who is in the course, in which team, and until when, stays with the course.
    """
    lines = [
        "# The course's settings. Hidden inputs are drawn from `seed`: keep it to yourself.",
        f"seed = {_quoted(settings.seed)}",
        f"course_id = {_quoted(settings.course_id)}",
        f"cell_seconds = {float(settings.cell_seconds)}",
        f"submission_seconds = {float(settings.submission_seconds)}",
        f"failed_twice = {_quoted(settings.failed_twice)}",
        f"definitions = {_quoted(settings.definitions)}",
        f"name_mistakes = {str(settings.name_mistakes).lower()}",
        f"unnamed_assignments = [{', '.join(map(_quoted, settings.unnamed_assignments))}]",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        raise CourseError("autograder.toml holds a control character; remove it")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def packed(files: Mapping[str, bytes], programs: tuple[str, ...] = ()) -> bytes:
    """Files as a zip, the same bytes for the same files; `programs` may be executed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, date_time=EARLIEST)
            info.create_system = 3  # the permissions are those of Unix, whatever packs it
            info.external_attr = (0o100755 if name in programs else 0o100644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
