"""Leaving a page and coming back changes nothing of what a learner has written."""

import json
import shutil

import pytest

from tests.patience import HANGS_MS

from .conftest import CHROMIUM_FLAGS

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
CHAPTER = "book/04-optimization/06-adam-and-adamw.html"
DRIVERS_OWN = "--disable-back-forward-cache"

BOXES = '[...document.querySelectorAll(".live[data-function]")]'
CODES = f"""() => Object.fromEntries({BOXES}.map(box => {{
    const lines = [...box.querySelectorAll(".cm-line")].map(line => line.textContent);
    return [box.dataset.function, box.querySelector("textarea")?.value ?? lines.join("\\n")];
}}))"""
STUBS = f"() => Object.fromEntries({BOXES}.map(box => [box.dataset.function, box.dataset.stub]))"


@pytest.fixture(params=["kept in memory", "loaded again"])
def left(request, driver, base):
    """A context of a browser that keeps pages for Back as they are, or one that does not."""
    kept = request.param == "kept in memory"
    browser = driver.chromium.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=CHROMIUM_FLAGS,
        ignore_default_args=[DRIVERS_OWN] if kept else None,
    )
    page = browser.new_page()
    page.set_default_timeout(HANGS_MS)
    page.add_init_script("addEventListener('pageshow', e => { window.restored = e.persisted; })")
    page.goto(base + EXERCISES)
    yield page, kept
    browser.close()


def test_back_brings_every_box_as_it_was_left(left, base):
    page, kept = left
    stubs = page.evaluate(STUBS)
    written = {name: f"{code}\n# {name}" for name, code in list(stubs.items())[1:4:2]}
    for name in written:
        page.locator(f"#exercise-{name} .live-code").click()
        page.locator(f"#exercise-{name} .cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        page.keyboard.press("Home")
        page.keyboard.type(f"# {name}")
    page.goto(base + CHAPTER)
    page.go_back(wait_until="commit")
    page.wait_for_function("window.restored !== undefined")
    assert page.evaluate("window.restored") is kept
    for name in written:
        page.locator(f"#exercise-{name}").scroll_into_view_if_needed()
        page.locator(f"#exercise-{name} .cm-content").wait_for()
    codes = page.evaluate(CODES)
    assert {name: code for name, code in codes.items() if name not in written} == {
        name: stub for name, stub in stubs.items() if name not in written
    }
    for name in written:
        assert codes[name].split() == written[name].split()
        key = f"handbook:v1:exercise:optimizers:{name}"
        kept = json.loads(page.evaluate("key => localStorage.getItem(key)", key))
        assert kept["code"].split() == written[name].split()
