"""How much faster is `autograder grade` than `nbgrader autograde`, and do they agree?

    python benchmarks/grading.py [--students 20] [--rounds 3] [--json FILE]

The same submissions and the same hidden tests, standard ones and an exercise's own, are graded
three ways in one run, on the same
cores: by nbgrader (a cell for each test, in the student's kernel; it grades one after the other),
by `autograder grade` with the full sandbox and all that it writes, and by bare warm forks without
any isolation or output, one at a time on each core, which is a bound for what a grader of this
kind can reach. The last two take turns, several rounds of them, and the middle ratio counts.

Two assignments are measured: the optimizers, and the four functions with five tests each of
`benchmarks/baseline`. Printed are seconds a submission, the ratios, and the share of pass/fail
decisions on which all agree. The last result stands in `benchmarks/results/grading.json`.
"""

from __future__ import annotations

import argparse
import ast
import gc
import inspect
import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader_harness import SEED, judge, prepare, run, write_expected

from autograder.authoring.synthetic_class import UNDAMAGED, make_course
from autograder.bank.exercise import SUITES, Folder, load_assignment
from autograder.bank.solution import SOLUTIONS, Reference, load_reference
from autograder.course.directory import SETTINGS_FILE
from autograder.course.settings import TEMPLATE
from autograder.grading.exercise_grader import PreparedExercise
from autograder.ingest.notebook import parse_notebook

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "grading.json"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
BASELINE = HERE / "baseline"
# Our side grades each submission this often, since a class is larger than what nbgrader is given.
COPIES = {"optimizers": 40, "baseline": 50}

Decisions = dict[str, dict[str, bool]]  # student → test → passed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--students", type=int, default=20, help="distinct submissions")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, default=RESULTS)
    options = parser.parse_args()
    assignments = {
        "optimizers": (SUITES, SOLUTIONS),
        "baseline": (BASELINE / "suites", BASELINE / "solutions"),
    }
    report = {
        name: measure(name, suites, solutions, options.students, options.rounds)
        for name, (suites, solutions) in assignments.items()
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def measure(
    assignment: str, suites: Path, solutions: Path, students: int, rounds: int
) -> dict[str, float]:
    folders = load_assignment(assignment, suites)
    reference = load_reference(assignment, folders, solutions)
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        answers = make_answers(root / "made", assignment, suites, solutions, students)
        items = [prepare(folder, reference) for folder in folders]
        tests = sum(len(item.standard) + len(tests_of(item.folder)) for item in items)
        print(f"{assignment}: {len(answers)} submissions, {tests} tests, {cores} cores")
        nbgrader_seconds, by_nbgrader = with_nbgrader(root / "nbgrader", items, reference, answers)
        show("nbgrader autograde", nbgrader_seconds)
        ours, forks = [], []
        for number in range(rounds):
            seconds, by_us = with_autograder(
                root / f"ours-{number}", root / "made", assignment, suites, solutions, answers
            )
            ours.append(seconds)
            show("autograder grade", seconds)
            seconds, by_fork = with_bare_forks(items, reference, answers, COPIES[assignment])
            forks.append(seconds)
            show("bare warm forks", seconds)
    decisions = [
        len({d[student].get(test, False) for d in (by_nbgrader, by_us, by_fork)}) == 1
        for student in answers
        for test in by_fork[student]
    ]
    ratio = median(a / b for a, b in zip(ours, forks, strict=True))
    result = {
        "nbgrader_ratio": round(nbgrader_seconds / median(ours), 1),
        "bare_fork_ratio": round(ratio, 2),
        "agreement": round(sum(decisions) / len(decisions), 4),
        "seconds_nbgrader": round(nbgrader_seconds, 4),
        "seconds_autograder": [round(s, 4) for s in ours],
        "seconds_bare_fork": [round(s, 4) for s in forks],
        "submissions": len(answers) * COPIES[assignment],
        "decisions": len(decisions),
        "cores": cores,
    }
    print(f"  {result['nbgrader_ratio']}× faster than nbgrader a submission")
    print(f"  {result['bare_fork_ratio']}× the time of bare forks")
    print(f"  agreement on {result['agreement']:.2%} of {len(decisions)} decisions")
    return result


def show(what: str, seconds: float) -> None:
    print(f"  {what:<28} {1000 * seconds:9.1f} ms a submission")


def make_answers(
    course: Path, assignment: str, suites: Path, solutions: Path, students: int
) -> dict[str, list[str]]:
    """Code cells of undamaged notebooks, by student; an endless loop would time the limit."""
    course.mkdir()
    make_course(course, [assignment], 2 * students, 3, suites=suites, solutions=solutions)
    truth = json.loads((course / "truth.json").read_text())[assignment]
    plain = [s for s, t in truth.items() if t["kind"] in UNDAMAGED][:students]
    return {student: code_of(course, student, assignment) for student in plain}


def code_of(course: Path, student: str, assignment: str) -> list[str]:
    """The code cells of a notebook, but for the experiments of the assignment's own text.

    No side is made to run them: they define nothing that is graded.
    """
    path = course / "submitted" / student / assignment / f"{assignment}.ipynb"
    cells = parse_notebook(path.read_bytes()).code_cells
    return [cell.source for cell in cells if cell.grade_id is not None or not cell.experiment]


def tests_of(folder: Folder) -> dict[str, str]:
    """The source of each hidden test, by name."""
    text = folder.tests.read_text(encoding="utf-8")
    return {
        node.name: ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def helpers_of(folder: Folder) -> str:
    """The test file without its tests: imports, constants, helpers."""
    text = folder.tests.read_text(encoding="utf-8")
    return "\n\n".join(
        ast.get_source_segment(text, node) or ""
        for node in ast.parse(text).body
        if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    )


def with_nbgrader(
    course: Path,
    items: Sequence[PreparedExercise],
    reference: Reference,
    answers: Mapping[str, Sequence[str]],
) -> tuple[float, Decisions]:
    """Grade with nbgrader, each hidden test in a cell of its own; seconds a submission."""
    solution = [reference.source(item.folder.function) for item in items]
    source = course / "source" / "ps"
    source.mkdir(parents=True)
    nbformat.write(
        nbgrader_notebook(course, items, reference, solution, hidden=True), source / "ps.ipynb"
    )
    for student, cells in answers.items():
        folder = course / "submitted" / student / "ps"
        folder.mkdir(parents=True)
        nbformat.write(
            nbgrader_notebook(course, items, reference, cells, hidden=False), folder / "ps.ipynb"
        )
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    tools = Path(sys.executable).parent
    path = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": path,
        "HANDBOOK_GRADING": "1",
    }

    def nbgrader(*args: str) -> float:
        start = time.perf_counter()
        done = subprocess.run(
            [tools / "nbgrader", *args],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"nbgrader {args[0]} failed:\n{done.stderr[-2000:]}")
        return time.perf_counter() - start

    nbgrader("generate_assignment", "ps", "--create")
    seconds = nbgrader("autograde", "ps")
    query = (
        "select sa.student_id, bc.name, g.auto_score from grade g "
        "join base_cell bc on g.cell_id = bc.id "
        "join submitted_notebook sn on g.notebook_id = sn.id "
        "join submitted_assignment sa on sn.assignment_id = sa.id"
    )
    decisions: Decisions = {student: {} for student in answers}
    with sqlite3.connect(course / "gradebook.db") as database:
        for student, name, score in database.execute(query):
            decisions[student][name] = bool(score)
    return seconds / len(answers), decisions


def unmarked(source: str) -> str:
    """A solution without the markers at which nbgrader would cut it."""
    return "\n".join(line for line in source.splitlines() if " SOLUTION" not in line)


def nbgrader_notebook(
    course: Path,
    items: Sequence[PreparedExercise],
    reference: Reference,
    answers: Sequence[str],
    *,
    hidden: bool,
) -> nbformat.NotebookNode:
    """The answers, then a locked grade cell for each test; its text only where `hidden`."""

    def locked(name: str, text: str, points: int | None = None) -> nbformat.NotebookNode:
        body = text
        if points is not None:
            body = f"### BEGIN HIDDEN TESTS\n{text}\n### END HIDDEN TESTS" if hidden else ""
        data: dict[str, Any] = {
            "grade_id": name,
            "locked": True,
            "solution": False,
            "task": False,
            "schema_version": 3,
            "grade": points is not None,
        }
        if points is not None:
            data["points"] = points
        return new_code_cell(body, id=name.replace("_", "-")[:60], metadata={"nbgrader": data})

    cells = [new_code_cell(unmarked(source), id=f"answer-{i}") for i, source in enumerate(answers)]
    cells.insert(0, new_code_cell("import numpy as np", id="imports"))
    for item in items:
        folder, expected = item.folder, course / f"{item.folder.function}.pickle"
        if hidden:
            write_expected(item, expected)
        setup = (
            "import inspect as _inspect\nfrom pathlib import Path as _Path\n"
            "import nbgrader_harness as _harness\n"
            f"_folder = _harness.load_folder(_Path({str(folder.path)!r}))\n"
            "_signatures = {}\n"
        )
        # As text, so that nbgrader's cells need not load the assignment.
        for name, function in reference.functions.items():
            setup += f"def _stub{inspect.signature(function)}: pass\n"
            setup += f"_signatures[{name!r}] = _inspect.signature(_stub)\n"
        setup += f"__file__ = {str(folder.tests)!r}\n"  # as a module has it
        cells.append(locked(f"setup_{folder.function}", setup + helpers_of(folder)))
        judged = (
            "_passed = {}\n"
            f"_item = _harness.read_expected(_folder, _Path({str(expected)!r}))\n"
            "_passed = _harness.judge(_item, globals())\n"
        )
        cells.append(locked(f"inputs_{folder.function}", judged))
        for test in item.standard:
            assertion = f"assert _passed[{test.name!r}]"
            cells.append(locked(f"{folder.function}-{test.name}", assertion, points=1))
        for name, text in tests_of(folder).items():
            call = f"_harness.run({name}, _folder, globals(), _signatures)"
            cells.append(locked(f"{folder.function}-{name}", f"{text}\n\n{call}", points=1))
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL})


def with_autograder(
    course: Path,
    made: Path,
    assignment: str,
    suites: Path,
    solutions: Path,
    answers: Mapping[str, Sequence[str]],
) -> tuple[float, Decisions]:
    """Grade with `autograder grade`, everything included; seconds a submission."""
    for student in answers:
        for copy in range(COPIES[assignment]):
            shutil.copytree(
                made / "submitted" / student, course / "submitted" / f"{student}-{copy}"
            )
    (course / SETTINGS_FILE).write_text(TEMPLATE.format(seed=SEED, course_id="benchmark"))
    command = [sys.executable, "-m", "autograder", "grade", assignment, "--course", str(course)]
    command += ["--suites", str(suites), "--solutions", str(solutions)]
    start = time.perf_counter()
    subprocess.run([*command, "--json", str(course / "out.json")], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    decisions: Decisions = {}
    for submission in json.loads((course / "out.json").read_text())["submissions"]:
        student, copy = submission["student"].rsplit("-", 1)
        if copy == "0":
            decisions[student] = {
                f"{e['function']}-{t['name']}": t["outcome"] == "passed"
                for e in submission["exercises"]
                for t in e["tests"]
            }
    return seconds / (len(answers) * COPIES[assignment]), decisions


def with_bare_forks(
    items: Sequence[PreparedExercise],
    reference: Reference,
    answers: Mapping[str, Sequence[str]],
    copies: int,
) -> tuple[float, Decisions]:
    """Fork a warm process for each submission and call the tests as plain functions.

    Each core has a parent of its own that forks one child after the other.
    """
    signatures = {n: inspect.signature(f) for n, f in reference.functions.items()}
    tests: list[tuple[Folder, str, Any]] = []
    for folder in (item.folder for item in items):
        namespace: dict[str, Any] = {"__file__": str(folder.tests)}
        exec(compile(folder.tests.read_text(), str(folder.tests), "exec"), namespace)
        tests += [(folder, name, namespace[name]) for name in tests_of(folder)]
    grade_in_process(items, tests, signatures, reference.functions)  # lazy imports are paid before
    gc.collect()
    gc.freeze()
    work = [student for _ in range(copies) for student in answers]
    cores = os.cpu_count() or 1
    pipes = []
    start = time.perf_counter()
    for core in range(cores):
        read, write = os.pipe()
        if os.fork() == 0:
            decisions = {
                s: in_child(answers[s], items, tests, signatures) for s in work[core::cores]
            }
            with os.fdopen(write, "w") as pipe:
                json.dump(decisions, pipe)
            os._exit(0)
        os.close(write)
        pipes.append(read)
    found: Decisions = {}
    for read in pipes:
        with os.fdopen(read) as pipe:
            found |= json.load(pipe)
        os.wait()
    return (time.perf_counter() - start) / len(work), found


def grade_in_process(
    items: Sequence[PreparedExercise],
    tests: Sequence[tuple[Folder, str, Any]],
    signatures: Mapping[str, inspect.Signature],
    functions: Mapping[str, Any],
) -> dict[str, bool]:
    decisions = {}
    for item in items:
        function = item.folder.function
        passed = judge(item, functions) if function in functions else {}
        decisions |= {f"{function}-{t.name}": passed.get(t.name, False) for t in item.standard}
    for folder, name, test in tests:
        try:
            run(test, folder, functions, signatures)
            decisions[f"{folder.function}-{name}"] = True
        except Exception:
            decisions[f"{folder.function}-{name}"] = False
    return decisions


def in_child(
    cells: Sequence[str],
    items: Sequence[PreparedExercise],
    tests: Sequence[tuple[Folder, str, Any]],
    signatures: Mapping[str, inspect.Signature],
) -> dict[str, bool]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.environ["HANDBOOK_GRADING"] = "1"
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        namespace: dict[str, Any] = {"__name__": "__main__"}
        for number, source in enumerate(cells):
            try:
                exec(compile(source, f"<cell {number}>", "exec"), namespace)
            except Exception:
                continue
        with os.fdopen(write, "w") as pipe:
            json.dump(grade_in_process(items, tests, signatures, namespace), pipe)
        os._exit(0)
    os.close(write)
    parts = []
    with os.fdopen(read, "rb") as pipe:
        while select.select([pipe], [], [], 60)[0] and (part := pipe.read1()):
            parts.append(part)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(b"".join(parts))


if __name__ == "__main__":
    sys.exit(main())
