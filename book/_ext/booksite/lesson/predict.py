"""`{predict} name`: a question whose answer follows, hidden until the reader has given one.

Three kinds: a choice (the question ends in a list; `:right:` counts its lines from 1), a number
(`:answer:` is what comes out), a text (neither). What follows is the result, up to `{predicted}`,
whose text says what to make of it. `_static/predict.js` hides and shows; without JavaScript the
result simply stands.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from ..site.formats import KEBAB
from ..site.markup import element, has_element, html_element, inline, text

NEAR = 0.1  # of the answer: a prediction is near without :near:


class predict_start(nodes.General, nodes.Element):
    """Where a prediction is asked for; its name in `name`, its form below it."""


class predict_end(nodes.General, nodes.Element):
    """Where the result ends; what is to be made of it below it."""


class PredictDirective(SphinxDirective):
    required_arguments = 1
    has_content = True
    option_spec = {
        "right": directives.positive_int,
        "answer": float,
        "near": float,
        "unit": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if not KEBAB.fullmatch(name):
            raise self.error(f"prediction {name!r}: the name is kebab-case, such as four-rates")
        if "right" in self.options and "answer" in self.options:
            raise self.error(f"prediction {name!r}: :right: is for a choice, :answer: for a number")
        question = self.parse_content_to_nodes()
        ident = f"predict-{name}"
        if "right" in self.options:
            field, data = self.choice(name, ident, question), {"right": self.options["right"]}
        elif "answer" in self.options:
            near = self.options.get("near", NEAR * abs(self.options["answer"]))
            data = {"answer": self.options["answer"], "near": near}
            field = self.written(ident, "Number")
        else:
            field, data = self.written(ident, "In a few words"), {}
        if not question:
            raise self.error(f"prediction {name!r}: the question is missing")
        kind = "choice" if "right" in data else "number" if "answer" in data else "text"
        form = element(
            "form",
            element(
                "fieldset",
                text("legend", "Predict first", id=f"{ident}-title"),
                element("div", *question, class_="predict-question", id=f"{ident}-question"),
                field,
            ),
            element(
                "div",
                element("button", nodes.Text("Compare"), type="submit", class_="predict-compare"),
                element("button", nodes.Text("Show"), type="button", class_="predict-show"),
                element("button", nodes.Text("Ask again"), type="button", class_="predict-again"),
                class_="predict-tools",
                hidden=None,
            ),
            element("div", class_="predict-verdict", role="status"),
            class_="predict",
            id=ident,
            data_predict=name,
            data_kind=kind,
            **{f"data_{key}": f"{value:g}" for key, value in data.items()},
        )
        place = predict_start("", form, name=name)
        self.set_source_info(place)
        return [place]

    def choice(self, name: str, ident: str, question: list[nodes.Node]) -> html_element:
        """The list at the end of the question as radio buttons."""
        options = question.pop() if question else None
        if not isinstance(options, nodes.bullet_list) or len(options) < 2:
            raise self.error(f"prediction {name!r}: a choice ends in a list of two or more")
        if self.options["right"] > len(options):
            raise self.error(f"prediction {name!r}: there is no line {self.options['right']}")
        rows = []
        for number, option in enumerate(options.children, start=1):
            entry = option.children[0]
            field = {"type": "radio", "autocomplete": "off", "name": ident, "value": str(number)}
            rows.append(
                element(
                    "div",
                    element("input", id=f"{ident}-{number}", **field),
                    element("label", *entry.children, for_=f"{ident}-{number}"),
                    class_="predict-option",
                )
            )
        return element("div", *rows, class_="predict-options")

    def written(self, ident: str, label: str) -> html_element:
        """A field for a number or a text; without JavaScript there is none."""
        unit = self.options.get("unit")
        field = {"type": "text", "autocomplete": "off", "id": f"{ident}-value"}
        if label == "Number":
            field["inputmode"] = "decimal"
        return element(
            "div",
            text("label", label, for_=f"{ident}-value"),
            element("input", **field),
            *([element("span", *inline(self, unit), class_="predict-unit")] if unit else []),
            class_="predict-field",
            hidden=None,
        )


class PredictedDirective(SphinxDirective):
    has_content = True

    def run(self) -> list[nodes.Node]:
        place = predict_end("", *self.parse_content_to_nodes())
        self.set_source_info(place)
        return [place]


def gather_results(app: Sphinx, doctree: nodes.document) -> None:
    """Put what stands between a question and its end into one element, which can be hidden."""
    for start in list(doctree.findall(predict_start)):
        around, first = start.parent, start.parent.index(start)
        rest = around.children[first + 1 :]
        last = next((i for i, node in enumerate(rest) if isinstance(node, predict_end)), None)
        if last is None or any(isinstance(n, predict_start | nodes.section) for n in rest[:last]):
            raise ExtensionError(
                f"{doctree['source']}:{start.line}: prediction {start['name']!r}: the result ends "
                "with {predicted}, in the same section"
            )
        ident = f"predict-{start['name']}-result"
        words = element("div", *rest[last].children, class_="predict-words")
        result = element("div", *rest[:last], words, class_="predict-result", id=ident)
        around[first : first + last + 2] = [*start.children, result]
    for end in doctree.findall(predict_end):
        raise ExtensionError(f"{doctree['source']}:{end.line}: {{predicted}} without {{predict}}")


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Only a page with a prediction loads the script."""
    if has_element(doctree, "predict"):
        app.add_js_file("predict.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_node(predict_start)
    app.add_node(predict_end)
    app.add_directive("predict", PredictDirective)
    app.add_directive("predicted", PredictedDirective)
    # Before titles and figures are collected.
    app.connect("doctree-read", gather_results, priority=100)
    app.connect("html-page-context", add_script)
