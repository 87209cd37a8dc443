"""A reader who comes back finds where to go on; names of exercises lead to them."""

import json
import re

import pytest

from autograder.bank.exercise import assignments, load_assignment

from .conftest import pages_of_the_book
from .under_node import evaluate_module

pytestmark = pytest.mark.site

FRONT = "book/intro.html"
CHAPTERS = [address for address in pages_of_the_book() if re.match(r"book/\d\d-", address)]
FUNCTIONS = {f.function for name in assignments() for f in load_assignment(name)}
HEIGHT = "() => document.querySelector('.continue').getBoundingClientRect().height"


def state(state, day):
    return {"state": state, "updated": f"2026-01-0{day}T00:00:00.000Z"}


def test_the_next_exercise_is_the_one_begun_last_or_the_first_after_it():
    cases = [
        {},
        {"a:1": state("started", 1)},
        {"a:1": state("started", 1), "b:2": state("passed", 2)},
        {"a:1": state("wrong", 1), "b:2": state("passed", 2), "c:3": state("passed", 3)},
        {"a:1": state("passed", 3), "b:2": state("passed", 2)},
        {key: state("passed", 1) for key in ("a:1", "b:2", "c:3")},
    ]
    exercises = [[key] for key in ("a:1", "b:2", "c:3")]
    found = "cases.map(records => o.next(exercises, records)?.[0] ?? 'none')"
    expected = ["none", "a:1", "c:3", "a:1", "c:3", "none"]
    assert evaluate_module("continue", found, exercises=exercises, cases=cases) == expected
    either = "cases.map(records => o.next(exercises, records) === null)"
    told = evaluate_module("continue", either, exercises=exercises, cases=[cases[0], cases[-1]])
    assert told == [True, False]  # nothing was begun, all have passed


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_front_page_leads_on_and_nothing_moves(visit, width):
    seen = visit(CHAPTERS[0], width=width)
    page = seen.page
    page.goto(page.url.replace(CHAPTERS[0], FRONT))
    line = page.locator(".continue")
    assert "Continue with The neuron" in line.inner_text()
    height = page.evaluate(HEIGHT)
    listed = json.loads(line.get_attribute("data-exercises"))
    assert {key.partition(":")[2] for key, *_ in listed} == FUNCTIONS
    (key, *_), (_, title, address) = listed[5:7]
    value = json.dumps(state("passed", 1))
    page.evaluate("([k, v]) => localStorage.setItem(k, v)", [f"handbook:v1:exercise:{key}", value])
    page.reload()
    assert f"next is {title}" in line.inner_text()
    assert f"1 of {len(listed)} exercises passed. Last read: The neuron." in line.inner_text()
    assert page.evaluate(HEIGHT) == height
    assert [a.get_attribute("href") for a in line.locator("a").all()] == [
        address,
        CHAPTERS[0].removeprefix("book/"),
    ]
    assert seen.troubles == []


def test_the_instructors_guide_is_one_line_in_a_learners_contents(read):
    links = read(CHAPTERS[0]).select(".bd-sidebar-primary a[href*='instructor/']")
    shown = [link["href"] for link in links if link.find_parent("details", open=False) is None]
    assert shown == ["../instructor/index.html"]
    assert len(links) > 5


def test_where_a_chapter_names_an_exercise_the_name_is_a_link(read):
    linked, bare = set(), []
    for address in CHAPTERS:
        for code in read(address).select("article code"):
            name = code.get_text().partition("(")[0]
            apart = code.find_parent(["pre", "h1", "h2", "h3", "label", "button", "summary"])
            own = code.find_parent(id=f"exercise-{name}") is not None
            printed = code.find_parent(class_="cell_output") is not None
            if name not in FUNCTIONS or apart or own or printed:
                continue
            link = code.find_parent("a")
            if link is None:
                bare.append(f"{address}: {code}")
            elif link["href"].endswith(f"#exercise-{name}"):
                linked.add((address, name))
    assert bare == []
    assert len(linked) > 20
