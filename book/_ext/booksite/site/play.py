"""`{play} figure-name`: a figure to play with, drawn by `book/_static/play/<figure-name>.js`.

The directive places a numbered figure with a caption. Its `:alt:` text is what a reader gets
without JavaScript, and the name of the figure for a screen reader. `:height: 700 1100` keeps room
for it, in CSS pixels on a wide page and on a phone, so that nothing moves when it is drawn.
`:start: adagrad` is handed to the script as `data-start`: a figure that stands on two pages may
begin with another choice on each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .markup import element, html_element, text


class PlayDirective(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "name": directives.unchanged_required,
        "height": directives.positive_int_list,
        "start": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        script = Path(self.env.srcdir) / "book" / "_static" / "play" / f"{name}.js"
        if not script.is_file():
            raise self.error(f"no figure {name!r}: write book/_static/play/{name}.js")
        if "alt" not in self.options:
            raise self.error(f"figure {name!r}: say in :alt: what is seen")
        if len(self.options.get("height", ())) != 2:
            raise self.error(
                f"figure {name!r}: give its height on a wide page and on a phone, "
                "as in `:height: 700 1100`"
            )
        if not self.content:
            raise self.error(f"figure {name!r}: the caption (the directive's body) is missing")
        figure = nodes.figure("", self.canvas(name), classes=["play-figure"])
        caption, *legend = self.parse_content_to_nodes()
        figure += nodes.caption("", "", *caption.children)
        if legend:
            figure += nodes.legend("", *legend)
        self.set_source_info(figure)
        self.options.setdefault("name", f"play-{name}")
        self.add_name(figure)
        return [figure]

    def canvas(self, name: str) -> html_element:
        """The element the script draws into, with what stands there until it does."""
        alt = self.options["alt"]
        fallback = element(
            "p",
            nodes.Text(alt),
            text("em", " Where the site is served and JavaScript runs, it can be played with."),
            class_="play-fallback",
        )
        wide, narrow = self.options["height"]
        start = {"data_start": self.options["start"]} if "start" in self.options else {}
        return element(
            "div",
            fallback,
            class_="play",
            data_play=name,
            role="group",
            aria_label=alt,
            style=f"--height: {wide}px; --height-narrow: {narrow}px",
            **start,
        )


def add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the modules of the figures a page has, and no others."""
    if doctree is None:
        return
    for node in doctree.findall(html_element):
        if name := node["html"].get("data-play"):
            app.add_js_file(f"play/{name}.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_directive("play", PlayDirective)
    app.connect("html-page-context", add_scripts)
