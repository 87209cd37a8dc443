"""What can be read off the built pages without a browser: links, texts of images, no leaks."""

import ast
import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml

from .conftest import ROOT, pages_of_the_book

pytestmark = pytest.mark.site

FILE_NAME = re.compile(r"^\S*(\.(png|svg|jpe?g|gif)|[/\\]\S*|[0-9a-f]{16,})$", re.IGNORECASE)
MEANINGLESS = {"", "figure", "image", "plot", "png", "svg", "graph", "chart", "picture"}


def links_of(page):
    """Every address a page names, with where it stands."""
    for tag in page.select("[href], [src]"):
        yield tag.get("href") or tag.get("src"), tag


def test_every_link_inside_the_site_leads_somewhere(read, elements, site, address):
    broken = []
    for link, tag in links_of(read(address)):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = unquote(urlsplit(urljoin(address, link)).path) or address
        if not (site / target).is_file():
            broken.append(f"{link} ({tag.name}): no such file")
        elif parts.fragment and target.endswith(".html"):
            anchor = unquote(parts.fragment)
            if anchor not in elements(target):
                broken.append(f"{link}: {target} has nothing of that name")
    assert broken == []


def test_links_out_of_the_site_are_whole_addresses(read, address):
    outside = [link for link, _ in links_of(read(address)) if urlsplit(link).scheme]
    odd = [
        link
        for link in outside
        if not re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(/\S*)?|mailto:\S+@\S+|data:\S+", link)
    ]
    assert odd == []


def test_nothing_but_links_names_another_host(read, address):
    loaded = [tag for link, tag in links_of(read(address)) if urlsplit(link).netloc]
    assert [tag for tag in loaded if tag.name != "a"] == []


def test_every_image_says_what_is_seen(read, address):
    poor = []
    for image in read(address).select("article img"):
        text = (image.get("alt") or "").strip()
        if text.lower() in MEANINGLESS or FILE_NAME.search(text) or len(text.split()) < 4:
            poor.append(f"{image.get('src')}: {text!r}")
    assert poor == []


def test_ids_are_unique(read, address):
    ids = [tag["id"] for tag in read(address).select("[id]")]
    assert sorted(name for name in set(ids) if ids.count(name) > 1) == []


def test_a_page_loads_only_the_scripts_it_needs(read, address):
    page = read(address)
    scripts = " ".join(tag["src"] for tag in page.select("script[src]"))
    assert ("quiz.js" in scripts) == bool(page.select(".quiz"))
    assert ("live/live.js" in scripts) == bool(page.select(".live"))
    assert ("live/kit.js" in scripts) == bool(page.select(".live-kit"))
    loaded = set(re.findall(r"play/([\w-]+)\.js", scripts))
    assert loaded == {tag["data-play"] for tag in page.select("[data-play]")}


def test_the_style_sheets_name_no_other_host(site):
    named = [
        f"{path.relative_to(site)}: {url}"
        for path in site.rglob("*.css")
        for url in re.findall(
            r"url\(\s*['\"]?(https?:[^)'\"]+)|@import\s+['\"]?(https?:\S+)",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert named == []


# What the site must not hold ---------------------------------------------------------------------

MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "END HIDDEN")


def hidden_names():
    """The names of the hidden tests, and of what is in the banks of wrong and right versions."""
    suites = ROOT / "autograder" / "suites"
    for path in suites.glob("*/*/test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def test_no_hidden_test_and_no_solution_is_on_the_site(site):
    forbidden = [*MARKERS, *hidden_names()]
    assert len(forbidden) > len(MARKERS), "no hidden test was found, so nothing was looked for"
    leaks = []
    for path in site.rglob("*"):
        if path.suffix in {".html", ".js", ".json", ".txt", ".ipynb", ".md", ".py", ".inv"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            leaks += [f"{path.relative_to(site)}: {name}" for name in forbidden if name in text]
    assert leaks == []


def test_the_site_holds_no_source_of_the_grader(site):
    names = {path.name for path in site.rglob("*")}
    assert not names & {"wrong.py", "right.py", "probes.py", "exercise.toml"}
    assert not [name for name in names if name.startswith("test_")]


def test_the_checks_on_the_site_are_those_that_students_receive(site):
    found = list(site.rglob("checks.json"))
    assert {path.parent.name for path in found} == {p.name for p in (ROOT / "exercises").iterdir()}
    for path in found:
        released = ROOT / "exercises" / path.parent.name / "checks.json"
        assert path.read_bytes() == released.read_bytes()


def test_the_pages_of_the_contents_are_the_pages_of_the_site(site):
    built = {path.relative_to(site).as_posix() for path in (site / "book").rglob("*.html")}
    moved = yaml.safe_load((ROOT / "book" / "moved.yml").read_text(encoding="utf-8"))
    old = {f"{entry['page']}.html" for entry in moved}
    assert built == (set(pages_of_the_book()) - {"search.html"}) | old
