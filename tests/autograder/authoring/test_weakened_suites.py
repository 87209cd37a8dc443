"""The audit notices a suite that was weakened: twenty-two ways to do so, twenty-two alarms."""

import re
import shutil
from pathlib import Path

import pytest

from autograder.authoring.audit import audit_exercises
from autograder.bank.errors import ExerciseError
from autograder.bank.exercise import SUITES
from tests.tiers import sample

pytestmark = pytest.mark.slow

FUNCTION = "rmsprop_step"
TOML, PROBES, VERSIONS = "exercise.toml", "probes.py", "versions.py"
TESTS = f"test_{FUNCTION}.py"
DRAWN = "    return [Probe(draw(rng, (4,))), Probe(draw(rng, (5,)) | short)]"
FADED = "    close(steps[-1][1], v / 16)"
# What is done to which file: a text, and what takes its place.
WEAKENED: dict[str, tuple[str, str | re.Pattern[str], str]] = {
    "no hidden input": (PROBES, DRAWN, "    return []"),
    "a hidden input on which every answer is right": (
        PROBES,
        DRAWN,
        '    still = {"w": np.ones(3), "g": np.zeros(3), "v": np.full(3, 1e-30)}\n'
        '    rates = {"lr": 0.0, "rho": 0.5, "eps": 0.0}\n'
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

# What an author reads: what was noticed, and what to do.
ALARMS = {
    "no hidden input": "hidden(rng) returns no input; at least one is required",
    "a hidden input on which every answer is right": "input 2 of hidden(rng): every "
    "wrong version is right on it; change or remove the input",
    "visible inputs with an epsilon of 0": "inside, floor, missing_parenthesis, no_eps: not named "
    "by what a student can see; add a visible input",
    "a loose tolerance without a reason": "rtol above the course's; tighten it, or say why in "
    "tolerance_reason",
    "a tolerance that lets 1e-5 through": "no test notices a solution with this fault; tighten "
    "the tolerance",
    "types are not looked at": "dtype = false needs a `reason`",
    "side effects are not looked at": "pure = false needs a `reason`",
    "no points for side effects": "tests of the group 'Side effects' have no points; add it to "
    "points",
    "points for state, and no state": "no returned value is said to be one; name it in state",
    "a reason for few tests where there are enough": "there are enough tests; remove it",
    "a survivor that does not exist": "no mutant line 9: x → y; remove it from survivors",
    "an edit that no longer fits": "'not there' stands 0 times in the solution, 1 is required",
    "a wrong version that is right": "wrong g: passes all hidden tests; add an input or a test",
    "two mistakes that look alike": "name of g: it is not named; add a visible input",
    "a right version that is wrong": "right copies: it is 'wrong' with 0 of 5 points",
    "two right versions": "2 right versions, 3 are required: add other ways",
    "an assertion that nothing breaks": "test_rmsprop_step.py:27: holds for every wrong version",
    "an assertion with a tolerance of everything": "test_rmsprop_step.py:27: holds for every",
    "an answer that is compared with itself": "test_rmsprop_step.py:27: holds for every",
    "a test of the shape alone": "test_rmsprop_step.py:27: holds for every wrong version",
    "a test without an assertion": "test_without_gradient_the_average_fades_by_rho: passes, or "
    "ends in an error, for every wrong version",
    "a test that passes where the function raises": "no test passes a function that raises: "
    "test_the_first_step_has_one_length_whatever_the_gradient",
    "inputs that everybody can read": "test_without_gradient_the_average_fades_by_rho: draw with "
    "`rng`, or say why not",
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


@pytest.mark.parametrize("name", sample("weakened_suites", list(WEAKENED)))
def test_a_weakened_suite_gives_an_alarm_that_says_what_to_do(suites, name):
    weaken(suites, name)
    found = alarms(suites)
    assert any(ALARMS[name] in text for text in found), found


def test_there_are_at_least_twenty_two_ways():
    assert len(WEAKENED) >= 22
