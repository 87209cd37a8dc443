r"""A derivation as rows of the page: formula, reason, mark; on a telephone the reason goes below.

`handbook.derivation` gives one LaTeX block, which is what a notebook can show. A block cannot wrap,
so on the site each row is taken apart again: `left &= right && \begin{array}{l}reason\end{array}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from ..site.markup import element

BLOCK = re.compile(r"\A\s*\\begin\{aligned\}\n(.*)\n\\end\{aligned\}\s*\Z", re.DOTALL)
NEXT_ROW = " \\\\[0.6em]\n"
NOTE = re.compile(r"\A\\begin\{array\}\{l\}(.*)\\end\{array\}\Z", re.DOTALL)
MARK = re.compile(r"\A\{\\scriptstyle (\\checkmark\\ )?\\text\{(.*)\}\}\Z", re.DOTALL)
TEXT = re.compile(r"\\text\{((?:[^{}\\]|\\.|\\textbackslash |\{\})*)\}")
ENVIRONMENT = re.compile(r"\\(begin|end)\{\w+\*?\}|&")
ESCAPED = re.compile(r"\\textbackslash |\\\^\{\}|\\~\{\}|\\([#%&_{}])")


def take_apart(app: Sphinx, doctree: nodes.document) -> None:
    for block in list(doctree.findall(nodes.math_block)):
        found = BLOCK.match(block.astext())
        if found is None or "\\begin{array}{l}" not in found[1]:
            continue
        rows = [row_of(row) for row in found[1].split(NEXT_ROW)]
        block.replace_self(element("div", *rows, class_="derivation"))


def row_of(row: str) -> nodes.Node:
    """One row as elements: what stands left of the sign, the rest, and the reason with its mark."""
    left, right, *rest = [*at_ampersands(row), ""]
    note = NOTE.match("".join(rest).strip())
    cells = [
        element("div", *formula(left), class_="derivation-left"),
        element("div", *formula(right), class_="derivation-right"),
        element("div", *(reason(note[1]) if note else ()), class_="derivation-reason"),
    ]
    return element("div", *cells, class_="derivation-row")


def at_ampersands(row: str) -> list[str]:
    """The row, cut at the & of its own alignment, not at those of a matrix in it."""
    pieces, start, depth = [], 0, 0
    for found in ENVIRONMENT.finditer(row):
        if found[1]:
            depth += 1 if found[1] == "begin" else -1
        elif depth == 0:
            pieces.append(row[start : found.start()])
            start = found.end()
    return [*pieces, row[start:]]


def formula(latex: str) -> list[nodes.Node]:
    latex = latex.strip()
    return [nodes.math(latex, rf"\displaystyle {{}}{latex}")] if latex else []


def reason(latex: str) -> Iterator[nodes.Node]:
    r"""The lines of a reason as running text, the mark on a line of its own."""
    for line in latex.split(" \\\\ "):
        if mark := MARK.match(line):
            sign = "✓ " if mark[1] else ""
            yield element("div", nodes.Text(sign + unescape(mark[2])), class_="derivation-mark")
            continue
        start = 0
        for found in TEXT.finditer(line):
            yield from inline_formula(line[start : found.start()])
            yield nodes.Text(unescape(found[1]))
            start = found.end()
        yield from inline_formula(line[start:])
        yield nodes.Text(" ")


def inline_formula(latex: str) -> list[nodes.Node]:
    return [nodes.math(latex, latex.strip())] if latex.strip() else []


def unescape(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        return found[1] or {"\\t": "\\", "\\^": "^", "\\~": "~"}[found[0][:2]]

    return ESCAPED.sub(plain, text)


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", take_apart)
