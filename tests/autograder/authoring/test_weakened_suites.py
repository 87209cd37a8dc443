"""The audit notices a suite that was weakened: twenty-two ways to do so, twenty-two alarms."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.authoring.audit import audit_exercises
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES

pytestmark = pytest.mark.slow

FUNCTION = "rmsprop_step"
TOML, PROBES, VERSIONS = "exercise.toml", "probes.py", "versions.py"
TESTS = f"test_{FUNCTION}.py"
DRAWN = "    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)) | short)]"
FADED = "    close(steps[-1][1], v / 16)"
# What is done to which file: a text, and what takes its place.
WEAKENED = {
    "no hidden input": (PROBES, DRAWN, "    return []"),
    "a hidden input on which every answer is right": (
        PROBES,
        DRAWN,
        '    still = {"w": np.ones(3), "g": np.zeros(3), "v": np.zeros(3)}\n'
        '    rates = {"lr": 0.1, "rho": 0.9, "eps": 0.1}\n'
        "    return [Probe(draw(rng, (4,))), Probe(still | rates)]",
    ),
    "visible inputs with an epsilon of 0": (
        PROBES,
        re.compile(r'"eps": 0\.05'),
        '"eps": 0.0',
    ),
    "a loose tolerance without a reason": (
        TOML,
        "[contract]",
        "tolerance = { rtol = 1e-3, atol = 1e-9 }\n\n[contract]",
    ),
    "a tolerance that lets 1e-5 through": (
        TOML,
        "[contract]",
        'tolerance = { rtol = 1e-3, atol = 1e-9 }\ntolerance_reason = "why not"\n\n[contract]',
    ),
    "types are not looked at": (TOML, "[contract]", "[contract]\ndtype = false"),
    "side effects are not looked at": (TOML, "[contract]", "[contract]\npure = false"),
    "no points for side effects": (TOML, ", side_effects = 0.5", ""),
    "points for state, and no state": (TOML, 'state = ["v"]\n', ""),
    "a reason for few tests where there are enough": (
        TOML,
        "[contract]",
        'few_tests = "it is short"\n\n[contract]',
    ),
    "a survivor that does not exist": (
        TOML,
        "[contract]",
        'survivors = [{ mutant = "line 9: x → y", reason = "it is harmless" }]\n\n[contract]',
    ),
    "an edit that no longer fits": (VERSIONS, '"np.abs(g)"', '"np.abs(g)", "not there", "x"'),
    "a wrong version that is right": (VERSIONS, '"np.abs(g)"', '"g * g"'),
    "two mistakes that look alike": (VERSIONS, '"np.abs(g)"', '"np.mean(np.square(g))"'),
    "a right version that is wrong": (
        VERSIONS,
        "v += (1 - rho) * np.square(g)",
        "v += np.square(g)",
    ),
    "two right versions": (VERSIONS, re.compile(r'@right\("copies".*', re.DOTALL), ""),
    "an assertion that nothing breaks": (
        TESTS,
        FADED,
        "    assert steps",
    ),
    "an assertion with a tolerance of everything": (
        TESTS,
        FADED,
        "    close(steps[-1][1], v / 16, rtol=1e9)",
    ),
    "an answer that is compared with itself": (
        TESTS,
        FADED,
        "    close(steps[-1][1], steps[-1][1])",
    ),
    "a test of the shape alone": (
        TESTS,
        FADED,
        "    assert steps[-1][1].shape == (2,)",
    ),
    "a test without an assertion": (TESTS, FADED, "    return"),
    "a test that passes where the function raises": (
        TESTS,
        "    steps = student.rmsprop_step.each(",
        "    try:\n        student.rmsprop_step(1.0, 1.0, 1.0, 0.1, 0.9, 0.1)\n"
        "    except Exception:\n        return\n    steps = student.rmsprop_step.each(",
    ),
    "inputs that everybody can read": (
        TESTS,
        "def test_without_gradient_the_average_fades_by_rho(student, rng, close):\n"
        "    v = rng.uniform(1.0, 4.0, size=2)",
        "def test_without_gradient_the_average_fades_by_rho(student, close):\n"
        "    v = np.array([1.0, 4.0])",
    ),
}


@pytest.fixture
def suites(tmp_path):
    shutil.copytree(SUITES / "optimizers", tmp_path / "suites" / "optimizers")
    return tmp_path / "suites"


def alarms(suites):
    """What the audit finds; a suite that cannot be loaded at all is an alarm, too."""
    try:
        audited = audit_exercises([FUNCTION], suites=suites, repeats=1)
    except ExerciseError as error:
        return [str(error)]
    return [f"{f.check}: {f.detail}" for one in audited for f in one.findings if not f.ok]


def weaken(suites: Path, name: str) -> None:
    file, old, new = WEAKENED[name]
    path = suites / "optimizers" / FUNCTION / file
    text = path.read_text(encoding="utf-8")
    if isinstance(old, re.Pattern):
        text = old.sub(new, text)
    else:
        assert text.count(old) >= 1, f"{file} has no {old!r}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def test_the_suite_as_it_is_gives_no_alarm(suites):
    assert alarms(suites) == []


@pytest.mark.parametrize("name", WEAKENED)
def test_a_weakened_suite_gives_an_alarm_that_says_what_to_do(suites, name):
    weaken(suites, name)
    found = alarms(suites)
    assert found
    assert all(len(text) > 20 for text in found)


def test_there_are_at_least_twenty_two_ways():
    assert len(WEAKENED) >= 22
