"""`{quiz} name`: questions with a reason for every answer, from `book/quizzes/<name>.yml`.

The page carries everything, so it reads without JavaScript; `quiz.js` adds the checking. No id is
random: each is made of the quiz's name and the question's id, and the value of an option is made of
its text, so that an answer that was kept is never taken for another option's.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from ..site.formats import FormatError
from ..site.markup import element, has_element, inline, parse, text
from .quiz_format import accepted, read_quiz


class QuizDirective(SphinxDirective):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        path = Path(self.env.srcdir) / "book" / "quizzes" / f"{name}.yml"
        self.env.note_dependency(str(path))
        forms = [form(self, name, question) for question in read_quiz(path)]
        return [element("div", *forms, class_="quiz", id=f"quiz-{name}")]


def form(directive: SphinxDirective, quiz: str, question: dict[str, Any]) -> nodes.Node:
    kind = question["kind"]
    ident = f"quiz-{quiz}-{question['id']}"
    legend, *rest = parse(directive, question["question"])
    if not isinstance(legend, nodes.paragraph):
        raise FormatError(f"{ident}: a question starts with a paragraph of text")
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
        # Disabled as well, or the Enter key would send the form where no script runs.
        text("button", "Check", type="submit", class_="quiz-check", hidden=None, disabled=None),
        text("button", "Try again", type="button", class_="quiz-again", hidden=None),
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
        data_quiz=quiz,
        data_question=question["id"],
    )


def option_fields(
    directive: SphinxDirective, ident: str, question: dict[str, Any]
) -> list[nodes.Node]:
    kind = "radio" if question["kind"] == "one" else "checkbox"
    return [
        element(
            "div",
            element(
                "input",
                type=kind,
                name=ident,
                value=option_key(option),
                autocomplete="off",
                id=f"{ident}-{number}",
            ),
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


def option_key(option: dict[str, Any]) -> str:
    return hashlib.sha256(option["text"].encode()).hexdigest()[:8]


def letter(number: int) -> str:
    """A name for an option that can be said aloud, also where its text is a formula."""
    return "ABCDEFGHIJ"[number - 1]


def option_reasons(directive: SphinxDirective, question: dict[str, Any]) -> list[nodes.Node]:
    return [
        reason(
            [nodes.Text(f"{letter(number)}, "), *inline(directive, option["text"])],
            parse(directive, option["reason"]),
            right=option["right"],
            data_value=option_key(option),
        )
        for number, option in enumerate(question["options"], start=1)
    ]


def number_field(ident: str, question: dict[str, Any]) -> list[nodes.Node]:
    field, unit = f"{ident}-value", question.get("unit")
    about = [f"{ident}-unit"] if unit else []
    return [
        element(
            "div",
            text("label", "Answer", for_=field),
            element(
                "input",
                type="text",
                inputmode="decimal",
                autocomplete="off",
                id=field,
                aria_describedby=" ".join([*about, f"{ident}-accuracy"]),
            ),
            *([text("span", unit, id=f"{ident}-unit", class_="quiz-unit")] if unit else []),
            class_="quiz-number",
        ),
        text("p", accuracy(question), class_="quiz-hint", id=f"{ident}-accuracy"),
    ]


def accuracy(question: dict[str, Any]) -> str:
    """How near an answer must be, in words."""
    if "relative" in question:
        return f"Counts as right up to {shown(100 * question['relative'])} % off."
    if question["tolerance"] == 0:
        return "The exact number is asked for."
    return f"Counts as right up to {shown(question['tolerance'])} off."


def number_reasons(directive: SphinxDirective, question: dict[str, Any]) -> list[nodes.Node]:
    wrongs = question.get("wrong", [])
    values = [wrong for wrong in wrongs if "range" not in wrong]
    ranges = [wrong for wrong in wrongs if "range" in wrong]
    answers = [(question, True), *((wrong, False) for wrong in values + ranges)]
    found = []
    for answer, right in answers:
        low, high = (script_number(end) for end in accepted(answer, question))
        content = number_content(directive, answer, question.get("unit"))
        why = parse(directive, answer["reason"])
        found.append(reason(content, why, right=right, data_low=low, data_high=high))
    return found


def number_content(
    directive: SphinxDirective, answer: dict[str, Any], unit: str | None
) -> list[nodes.Node]:
    """An answer as the list of reasons shows it: `0.577 η, the noise alone`, or a range's name."""
    name = inline(directive, answer["name"]) if "name" in answer else []
    if "range" in answer:
        return name
    value = shown(answer["answer"]) + (f" {unit}" if unit else "")
    return [nodes.Text(value), *([nodes.Text(", "), *name] if name else [])]


def shown(value: float) -> str:
    return f"{value:.10g}".replace("-", "−")


def script_number(value: float) -> str:
    """A number as JavaScript's `Number()` reads it."""
    return repr(value) if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")


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
        app.add_js_file("quiz.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_directive("quiz", QuizDirective)
    app.connect("html-page-context", add_script)
