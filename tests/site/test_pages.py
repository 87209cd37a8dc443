"""Every page, as it is seen: on a desktop and a telephone, in the light and in the dark."""

import functools
import gzip
import re

import pytest

from tests.tiers import is_deep

from .conftest import ROOT, opener, pages_of_the_book

pytestmark = [pytest.mark.site, pytest.mark.slow]

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, TELEPHONE = 1400, 390
# The narrowest telephone there is, and a tablet held upright.
WIDTHS = [DESKTOP, TELEPHONE, *([320, 768] if is_deep() else [])]
KILOBYTE = 1000

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
# them takes long. axe does not read MathML (it calls a table's head that is a formula empty), and
# a formula's contrast is that of the text around it if its colour is. The colours of programs are
# the same on every page, and are looked at on one; `make deep` looks at each.
EVERY_COLOUR_OF_CODE = "book/03-forward-and-backward/06-autodiff.html"
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

# The bars around a page, its head and its foot are the same on every page. They are looked at on
# one page; `make deep` looks at them on each.
AROUND_THE_PAGE = ["#pst-header", ".bd-sidebar-primary", ".bd-sidebar-secondary", ".bd-footer"]
# Since the page was opened, as the browser counts it: 0.1 is still called good.
SHIFT = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 500);
})"""

# Browsers restore controls by their order on the page, into another exercise's box.
FILLED_BY_THE_BROWSER = """() =>
    [...document.querySelectorAll("input:not([type=file]), textarea, select")]
    .filter(control => control.autocomplete !== "off").map(control => control.outerHTML)"""

CUT_OFF_ON_PAPER = """() => [...document.querySelectorAll("article pre")]
    .filter(e => e.offsetParent !== null && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.textContent.slice(0, 80))"""

OTHER_GROUNDS = """() =>
    [...document.querySelectorAll("article img, article .cell_output .output")]
    .filter(e => getComputedStyle(e).backgroundColor !== "rgba(0, 0, 0, 0)")
    .map(e => e.outerHTML.slice(0, 120))"""


def look_at(browser, site, base, address, widths, schemes):
    """Open a page once, look at it in each width and colour scheme; what is wrong, by what it is.

    It is opened in the first of them; then its reader changes the colours and turns the device.
    Then axe looks at the last width, and `make deep` at all; at last the page is looked at as it is
    printed.
    """
    whole = is_deep() or address == EVERY_COLOUR_OF_CODE
    beside = [] if whole else AROUND_THE_PAGE
    wrong = {}

    def note(found):
        kind = page.evaluate("innerWidth + ' wide, ' + document.documentElement.dataset.theme")
        wrong.update({f"{kind}: {what}": which for what, which in found.items() if which})

    with opener(browser, base) as open_page:
        seen = open_page(address, width=widths[0], scheme=schemes[0], until="networkidle")
        page = seen.page
        if (shift := page.evaluate(SHIFT)) >= 0.1:
            wrong["what stands on the page jumps while it loads"] = shift
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            note(shown_by(page, OF_A_SIZE))
            # Colours are the same in each width.
            for scheme in schemes if whole or width == widths[0] else ():
                change_colours(page, scheme)
                note(shown_by(page, OF_A_SCHEME))
        page.evaluate(WITHOUT_FORMULAS)
        if not whole:
            page.evaluate(WITHOUT_COLOURED_CODE)
        for width in reversed(widths) if whole else widths[-1:]:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in schemes if whole else schemes[-1:]:
                change_colours(page, scheme)
                note({"axe finds": violations(page, but=beside)})
        if cut := cut_off_on_paper(page):
            wrong["code is cut off on paper"] = cut
        if seen.troubles:
            wrong["the browser reports"] = seen.troubles
        if heavy := too_heavy(site, seen.loaded):
            wrong["without its figures the page is heavier than 400 kB"] = heavy
        return wrong


def too_heavy(site, loaded):
    """The parts of a page that are no figures, largest first, if they are too much together."""
    names = {address.partition("?")[0] for address in loaded if "_images/" not in address}
    parts = {name: packed_size(site / name) for name in names}
    if sum(parts.values()) <= 400 * KILOBYTE:
        return []
    return sorted(parts.items(), key=lambda part: -part[1])


@functools.cache
def packed_size(file):
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(file.read_bytes()))


def cut_off_on_paper(page):
    """The programs that are wider than a sheet of paper."""
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    return page.evaluate(CUT_OFF_ON_PAPER)


def change_colours(page, scheme):
    """Change the scheme of the system, and wait until every colour of the page has followed."""
    page.emulate_media(color_scheme=scheme)
    page.locator(f'html[data-theme="{scheme}"]').wait_for(state="attached")
    page.evaluate("document.getAnimations().forEach(each => each.finish())")


OF_A_SIZE = {
    "wider than the window": WIDER_THAN_THE_WINDOW,
    "scrolls but takes no focus": SCROLLS_BUT_TAKES_NO_FOCUS,
    "the browser may fill a control after Back": FILLED_BY_THE_BROWSER,
}
OF_A_SCHEME = {
    "a figure is not on the ground of the page": OTHER_GROUNDS,
    "a formula has not the colour of the text around it": OF_ANOTHER_COLOUR,
}


def shown_by(page, scripts):
    """What of the page that is open is not as it should be, by what it is; mostly nothing."""
    return {what: page.evaluate(script) for what, script in scripts.items()}


def violations(page, *within, but=()):
    """What axe has to say about the page that is open, or about these parts of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    context = {"exclude": list(but), **({"include": list(within)} if within else {})}
    options = {"resultTypes": ["violations"]}
    run = "([context, options]) => axe.run(context, options)"
    found = page.evaluate(run, [context, options])["violations"]
    return [
        f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]


# A quarter of the pages each is opened on a desktop and on a telephone, in the light and in the
# dark, and axe looks at the opposite. `make deep` opens each page on each, and axe looks at all.
@pytest.mark.parametrize("turn", range(len(WIDTHS)) if is_deep() else [0])
def test_a_page_is_whole_accessible_and_light_in_every_width_and_colour_scheme(
    browser, site, strict_base, address, turn
):
    number = pages_of_the_book().index(address)
    start = (number + turn) % len(WIDTHS)
    widths = [*WIDTHS[start:], *WIDTHS[:start]]
    schemes = ["light", "dark"] if number // len(WIDTHS) % 2 else ["dark", "light"]
    assert look_at(browser, site, strict_base, address, widths, schemes) == {}


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
