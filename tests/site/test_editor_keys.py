"""What is typed in the page's editor is what stands there: real keys, one after the other."""

import string

import pytest

pytestmark = [pytest.mark.site, pytest.mark.slow]

EXERCISES = "book/exercises/optimizers.html"
BOX = "#exercise-adam_step"
PRINTABLE = [c for c in string.printable if c.isprintable()]
# What the editor of a line of Python does not close or indent by itself.
EVERY_KEY = "".join(PRINTABLE)


def editor(page, box=BOX):
    """The editor of a box, emptied, with the caret in it."""
    page.locator(f"{box} .live-code").click()
    content = page.locator(f"{box} .cm-content")
    content.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    return content


@pytest.mark.parametrize("letters", [PRINTABLE[:50], PRINTABLE[50:]], ids=["first", "second"])
def test_every_printable_key_is_typed_into_the_code(visit, letters):
    page = visit(EXERCISES).page
    content = editor(page)
    for letter in letters:
        page.keyboard.press("Control+A")
        page.keyboard.press(letter)
        assert content.evaluate("e => e.innerText") == letter
        assert content.evaluate("e => e === document.activeElement"), f"{letter!r} moved the focus"


def test_a_program_is_typed_as_it_is_written(visit):
    page = visit(EXERCISES).page
    content = editor(page)
    page.keyboard.type("x = 1 / 2 // 3  # 'a' ?")
    page.keyboard.press("Enter")
    page.keyboard.type(EVERY_KEY)
    assert content.inner_text() == f"x = 1 / 2 // 3  # 'a' ?\n{EVERY_KEY}"


@pytest.mark.parametrize("place", ["input", "textarea", "select", "div contenteditable=true"])
def test_the_key_of_the_search_is_a_letter_wherever_text_is_written(visit, place):
    page = visit(EXERCISES).page
    tag = place.split()[0]
    page.evaluate(
        """html => { document.querySelector("article").insertAdjacentHTML("afterbegin", html);
        document.querySelector("#written").focus(); }""",
        f"<{place} id=written></{tag}>",
    )
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "written"


def test_the_search_has_a_key_outside_of_text(visit):
    page = visit(EXERCISES).page
    page.keyboard.press("/")
    search = page.locator("#pst-search-dialog input[name=q]")
    search.wait_for()
    assert search.evaluate("e => e === document.activeElement")
    assert search.input_value() == ""
    page.keyboard.type("1/2")
    assert search.input_value() == "1/2"
