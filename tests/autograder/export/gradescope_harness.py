"""Runs an autograder package as Gradescope's documentation says that its harness does.

The package is unpacked to /autograder/source, setup.sh is run once, run_autograder is copied to
/autograder and run there, as root, for each submission in /autograder/submission. As root
/autograder is real, in a mount table of the test's own; else a variable names the folder.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from tests.autograder.banks import points_of_functions
from tests.patience import HANGS

PLACES = Path(__file__).parents[1] / "sandbox" / "elsewhere.py"
METADATA = {
    "id": 123456,
    "created_at": "2026-02-01T14:22:32.365935-07:00",
    "assignment": {
        "due_date": "2026-02-10T23:00:00.000000-07:00",
        "group_size": None,
        "group_submission": False,
        "id": 25828,
        "course_id": 1234,
        "late_due_date": None,
        "release_date": "2026-01-02T00:00:00.000000-07:00",
        "title": "Optimizers",
        "total_points": str(points_of_functions()),
    },
    "submission_method": "upload",
    "users": [{"email": "student@example.com", "id": 1234, "name": "Student User"}],
    "previous_submissions": [],
}
START = """\
import subprocess, sys
sys.exit(subprocess.run(sys.argv[1:], cwd=sys.argv[1].rpartition("/")[0]).returncode)
"""


@dataclass(frozen=True)
class Run:
    """How a run of run_autograder ended; `results` is None where it wrote none."""

    code: int
    printed: str
    results: dict | None


class Gradescope:
    """An image made from a package. `root` becomes /autograder where that can be."""

    def __init__(self, package: Path, root: Path, place: str = "here") -> None:
        self.root, self.place = root, place
        self._real = os.getuid() == 0 and shutil.which("bwrap") is not None
        self.shown_root = Path("/autograder") if self._real else root
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        root.chmod(0o755)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(root / "source")
            for info in archive.infolist():
                (root / "source" / info.filename).chmod(info.external_attr >> 16 & 0o777)
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        (root / "submission_metadata.json").write_text(json.dumps(METADATA))
        (root / "start.py").write_text(START)

    def elsewhere(self, place: str) -> Gradescope:
        """The same image, run in another place (see tests/autograder/sandbox/elsewhere.py)."""
        moved = copy.copy(self)
        moved.place = place
        return moved

    def setup(self) -> subprocess.CompletedProcess[str]:
        return self._run(f"{self.shown_root}/source/setup.sh")

    def grade(self, *files: Path) -> Run:
        """Submit files and run run_autograder."""
        shutil.rmtree(self.root / "submission")
        (self.root / "submission").mkdir()
        for file in files:
            shutil.copy(file, self.root / "submission" / file.name)
        written = self.root / "results" / "results.json"
        written.unlink(missing_ok=True)
        done = self._run(f"{self.shown_root}/run_autograder")
        results = json.loads(written.read_text()) if written.exists() else None
        return Run(done.returncode, done.stdout + done.stderr, results)

    def _run(self, program: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "LANG": "C.UTF-8",
            "GRADER_PYTHON": sys.executable,  # no network here: nothing is installed
        }
        command = [sys.executable, str(self.shown_root / "start.py"), program]
        if self.place != "here":
            command = [sys.executable, str(PLACES), self.place, *command[1:]]
        if self._real:
            command = [*self._private_root(), *command]
        else:
            environment["GRADER_ROOT"] = str(self.root)
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=HANGS, check=False
        )

    def _private_root(self) -> list[str]:
        """Everything that is here, and /autograder, which is nowhere else."""
        command = ["bwrap", "--cap-add", "ALL"]
        for path in sorted(Path("/").iterdir()):
            if path.name == "autograder":
                continue
            if path.is_symlink():
                command += ["--symlink", os.readlink(path), str(path)]
            else:
                command += ["--dev-bind", str(path), str(path)]
        return [*command, "--bind", str(self.root), "/autograder"]
