"""One engine: the page's Python and this one say the same of every version of every exercise."""

import json
import shutil
import subprocess

import pytest

from autograder.checks import checks_text
from autograder.exercise import SUITES, assignments, load_assignment
from autograder.reference import SOLUTIONS, load_reference
from handbook import live

from .conftest import ROOT

pytestmark = [pytest.mark.site, pytest.mark.slow]

SCRIPT = ROOT / "tests" / "site" / "verdicts.mjs"
# Four functions from outside the course, two of which turn on overflow and division by zero.
BASELINE = ROOT / "benchmarks" / "baseline"


def cases(folder):
    """Every reference, right and wrong version, by name, as a request to check it.

    The checks are copied into `folder`.
    """
    sources = [(name, SUITES, SOLUTIONS) for name in assignments()]
    sources.append(("baseline", BASELINE / "suites", BASELINE / "solutions"))
    found = {}
    for assignment, suites, solutions in sources:
        folders = load_assignment(assignment, suites)
        reference = load_reference(assignment, folders, solutions)
        checks = folder / assignment / "checks.json"
        checks.parent.mkdir(parents=True)
        released = ROOT / "exercises" / assignment / "checks.json"
        if released.is_file():
            shutil.copy(released, checks)
        else:
            checks.write_text(checks_text(assignment, folders, reference), encoding="utf-8")
        for exercise in folders:
            codes = {"reference": reference.source(exercise.function)}
            codes |= {f"right {v.name}": v.source for v in exercise.right()}
            codes |= {f"wrong {v.name}": v.source for v in exercise.wrong()}
            for name, code in codes.items():
                found[f"{assignment}/{exercise.function}: {name}"] = {
                    "kind": "check",
                    "code": code,
                    "function": exercise.function,
                    "checks": str(checks),
                }
    return found


def test_every_version_gets_the_same_verdict_in_the_page_as_in_a_notebook(site, tmp_path):
    asked = cases(tmp_path / "checks")
    requests, answers = tmp_path / "requests.json", tmp_path / "answers.json"
    requests.write_text(json.dumps(list(asked.values())))
    command = [shutil.which("node"), SCRIPT, site / "_static" / "live", tmp_path / "checks"]
    subprocess.run([*command, requests, answers], check=True, timeout=300)
    there = dict(zip(asked, json.loads(answers.read_text()), strict=True))
    differing = {}
    for name, request in asked.items():
        here = json.loads(live.answer(json.dumps(request), lambda _: None))
        there[name].pop("printed")
        if here != there[name]:
            differing[name] = (here, there[name])
    assert differing == {}
    outcomes = {answer["report"]["outcome"] for answer in there.values()}
    assert outcomes >= {"passed", "wrong"}
    assert sum(answer["report"]["mistake"] is not None for answer in there.values()) > 100
    assert there["baseline/softmax: wrong no_shift"]["report"]["mistake"] is not None
