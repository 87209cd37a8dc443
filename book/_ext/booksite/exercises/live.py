"""Code that a reader can run in the page.

- `live_box` is the part of an exercise's box where it is solved; `exercise.py` places it.
- `{work} assignment` has the buttons for the work as a file.
- `{try} name` is a piece of code to play with, which needs NumPy only. It is run when the book is
  built, and what it gives stands below it until a reader runs it again.

The page holds the code as text, and reads without JavaScript.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from handbook.check import in_page

from . import live_settings, solutions
from .live_assets import packed_modules
from ..site.markup import element, has_element, html_element, inline, text

KEYS = "Where code is written Tab indents, Escape leaves it, Ctrl+Enter {action}."
PRIVATE = (
    " Python and NumPy load once the code is entered ({size}). Everything stays in this browser: "
    "nothing is sent anywhere."
)
SERVED = "Where the site is served and JavaScript runs, it can be {done} on this page."


def live_box(
    ident: str, code: str, *, buttons: list[tuple[str, str]], label: str, note: str, **data: str
) -> html_element:
    """Code with its buttons; `live.js` makes it live. `buttons` are pairs (action, text)."""
    pressed = [
        element(
            "button",
            nodes.Text(name),
            type="button",
            class_="live-button",
            data_action=action,
            **({"hidden": None} if action == "stop" else {}),
        )
        for action, name in buttons
    ]
    listing = nodes.literal_block(code, code, language="python3")
    return element(
        "div",
        element("div", listing, class_="live-code"),
        element("div", *pressed, text("span", "", class_="live-state"), class_="live-tools"),
        text("p", note, class_="live-note", id=f"{ident}-note"),
        text("span", "", role="status", class_="live-said visually-hidden"),
        element("div", role="status", class_="live-status"),
        element("div", class_="live-result"),
        class_="live",
        data_label=label,
        **data,
    )


def note_of(directive: SphinxDirective, action: str) -> str:
    """The keys of a box; the first one of a page says what is loaded, too."""
    keys = KEYS.format(action=action)
    told = directive.env.temp_data.setdefault("live_told", set())
    if directive.env.docname in told:
        return keys
    told.add(directive.env.docname)
    return keys + PRIVATE.format(size=directive.env.app.config.booksite_python_size)


def stub_of(directive: SphinxDirective, assignment: str, function: str) -> str:
    """The solution cell of a function as students receive it."""
    path = released_notebook(directive, assignment)
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == function:
            return "".join(cell["source"])
    raise directive.error(f"{path} has no cell {function}: run `autograder release {assignment}`")


def released_notebook(directive: SphinxDirective, assignment: str) -> Path:
    path = Path(directive.env.srcdir) / "exercises" / assignment / f"{assignment}.ipynb"
    directive.env.note_dependency(str(path))
    if not path.is_file():
        raise directive.error(f"{path} is missing: run `autograder release {assignment}`")
    return path


def exercise_parts(
    directive: SphinxDirective, assignment: str, function: str, ident: str
) -> list[nodes.Node]:
    """Where an exercise is solved on the page; nothing where its settings switch that off."""
    root = Path(directive.env.srcdir)
    for path in live_settings.files(root, assignment, function):
        directive.env.note_dependency(str(path))
    if not live_settings.read(root, assignment, function).live:
        return []
    buttons = [
        ("check", "Check"),
        ("run", "Run"),
        ("hint", "Hint"),
        ("reset", "Reset"),
        ("stop", "Stop"),
    ]
    box = live_box(
        ident,
        stub_of(directive, assignment, function),
        buttons=buttons,
        label=f"Code of {function}",
        note=note_of(directive, "checks"),
        data_assignment=assignment,
        data_function=function,
    )
    if solutions.offered(directive.env.app, assignment, function):
        # Empty, so that the page itself tells nothing; `solution.js` fills it.
        box += element(
            "details",
            text("summary", "Compare with the handbook’s solution"),
            element("div", class_="solution"),
            class_="live-solution",
            hidden=None,
        )
    download = text(
        "a",
        f"{assignment}.zip",
        href=f"{to_static(directive)}live/{assignment}/{assignment}.zip",
        download=None,
        class_="live-download",
    )
    served = SERVED.format(done="solved")
    box += element(
        "p",
        text("span", f"{served} ", class_="live-fallback"),
        nodes.Text("Elsewhere: the notebook with its checks, "),
        download,
        nodes.Text("."),
        class_="live-elsewhere",
    )
    return [box]


def to_static(directive: SphinxDirective) -> str:
    """The way from the page that is being read to `_static/`."""
    return "../" * directive.env.docname.count("/") + "_static/"


class TryDirective(SphinxDirective):
    """A piece of code to play with; `:do:` says what to change, and is shown above it."""

    required_arguments = 1
    has_content = True
    option_spec = {"do": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if "do" not in self.options:
            raise self.error(f"try {name!r}: say in :do: what to change")
        code = "\n".join(self.content)
        self.refuse_imports(name, code)
        ident = f"try-{name}"
        box = live_box(
            ident,
            code,
            buttons=[("run", "Run"), ("reset", "Reset"), ("stop", "Stop")],
            label=f"Code to try: {name}",
            note=note_of(self, "runs"),
        )
        result = next(n for n in box if n["html"].get("class") == "live-result")
        result += self.results(name, code)
        place = element(
            "aside",
            element("p", text("strong", "Try it"), class_="try-head"),
            element("p", *inline(self, self.options["do"])),
            box,
            class_="try",
            id=ident,
            aria_label=f"Try it: {name.replace('-', ' ')}",  # a page may have several
        )
        return [place]

    def refuse_imports(self, name: str, code: str) -> None:
        """Only what a page's Python has may be imported."""
        packed = packed_modules(Path(in_page.__file__).parents[1])
        names = (path.removesuffix(".py").removesuffix("/__init__") for path in packed)
        # The names of `handbook.figures` itself need Matplotlib.
        here = {name.replace("/", ".") for name in names} - {"handbook.figures"}
        for node in ast.walk(ast.parse(code)):
            found = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            found += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for module in found:
                top = module.split(".")[0]
                if module not in here and top not in {"numpy", *sys.stdlib_module_names}:
                    raise self.error(f"try {name!r}: a page's Python has no {module}")

    def results(self, name: str, code: str) -> list[nodes.Node]:
        """Run the code as the page will, and show what it gives."""
        printed: list[str] = []
        namespace = in_page.fresh_namespace()
        answer = in_page.run(code, namespace, send=printed.append)
        if answer["error"]:
            raise self.error(f"try {name!r}: {answer['error']}")
        found: list[nodes.Node] = []
        if answer["drawing"]:
            drawing = nodes.raw("", answer["drawing"], format="html")
            found.append(element("div", drawing, class_="live-drawing"))
        shown = {"Value of the last line": answer["shown"], "Printed": "".join(printed)}
        for label, said in shown.items():
            if said:
                found.append(text("p", label, class_="live-label"))
                output = text("pre", said, class_="live-printed", tabindex="0", role="group")
                output["html"]["aria-label"] = label
                found.append(output)
        return found


class KitDirective(SphinxDirective):
    """`{work} assignment`: the work as a file, taken in again, erased.

    Without a name: that of every assignment, and everything as one file.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        if self.arguments:
            return [kit(self.arguments[0])]
        found: list[nodes.Node] = []
        for checks in sorted((Path(self.env.srcdir) / "exercises").glob("*/checks.json")):
            name = checks.parent.name
            found += [nodes.paragraph("", "", *inline(self, f"{{ref}}`exercises-{name}`:"))]
            found += [kit(name)]
        all_of_it = (
            "Everything in one file: the code of all assignments, the answers to quizzes, the "
            "predictions, the cards:"
        )
        return [*found, nodes.paragraph("", all_of_it), kit(None)]


def kit(assignment: str | None) -> html_element:
    if assignment is None:
        parts = [
            button("backup", "Download a backup"),
            chooser("Restore a backup", ".json"),
            button("erase", "Erase everything"),
        ]
        data = {}
    else:
        parts = [
            button("export", f"Download {assignment}.ipynb"),
            chooser("Take in a notebook", ".ipynb"),
            button("erase", "Erase this work"),
        ]
        data = {"data_assignment": assignment}
    return element(
        "div",
        element("div", *parts, class_="live-tools"),
        text("p", "", role="status", class_="live-status"),
        class_="live-kit",
        **data,
    )


def chooser(name: str, accept: str) -> html_element:
    """A button that asks for a file."""
    choose = element("input", type="file", accept=accept, class_="visually-hidden")
    return element("label", nodes.Text(name), choose, class_="live-button")


def button(action: str, name: str) -> html_element:
    return text("button", name, type="button", class_="live-button", data_kit=action)


def add_scripts(app: Sphinx, page: str, template: str, context: dict, doctree: Any) -> None:
    """Load the scripts on the pages that have something to run or to keep."""
    runs = has_element(doctree, "live")
    keeps = has_element(doctree, "live-kit") or has_element(doctree, "progress-list")
    if runs or keeps:
        app.add_css_file("live.css")
    if runs:
        app.add_js_file("live/live.js", type="module")
    if keeps:
        app.add_js_file("live/kit.js", type="module")


def setup(app: Sphinx) -> None:
    app.add_config_value("booksite_python_size", "", "env")  # set while the site is built
    app.add_directive("try", TryDirective)
    app.add_directive("work", KitDirective)
    app.connect("html-page-context", add_scripts)
