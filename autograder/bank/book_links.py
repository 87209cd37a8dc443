"""Where the book teaches what: labels of sections, read from the chapters' text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BOOK = Path(__file__).parents[2] / "book"
TOPIC = re.compile(r"^- id: ([a-z0-9-]+)", re.MULTILINE)
LABELLED_HEADING = re.compile(r"^\(([a-z0-9-]+)\)=\n+#+ +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A section of the book: its heading and its address below the book's own."""

    title: str
    address: str


@cache
def sections(book: Path = BOOK) -> Mapping[str, Section]:
    """The labelled sections of the book, by label; empty where the book is not installed."""
    return {
        label: Section(_plain(title), f"book/{page.relative_to(book).with_suffix('.html')}#{label}")
        for page in sorted(book.rglob("*.md"))
        for label, title in LABELLED_HEADING.findall(page.read_text(encoding="utf-8"))
    }


@cache
def topics(book: Path = BOOK) -> frozenset[str]:
    """The ids of all topics of the book; empty where the book is not installed."""
    path = book / "topics.yml"
    return (
        frozenset(TOPIC.findall(path.read_text(encoding="utf-8")))
        if path.is_file()
        else frozenset()
    )


def is_taught_or_excused(section: str, no_section: str) -> bool:
    """Has the book this section, or is none named and a reason given for that?"""
    return section in sections() or (not section and bool(no_section))


def _plain(title: str) -> str:
    """A heading without its Markdown."""
    return re.sub(r"[`*$\\]", "", title)
