"""Grades a small course where a layer is missing: without leave to, then with `--unsafe`.

    python unsafe.py

Prints as JSON what was said and written.
"""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path

from tests.autograder.sandbox import handing_in


def written(root: Path) -> dict[str, str]:
    """The text of all that a run wrote into the course, by path."""
    folders = ("feedback", "report", "autograded")
    files = [path for name in folders for path in (root / name).rglob("*") if path.is_file()]
    files += root.glob("results.json")
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in files}


def main() -> None:
    os.environ["PYTHONPATH"] = str(handing_in.HOSTILE.parents[2])
    with handing_in.temporary_course() as (root, canary):
        for student in ("s1", "s2"):
            handing_in.Place(root / "submitted", student, canary).answer()
        refused = handing_in.grade(root)
        before = written(root)
        done = handing_in.grade(root, "--unsafe")
        with sqlite3.connect(root / "gradebook.db") as book:
            scores = book.execute("select auto_score from grade order by auto_score").fetchall()
        print(
            json.dumps(
                {
                    "refused": [refused.returncode, refused.stderr.decode()],
                    "written": before,
                    "unsafe": [done.returncode, done.stdout.decode(), done.stderr.decode()],
                    "pages": written(root),
                    "scores": [score for (score,) in scores],
                }
            )
        )


if __name__ == "__main__":
    main()
