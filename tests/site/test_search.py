"""The search finds what readers type, at the section, with excerpts that read as the page does."""

import re
import sys

import pytest
import yaml

from .conftest import POLICY, ROOT, Visit, watch
from .hosts import served

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.lesson.moved import read_moved
from booksite.site import search

pytestmark = [pytest.mark.site, pytest.mark.slow]

QUERIES = yaml.safe_load((ROOT / "tests" / "site" / "search_queries.yml").read_text("utf-8"))
FIRST = 3  # pages that a reader looks at


@pytest.fixture(scope="module")
def found(browser, site):
    """What is found for each query, below a path and under the policy; and what went wrong."""
    with served(site, prefix="/a/course/", headers={"Content-Security-Policy": POLICY}) as base:
        page = browser.new_page()
        seen = Visit(page)
        watch(seen, base)
        page.goto(base + "search.html")
        answers = page.evaluate(
            """async queries => {
                const { find } = await import(new URL("_static/search.js", location.href));
                const answers = {};
                for (const query of queries) answers[query] = (await find(query)).pages;
                return answers;
            }""",
            [str(query) for query, _ in QUERIES],
        )
        page.close()
    return answers, seen.troubles


def links(pages):
    """Addresses in the order in which they are shown, below the path of the site."""
    shown = [[page["url"], *(part["url"] for part in page["sections"])] for page in pages]
    return [link.partition("/book/")[2] for each in shown for link in each]


@pytest.mark.parametrize(("query", "wanted"), QUERIES, ids=[str(q) for q, _ in QUERIES])
def test_what_readers_type_is_found_among_the_first_pages(found, query, wanted):
    shown = links(found[0][str(query)][:FIRST])
    fits = [link for link in shown for want in wanted if want in link]
    assert fits, shown


def test_the_search_asks_no_other_host_and_keeps_to_the_policy(found):
    assert found[1] == []


def test_no_excerpt_doubles_a_formula_or_glues_words(found):
    excerpts = [
        part["excerpt"] for pages in found[0].values() for p in pages for part in p["sections"]
    ]
    assert len(excerpts) > 100
    assert not [
        text
        for text in excerpts
        if re.search(
            r"\\(frac|beta|mathbf|text)|[a-z]\.[A-Z][a-z]|Exercise[A-Z]|[a-z]\d points", text
        )
    ]


def test_a_page_is_indexed_as_it_is_read():
    page = """<title>Adam — Book</title><article><section id="steps"><h2>Steps<a class="headerlink"
    href="#steps">#</a></h2><p>With <span class="katex"><span class="katex-mathml"><math><msub>
    <mi>β</mi><mn>1</mn></msub><mo>=</mo><mn>0.9</mn></math></span><span class="katex-html">β1=0.9
    </span></span>.</p><div>One</div><div>Two</div>
    <p><span class="exercise-name">Exercise</span><b>Three</b></p></section></article>"""
    made = search.plain(page)
    assert '<h2 id="steps">Steps</h2>' in made
    assert "<title>Adam</title>" in made
    text = " ".join(re.sub(r"<[^>]+>", " ", made.partition("<body")[2]).split())
    assert "0.9" in text
    assert text.count("0.9") == 1
    assert "One Two Exercise Three" in text


def test_an_exercise_is_a_section_of_its_own_behind_the_text_around_it():
    page = """<title>Adam</title><article><section id="steps"><h2>Steps</h2><p>Before.</p>
    <aside class="exercise-box" id="exercise-a_step"><p><strong id="t">One step</strong></p>
    <p>Write <strong>it</strong>.</p></aside><p>After.</p></section></article>"""
    made = search.plain(page).partition("<body")[2]
    assert '<h3 id="exercise-a_step">One step (a_step)</h3>' in made
    words = " ".join(re.sub(r"<[^>]+>", " ", made).split())
    assert words.endswith("Steps Before. After. One step (a_step) One step Write it.")


def test_a_page_that_has_moved_is_not_indexed_and_sphinx_writes_no_index(site):
    moved = [entry["page"] for entry in read_moved(ROOT / "book" / "moved.yml")]
    texts = [(site / f"{page}.html").read_text("utf-8") for page in moved]
    stubs = [text for text in texts if "This page has moved" in text]
    assert stubs
    assert {search.plain(text) for text in stubs} == {""}
    assert not (site / "searchindex.js").exists()


def test_a_result_leads_to_its_section(visit):
    page = visit("search.html?q=adam+bias").page
    page.get_by_role("link", name="Bias correction", exact=True).first.click()
    page.wait_for_url("**/06-adam-and-adamw.html#bias-correction")
    assert page.locator("#bias-correction").evaluate(
        "e => Math.abs(e.getBoundingClientRect().top) < 200"
    )
    assert page.locator(".highlighted").count() == 0
