"""The frame of a teaching page: `{opening}`, `{experiment}`, `{remember}`, `{reading}`.

A page with an `{opening}` follows the guide for pages, and is held to its budgets by
`scripts/pages.py`. `{remember}` and `{reading}` bring their own heading, so that it is the same on
every page.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..site.markup import element, html_element, inline, text

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
        box = element("details", text("summary", "How this was run"), element("dl", *entries))
        box["html"]["class"] = "experiment"
        return [box]

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
    """A section with a heading of its own, written below another; it is moved up to its level."""


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
            cited = [n for n in entry.findall() if n.get("refdomain") == "cite"] if entry else []
            if not cited:
                raise self.error(f"further reading, line {number}: cite the work with {{cite:t}}")
            words = entry.astext().split()
            if len(words) < LEAST_WORDS:
                raise self.error(f"further reading, line {number}: say why it is worth reading")
        return [section_with("Further reading", blocks)]


def section_with(title: str, blocks: list[nodes.Node]) -> nodes.Node:
    return lesson_section("", *blocks, title=title)


def lift_sections(app: Sphinx, doctree: nodes.document) -> None:
    """Make sections of what brings its own heading, after the section in which it was written."""
    after: dict[nodes.Element, nodes.Element] = {}
    for place in list(doctree.findall(lesson_section)):
        title = place["title"]
        section = nodes.section("", nodes.title("", title), *place.children)
        section["names"].append(nodes.fully_normalize_name(title))
        section.document = doctree
        doctree.note_implicit_target(section, section)
        around = place
        while around.parent is not None and around.parent.parent is not doctree:
            around = around.parent
        page = around.parent
        if not isinstance(page, nodes.section):
            raise app_error(doctree, f"“{title}” stands below the title of the page")
        rest = place.parent
        rest.remove(place)
        last = after.get(around, around)
        page.insert(page.index(last) + 1 if last is not place else len(page), section)
        after[around] = section


def app_error(doctree: nodes.document, message: str) -> Exception:
    from sphinx.errors import ExtensionError

    return ExtensionError(f"{doctree['source']}: {message}")


def has_opening(doctree: Any) -> bool:
    return any(n["html"].get("class") == "opening" for n in doctree.findall(html_element))


def setup(app: Sphinx) -> None:
    app.add_node(lesson_section)
    app.add_directive("opening", OpeningDirective)
    app.add_directive("experiment", ExperimentDirective)
    app.add_directive("remember", RememberDirective)
    app.add_directive("reading", ReadingDirective)
    app.connect("doctree-read", lift_sections, priority=100)
