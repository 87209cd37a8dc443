"""Exercises name sections of the book; feedback links to them."""

from autograder.bank.book_links import is_taught_or_excused, sections
from autograder.bank.exercise import assignments, load_assignment


def test_every_exercise_belongs_to_a_section_of_the_book_or_says_why_not():
    for assignment in assignments():
        for folder in load_assignment(assignment):
            placed = is_taught_or_excused(folder.section, folder.no_section)
            assert placed, f"{folder.function}: no section {folder.section!r}"


def test_a_reason_excuses_a_section_that_is_not_named_and_no_other():
    assert is_taught_or_excused("", "the chapter is not written yet")
    assert not is_taught_or_excused("", "")
    assert not is_taught_or_excused("no-such-section", "the chapter is not written yet")


def test_a_section_is_known_by_its_heading_and_address(tmp_path):
    (tmp_path / "01").mkdir()
    (tmp_path / "01" / "page.md").write_text("# Page\n\n(a-label)=\n## What `code` $x$ is\n")
    [(label, section)] = sections(tmp_path).items()
    assert label == "a-label"
    assert (section.title, section.address) == ("What code x is", "book/01/page.html#a-label")
