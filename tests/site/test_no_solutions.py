"""The site shows questions, and neither model answers nor the text that solutions are made from."""

import html
import re
import sys

import pytest
import yaml

from autograder.authoring.leak_check import MARKERS
from autograder.bank.exercise import assignments, load_assignment
from autograder.bank.solution import SOLUTIONS

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.exercises import live_settings

TEXTS = (".html", ".js", ".json", ".txt", ".xml", ".ipynb")


@pytest.fixture(scope="module")
def published(site):
    """Every text of the site by its path, with characters in place of entities."""
    paths = [path for path in site.rglob("*") if path.suffix in TEXTS]
    return {path.relative_to(site).as_posix(): html.unescape(path.read_text()) for path in paths}


def test_no_text_of_a_solution_is_among_the_files_of_the_site(site):
    texts = {path.name for path in SOLUTIONS.glob("*/*.md")}
    assert {f"{f.function}.md" for name in assignments() for f in load_assignment(name)} <= texts
    assert not [path for path in site.rglob("*.md") if path.name in texts]


def test_no_page_holds_a_marker_of_hidden_text(published):
    assert published
    assert not [name for name, text in published.items() if any(m in text for m in MARKERS)]


def test_no_page_holds_a_line_of_a_model_answer(published):
    answers = [
        line.strip()
        for index in SOLUTIONS.glob("*/index.md")
        for block in re.findall(r":::\{answer\}[^\n]*\n(.*?)\n:::", index.read_text(), re.DOTALL)
        for line in block.splitlines()
        if len(line) > 40
    ]
    assert answers
    everything = "\n".join(published.values())
    assert not [line for line in answers if line in everything]


def test_the_site_holds_the_solutions_that_its_settings_offer_and_no_page_does(site):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    shown = config["sphinx"]["config"]["booksite_show_solutions"]
    offered = {
        f"{name}/solutions/{folder.function}.json"
        for name in assignments()
        for folder in load_assignment(name)
        if shown and live_settings.read(ROOT, name, folder.function).offers_solution
    }
    live = site / "_static" / "live"
    found = {path.relative_to(live).as_posix() for path in live.glob("*/solutions/*")}
    assert found == offered
    pages = [path.read_text() for path in (site / "book" / "exercises").glob("*.html")]
    places = [tag for page in pages for tag in re.findall(r'class="solution"[^>]*>([^<]*)<', page)]
    assert places == [""] * len(offered)
