"""`{interview}`: the cards of `book/interview/`, a section for each area.

A card is a `<details>` with the question as its summary, so it turns without JavaScript too.
`cards.js` shows one at a time, filters them, and keeps what the reader knew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ..site.formats import FormatError
from ..site.markup import element, has_element, inline, parse, text
from .interview_format import CHAPTERS, read_interview


def folder(env: BuildEnvironment) -> Path:
    return Path(env.srcdir) / "book" / "interview"


class InterviewDirective(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        areas = read_interview(folder(self.env))
        for path in folder(self.env).glob("*.yml"):
            self.env.note_dependency(str(path))
        return [element("div", class_="card-tools"), *(self.section(area) for area in areas)]

    def section(self, area: dict[str, Any]) -> nodes.Node:
        ident = f"interview-{area['area']}"
        heading = nodes.title("", "", *inline(self, area["title"]))
        cards = [card(self, area, content) for content in area["cards"]]
        return nodes.section("", heading, *cards, ids=[ident], names=[ident])


def card(directive: SphinxDirective, area: dict[str, Any], content: dict[str, Any]) -> nodes.Node:
    trap = text("strong", "The trap. ", class_="turn-card-mark")
    return element(
        "details",
        element("summary", element("span", *inline(directive, content["question"]))),
        element(
            "div",
            *parse(directive, content["answer"]),
            element(
                "div", *with_mark(trap, parse(directive, content["trap"])), class_="turn-card-trap"
            ),
            where_taught(directive, area, content),
            class_="turn-card-back",
        ),
        class_="turn-card",
        id=f"card-{content['id']}",
        data_card=content["id"],
        data_area=area["area"],
        data_area_title=area["title"],
        data_chapter=f"{area['chapter']}",
        data_chapter_title=CHAPTERS[area["chapter"]],
    )


def with_mark(mark: nodes.Node, blocks: list[nodes.Node]) -> list[nodes.Node]:
    """Blocks of text with a mark at the start of the first paragraph."""
    first = blocks[0]
    if isinstance(first, nodes.paragraph):
        first.insert(0, mark)
        return blocks
    return [element("p", mark), *blocks]


def where_taught(
    directive: SphinxDirective, area: dict[str, Any], content: dict[str, Any]
) -> nodes.paragraph:
    """A link to the section that teaches a card, or the chapter's name where none does yet."""
    if section := content.get("section"):
        line = [nodes.Text("In the book: "), *inline(directive, f"{{ref}}`{section}`")]
    else:
        line = [nodes.Text(f"Chapter {area['chapter']}, {CHAPTERS[area['chapter']]}")]
    return nodes.paragraph("", "", *line, classes=["turn-card-source"])


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop when a card points to a section that is not there."""
    if app.config.booksite_partial or not folder(env).is_dir():
        return
    labels = env.get_domain("std").labels
    missing = [
        f"{card['id']} → {card['section']}"
        for area in read_interview(folder(env))
        for card in area["cards"]
        if "section" in card and card["section"] not in labels
    ]
    if missing:
        raise FormatError(
            f"book/interview names sections that no page has: {'; '.join(missing)}. "
            "Mend the label, or leave section out until the page is written"
        )


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Only the page with the cards loads the script."""
    if has_element(doctree, "card-tools"):
        app.add_js_file("cards.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_directive("interview", InterviewDirective)
    app.connect("env-check-consistency", check_labels)
    app.connect("html-page-context", add_script)
