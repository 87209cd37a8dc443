"""Every page, as it is seen: on a desktop and a telephone, in the light and in the dark."""

import functools
import gzip
import re
from dataclasses import dataclass

import pytest

from .conftest import ROOT, opener

pytestmark = [pytest.mark.site, pytest.mark.slow]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, TELEPHONE = 1400, 390
KILOBYTE = 1000

every_width = pytest.mark.parametrize("width", [DESKTOP, TELEPHONE])
both_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])

WIDER_THAN_THE_WINDOW = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(e => `${e.tagName} ${e.className}`)"""

SCROLLS_BUT_TAKES_NO_FOCUS = """() => [...document.querySelectorAll("article *")].filter(e =>
    ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
    && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0)
    .map(e => e.outerHTML.slice(0, 120))"""

# On a page of derivations most elements are parts of formulas and words of programs, and to look at
# them takes long. Formulas are looked at once a page: what a screen reader gets of one depends on
# neither width nor colours, and its contrast is that of the text around it if its colour is. The
# colours of programs are looked at in both schemes, but not in each width.
OF_ANOTHER_COLOUR = """() => [...document.querySelectorAll("article .katex")].filter(formula => {
    const around = getComputedStyle(formula.parentElement).color;
    return [formula, ...formula.querySelectorAll(".katex-html *")].some(part => {
        const { color, backgroundColor } = getComputedStyle(part);
        return color !== around || backgroundColor !== "rgba(0, 0, 0, 0)";
    });
}).map(formula => formula.textContent.slice(0, 80))"""
WITHOUT_FORMULAS = """() => document.querySelectorAll("article .katex").forEach(
    formula => formula.replaceChildren("x"))"""
WITHOUT_COLOURED_CODE = """() => document.querySelectorAll("article pre").forEach(
    program => program.replaceChildren(program.textContent))"""

GROUNDS = """() => [...document.querySelectorAll("article img, article .cell_output .output")]
    .map(e => getComputedStyle(e).backgroundColor)"""


@dataclass(frozen=True)
class Look:
    """What a page showed in one width and one colour scheme."""

    troubles: list[str]
    violations: list[str]
    wide: list[str]
    unreachable: list[str]
    grounds: list[str]
    coloured: list[str]
    sizes: dict[str, int]


@pytest.fixture(scope="module")
def look(browser, base):
    """Look at a page once for all tests: `look(address, width, scheme)`."""

    @functools.cache
    def both(address, width):
        # One scheme is there from the start, and the reader changes to the other.
        first, second = ("light", "dark") if width == DESKTOP else ("dark", "light")
        with opener(browser, base) as open_page:
            seen = open_page(address, width=width, scheme=first, until="networkidle")
            page = seen.page
            shown, found = {first: shown_by(page)}, {}
            if width == DESKTOP:
                found[first] = violations(page)
            change_colours(page, second)
            shown[second] = shown_by(page)
            page.evaluate(WITHOUT_FORMULAS)
            if width == TELEPHONE:
                page.evaluate(WITHOUT_COLOURED_CODE)
            found[second] = violations(page)
            if width == TELEPHONE:
                change_colours(page, first)
                found[first] = violations(page)
            sizes = {url: len(gzip.compress(body)) for url, body in seen.sizes.items()}
            return {
                scheme: Look(seen.troubles, found[scheme], *shown[scheme], sizes)
                for scheme in (first, second)
            }

    return lambda address, width, scheme: both(address, width)[scheme]


def change_colours(page, scheme):
    """Change the scheme of the system, and wait until every colour of the page has followed."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=scheme)
    page.evaluate("document.getAnimations().forEach(each => each.finish())")


def shown_by(page):
    """What is too wide, what no keyboard reaches, and the colours of figures and formulas."""
    scripts = (WIDER_THAN_THE_WINDOW, SCROLLS_BUT_TAKES_NO_FOCUS, GROUNDS, OF_ANOTHER_COLOUR)
    return [page.evaluate(script) for script in scripts]


def violations(page, *within):
    """What axe has to say about the page that is open, or about these parts of it."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=str(AXE))
    run = "(parts) => axe.run(parts.length ? parts : document, {resultTypes: ['violations']})"
    found = page.evaluate(run, list(within))["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


@every_width
@both_schemes
def test_a_page_asks_no_other_host_misses_nothing_and_raises_nothing(look, address, width, scheme):
    assert look(address, width, scheme).troubles == []


@every_width
@both_schemes
def test_a_page_is_accessible(look, address, width, scheme):
    assert look(address, width, scheme).violations == []


def test_a_page_does_not_scroll_sideways_on_a_telephone(look, address):
    assert look(address, TELEPHONE, "light").wide == []


def test_what_scrolls_in_its_box_is_reached_by_keyboard(look, address):
    assert look(address, TELEPHONE, "light").unreachable == []


def test_figures_stand_on_the_ground_of_the_page_in_the_dark(look, address):
    assert set(look(address, DESKTOP, "dark").grounds) <= {"rgba(0, 0, 0, 0)"}


@both_schemes
def test_a_formula_has_the_colour_of_the_text_around_it(look, address, scheme):
    assert look(address, DESKTOP, scheme).coloured == []


def test_a_page_without_its_figures_is_light(look, address):
    sizes = look(address, DESKTOP, "light").sizes
    parts = {url: size for url, size in sizes.items() if "_images/" not in url}
    assert sum(parts.values()) <= 400 * KILOBYTE, sorted(parts.items(), key=lambda part: -part[1])


def test_mathematics_is_rendered_before_the_page_is_served(read, address):
    page = read(address)
    assert all(tag.select_one(".katex") for tag in page.select(".math"))
    assert page.select(".katex-error") == []
    without_code = re.sub(r"<(script|pre|code)\b.*?</\1>", "", str(page), flags=re.S)
    assert "$$" not in without_code
    assert r"\begin{" not in without_code


@both_schemes
def test_the_colours_follow_the_system_before_anything_is_drawn_and_when_it_changes(visit, scheme):
    page = visit("book/intro.html", scheme=scheme).page
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    change_colours(page, {"light": "dark", "dark": "light"}[scheme])


def test_the_reader_can_choose_the_colours(visit):
    page = visit("book/intro.html", scheme="light").page
    seen = set()
    for _ in range(3):
        page.get_by_role("button", name="Colour mode").click()
        seen.add(page.evaluate("document.documentElement.dataset.theme"))
    assert seen == {"light", "dark"}


@both_schemes
def test_the_mark_is_shown_once(visit, scheme):
    shown = visit("book/intro.html", scheme=scheme).page.locator(".navbar-brand img:visible")
    assert shown.count() == 1


def test_the_search_finds_a_page(visit):
    page = visit("search.html?q=epsilon").page
    page.wait_for_selector("#search-results li a")
    assert "notation" in " ".join(
        link.get_attribute("href") for link in page.query_selector_all("#search-results li a")
    )


def test_the_root_of_the_site_leads_to_the_front_page(visit):
    page = visit("").page
    page.wait_for_url("**/book/intro.html")
    assert page.title().startswith("The executable deep learning handbook")
