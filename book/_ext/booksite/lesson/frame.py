"""The frame of a teaching page: `{opening}`, `{experiment}`, `{remember}`, `{reading}`.

A page with an `{opening}` follows the guide for pages, and is held to its budgets by
`scripts/pages.py`. `{remember}` and `{reading}` bring their own heading, so that it is the same on
every page.
"""

from __future__ import annotations

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from ..site.markup import element, inline, text

LEAST_TUNING_SEEDS = 20
MOST_REMEMBERED = 5
LEAST_WORDS = 6  # of a reason to read something, its title and authors not counted
SEEDS = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")


class OpeningDirective(SphinxDirective):
    """The question of the page, in a situation; the picture or figure follows it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        blocks = self.parse_content_to_nodes()
        if "?" not in "\n".join(self.content):
            raise self.error("an opening asks the question of the page: write it with its ?")
        return [element("div", *blocks, class_="opening")]


class ExperimentDirective(SphinxDirective):
    """How an experiment was run, folded: data, what was tuned on which seeds, what is shown."""

    option_spec = {
        **dict.fromkeys(("data", "measured", "tuned"), directives.unchanged_required),
        **dict.fromkeys(("tuning-seeds", "seeds"), directives.unchanged_required),
        "paired": directives.flag,
    }
    rows = {
        "data": "Data",
        "measured": "Measured",
        "tuned": "Tuned",
        "tuning-seeds": "Seeds of the tuning",
        "seeds": "Seeds of the result",
    }

    def run(self) -> list[nodes.Node]:
        if missing := [name for name in ("data", "measured", "seeds") if name not in self.options]:
            raise self.error(f"an experiment says :{missing[0]}:")
        if ("tuned" in self.options) != ("tuning-seeds" in self.options):
            raise self.error("what is tuned has :tuned: and :tuning-seeds:, both or neither")
        if "tuned" in self.options:
            self.check_seeds()
        entries: list[nodes.Node] = []
        for name, title in self.rows.items():
            if name in self.options:
                entries.append(text("dt", title))
                entries.append(element("dd", *inline(self, self.options[name])))
        summary = text("summary", "How this was run")
        return [element("details", summary, element("dl", *entries), class_="experiment")]

    def check_seeds(self) -> None:
        tuning, reported = (self.seeds_of(name) for name in ("tuning-seeds", "seeds"))
        if shared := tuning & reported:
            raise self.error(
                f"seed {min(shared)} is used for tuning and for the result: a setting looks "
                "better on the seeds that chose it, so report on others"
            )
        if len(tuning) < LEAST_TUNING_SEEDS and "paired" not in self.options:
            raise self.error(
                f"{len(tuning)} tuning seeds choose a setting by chance: use "
                f"{LEAST_TUNING_SEEDS}, or compare run by run on the same seeds and say :paired:"
            )

    def seeds_of(self, name: str) -> set[int]:
        found = SEEDS.search(self.options[name])
        if found is None:
            raise self.error(f":{name}: names the first and the last seed, such as 100–119")
        return set(range(int(found[1]), int(found[2]) + 1))


class lesson_section(nodes.General, nodes.Element):
    """A section that brings its heading; it is moved out of the section in which it was written."""


class RememberDirective(SphinxDirective):
    """What to remember: three to five lines, under a heading."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        blocks = self.parse_content_to_nodes()
        lines = blocks[0].children if len(blocks) == 1 else []
        if not isinstance(blocks[0] if blocks else None, nodes.bullet_list):
            raise self.error("what to remember is a list, a line for each thing")
        if len(lines) > MOST_REMEMBERED:
            raise self.error(f"{len(lines)} things to remember: keep {MOST_REMEMBERED}")
        return [section_with("What to remember", [element("div", *blocks, class_="remember")])]


class ReadingDirective(SphinxDirective):
    """Further reading: a list of works, each with the reason to read it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        blocks = self.parse_content_to_nodes()
        if len(blocks) != 1 or not isinstance(blocks[0], nodes.bullet_list):
            raise self.error("further reading is a list, a line for each work")
        for number, entry in enumerate(blocks[0].children, start=1):
            if not any(x["refdomain"] == "cite" for x in entry.findall(addnodes.pending_xref)):
                raise self.error(f"further reading, line {number}: cite the work with {{cite:t}}")
            words = entry.astext().split()
            if len(words) < LEAST_WORDS:
                raise self.error(f"further reading, line {number}: say why it is worth reading")
        return [section_with("Further reading", blocks)]


def section_with(title: str, blocks: list[nodes.Node]) -> nodes.Node:
    return lesson_section("", *blocks, title=title)


def lift_sections(app: Sphinx, doctree: nodes.document) -> None:
    """Put each after the section in which it was written; what follows it there goes along."""
    for place in list(doctree.findall(lesson_section)):
        around = place.parent
        page = around.parent
        if not isinstance(around, nodes.section) or not isinstance(page, nodes.section):
            raise ExtensionError(
                f"{doctree['source']}: {place['title']!r} goes below a heading of its page (##)"
            )
        start = around.index(place)
        title = nodes.title("", place["title"])
        section = nodes.section("", title, *place.children, *around.children[start + 1 :])
        section["names"].append(nodes.fully_normalize_name(place["title"]))
        doctree.note_implicit_target(section, section)
        del around[start:]
        page.insert(page.index(around) + 1, section)


def setup(app: Sphinx) -> None:
    app.add_node(lesson_section)
    app.add_directive("opening", OpeningDirective)
    app.add_directive("experiment", ExperimentDirective)
    app.add_directive("remember", RememberDirective)
    app.add_directive("reading", ReadingDirective)
    app.connect("doctree-read", lift_sections, priority=100)
