"""Audits of many exercises: on all cores, without those that have not changed since their last."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field

from autograder.authoring.audit_cache import audit_fingerprints, keep_audit, kept_audit
from autograder.bank.exercise import Folder, load_assignment
from autograder.bank.solution import Reference, load_reference
from autograder.batch.process_pool import process_pool
from autograder.grading.grader import Grader, Plan


@dataclass(frozen=True)
class Finding:
    """One thing that was checked of one exercise, and what was found where it fell short."""

    exercise: str
    check: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True)
class Task:
    """One exercise to be audited. `audit` is what does it; it must have a name in a module."""

    plan: Plan
    folder: Folder
    repeats: int
    audit: Callable[[Folder, Reference, Grader, int], Sequence[Finding]]


@dataclass(frozen=True)
class Audited:
    """What was found of one exercise, and how long that took when it was last audited."""

    exercise: str
    findings: list[Finding] = field(repr=False)
    seconds: float
    unchanged: bool = False  # since an audit that is not done again


def run_audits(
    tasks: Sequence[Task],
    *,
    fresh: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Audited]:
    """The results in the order of the tasks; `fresh` audits again what has not changed, too."""
    _read.clear()
    hashes = _fingerprints(tasks)
    made: dict[int, Audited] = {}
    if not fresh:
        for number, (task, fingerprint) in enumerate(zip(tasks, hashes, strict=True)):
            if kept := _kept(task, fingerprint):
                made[number] = kept
    progress(len(made), len(tasks))
    waiting = [number for number in range(len(tasks)) if number not in made]

    def add(number: int, audited: Audited) -> None:
        made[number] = audited
        if all(finding.ok for finding in audited.findings):
            checks = [finding.check for finding in audited.findings]
            keep_audit(hashes[number], tasks[number].repeats, checks, audited.seconds)
        progress(len(made), len(tasks))

    cores = min(os.cpu_count() or 1, len(waiting))
    if cores < 2:
        for number in waiting:
            add(number, _audited(tasks[number]))
        _close_graders()
    else:
        with process_pool(cores) as pool:
            running = {pool.submit(_audited, tasks[number]): number for number in waiting}
            for future in as_completed(running):
                add(running[future], future.result())
    return [made[number] for number in range(len(tasks))]


def _fingerprints(tasks: Sequence[Task]) -> list[str]:
    by_plan = {
        plan: audit_fingerprints(*_material(plan), plan.seed)
        for plan in dict.fromkeys(task.plan for task in tasks)
    }
    return [by_plan[task.plan][task.folder.function] for task in tasks]


def _kept(task: Task, fingerprint: str) -> Audited | None:
    kept = kept_audit(fingerprint, task.repeats)
    if kept is None:
        return None
    function = task.folder.function
    findings = [Finding(function, str(check), True) for check in kept["checks"]]  # type: ignore[attr-defined]
    return Audited(function, findings, float(str(kept["seconds"])), unchanged=True)


def _audited(task: Task) -> Audited:
    """Audit one exercise in this process, which keeps its grader for the next one."""
    start = time.perf_counter()
    grader = _grader(task.plan, task.folder.function)
    _, reference = _material(task.plan)
    findings = list(task.audit(task.folder, reference, grader, task.repeats))
    return Audited(task.folder.function, findings, round(time.perf_counter() - start, 2))


# What a process keeps: one grader, and what it read.
_graders: dict[Plan, Grader] = {}
_read: dict[Plan, tuple[list[Folder], Reference]] = {}


def _grader(plan: Plan, function: str) -> Grader:
    if plan not in _graders:
        _close_graders()
        _graders[plan] = Grader(plan, functions=())
    _graders[plan].prepare(function)
    return _graders[plan]


def _close_graders() -> None:
    while _graders:
        _graders.popitem()[1].close()


def _material(plan: Plan) -> tuple[list[Folder], Reference]:
    if plan not in _read:
        folders = load_assignment(plan.assignment, plan.suites)
        _read[plan] = folders, load_reference(plan.assignment, folders, plan.solutions)
    return _read[plan]


def audit_json(audited: Sequence[Audited]) -> str:
    """What `audit --json` writes: seconds, and what fell short, of each exercise."""
    rows = [
        {
            "exercise": one.exercise,
            "seconds": one.seconds,
            "unchanged": one.unchanged,
            "short": [f"{f.check}: {f.detail}" for f in one.findings if not f.ok],
        }
        for one in audited
    ]
    return json.dumps({"exercises": rows}, indent=1, ensure_ascii=False) + "\n"
