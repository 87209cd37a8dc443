"""The main path of a learner in Firefox and in WebKit, Safari's engine."""

import shutil

import pytest

from autograder.bank.exercise import load_assignment

from . import engines
from .hosts import served
from .test_live import versions

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
FRONT = "book/intro.html"
BOX = "#exercise-adam_step"
SETTLED = """const box = document.querySelector(arguments[0] + " .live:not([data-busy])");
    return box?.querySelector(".live-headline")?.textContent ?? null;"""
CODE = """const box = document.querySelector(arguments[0]);
    return [...box.querySelectorAll(".cm-line")].map(line => line.textContent).join("\\n");"""
WRITE = """const content = document.querySelector(arguments[0] + " .cm-content");
    content.focus();
    getSelection().selectAllChildren(content);
    document.execCommand("insertText", false, arguments[1]);"""


PROGRAMS = {"firefox": ["firefox-esr"], "webkit": ["WebKitWebDriver", "Xvfb"]}


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def engine(request, tmp_path_factory):
    lacking = [name for name in PROGRAMS[request.param] if shutil.which(name) is None]
    if lacking:
        pytest.fail(f"{' and '.join(lacking)} not installed: run scripts/system_packages.py")
    with getattr(engines, request.param)(tmp_path_factory.mktemp(request.param)) as started:
        yield started


@pytest.fixture(scope="module")
def host(site):
    with served(site, prefix="/course/") as base:
        yield base


def press(engine, name):
    engine.click(f'{BOX} [data-action="{name}"]')


def settle(engine):
    return engine.wait(SETTLED, BOX)


def test_the_main_path_of_a_learner(engine, host):
    engine.goto(host + FRONT)
    assert engine.run("return document.querySelector('h1').textContent")
    figure = engine.wait("return document.querySelector('.play svg')?.outerHTML")
    engine.run(
        """const slider = document.querySelector(".play input[type=range]");
        slider.value = slider.max; slider.dispatchEvent(new Event("input", { bubbles: true }));"""
    )
    engine.wait("return document.querySelector('.play svg').outerHTML !== arguments[0]", figure)

    engine.goto(host + EXERCISES)
    engine.wait("return document.querySelector('.live-on') !== null")
    engine.click(f"{BOX} .live-code")
    engine.wait("return document.querySelector(arguments[0] + ' .cm-content') !== null", BOX)
    engine.click(f"{BOX} .cm-content")
    engine.chord(engines.CONTROL, "a")
    wrong = "def adam_step(*a): return 1 / 2"
    engine.keys(wrong)
    assert engine.run(CODE, BOX) == wrong
    press(engine, "check")
    assert "not yet right" in settle(engine)
    steps = engine.run("return performance.getEntriesByType('measure').map(({ name }) => name)")
    assert "handbook-python" in steps
    assert "handbook-anew" not in steps  # the prepared memory served

    engine.click(f"{BOX} .cm-content")
    right = versions("adam_step")["loop"].source.rstrip()
    engine.run(WRITE, BOX, right)
    assert engine.run(CODE, BOX).split() == right.split()
    press(engine, "check")
    engine.wait(
        "return document.querySelector(arguments[0] + ' .live-state').dataset.state === 'passed'",
        BOX,
    )

    engine.goto(host + FRONT)
    engine.back()
    engine.wait(
        "return location.pathname.endsWith('optimizers.html') && "
        "document.querySelector('.live-on') !== null"
    )
    engine.run("document.querySelector(arguments[0]).scrollIntoView();", BOX)
    engine.wait("return document.querySelector(arguments[0] + ' .cm-content') !== null", BOX)
    assert engine.run(CODE, BOX).split() == right.split()

    engine.run(WRITE, BOX, "while True:\n    pass")
    press(engine, "run")
    engine.wait(
        "return document.querySelector(arguments[0] + ' .live-status').textContent"
        ".includes('Running')",
        BOX,
    )
    press(engine, "stop")
    assert "Stopped" in settle(engine)

    engine.goto(host + "book/progress.html")
    engine.wait("return document.querySelector('.live-kit.live-on') !== null")
    engine.click('.live-kit[data-assignment="optimizers"] [data-kit="export"]')
    said = "document.querySelector('.live-kit[data-assignment=optimizers] [role=status]')"
    of = len(load_assignment("optimizers"))
    engine.wait(f"return {said}.textContent.includes('holds 1 of {of}')")
