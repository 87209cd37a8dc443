"""One engine: the page's Python and this one say the same of every version of every exercise."""

import gzip
import json
import os
import shutil
import subprocess

import pytest

from autograder.authoring.visible_checks import checks_text
from autograder.bank.exercise import SUITES, assignments, load_assignment
from autograder.bank.solution import SOLUTIONS, load_reference
from autograder.bank.versions import load_versions
from handbook.check import in_page
from tests.patience import HANGS
from tests.tiers import sample

from .conftest import ROOT

pytestmark = [pytest.mark.site, pytest.mark.slow]

SCRIPT = ROOT / "tests" / "site" / "verdicts.mjs"
# Four functions from outside the course, two of which turn on overflow and division by zero.
BASELINE = ROOT / "benchmarks" / "baseline"
# A version that draws from NumPy's global generator is shown what it drew.
SEEDED = "np.random.seed(0)\n"


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
            known = load_versions(exercise, reference)
            codes = {"reference": reference.source(exercise.function)}
            codes |= {f"right {v.name}": v.source for v in known.right}
            codes |= {f"wrong {v.name}": v.source for v in known.wrong}
            for name, code in codes.items():
                found[f"{assignment}/{exercise.function}: {name}"] = {
                    "kind": "check",
                    "code": SEEDED + code,
                    "function": exercise.function,
                    "checks": str(checks),
                }
    return found


def sampled(found):
    """The solutions, the versions from outside the course, and a sample of all others."""
    always = [name for name in found if name.endswith(": reference") or "baseline/" in name]
    others = [name for name in found if name not in always]
    return {name: found[name] for name in [*always, *sample("verdicts", others)]}


def answered(site, folder, asked):
    """The answers of a page's Python that was started for these requests."""
    requests, answers = folder / "requests.json", folder / "answers.json"
    requests.write_text(json.dumps(asked))
    command = [shutil.which("node"), SCRIPT, site / "_static" / "live", folder / "checks"]
    subprocess.run([*command, requests, answers], check=True, timeout=HANGS)
    return json.loads(answers.read_text())


def test_every_version_gets_the_same_verdict_in_the_page_as_in_a_notebook(site, tmp_path):
    asked = sampled(cases(tmp_path / "checks"))
    there = dict(zip(asked, answered(site, tmp_path, list(asked.values())), strict=True))
    differing = {}
    for name, request in asked.items():
        here = json.loads(in_page.answer(json.dumps(request), lambda _: None))
        there[name].pop("printed")
        if here != there[name]:
            differing[name] = (here, there[name])
    assert differing == {}
    outcomes = {answer["report"]["outcome"] for answer in there.values()}
    assert outcomes >= {"passed", "wrong"}
    assert sum(answer["report"]["mistake"] is not None for answer in there.values()) > 100
    assert there["baseline/softmax: wrong no_shift"]["report"]["mistake"] is not None


def test_the_page_says_how_much_python_loads(site):
    manifest = json.loads((site / "_static/live/manifest.json").read_text())
    megabytes = sum(manifest["runtime"]["files"].values()) / 1e6
    assert f"({megabytes:.0f} MB," in (site / "book/exercises/optimizers.html").read_text()


def test_the_memory_that_is_served_knows_nothing_of_the_machine_it_was_made_on(site):
    (memory,) = site.glob("_static/live/python-*/memory.bin")
    held = gzip.decompress(memory.read_bytes())
    assert b"_pyodide" in held
    for secret in (str(ROOT), os.environ["PATH"]):
        assert secret.encode() not in held


def test_no_two_pages_draw_the_same_random_numbers(site, tmp_path):
    code = "import random\nprint(random.random(), hash(str(random.random())))"
    (tmp_path / "checks").mkdir()
    requests = [{"kind": "run", "code": code}]
    drawn = {answered(site, tmp_path, requests)[0]["printed"] for _ in range(2)}
    assert len(drawn) == 2
