"""A learner's walk: from the front page to the perceptron, a mistake, its name, the grade."""

import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.patience import HANGS, HANGS_MS

from .conftest import ROOT

pytestmark = [pytest.mark.site, pytest.mark.slow]

BOX = "#exercise-perceptron_update"
NO_BIAS = """\
def perceptron_update(w, b, x, y, lr):
error = y - int(x @ w + b >= 0)
return w + lr * error * x, b"""


@pytest.fixture
def page(browser, base):
    """A learner's browser that takes downloads and answers what it is asked."""
    context = browser.new_context(accept_downloads=True, viewport={"width": 1400, "height": 900})
    context.set_default_timeout(HANGS_MS)
    opened = context.new_page()
    opened.goto(base + "book/intro.html")
    yield opened
    context.close()


def typed(page, code):
    """Write code with real keys; the editor indents the body by itself."""
    page.locator(f"{BOX} .live-code").click()
    page.locator(f"{BOX} .cm-content").click()
    page.keyboard.press("Control+A")
    for number, line in enumerate(code.splitlines()):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


def checked(page):
    """Press Check and give what is said."""
    page.locator(BOX).get_by_role("button", name="Check").click()
    page.locator(f"{BOX} .live:not([data-busy]) .live-headline").wait_for()
    return page.locator(f"{BOX} .live-status").inner_text()


def test_from_the_front_page_to_a_grade_and_its_feedback(page, tmp_path):
    page.locator("article").get_by_role("link", name="the neuron").first.click()
    assert page.locator("article h1").inner_text().startswith("The neuron")
    page.locator("a.right-next").click()
    assert page.locator("article h1").inner_text().startswith("The perceptron")

    typed(page, NO_BIAS)
    said = checked(page)
    assert "not yet right" in said
    assert "the bias is never updated" in said.lower()

    page.keyboard.press("Control+End")
    page.locator(f"{BOX} .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + lr * error")
    assert "passed" in checked(page).lower()

    page.goto(page.url.replace("01-neurons/02-the-perceptron.html", "exercises/neurons.html"))
    kit = page.locator('.live-kit[data-assignment="neurons"]')
    folder = tmp_path / "submitted" / "ada" / "neurons"
    folder.mkdir(parents=True)
    with page.expect_download() as download:
        kit.get_by_role("button", name="Download").click()
    download.value.save_as(folder / "neurons.ipynb")

    told = tmp_path / "told.json"
    grade = [sys.executable, "-m", "autograder", "grade", "neurons", "--course", tmp_path]
    subprocess.run([*grade, "--json", told], check=True, cwd=ROOT, timeout=HANGS)
    [submission] = json.loads(told.read_text(encoding="utf-8"))["submissions"]
    outcomes = {one["function"]: one["outcome"] for one in submission["exercises"]}
    assert outcomes.pop("perceptron_update") == "passed"
    assert set(outcomes.values()) == {"not_started"}

    feedback = next((tmp_path / "feedback" / "ada").rglob("*.html"))
    text = BeautifulSoup(feedback.read_text(encoding="utf-8"), "html.parser").get_text(" ")
    assert "perceptron_update" in text
