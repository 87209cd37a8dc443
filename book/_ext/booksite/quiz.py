"""`{quiz} name`: questions with a reason for every answer, from `book/quizzes/<name>.yml`.

The page carries everything, so it reads without JavaScript; `quiz.js` adds the checking. No id is
random: each is made of the quiz's name and the question's id.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .markup import element, has_element, inline, parse, text
from .quiz_format import QuizError, read_quiz


class QuizDirective(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        path = Path(self.env.srcdir) / "book" / "quizzes" / f"{name}.yml"
        self.env.note_dependency(str(path))
        forms = [form(self, f"quiz-{name}-{q['id']}", q) for q in read_quiz(path)]
        return [element("div", *forms, class_="quiz", id=f"quiz-{name}")]


def form(directive: SphinxDirective, ident: str, question: dict[str, Any]) -> nodes.Node:
    kind = question["kind"]
    legend, *rest = parse(directive, question["question"])
    if not isinstance(legend, nodes.paragraph):
        raise QuizError(f"{ident}: a question starts with a paragraph of text")
    if kind == "number":
        fields, reasons = number_field(ident, question), number_reasons(directive, question)
    else:
        fields, reasons = (
            option_fields(directive, ident, question),
            option_reasons(directive, question),
        )
    hint = [text("p", "Any number of these may be right.", class_="quiz-hint")]
    return element(
        "form",
        element(
            "fieldset",
            element("legend", *legend.children),
            *rest,
            *(hint if kind == "several" else []),
            *fields,
        ),
        text("button", "Check", type="submit", class_="quiz-check", hidden=None),
        element("div", role="status", class_="quiz-verdict"),
        element(
            "details",
            text("summary", "All answers with their reasons"),
            *reasons,
            class_="quiz-reasons",
        ),
        class_="quiz-question",
        id=ident,
        data_kind=kind,
    )


def option_fields(
    directive: SphinxDirective, ident: str, question: dict[str, Any]
) -> list[nodes.Node]:
    kind = "radio" if question["kind"] == "one" else "checkbox"
    return [
        element(
            "div",
            element("input", type=kind, name=ident, value=str(number), id=f"{ident}-{number}"),
            element(
                "label",
                text("span", letter(number), class_="quiz-letter"),
                element("span", *inline(directive, option["text"])),
                for_=f"{ident}-{number}",
            ),
            class_="quiz-option",
        )
        for number, option in enumerate(question["options"], start=1)
    ]


def letter(number: int) -> str:
    """A name for an option that can be said aloud, also where its text is a formula."""
    return "ABCDEFGHIJ"[number - 1]


def option_reasons(directive: SphinxDirective, question: dict[str, Any]) -> list[nodes.Node]:
    return [
        reason(
            [nodes.Text(f"{letter(number)}, "), *inline(directive, option["text"])],
            parse(directive, option["reason"]),
            right=option["right"],
            data_value=str(number),
        )
        for number, option in enumerate(question["options"], start=1)
    ]


def number_field(ident: str, question: dict[str, Any]) -> list[nodes.Node]:
    field = f"{ident}-value"
    unit = question.get("unit")
    return [
        element(
            "div",
            text("label", "Answer", for_=field),
            element("input", type="text", inputmode="decimal", autocomplete="off", id=field),
            *([text("span", unit)] if unit else []),
            class_="quiz-number",
        )
    ]


def number_reasons(directive: SphinxDirective, question: dict[str, Any]) -> list[nodes.Node]:
    unit = f" {question['unit']}" if question.get("unit") else ""
    answers = [(question, True), *((wrong, False) for wrong in question.get("wrong", []))]
    return [
        reason(
            [nodes.Text(f"{answer['answer']:g}{unit}")],
            parse(directive, answer["reason"]),
            right=right,
            data_answer=repr(answer["answer"]),
            data_tolerance=repr(question["tolerance"]),
        )
        for answer, right in answers
    ]


def reason(
    answer: list[nodes.Node], why: list[nodes.Node], *, right: bool, **data: str
) -> nodes.Node:
    """An answer, whether it is right, and why; `data` is what the script finds it by."""
    mark = text("strong", "Right: " if right else "Wrong: ", class_="quiz-mark")
    return element(
        "div",
        element("p", mark, *answer, class_="quiz-answer"),
        element("div", *why, class_="quiz-reason"),
        data_right="true" if right else "false",
        **data,
    )


def add_script(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Only a page with a quiz loads the script."""
    if has_element(doctree, "quiz"):
        app.add_js_file("quiz.js", defer="defer")


def setup(app: Sphinx) -> None:
    app.add_directive("quiz", QuizDirective)
    app.connect("html-page-context", add_script)
