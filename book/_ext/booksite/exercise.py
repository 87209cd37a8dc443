"""`{exercise} assignment/function`: the box that leads from a section to its graded exercise.

Title, points, prerequisites and hints come from the exercise's own `exercise.toml`, so that book
and grader cannot say different things. Nothing else of an exercise's folder is read.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .markup import element, inline, text

HINTS = ("Where to look", "The formula, with blanks", "A worked case")


class ExerciseDirective(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        assignment, _, function = self.arguments[0].partition("/")
        folder = Path(self.env.srcdir) / "autograder" / "suites" / assignment / function
        settings = folder / "exercise.toml"
        if not function or not settings.is_file():
            raise self.error(f"no exercise {self.arguments[0]!r}: looked for {settings}")
        self.env.note_dependency(str(settings))
        exercise = tomllib.loads(settings.read_text(encoding="utf-8"))
        ident = f"exercise-{function}"
        box = element(
            "aside",
            self.head(exercise, ident),
            self.place(exercise, assignment, function),
            *self.parse_content_to_nodes(),
            *self.hints(exercise),
            class_="exercise-box",
            id=ident,
            aria_labelledby=f"{ident}-title",
        )
        return [box]

    def head(self, exercise: dict[str, Any], ident: str) -> nodes.Node:
        points = exercise["points"]
        return element(
            "p",
            text("span", "Exercise", class_="exercise-kind"),
            text("strong", exercise["title"], id=f"{ident}-title"),
            text("span", f"{points} point{'' if points == 1 else 's'}", class_="exercise-points"),
            class_="exercise-head",
        )

    def place(self, exercise: dict[str, Any], assignment: str, function: str) -> nodes.Node:
        line: list[nodes.Node] = [
            text("code", function),
            nodes.Text(" in "),
            text("code", f"{assignment}.ipynb"),
        ]
        required = exercise.get("requires", [])
        if required:
            line.append(nodes.Text(". Comes after "))
            for number, name in enumerate(required):
                line += [nodes.Text(", ")] if number else []
                line.append(text("code", name))
        return element("p", *line, nodes.Text("."), class_="exercise-place")

    def hints(self, exercise: dict[str, Any]) -> list[nodes.Node]:
        hints = exercise.get("hints", [])
        return [
            element(
                "details",
                text("summary", f"Hint {number}: {kind.lower()}"),
                element("p", *inline(self, hint)),
                class_="exercise-hint",
            )
            for number, (kind, hint) in enumerate(zip(HINTS, hints, strict=False), start=1)
        ]


def setup(app: Sphinx) -> None:
    app.add_directive("exercise", ExerciseDirective)
