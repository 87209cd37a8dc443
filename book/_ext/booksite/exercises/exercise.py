"""`{exercise} assignment/function`: the box that leads from a section to its graded exercise.

Title, points, prerequisites and hints come from the exercise's own `exercise.toml`, so that book
and grader cannot say different things. Nothing else of an exercise's folder is read. The code to
start from and the task in words come from the released notebook; it can be solved in the box
(`live.py`).

`{assignment} name` places the boxes of all exercises of an assignment, in the notebook's order, below
a line that says how many have passed and which one is next (`live.js`).
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .live import exercise_parts, released_notebook
from .statement import statement
from ..site.markup import element, inline, text

HINTS = ("Where to look", "The formula, with blanks", "A worked case")


def total_points(points: float | dict[str, float]) -> float:
    """Points of an exercise, which may be given by group of tests."""
    return sum(points.values()) if isinstance(points, dict) else points


def settings_of(root: Path, assignment: str, function: str) -> dict[str, Any]:
    """The `exercise.toml` of an exercise."""
    path = root / "autograder" / "suites" / assignment / function / "exercise.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def functions_of(notebook: Path) -> list[str]:
    """The functions that a released notebook asks for, in its order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells if cell["cell_type"] == "code"]
    return [mark["grade_id"] for mark in marks if mark.get("solution")]


class ExerciseBox(SphinxDirective):
    """A directive that can place the box of an exercise."""

    def box(
        self, assignment: str, function: str, content: list[nodes.Node], *, folded: bool
    ) -> nodes.Node:
        """The box; `folded` folds the task in words."""
        folder = Path(self.env.srcdir) / "autograder" / "suites" / assignment / function
        settings = folder / "exercise.toml"
        if not function or not settings.is_file():
            raise self.error(f"no exercise {self.arguments[0]!r}: looked for {settings}")
        self.env.note_dependency(str(settings))
        exercise = tomllib.loads(settings.read_text(encoding="utf-8"))
        ident = f"exercise-{function}"
        return element(
            "aside",
            self.head(exercise, ident),
            self.place(exercise, assignment, function),
            *content,
            *statement(self, released_notebook(self, assignment), function, folded=folded),
            *exercise_parts(self, assignment, function, ident),
            *self.hints(exercise),
            class_="exercise-box",
            id=ident,
            aria_labelledby=f"{ident}-title",
        )

    def head(self, exercise: dict[str, Any], ident: str) -> nodes.Node:
        points = total_points(exercise["points"])
        return element(
            "p",
            text("span", "Exercise", class_="exercise-kind"),
            text("strong", exercise["title"], id=f"{ident}-title"),
            text("span", f"{points:g} point{'' if points == 1 else 's'}", class_="exercise-points"),
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
                line.append(nodes.literal("", name))
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


class ExerciseDirective(ExerciseBox):
    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        assignment, _, function = self.arguments[0].partition("/")
        return [self.box(assignment, function, self.parse_content_to_nodes(), folded=True)]


class AssignmentDirective(ExerciseBox):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        assignment = self.arguments[0]
        functions = functions_of(released_notebook(self, assignment))
        found: list[nodes.Node] = [
            text("p", f"{len(functions)} exercises.", class_="assignment-progress")
        ]
        for function in functions:
            section = settings_of(Path(self.env.srcdir), assignment, function)["section"]
            taught = inline(self, f"Taught in {{ref}}`{section}`.") if section else []
            content = [nodes.paragraph("", "", *taught)] if taught else []
            found.append(self.box(assignment, function, content, folded=False))
        return found


def setup(app: Sphinx) -> None:
    app.add_directive("exercise", ExerciseDirective)
    app.add_directive("assignment", AssignmentDirective)
