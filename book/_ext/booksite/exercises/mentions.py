"""Where prose names an exercise's function as code, the name leads to the exercise.

`adam_step` and `adam_step(w, g, …)` become links to the page that teaches the exercise, else to its
assignment's page. Headings, listings, links, what is pressed, and the exercise's own box stay as
they are; so does the instructor's guide, where a name is an argument of a command.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ..site.markup import element, html_element
from ..tracking.progress import exercises_by_page

CALL = re.compile(r"(\w+)(?:\(.*\))?", re.DOTALL)
GUIDE = "book/instructor/"
KEPT = (nodes.title, nodes.reference, addnodes.pending_xref, nodes.literal_block, nodes.caption)
KEPT_TAGS = {"a", "button", "label", "legend", "summary", "pre", "h1", "h2", "h3", "h4"}


def link_mentions(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if docname.startswith(GUIDE):
        return
    known = places(app)
    for literal in list(doctree.findall(nodes.literal)):
        found = CALL.fullmatch(literal.astext())
        if found and found[1] in known and may_be_link(literal, found[1]):
            page = known[found[1]]
            uri = app.builder.get_relative_uri(docname, page) + f"#exercise-{found[1]}"
            # A reference of docutils may not stand right in an element of our own.
            link = element("a", href=uri, class_="reference internal mention")
            literal.replace_self(link)
            link += literal


def places(app: Sphinx) -> dict[str, str]:
    """The page of each exercise by its function; worked out once for a build."""
    known = getattr(app, "booksite_places", None)
    if known is None:
        known = {
            exercise.partition("/")[2]: page.name
            for page in exercises_by_page(app)
            for exercise in page.exercises
        }
        app.booksite_places = known  # type: ignore[attr-defined]
    return known


def may_be_link(literal: nodes.Node, function: str) -> bool:
    """Whether a link may stand here: not in another one, nor where the exercise itself is told."""
    above = literal.parent
    while above is not None:
        if isinstance(above, KEPT):
            return False
        if isinstance(above, html_element):
            own = above["html"].get("id") == f"exercise-{function}"
            if own or above["tag"] in KEPT_TAGS:
                return False
        above = above.parent
    return True


def setup(app: Sphinx) -> None:
    app.connect("doctree-resolved", link_mentions)
