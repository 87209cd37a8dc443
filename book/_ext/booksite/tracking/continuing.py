"""`{continue}`: where a reader who comes back goes on, filled in by `_static/continue.js`.

Without JavaScript, and for who is new, it leads to the first page. The pages of the chapters note
that they were opened (`_static/reading.js`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..exercises.exercise import settings_of
from ..site.markup import element, has_element, html_element, text
from .progress import CARDS, chapters, exercises_by_page, link


class continue_place(nodes.General, nodes.Element):
    """Stands for the line until every page is read."""


class ContinueDirective(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [continue_place()]


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(continue_place)):
        place.replace_self(continue_lines(app, docname))


def continue_lines(app: Sphinx, docname: str) -> html_element:
    """Two lines, with all exercises in the order of the book for the script."""
    exercises = listed(app, docname)
    count = len(exercises)
    first = next((pages[0] for _, pages in chapters(app.env) if pages), docname)
    start = link(app, docname, first, "", app.env.titles[first].astext())
    return element(
        "div",
        element("p", nodes.Text("Start with "), start, nodes.Text("."), class_="continue-next"),
        text("p", f"{count} exercises to solve in the page.", class_="continue-done"),
        class_="continue",
        data_exercises=json.dumps(exercises, ensure_ascii=False, separators=(",", ":")),
        data_cards=app.builder.get_relative_uri(docname, CARDS),
        data_root="../" * docname.count("/"),
    )


def listed(app: Sphinx, docname: str) -> list[tuple[str, str, str]]:
    """Of each exercise its key, its title, and its address from a page."""
    found = []
    for page in exercises_by_page(app):
        uri = app.builder.get_relative_uri(docname, page.name)
        for exercise in page.exercises:
            assignment, _, function = exercise.partition("/")
            title = settings_of(Path(app.srcdir), assignment, function)["title"]
            found.append((f"{assignment}:{function}", title, f"{uri}#exercise-{function}"))
    return found


def add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    if has_element(doctree, "continue"):
        app.add_js_file("continue.js", type="module")
    if has_element(doctree, "opening"):
        app.add_js_file("reading.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_node(continue_place)
    app.add_directive("continue", ContinueDirective)
    app.connect("doctree-resolved", fill_in)
    app.connect("html-page-context", add_scripts)
