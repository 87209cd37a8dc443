"""What a box shows fits the code that stands in it: after edits, stops, crashes, in two tabs."""

import json

import pytest

from .test_live import EXERCISES, Box, page, reader, versions  # noqa: F401

pytestmark = [pytest.mark.site, pytest.mark.slow]


@pytest.fixture(scope="module")
def awkward(base):
    return base


LONG = 120_000  # milliseconds: Python loads, and the machine may be busy


def places(box):
    """Where the buttons that are seen stand, by name."""
    buttons = box.all.locator(".live-tools button:visible")
    return {
        button.inner_text().split()[0]: (button.bounding_box()["x"], button.bounding_box()["y"])
        for button in buttons.all()
    }


def key(function):
    return f"handbook:v1:exercise:optimizers:{function}"


def kept(page, function):  # noqa: F811
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key(function)))


# One state ---------------------------------------------------------------------------------------


def test_an_answer_is_said_to_be_of_other_code_while_the_code_differs(page):  # noqa: F811
    box = Box(page, "rmsprop_step")
    source = versions("rmsprop_step")["loop"].source.rstrip()
    box.check(source)
    words = "e => getComputedStyle(e, '::before').content"
    assert box.status.evaluate(words) == "none"
    page.keyboard.press("Control+End")
    box.all.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    assert "Before the last change" in box.status.evaluate(words)
    page.keyboard.press("Backspace")
    assert box.status.evaluate(words) == "none"


def test_after_a_stop_no_earlier_answer_stands_there(page):  # noqa: F811
    box = Box(page, "adamw_step")
    box.check("def adamw_step(w):\n    return w")
    assert box.result.inner_text() != ""
    box.write("while True:\n    pass")
    for _ in range(2):
        box.button("Run").click()
        box.all.get_by_text("Running …").wait_for(timeout=LONG)
        box.press("Stop")
        assert "Stopped" in box.status.inner_text()
        assert box.result.inner_text() == ""


def test_a_failure_that_comes_again_says_its_way_on_once(visit):
    page = visit(EXERCISES).page  # noqa: F811
    page.route("**/worker.js*", lambda route: route.abort())
    box = Box(page, "ewma")
    for _ in range(3):
        box.press("Check")
        assert "could not be loaded from this site" in box.status.inner_text()
        assert box.result.get_by_text("The way on").count() == 1


def test_buttons_keep_their_places_while_code_runs(page):  # noqa: F811
    box = Box(page, "adamw_step")
    box.write("while True:\n    pass")
    before = places(box)
    box.button("Run").click()
    box.all.get_by_text("Running …").wait_for(timeout=LONG)
    during = places(box)
    hints = box.all.locator(".exercise-hint:visible").count()
    box.button("Stop").dblclick()
    box.settle()
    assert {name: during[name] for name in before} == before
    assert box.all.locator(".exercise-hint:visible").count() == hints
    assert "Stopped" in box.status.inner_text()


# Keys of the page --------------------------------------------------------------------------------


def test_who_goes_through_the_page_by_tab_changes_no_code(visit):
    page = visit(EXERCISES).page  # noqa: F811
    first = Box(page, "gd_linear_regression").all
    first.locator(".live-code").click()
    first.locator(".cm-content").wait_for()
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    stubs = page.evaluate(
        "() => [...document.querySelectorAll('.live')].map(box => box.dataset.stub)"
    )
    for pressed in ("Tab", "Shift+Tab"):
        for _ in range(40):
            page.keyboard.press(pressed)
            page.evaluate("() => new Promise(done => setTimeout(done, 20))")
    opened = page.locator(".live-editing")
    assert opened.count() >= 3  # the way led through editors
    for box in opened.all()[1:]:
        assert "\n".join(box.locator(".cm-line").all_text_contents()).rstrip() in [
            stub.rstrip() for stub in stubs
        ]


def test_tab_indents_where_code_was_clicked(visit):
    page = visit(EXERCISES).page  # noqa: F811
    box = Box(page, "ewma")
    box.all.locator(".live-code").click(position={"x": 120, "y": 20})
    box.all.locator(".cm-content").wait_for()
    page.keyboard.press("Tab")
    assert "    " in box.all.locator(".cm-line").first.text_content()[:4]


# Two tabs ----------------------------------------------------------------------------------------


def test_two_tabs_lose_nothing_and_the_learner_chooses(browser, base):
    context = browser.new_context()
    one, two = (context.new_page() for _ in range(2))
    boxes = []
    for tab in (one, two):
        tab.goto(base + EXERCISES)
        box = Box(tab, "ewma")
        box.all.locator(".live-code").click()
        box.all.locator(".cm-content").click()
        boxes.append(box)
    # Both hold the editor's focus; each writes without a look at the other.
    one.keyboard.press("Control+A")
    one.keyboard.type("x = 'one'")
    one.wait_for_function("k => localStorage.getItem(k)?.includes(\"x = 'one'\")", arg=key("ewma"))
    two.keyboard.press("Control+A")
    two.keyboard.type("x = 'two'")
    said = boxes[1].all.locator(".live-versions")
    said.wait_for()
    assert "another tab" in said.inner_text()
    record = kept(two, "ewma")
    assert (record["code"], record["other"]) == ("x = 'one'", "x = 'two'")

    two.reload()
    again = Box(two, "ewma")
    again.all.scroll_into_view_if_needed()
    again.all.locator(".live-versions").wait_for()
    assert again.code() == "x = 'one'"
    again.button("Show the other one").click()
    assert again.code() == "x = 'two'"
    again.button("Keep the one that is shown").click()
    assert again.all.locator(".live-versions").count() == 0
    record = kept(two, "ewma")
    assert (record["code"], record["other"]) == ("x = 'two'", None)
    context.close()
