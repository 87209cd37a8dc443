"""What stands on a page stays where it is, prints whole, and is written as it should be."""

import json
import re
from xml.etree import ElementTree

import pytest

from .conftest import ROOT

pytestmark = [pytest.mark.site, pytest.mark.slow]

ARITY = {
    **dict.fromkeys(("msub", "msup", "mfrac", "mroot", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}


def badly_formed(formula):
    """The elements of a formula in MathML that have not as many parts as they should."""
    tree = ElementTree.fromstring(formula.replace("&nbsp;", " "))
    named = ((part.tag.partition("}")[2], part) for part in tree.iter())
    return [name for name, part in named if name in ARITY and len(part) != ARITY[name]]


def test_a_formula_that_is_badly_formed_is_seen():
    space = 'xmlns="http://www.w3.org/1998/Math/MathML"'
    right = f"<math {space}><msub><mi>w</mi><mn>1</mn></msub></math>"
    assert badly_formed(right) == []
    assert badly_formed(right.replace("</msub>", "<mo>+</mo></msub>")) == ["msub"]


def test_formulas_are_well_formed(site, address):
    html = (site / address).read_text(encoding="utf-8")
    formulas = re.findall(r"<math\b.*?</math>", html, re.DOTALL)
    assert len(formulas) == html.count('<span class="katex">')
    assert {formula: wrong for formula in formulas if (wrong := badly_formed(formula))} == {}


def test_a_page_has_one_viewport_and_a_title_that_repeats_nothing(read, address):
    page = read(address)
    assert len(page.select('meta[name="viewport"]')) == 1
    parts = page.title.string.split(" — ")
    assert len(parts) == len(set(parts))


def test_each_picture_keeps_its_room_while_it_is_loaded(read, address):
    pictures = read(address).select('article img[src*="_images/"]')
    assert [tag["src"] for tag in pictures if not (tag.get("width") and tag.get("height"))] == []


def test_the_root_of_the_site_has_a_title_and_a_link(read):
    root = read("index.html")
    assert root.title.string == read("book/intro.html").title.string
    assert root.select_one("a")["href"] == "book/intro.html"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_stub_is_read_without_scrolling(visit, width):
    page = visit("book/exercises/optimizers.html", width=width).page
    cut = """() => [...document.querySelectorAll(".live-code pre, .live-code .cm-scroller")]
        .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"""
    assert page.evaluate(cut) == []
    for function in ("adamw_step", "iterate_minibatches"):
        page.locator(f"#exercise-{function} .live-code").click()
        page.locator(f"#exercise-{function} .cm-content").wait_for()
    assert page.evaluate(cut) == []


def test_what_is_loaded_is_told_once_on_a_page(site, read):
    manifest = json.loads((site / "_static/live/manifest.json").read_text())
    whole = sum(manifest["runtime"]["files"].values()) / 1e6
    text = read("book/exercises/optimizers.html").get_text()
    told = re.findall(
        r"Python and NumPy load once the code is entered \((\d+) MB, (\d+) MB where", text
    )
    assert len(told) == 1
    assert int(told[0][0]) == round(whole)
    assert int(told[0][1]) < int(told[0][0])


def test_back_to_top_covers_no_button(visit):
    page = visit("book/exercises/optimizers.html", width=700).page
    page.locator("#exercise-adam_step [data-action=reset]").scroll_into_view_if_needed()
    page.mouse.wheel(0, -300)
    assert not page.locator("#pst-back-to-top").is_visible()


def test_a_page_that_is_opened_as_a_file_says_what_needs_a_server(browser, site):
    page = browser.new_page()
    for address in ("book/intro.html", "book/exercises/optimizers.html"):
        page.goto((site / address).as_uri())
        note = page.locator(".as-file")
        assert note.count() == 1
        assert "make serve" in note.inner_text()
    page.goto((site / "book/intro.html").as_uri())
    figure = page.locator(".play").first
    assert len(figure.inner_text()) > 100
    assert figure.bounding_box()["height"] < 300
    page.close()


def test_the_demo_names_the_command_that_serves_the_site():
    assert "make serve" in (ROOT / "scripts" / "demo.py").read_text(encoding="utf-8")
