"""Are ten thousand submissions graded in one run with none lost and in flat memory?

    python benchmarks/ten_thousand.py [--students 10000] [--distinct 100] [--json FILE]

The assignment is the four functions of `benchmarks/baseline`; `--assignment optimizers` takes the
ten of the course's own, which is more than twice the work. A made class of `--distinct` different
notebooks, damaged ones among them, is handed in by `--students` students (hard links) and graded by
one `autograder grade`. Then every student is looked for in `--json`, gradebook, autograded/ and
feedback/, and every outcome is compared with what the made class must get. The memory of the
coordinator and of its workers is sampled while it runs. The last result stands in
`benchmarks/results/ten_thousand.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.authoring.synthetic_class import make_course
from autograder.bank.exercise import SUITES
from autograder.bank.solution import SOLUTIONS

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "ten_thousand.json"
BASELINE = (HERE / "baseline" / "suites", HERE / "baseline" / "solutions")
EVERY = 0.5  # seconds between two samples
POINTS = 100  # of the series that is stored
SCORES = """
select sa.student_id, sum(g.auto_score) from grade g
join submitted_notebook sn on g.notebook_id = sn.id
join submitted_assignment sa on sn.assignment_id = sa.id group by 1
"""
PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--distinct", type=int, default=100)
    parser.add_argument("--assignment", default="baseline", choices=["baseline", "optimizers"])
    parser.add_argument("--workers", type=int)
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "course"
        root.mkdir()
        assignment = options.assignment
        suites, solutions = BASELINE if assignment == "baseline" else (SUITES, SOLUTIONS)
        made = make_course(
            root, [assignment], options.distinct, 1, suites=suites, solutions=solutions
        )
        truth: dict[str, Any] = json.loads(made.truth.read_text())[assignment]
        hand_in(root / "submitted", assignment, truth, options.students)
        command = ["grade", assignment, "--suites", str(suites), "--solutions", str(solutions)]
        command += ["--workers", str(options.workers)] if options.workers else []
        seconds, samples, said = run(root, assignment, command)
        print(said)
        report = {
            "assignment": assignment,
            "students": options.students,
            "distinct": options.distinct,
            "cores": os.cpu_count(),
            "seconds": round(seconds, 1),
            "submissions_a_second": round(options.students / seconds, 1),
            **found(root, assignment, truth),
            **memory(samples),
        }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n")
    for name, value in report.items():
        if name != "series":
            print(f"{name:32} {value}")
    return 0 if not (report["lost"] or report["wrong"]) else 1


def hand_in(submitted: Path, assignment: str, truth: dict[str, Any], students: int) -> None:
    """Let others hand in what those of the class did, and enter what they must get."""
    sources = sorted(truth)
    for number in range(len(sources), students):
        source, student = sources[number % len(sources)], f"t{number:05d}"
        folder = submitted / student / assignment
        folder.mkdir(parents=True)
        for file in (submitted / source / assignment).iterdir():
            os.link(file, folder / file.name)
        truth[student] = truth[source]


def run(
    root: Path, assignment: str, arguments: list[str]
) -> tuple[float, list[dict[str, float]], str]:
    """Run the command; its seconds, samples of its memory, and what it said."""
    command = [sys.executable, "-m", "autograder", *arguments, "--course", str(root)]
    command += ["--json", str(root / "results.json")]
    journal = root / ".autograder" / f"{assignment}.journal"
    start, samples = time.perf_counter(), []
    with (root / "said.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        while process.poll() is None:
            if (coordinator := resident(process.pid)) > 0:
                below = [resident(pid) for pid in workers_of(process.pid)]
                samples.append(
                    {
                        "seconds": round(time.perf_counter() - start, 1),
                        "journal_mb": round(size(journal) / 1e6, 2),
                        "coordinator_mb": round(coordinator / 1e6, 1),
                        "largest_worker_mb": round(max(below, default=0) / 1e6, 1),
                    }
                )
            time.sleep(EVERY)
    said = (root / "said.txt").read_text()
    if process.returncode != 0:
        raise SystemExit(said)
    return time.perf_counter() - start, samples, said


def resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def workers_of(pid: int) -> Iterator[int]:
    """The processes of a pool: forked from a server that the command has started."""
    for server in children(pid):
        yield from children(server)


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            found += map(int, task.read_text().split())
    return found


def size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def found(root: Path, assignment: str, truth: Mapping[str, Any]) -> dict[str, int]:
    """How many students are missing anywhere, and how many outcomes are not what is due."""
    document = json.loads((root / "results.json").read_text())
    results = {r["student"]: r for r in document["submissions"]}
    with sqlite3.connect(root / "gradebook.db") as database:
        scored = dict(database.execute(SCORES).fetchall())
    lost = wrong = 0
    for student, due in truth.items():
        notebook = root / "autograded" / student / assignment / f"{assignment}.ipynb"
        page = root / "feedback" / student / f"{assignment}.html"
        if student not in results or not notebook.is_file() or not page.is_file():
            lost += 1
            continue
        result = results[student]
        wrong += abs((scored.get(student) or 0.0) - result["points"]) > 1e-3
        for exercise in result["exercises"]:
            expected = due["exercises"][exercise["function"]]
            full = exercise["points"] == exercise["max_points"]
            wrong += (exercise["outcome"], full) != (expected["outcome"], expected["full"])
    return {"graded": len(results), "lost": lost, "wrong": wrong}


def memory(samples: list[dict[str, float]]) -> dict[str, Any]:
    """The memory of a run: at a quarter of the work, at three quarters, and at most.

    While batches come in is what must be flat; the report and `--json` at the end look at all
    results once more.
    """
    total = max(s["journal_mb"] for s in samples)
    at = {
        share: next(s for s in samples if s["journal_mb"] >= share * total)
        for share in (0.25, 0.75)
    }
    step = -(-len(samples) // POINTS)
    return {
        "journal_mb": total,
        "coordinator_mb_at_a_quarter": at[0.25]["coordinator_mb"],
        "coordinator_mb_at_three_quarters": at[0.75]["coordinator_mb"],
        "coordinator_mb_at_most": max(s["coordinator_mb"] for s in samples),
        "worker_mb_at_a_quarter": at[0.25]["largest_worker_mb"],
        "worker_mb_at_three_quarters": at[0.75]["largest_worker_mb"],
        "worker_mb_at_most": max(s["largest_worker_mb"] for s in samples),
        "series": samples[::step],
    }


if __name__ == "__main__":
    sys.exit(main())
