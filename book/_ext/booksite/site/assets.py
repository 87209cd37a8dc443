"""Serve fonts and KaTeX's style sheet from the site itself.

They come from npm packages (`web/package.json`, installed by scripts/build_site.py) and are copied
into the static files at build time, so that the repository holds no copy of them.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

# Only woff2, and only the faces the style sheet names; a browser fetches what a page needs.
FONTS = {
    "@fontsource/source-serif-4": (
        "latin-400-normal",
        "latin-400-italic",
        "latin-600-normal",
        "greek-400-normal",
    ),
    "@fontsource-variable/source-sans-3": ("latin-wght-normal",),
    "@fontsource/source-code-pro": ("latin-400-normal", "greek-400-normal"),
}


def copy_assets(app: Sphinx) -> None:
    """Put the files beside the output and add them to the static paths, as `vendor/…`."""
    modules = Path(app.srcdir) / "web" / "node_modules"
    if not (modules / "katex").is_dir():
        raise ExtensionError("web/node_modules is missing: run `make setup`, or `npm ci` in web/")
    check_katex_version(modules)
    static = Path(app.outdir).parent / ".vendor"
    vendor = static / "vendor"
    shutil.rmtree(static, ignore_errors=True)
    copy_katex(modules / "katex" / "dist", vendor / "katex")
    copy_fonts(modules, vendor / "fonts")
    app.config.html_static_path.append(str(static))


def check_katex_version(modules: Path) -> None:
    """The style sheet must fit the markup, which the Python package's own KaTeX makes."""
    installed = json.loads((modules / "katex" / "package.json").read_text())["version"]
    if installed != katex.katex_version:
        raise ExtensionError(
            f"web/package.json has katex {installed}, but sphinxcontrib-katex renders with "
            f"{katex.katex_version}: pin katex to {katex.katex_version} in web/package.json"
        )


def copy_katex(dist: Path, target: Path) -> None:
    (target / "fonts").mkdir(parents=True)
    css = (dist / "katex.min.css").read_text()
    # The sheet offers three formats of each font; woff2 is enough and the others are not copied.
    for kind, name in (("woff", "woff"), ("ttf", "truetype")):
        css = drop_font_sources(css, kind, name)
    (target / "katex.min.css").write_text(css)
    for font in (dist / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")
    shutil.copy(dist.parent / "LICENSE", target)


def drop_font_sources(css: str, suffix: str, name: str) -> str:
    """Remove each `,url(fonts/X.<suffix>) format("<name>")` from a style sheet."""
    return re.sub(rf',url\(fonts/[^)]*\.{suffix}\) format\("{name}"\)', "", css)


def copy_fonts(modules: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for package, faces in FONTS.items():
        family = package.split("/")[1]
        for face in faces:
            shutil.copy(modules / package / "files" / f"{family}-{face}.woff2", target)
        shutil.copy(modules / package / "LICENSE", target / f"LICENSE-{family}")


def setup(app: Sphinx) -> None:
    # jupyter-book sets this for an extension that the site does without.
    app.add_config_value("comments_config", {}, "")
    app.connect("builder-inited", copy_assets)
