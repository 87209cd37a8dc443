"""`{written} name`: a question to be answered in prose, with what a good answer contains folded."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..site.markup import element, parse, text


class WrittenDirective(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        question, found, answer = "\n".join(self.content).partition("\n---\n")
        if not found or not question.strip() or not answer.strip():
            raise self.error(
                f"written question {name!r}: write the question, a line with ---, and what a good "
                "answer contains"
            )
        box = element(
            "aside",
            element("p", text("strong", "In words"), class_="written-head", id=f"written-{name}-t"),
            *parse(self, question),
            element(
                "details",
                text("summary", "What a good answer contains"),
                *parse(self, answer),
            ),
            class_="written",
            id=f"written-{name}",
            aria_labelledby=f"written-{name}-t",
        )
        return [box]


def setup(app: Sphinx) -> None:
    app.add_directive("written", WrittenDirective)
