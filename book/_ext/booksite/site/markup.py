"""HTML elements as document nodes, and MyST text inside directives."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator


class html_element(nodes.General, nodes.Element):
    """An HTML element: its name in `tag`, its attributes in `html`."""


def element(tag: str, *children: nodes.Node, **html: str | None) -> html_element:
    """Make an element.

    Attribute names take `_` for `-`; one at the end is dropped (`class_`, `for_`). The value None
    makes an attribute without a value.
    """
    attributes = {key.rstrip("_").replace("_", "-"): value for key, value in html.items()}
    return html_element("", *children, tag=tag, html=attributes)


def text(tag: str, content: str, **html: str | None) -> html_element:
    return element(tag, nodes.Text(content), **html)


def has_element(doctree: nodes.document | None, css_class: str) -> bool:
    """Whether a page (None for one without a source, such as search) has an element of a class."""
    if doctree is None:
        return False
    return any(node["html"].get("class") == css_class for node in doctree.findall(html_element))


def parse(directive: SphinxDirective, source: str) -> list[nodes.Node]:
    """MyST text as blocks."""
    return list(directive.parse_text_to_nodes(source))


def inline(directive: SphinxDirective, source: str) -> list[nodes.Node]:
    """MyST text that stands within a line: the content of a single paragraph."""
    blocks = parse(directive, source)
    if len(blocks) != 1 or not isinstance(blocks[0], nodes.paragraph):
        raise directive.error(f"must be one paragraph of text: {source!r}")
    return list(blocks[0].children)


def visit_element(self: HTML5Translator, node: html_element) -> None:
    attributes = "".join(
        f" {key}" if value is None else f' {key}="{self.attval(value)}"'
        for key, value in node["html"].items()
    )
    self.body.append(f"<{node['tag']}{attributes}>")


def depart_element(self: HTML5Translator, node: html_element) -> None:
    if node["tag"] != "input":
        self.body.append(f"</{node['tag']}>")


def setup(app: Sphinx) -> None:
    app.add_node(html_element, html=(visit_element, depart_element))
