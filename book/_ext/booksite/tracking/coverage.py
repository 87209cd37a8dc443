"""`{coverage}`: the page "What this book covers", made from `book/topics.yml`."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from ..site.formats import KEBAB, LOADER
from ..site.markup import element, text
from .progress import chapters

EVIDENCE = {
    "derivation": "derived, each line checked",
    "experiment": "shown by a run",
    "exercise": "programmed and graded",
    "quiz": "asked",
    "written": "asked in words",
}
CHAPTERS = range(10)
KEYS = {"id", "title", "chapter", "section", "evidence"}


class TopicsError(ExtensionError):
    """A topics file that does not keep to the format; the message says where and what to do."""


def read_topics(path: Path) -> list[dict[str, Any]]:
    """Read and check the list of topics; its format is described at the head of the file.

    Raises
    ------
    TopicsError
        naming the entry and what is wrong with it.
    """
    topics = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER) or []
    if not isinstance(topics, list):
        raise TopicsError(f"{path}: must be a list of topics")
    seen: set[str] = set()
    for number, topic in enumerate(topics, start=1):
        if not isinstance(topic, dict) or topic.keys() != KEYS:
            raise TopicsError(f"{path}, topic {number}: needs exactly {', '.join(sorted(KEYS))}")
        where = f"{path}, topic {number} ({topic['id']})"
        if not isinstance(topic["id"], str) or not KEBAB.fullmatch(topic["id"]):
            raise TopicsError(f"{where}: id must be kebab-case")
        if topic["id"] in seen:
            raise TopicsError(f"{where}: the id is used twice")
        seen.add(topic["id"])
        if topic["chapter"] not in CHAPTERS:
            raise TopicsError(f"{where}: chapter must be a number from 0 to 9")
        evidence = topic["evidence"]
        if not isinstance(evidence, list) or not evidence or not set(evidence) <= EVIDENCE.keys():
            raise TopicsError(f"{where}: evidence is a list from {', '.join(EVIDENCE)}")
    return topics


def topics_path(env: BuildEnvironment) -> Path:
    return Path(env.srcdir) / "book" / "topics.yml"


class coverage_tables(nodes.General, nodes.Element):
    """Stands for the tables until every page is read and it is known where the sections are."""


class CoverageDirective(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(topics_path(self.env)))
        return [coverage_tables()]


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write one table a page, in the order of the book."""
    for place in list(doctree.findall(coverage_tables)):
        place.replace_self(tables(app, docname))


def pages_with_tables(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write these anew each time: a section may have moved though their own text is the same."""
    topics = topics_path(env).name
    return [page for page, files in env.dependencies.items() if any(topics in f for f in files)]


def tables(app: Sphinx, docname: str) -> list[nodes.Node]:
    labels = app.env.get_domain("std").labels
    topics = [t for t in read_topics(topics_path(app.env)) if t["section"] in labels]
    pages = pages_in_order(app.env)
    topics.sort(key=lambda topic: pages.index(labels[topic["section"]][0]))
    body: list[nodes.Node] = [
        chapter_list(app, docname, Counter(page_of(t, labels) for t in topics))
    ]
    for page, group in groupby(topics, key=lambda topic: labels[topic["section"]][0]):
        rows = []
        for topic in group:
            uri = f"{app.builder.get_relative_uri(docname, page)}#{labels[topic['section']][1]}"
            link = nodes.reference("", topic["title"], internal=True, refuri=uri)
            rows.append(nodes.row("", cell(link), cell(nodes.Text(how(topic)))))
        title = app.env.titles[page].astext()
        body += [text("h2", f"{title}: {len(rows)} topics", id=f"topics-{Path(page).name}")]
        body += [table(rows)]
    return body


def page_of(topic: dict[str, Any], labels: dict[str, Any]) -> str:
    return labels[topic["section"]][0]


def chapter_list(app: Sphinx, docname: str, counts: Counter[str]) -> nodes.Node:
    """The chapters that teach a topic, each with its pages."""
    rows = []
    for caption, names in chapters(app.env):
        if taught := [name for name in names if counts[name]]:
            pages = [element("li", *page_line(app, docname, name, counts[name])) for name in taught]
            rows.append(element("li", text("strong", caption), element("ul", *pages)))
    return element("ul", *rows, class_="chapter-list")


def page_line(app: Sphinx, docname: str, page: str, count: int) -> list[nodes.Node]:
    uri = app.builder.get_relative_uri(docname, page)
    title = text("a", app.env.titles[page].astext(), href=uri)
    return [title, nodes.Text(f", {count} topic{'' if count == 1 else 's'}")]


def pages_in_order(env: BuildEnvironment) -> list[str]:
    """The pages as the table of contents lists them."""

    def below(page: str) -> list[str]:
        return [page, *(q for child in env.toctree_includes.get(page, []) for q in below(child))]

    return below(env.config.root_doc)


def table(rows: list[nodes.row]) -> nodes.Node:
    group = nodes.tgroup("", cols=2)
    group += [nodes.colspec("", colwidth=width) for width in (3, 2)]
    head = nodes.row("", cell(nodes.Text("Topic")), cell(nodes.Text("How it is taught")))
    group += [nodes.thead("", head), nodes.tbody("", *rows)]
    return nodes.table("", group)


def cell(content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", content))


def how(topic: dict[str, Any]) -> str:
    return ", ".join(EVIDENCE[kind] for kind in EVIDENCE if kind in topic["evidence"])


def check_labels(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop when a topic points to a section that is not there."""
    labels = env.get_domain("std").labels
    missing = [t for t in read_topics(topics_path(env)) if t["section"] not in labels]
    if missing and not app.config.booksite_partial:
        listed = "; ".join(f"{topic['id']} → {topic['section']}" for topic in missing)
        raise TopicsError(
            f"book/topics.yml names sections that no page has: {listed}. "
            "Put the label above the section's heading, or mend the entry"
        )


def setup(app: Sphinx) -> None:
    app.add_config_value("booksite_partial", False, "env", bool)
    app.add_node(coverage_tables)
    app.add_directive("coverage", CoverageDirective)
    app.connect("env-updated", pages_with_tables)
    app.connect("doctree-resolved", fill_in)
    app.connect("env-check-consistency", check_labels)
