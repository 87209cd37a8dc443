"""Do two workers grade twice as fast as one?

    python benchmarks/two_workers.py [--students 100] [--rounds 3] [--json FILE]

The undamaged submissions of a made class of the optimizers are graded by a pool of one process
and by one of two, in turn, on an otherwise idle machine of two cores or more. Pools are started
before the clock: what a run pays once is not divided by its workers. The ratio of the medians is
due to be 1.8. The last result stands in `benchmarks/results/two_workers.json`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from autograder.authoring.synthetic_class import UNDAMAGED, make_course
from autograder.batch.scheduler import grade_all, started_pool
from autograder.course.directory import open_course
from autograder.grading.grader import Plan
from autograder.ingest.submissions import find_submissions
from autograder.results import Submission

RESULTS = Path(__file__).resolve().parent / "results" / "two_workers.json"
ASSIGNMENT = "optimizers"
DUE = 1.8


def main() -> int:
    """Measure, print and store; 1 where the ratio falls short."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        submissions = undamaged(Path(folder), options.students)
        took: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(options.rounds):
            for workers in took:
                took[workers].append(seconds(Path(folder), submissions, workers))
    ratio = statistics.median(took[1]) / statistics.median(took[2])
    report = {
        "submissions": len(submissions),
        "seconds": {str(n): [round(s, 2) for s in took[n]] for n in took},
        "ratio": round(ratio, 2),
        "due": DUE,
    }
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"{len(submissions)} submissions: two workers are {ratio:.2f} times as fast as one")
    return 0 if ratio >= DUE else 1


def undamaged(folder: Path, students: int) -> list[Submission]:
    """The submissions of a made class that hold no damage, such as an endless loop."""
    course = open_course(folder)
    make_course(course.root, [ASSIGNMENT], students, 1)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))[ASSIGNMENT]
    sound = {s for s, t in truth.items() if t["kind"] in UNDAMAGED}
    return [s for s in find_submissions(course, ASSIGNMENT) if s.student in sound]


def seconds(folder: Path, submissions: Sequence[Submission], workers: int) -> float:
    """How long a pool takes that has started."""
    plan = Plan(ASSIGNMENT, "a seed", protected=(folder,))
    with started_pool(plan, len(submissions), workers) as pool:
        ready = grade_all(plan, submissions[: 2 * workers], executor=pool)
        assert sum(map(len, ready)) == 2 * workers
        started = time.perf_counter()
        assert sum(map(len, grade_all(plan, submissions, executor=pool))) == len(submissions)
        return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
