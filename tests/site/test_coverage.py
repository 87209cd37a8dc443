"""What the book says it covers is there: book/topics.yml against the built pages."""

import functools
import sys

import pytest

from .conftest import ROOT, pages_of_the_book

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.tracking.coverage import TopicsError, read_topics

TOPICS = read_topics(ROOT / "book" / "topics.yml")

# What must be on the page for a kind of evidence to be claimed.
SIGNS = {
    "derivation": lambda page: any(
        "✓" in mark.text for mark in page.select(".derivation .derivation-mark")
    ),
    "experiment": lambda page: bool(page.select(".cell_output img, .cell_output table, .play")),
    "exercise": lambda page: bool(page.select(".exercise-box")),
    "quiz": lambda page: bool(page.select(".quiz")),
    "written": lambda page: bool(page.select(".written")),
}


@pytest.fixture(scope="session")
def place_of(elements):
    """The address and the element of each label."""
    found = {}
    for address in pages_of_the_book():
        for label, element in elements(address).items():
            found.setdefault(label, (address, element))
    return found


@pytest.fixture(scope="session")
def shows(read):
    """Whether a page shows a kind of evidence; looked for once a page."""
    return functools.cache(lambda address, kind: SIGNS[kind](read(address)))


def test_there_are_topics():
    assert TOPICS


@pytest.mark.site
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["id"])
def test_a_topic_leads_to_a_section_with_a_heading(place_of, topic):
    _, element = place_of[topic["section"]]
    section = element if element.name == "section" else element.find_next("section")
    assert section is not None
    assert section.find(["h1", "h2", "h3", "h4"]) is not None


@pytest.mark.site
@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["id"])
def test_the_evidence_of_a_topic_is_on_its_page(place_of, shows, topic):
    address, _ = place_of[topic["section"]]
    assert [kind for kind in topic["evidence"] if not shows(address, kind)] == []


@pytest.mark.site
def test_the_page_of_topics_has_a_link_for_each(read):
    links = [a["href"] for a in read("book/coverage.html").select("td a")]
    anchors = [link.partition("#")[2] for link in links]
    assert sorted(anchors) == sorted(topic["section"] for topic in TOPICS)


@pytest.mark.site
def test_the_page_of_topics_follows_the_order_of_the_book(read):
    links = [a["href"].partition("#")[0] for a in read("book/coverage.html").select("td a")]
    order = [address.removeprefix("book/") for address in pages_of_the_book()]
    assert links == sorted(links, key=order.index)


# The format --------------------------------------------------------------------------------------

GOOD = """\
- id: a-topic
  title: A topic
  chapter: 4
  section: somewhere
  evidence: [quiz]
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("id: a-topic", "id: A Topic"), "kebab-case"),
        (("[quiz]", "[]"), "evidence is a list"),
        (("[quiz]", "[proof]"), "evidence is a list"),
        (("chapter: 4", "chapter: 40"), "chapter must be a number from 0 to 9"),
        (("  title: A topic\n", ""), "needs exactly"),
        (("chapter: 4", "chapter: 4\n  points: 3"), "needs exactly"),
    ],
)
def test_an_entry_that_does_not_keep_to_the_format_is_refused(tmp_path, change, said):
    path = tmp_path / "topics.yml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(TopicsError, match=said):
        read_topics(path)


def test_a_topic_named_twice_is_refused(tmp_path):
    path = tmp_path / "topics.yml"
    path.write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(TopicsError, match="used twice"):
        read_topics(path)


def test_a_list_without_entries_is_read(tmp_path):
    path = tmp_path / "topics.yml"
    path.write_text("# nothing yet\n", encoding="utf-8")
    assert read_topics(path) == []
