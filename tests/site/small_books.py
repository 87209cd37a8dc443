"""Books of a page or two, built for one test."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


def built(folder: Path, config: dict[str, Any]) -> tuple[Path, str]:
    """Build the pages of a folder; where they are, and the warnings."""
    warnings = io.StringIO()
    with docutils_namespace():
        app = Sphinx(
            srcdir=folder,
            confdir=None,
            outdir=folder / "_out",
            doctreedir=folder / "_trees",
            buildername="html",
            confoverrides=config,
            status=None,
            warning=warnings,
            freshenv=True,
        )
        app.build()
    return folder / "_out", warnings.getvalue()
