"""A course directory: where submissions lie and results go, and the course's settings.

Any directory that has or gets `submitted/`, `autograded/`, `feedback/`, `report/` and
`gradebook.db` is a course. Its settings are in `autograder.toml`; the first `grade` writes one
with a fresh secret seed, from which the hidden inputs are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import CourseError
from autograder.files import read_toml

SETTINGS_FILE = "autograder.toml"


@dataclass(frozen=True)
class Course:
    """The paths of a course directory; `db` is the address of another gradebook."""

    root: Path
    db: str | None = None

    @property
    def submitted(self) -> Path:
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        return self.root / "autograded"

    @property
    def feedback(self) -> Path:
        return self.root / "feedback"

    @property
    def report(self) -> Path:
        return self.root / "report"

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    @property
    def gradebook_url(self) -> str:
        return self.db or f"sqlite:///{self.gradebook}"

    @property
    def may_have_grades(self) -> bool:
        return self.db is not None or self.gradebook.exists()

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_FILE

    def journal(self, assignment: str) -> Path:
        return self.root / ".autograder" / f"{assignment}.journal"

    @property
    def attempts_folder(self) -> Path:
        return self.root / ".autograder" / "attempts"

    def attempts(self, assignment: str) -> Path:
        return self.attempts_folder / assignment

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders that a run writes into."""
        return (self.autograded, self.feedback, self.report, self.attempts_folder)

    def log(self, assignment: str) -> Path:
        return self.root / ".autograder" / f"{assignment}.log"


def open_course(path: Path, db: str | None = None) -> Course:
    """The course at a path; raises CourseError where it is not a directory.

    `db` is the gradebook's address; without it the settings' `db` counts, or its own file.
    """
    root = path.expanduser().resolve()
    if not root.is_dir():
        raise CourseError(f"{root} is not a directory; `--course DIR` names the course's folder")
    db = db or read_toml(Course(root).settings_file).get("db")
    if db is None:
        return Course(root)
    if not isinstance(db, str):
        raise CourseError(f"{Course(root).settings_file}: `db` must be an address in quotes")
    return Course(root, db)
