"""Code on a telephone, and Python that is there before it is asked for."""

import pytest

from tests.patience import HANGS_MS

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
BOX = "#exercise-moving_average"


@pytest.fixture
def telephone(visit):
    """A box of code on a telephone, entered and emptied."""
    page = visit(EXERCISES, width=390, touch=True).page
    page.locator(f"{BOX} .live-code").tap()
    page.locator(f"{BOX} .cm-content").tap()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    return page


def key(page, name):
    return page.locator(f"{BOX} .live-keys").get_by_role("button", name=name, exact=True)


def code(page):
    return page.locator(f"{BOX} .cm-content").evaluate("e => e.innerText")


def test_the_row_of_keys_types_where_the_caret_is(telephone):
    telephone.keyboard.type("x ab")
    telephone.keyboard.press("ArrowLeft")
    for name in ("equals", "opening parenthesis"):
        key(telephone, name).tap()
    telephone.keyboard.type("1")
    key(telephone, "closing parenthesis").tap()
    assert code(telephone) == "x a=(1)b"


def test_a_line_is_indented_and_back_by_keys(telephone):
    telephone.keyboard.type("return x")
    key(telephone, "indent").tap()
    assert code(telephone) == "    return x"
    key(telephone, "indent less").tap()
    assert code(telephone) == "return x"


def test_the_caret_stays_in_the_code_when_a_key_is_pressed(telephone):
    key(telephone, "colon").tap()
    assert telephone.evaluate("document.activeElement.classList.contains('cm-content')")


def test_what_is_pressed_is_large_enough_for_a_finger_and_text_needs_no_zoom(telephone):
    for target in telephone.locator(f"{BOX} .live-keys button, {BOX} .live-button:visible").all():
        box = target.bounding_box()
        assert box["height"] >= 44, target.inner_text()
    sizes = telephone.locator(f"{BOX} .live-keys button").evaluate_all(
        "keys => keys.map(k => k.getBoundingClientRect().width)"
    )
    assert min(sizes) >= 44
    size = telephone.locator(f"{BOX} .cm-content").evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) >= 16
    assert telephone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_who_has_a_keyboard_sees_no_row_of_keys(visit):
    page = visit(EXERCISES).page
    page.locator(f"{BOX} .live-code").click()
    page.locator(f"{BOX} .cm-content").wait_for()
    assert not page.locator(f"{BOX} .live-keys").is_visible()


def test_python_loads_as_soon_as_code_is_entered(visit):
    page = visit(EXERCISES, early=True).page
    with page.expect_worker(timeout=HANGS_MS):
        page.locator(f"{BOX} .live-code").click()


def test_who_has_run_python_in_this_tab_finds_it_loaded_on_the_next_page(visit):
    page = visit(EXERCISES, early=True).page
    page.locator(BOX).scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.workers == []  # a first visit loads nothing by itself
    page.locator(BOX).get_by_role("button", name="Run").click()
    page.locator(f"{BOX} .live-headline").wait_for(timeout=HANGS_MS)
    page.reload()
    with page.expect_worker(timeout=HANGS_MS):
        page.locator(BOX).scroll_into_view_if_needed()


def test_who_saves_data_loads_python_by_the_first_press_only(visit):
    page = visit(EXERCISES).page
    page.locator(f"{BOX} .live-code").click()
    page.locator(f"{BOX} .cm-content").wait_for()
    page.keyboard.type("x")
    assert page.workers == []
    with page.expect_worker(timeout=HANGS_MS):
        page.locator(BOX).get_by_role("button", name="Run").click()
