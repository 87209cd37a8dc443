"""`{errata}`: entries of `book/errata/`, evaluated while the page is read.

`{errata} 1` places those of `chapter_1/`, a section for each page of the book that has some.
Without an argument it is the list of all chapters with their counts. The page is read again when a
module or `topics.yml` has changed, and else kept with its numbers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ..site.markup import element, has_element, inline, text
from ..tracking.coverage import read_topics, topics_path
from .entries import Erratum, ErratumError, Line, evaluate, load, read_entries, title_of


def folder(env: BuildEnvironment) -> Path:
    return Path(env.srcdir) / "book" / "errata"


def modules(chapter: Path) -> list[Path]:
    """The files with entries, one for each page of the book, in the order that PAGES gives them.

    Raises
    ------
    ErratumError
        if PAGES of the chapter does not name each module once.
    """
    index = chapter / "__init__.py"
    if not index.is_file():
        raise ErratumError(
            f"{index}: there is no such chapter of errata; write its title and PAGES"
        )
    named = list(getattr(load(index), "PAGES", ()))
    found = {label_of(path): path for path in chapter.glob("*.py") if path != index}
    if sorted(named) != sorted(found):
        raise ErratumError(
            f"{index}: PAGES must name each module once, {', '.join(sorted(found))}; "
            f"it names {', '.join(named) or 'none'}"
        )
    return [found[label] for label in named]


def label_of(module: Path) -> str:
    """The label of the page whose errata a module holds."""
    return module.stem.replace("_", "-")


def section_of(entry: Erratum, sections: dict[str, str]) -> str:
    """The label of the section that teaches the topic, or of the page until a section does."""
    return sections.get(entry.topic, label_of(entry.path))


class ErrataDirective(SphinxDirective):
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(topics_path(self.env)))
        if not self.arguments:
            return [self.chapter_list()]
        chapter = folder(self.env) / f"chapter_{self.arguments[0]}"
        self.env.note_dependency(str(chapter / "__init__.py"))
        sections = {t["id"]: t["section"] for t in read_topics(topics_path(self.env))}
        return [self.section(module, sections) for module in modules(chapter)]

    def read(self, module: Path) -> list[Erratum]:
        self.env.note_dependency(str(module))
        return read_entries(module)

    def section(self, module: Path, sections: dict[str, str]) -> nodes.section:
        ident = f"errata-{label_of(module)}"
        heading = nodes.title("", title_of(module))
        articles = [self.article(entry, section_of(entry, sections)) for entry in self.read(module)]
        return nodes.section("", heading, *articles, ids=[ident], names=[ident])

    def article(self, entry: Erratum, label: str) -> nodes.Node:
        lines = evaluate(entry)
        try:
            said, right, reason, setting = (
                inline(self, source) if source else []
                for source in (entry.said, entry.right, entry.reason, entry.setting)
            )
        except Exception as error:
            raise ErratumError(f"{entry.where}: {error}") from error
        parts = [labelled("Said", *said, class_="erratum-said")]
        if entry.compute:
            numbers = [self.line(line) for line in lines]
            head = nodes.paragraph("", "", *setting, classes=["erratum-setting"])
            parts += [element("div", head, *numbers, class_="erratum-numbers"), code_of(entry)]
        else:
            parts += [labelled("Why it matters", *reason, class_="erratum-reason")]
        reference = inline(self, f"{{ref}}`{label}`")
        link = nodes.inline("", "", *reference, classes=["erratum-link"])
        right = labelled("Right", *right, nodes.Text(" "), link, class_="erratum-right")
        parts.insert(2 if entry.compute else 1, right)
        return element("article", *parts, class_="erratum", id=entry.id)

    def line(self, line: Line) -> nodes.Node:
        mark, word = ("✓", "true: ") if line.holds else ("✗", "false: ")
        values = text("span", line.values, class_="erratum-values")
        if line.place:
            values += [nodes.Text(" at "), *inline(self, line.place)]
        return element(
            "p",
            text("span", mark, class_="erratum-mark", aria_hidden="true"),
            text("span", word, class_="visually-hidden"),
            element("span", *inline(self, line.claim), class_="erratum-claim"),
            nodes.Text(" "),
            values,
            class_="erratum-true" if line.holds else "erratum-false",
        )

    def chapter_list(self) -> nodes.Node:
        rows = []
        for chapter in sorted(folder(self.env).glob("chapter_*")):
            groups = {path: self.read(path) for path in modules(chapter)}
            number = chapter.name.removeprefix("chapter_")
            page = f"errata/chapter-{number}.html"
            title = text("a", title_of(chapter / "__init__.py"), href=page)
            count = counted([entry for group in groups.values() for entry in group])
            pages: list[nodes.Node] = []
            for module, entries in groups.items():
                link = text("a", title_of(module), href=f"{page}#errata-{label_of(module)}")
                pages.append(element("li", link, nodes.Text(f" {len(entries)}")))
            head = element("p", element("strong", title), nodes.Text(f": {count}"))
            rows.append(element("li", head, element("ul", *pages, class_="errata-pages")))
        return element("ul", *rows, class_="errata-chapters")


def labelled(label: str, *content: nodes.Node, class_: str) -> nodes.Node:
    mark = text("span", label, class_="erratum-label")
    return nodes.paragraph("", "", mark, nodes.Text(" "), *content, classes=[class_])


def code_of(entry: Erratum) -> nodes.Node:
    code = entry.code
    listing = nodes.literal_block(code, code, language="python3")
    return element("details", text("summary", "Show the code"), listing, class_="erratum-code")


def counted(entries: list[Erratum]) -> str:
    """How many entries, and how many of them have numbers."""
    with_numbers = sum(entry.compute is not None for entry in entries)
    words = len(entries) - with_numbers
    total = f"{len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    return f"{total}, {with_numbers} with numbers" + (f" and {words} on wording" if words else "")


def add_style(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Only the page with entries loads their style."""
    if has_element(doctree, "erratum"):
        app.add_css_file("errata.css")


def setup(app: Sphinx) -> None:
    app.add_directive("errata", ErrataDirective)
    app.connect("html-page-context", add_style)
