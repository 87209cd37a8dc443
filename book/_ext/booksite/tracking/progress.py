"""`{progress}`: the exercises and quizzes of the book by chapter; `kit.js` says what is done.

Which page has what is read off the pages' own text, where the directives stand. An exercise is
listed with the page that teaches it, and with its assignment's page where no other has it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ..cards.interview import folder
from ..cards.interview_format import read_interview
from ..exercises.exercise import functions_of, settings_of
from ..quizzes.quiz_format import read_quiz
from ..site.markup import element, html_element, text

CARDS = "book/interview"  # the page of the cards
DIRECTIVE = re.compile(r"^[`:]{3,}\{(exercise|quiz|assignment)\}\s+(\S+)", re.MULTILINE)


class Page(NamedTuple):
    """A page with something to do: exercises as `assignment/function`, quizzes by name."""

    name: str
    exercises: list[str]
    quizzes: list[str]


class progress_place(nodes.General, nodes.Element):
    """Stands for the list until every page is read."""


class ProgressDirective(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [progress_place()]


def fill_in(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(progress_place)):
        place.replace_self(progress_list(app, docname))


def progress_list(app: Sphinx, docname: str) -> html_element:
    """A heading for each chapter, a list for each of its pages."""
    found: list[nodes.Node] = [
        text("p", "What is done shows where JavaScript runs.", class_="progress-sum", role="status")
    ]
    found += cards_line(app, docname)
    for number, (caption, with_tasks) in enumerate(parts_with_tasks(app)):
        if not with_tasks:
            continue
        found.append(text("h2", caption, id=f"progress-{number}"))
        for page in with_tasks:
            title = app.env.titles[page.name].astext()
            found.append(element("h3", link(app, docname, page.name, "", title)))
            found.append(element("ul", *items(app, docname, page), class_="progress-items"))
    return element("div", *found, class_="progress-list")


def parts_with_tasks(app: Sphinx) -> list[tuple[str, list[Page]]]:
    """Caption of each part of the book, with its pages on which there is something to do."""
    parts = chapters(app.env)
    taught = {e for _, pages in parts for name in pages for e in named(app, name, "exercise")}
    found = []
    for caption, pages in parts:
        all_pages = (tasks(app, name, taught) for name in pages)
        found.append((caption, [page for page in all_pages if page.exercises or page.quizzes]))
    return found


def exercises_by_page(app: Sphinx) -> list[Page]:
    """The pages with exercises in the order of the book; each exercise stands on one of them."""
    return [page for _, pages in parts_with_tasks(app) for page in pages if page.exercises]


def cards_line(app: Sphinx, docname: str) -> list[nodes.Node]:
    """A link to the interview cards; the script says how many are due."""
    if CARDS not in app.env.titles or not folder(app.env).is_dir():
        return []
    ids = [card["id"] for area in read_interview(folder(app.env)) for card in area["cards"]]
    return [
        element(
            "p",
            link(app, docname, CARDS, "", app.env.titles[CARDS].astext()),
            nodes.Text(": "),
            text("span", "", class_="live-state"),
            class_="progress-cards",
            data_cards=" ".join(ids),
        )
    ]


def chapters(env: BuildEnvironment) -> list[tuple[str, list[str]]]:
    """Caption and pages of each part of the table of contents."""
    parts = []
    for toctree in env.get_doctree(env.config.root_doc).findall(addnodes.toctree):
        pages = [name for name in toctree["includefiles"] if name in env.titles]
        parts.append((toctree.get("caption") or "Book", pages))
    return parts


def named(app: Sphinx, page: str, directive: str) -> list[str]:
    """What the directives of this kind on a page name."""
    source = Path(app.env.doc2path(page)).read_text(encoding="utf-8")
    return [what for kind, what in DIRECTIVE.findall(source) if kind == directive]


def tasks(app: Sphinx, page: str, taught: set[str]) -> Page:
    """What there is to do on a page; of an assignment what is not `taught` on another one."""
    rest = [
        exercise
        for assignment in named(app, page, "assignment")
        for function in functions_of(notebook_of(app, assignment))
        if (exercise := f"{assignment}/{function}") not in taught
    ]
    return Page(page, named(app, page, "exercise") + rest, named(app, page, "quiz"))


def notebook_of(app: Sphinx, assignment: str) -> Path:
    return Path(app.srcdir) / "exercises" / assignment / f"{assignment}.ipynb"


def items(app: Sphinx, docname: str, page: Page) -> list[nodes.Node]:
    root = Path(app.srcdir)
    found: list[nodes.Node] = []
    for exercise in page.exercises:
        assignment, _, function = exercise.partition("/")
        title = settings_of(root, assignment, function)["title"]
        found.append(
            item(
                link(app, docname, page.name, f"exercise-{function}", title),
                data_exercise=f"{assignment}:{function}",
            )
        )
    for quiz in page.quizzes:
        questions = read_quiz(root / "book" / "quizzes" / f"{quiz}.yml")
        found.append(
            item(
                link(app, docname, page.name, f"quiz-{quiz}", "Quiz"),
                data_quiz=quiz,
                data_questions=" ".join(question["id"] for question in questions),
            )
        )
    return found


def item(reference: nodes.Node, **data: str) -> html_element:
    return element("li", reference, nodes.Text(" "), text("span", "", class_="live-state"), **data)


def link(app: Sphinx, docname: str, page: str, ident: str, title: str) -> html_element:
    uri = app.builder.get_relative_uri(docname, page) + (f"#{ident}" if ident else "")
    return text("a", title, href=uri)


def pages_with_lists(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write these anew each time: any page may have got or lost an exercise."""
    return [
        name
        for name in env.found_docs
        if "{progress}" in Path(env.doc2path(name)).read_text(encoding="utf-8")
    ]


def setup(app: Sphinx) -> None:
    app.add_node(progress_place)
    app.add_directive("progress", ProgressDirective)
    app.connect("env-updated", pages_with_lists)
    app.connect("doctree-resolved", fill_in)
