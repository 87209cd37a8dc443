"""One engine: the page's Python and this one say the same of every version of every exercise."""

import json
import shutil
import subprocess

import pytest

from autograder.exercise import assignments, load_assignment
from autograder.reference import load_reference
from handbook import live

from .conftest import ROOT

pytestmark = [pytest.mark.site, pytest.mark.slow]

SCRIPT = ROOT / "tests" / "site" / "verdicts.mjs"


def cases():
    """Every reference, right and wrong version, by name, as a request to check it."""
    found = {}
    for assignment in assignments():
        folders = load_assignment(assignment)
        reference = load_reference(assignment, folders)
        checks = str(ROOT / "exercises" / assignment / "checks.json")
        for folder in folders:
            codes = {"reference": reference.source(folder.function)}
            codes |= {f"right {v.name}": v.source for v in folder.right()}
            codes |= {f"wrong {v.name}": v.source for v in folder.wrong()}
            for name, code in codes.items():
                found[f"{folder.function}: {name}"] = {
                    "kind": "check",
                    "code": code,
                    "function": folder.function,
                    "checks": checks,
                }
    return found


def test_every_version_gets_the_same_verdict_in_the_page_as_in_a_notebook(site, tmp_path):
    asked = cases()
    requests, answers = tmp_path / "requests.json", tmp_path / "answers.json"
    requests.write_text(json.dumps(list(asked.values())))
    node = shutil.which("node")
    live_folder = site / "_static" / "live"
    subprocess.run(
        [node, SCRIPT, live_folder, ROOT / "exercises", requests, answers], check=True, timeout=300
    )
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
