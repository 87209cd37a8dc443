"""The pages of errata: what is said comes out false, what is right true, and links lead."""

import posixpath
import re
import sys
import time

import pytest
import yaml

from .conftest import ROOT

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.errata.entries import ErratumError, evaluate, read_entries
from booksite.errata.page import label_of, modules, section_of
from booksite.tracking.coverage import read_topics

FOLDER = ROOT / "book" / "errata"
MODULES = [path for chapter in sorted(FOLDER.glob("chapter_*")) for path in modules(chapter)]
ENTRIES = [entry for path in MODULES for entry in read_entries(path)]
SECTIONS = {t["id"]: t["section"] for t in read_topics(ROOT / "book" / "topics.yml")}
EXPECTED = yaml.safe_load((ROOT / "tests" / "site" / "errata_ids.yml").read_text(encoding="utf-8"))

SECONDS_OF_AN_ENTRY = 1
SECONDS_OF_ALL = 15

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)


@pytest.mark.parametrize("chapter", EXPECTED)
def test_a_chapter_has_all_its_entries(chapter):
    found = [e.id for e in ENTRIES if e.path.parent.name == f"chapter_{chapter}"]
    assert sorted(found) == sorted(EXPECTED[chapter])


@each_entry
def test_what_is_said_comes_out_false_and_what_is_right_true(entry):
    lines = evaluate(entry)
    assert [line.holds for line in lines] in ([], [False], [False, True])
    assert bool(lines) != bool(entry.reason)


def test_the_numbers_take_seconds_of_the_processor_and_no_entry_takes_long():
    seconds = {}
    for entry in ENTRIES:
        start = time.process_time()
        evaluate(entry)
        seconds[entry.id] = time.process_time() - start
    assert not {name: took for name, took in seconds.items() if took > SECONDS_OF_AN_ENTRY}
    assert sum(seconds.values()) < SECONDS_OF_ALL


def test_numbers_are_the_same_each_time():
    entry = next(entry for entry in ENTRIES if entry.id == "e-softmax-hidden-default")
    assert evaluate(entry) == evaluate(entry)


# Where the entries lead ---------------------------------------------------------------------------

LABEL = re.compile(r"^\(([\w-]+)\)=$", re.MULTILINE)


@pytest.fixture(scope="module")
def labels():
    pages = (ROOT / "book").rglob("*.md")
    return {label for page in pages for label in LABEL.findall(page.read_text(encoding="utf-8"))}


@each_entry
def test_an_entry_leads_to_a_section_of_the_book(labels, entry):
    assert section_of(entry, SECTIONS) in labels


@each_entry
def test_the_topic_of_an_entry_is_taught(entry):
    assert entry.topic in SECTIONS


@pytest.mark.parametrize("path", MODULES, ids=label_of)
def test_a_module_is_named_for_the_page_that_teaches(labels, path):
    assert label_of(path) in labels


def page_of(chapter):
    return f"book/errata/chapter-{chapter}.html"


def leads_to(page, address):
    """Where a link of a page leads: to the page itself, or by a path from its folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), address)) if address else page


@pytest.mark.site
@pytest.mark.parametrize("chapter", EXPECTED)
def test_a_page_shows_every_entry_of_its_chapter_with_a_link_to_its_section(
    read, elements, chapter
):
    page = page_of(chapter)
    articles = read(page).find_all("article", class_="erratum")
    shown = {article["id"]: article for article in articles}
    entries = [e for e in ENTRIES if e.path.parent.name == f"chapter_{chapter}"]
    assert shown.keys() == {e.id for e in entries}
    for entry in entries:
        link = shown[entry.id].find(class_="erratum-link").find("a")
        address, _, anchor = link["href"].partition("#")
        assert anchor == section_of(entry, SECTIONS)
        assert anchor in elements(leads_to(page, address))


@pytest.mark.site
def test_the_list_of_chapters_counts_the_entries_and_leads_to_them(read):
    page = read("book/errata.html")
    chapters = page.select(".errata-chapters > li")
    assert len(chapters) == len(EXPECTED)
    for number, chapter in zip(EXPECTED, chapters, strict=True):
        assert f"{len(EXPECTED[number])} entries" in chapter.get_text()
        for link in chapter.select("a"):
            address, _, anchor = link["href"].partition("#")
            assert leads_to("book/errata.html", address) == page_of(number)
            assert not anchor or read(page_of(number)).find(id=anchor)


# The format ---------------------------------------------------------------------------------------

GOOD = '''\
"""A page."""

from booksite.errata.entries import erratum, numbers, wording


@erratum(topic="a-topic", said="Half is more.", right="It is 0.5, less than one.")
def e_half():
    """Half of one."""
    half = 1 / 2
    return numbers(false="half > 1", true="half < 1", half=half)


e_name = wording(topic="a-topic", said="It is called a hull.", right="Half.", reason="A name.")
'''


@pytest.fixture
def changed(tmp_path):
    """Give the entries of a module that was right until a text in it was replaced."""

    def write(before="", after=""):
        path = tmp_path / "a_page.py"
        path.write_text(GOOD.replace(before, after), encoding="utf-8")
        return read_entries(path)

    return write


def test_an_entry_has_its_id_its_setting_its_code_and_its_numbers(changed):
    half, name = changed()
    assert (half.id, name.id) == ("e-half", "e-name")
    assert half.setting == "Half of one."
    assert half.code.splitlines()[0] == "half = 1 / 2"
    assert "Half of one" not in half.code
    assert [(line.holds, line.values) for line in evaluate(half)] == [
        (False, "0.5 > 1"),
        (True, "0.5 < 1"),
    ]
    assert evaluate(name) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('false="half > 1"', 'false="half < 1"'), "not refuted: Half is more.*half < 1 is true"),
        (('true="half < 1"', 'true="half > 1"'), "what is right comes out false"),
        (("It is 0.5", "It is 0.6"), "right tells 0.6, which is none of the computed values"),
        (('false="half > 1"', 'false="heap > 1"'), "claim= uses heap"),
        (("1 / 2", "1 / 0"), "raised ZeroDivisionError"),
    ],
)
def test_numbers_that_do_not_refute_stop_the_build_and_name_the_entry(changed, change, said):
    [half, _] = changed(*change)
    with pytest.raises(ErratumError, match=rf"(?s)a_page\.py, e-half: .*{said}"):
        evaluate(half)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('    """Half of one."""\n', ""), "e-half: say in the docstring"),
        (('reason="A name."', 'reason=""'), "e-name: reason is empty"),
        (('said="Half is more."', 'said=""'), "e-half: said is empty"),
        (("def e_half", "def half"), "half: the name of an entry begins with e_"),
        (('"""A page."""', ""), "has no docstring"),
        (("import erratum,", "import errata,"), "cannot be read .ImportError"),
    ],
)
def test_an_entry_that_does_not_keep_to_the_format_is_refused(changed, change, said):
    with pytest.raises(ErratumError, match=said):
        changed(*change)
