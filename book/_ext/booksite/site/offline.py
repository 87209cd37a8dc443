"""The site without a connection: the service worker `sw.js`, and what it must know of the build.

Pages name their scripts, styles and pictures with a hash of the content (`handbook.css?v=…`), so
that a browser can keep them and never shows a new page with an old style. `sw.js` is
`web/src/offline.js` below the list of all files with their hashes: a new build is another `sw.js`,
and a browser that has kept the last build fetches what has changed.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .publishing import NOT_FOUND_PAGE

WORKER = "sw.js"
LENGTH = 12  # digits of a hash

# What no page asks for, and downloads that need a connection anyway.
LEFT_OUT = re.compile(
    rf"""(.*/)?\.[^/]*$ | {WORKER}$ | {NOT_FOUND_PAGE}\.html$ | objects\.inv$ | sitemap\.xml$
    | searchindex\.js$ | .*\.map$ | .*LICENSE[^/]*$ | _static/locales/ | _static/[^/]*\.html$
    | _static/live/(?!python-)[^/]+/[^/]+\.zip$ | (?!_static/).*\.ipynb$ | .*\.whl$ | binder/""",
    re.VERBOSE,
)
PYTHON = re.compile(r"_static/live/python-")
FIRST = re.compile(r"_static/(?!live/[^/]+/|pagefind/)")
# Files whose names change with their content.
NAMED = re.compile(
    r"_static/live/(python-|[^/]+-[0-9A-Za-z]{8,}\.\w+$)|_images/[0-9a-f]{64}|_static/inline/"
)
# The tags that load a script, a style sheet or a picture, up to the address and behind its hash.
LOADS = re.compile(
    r"""(<(?:script|link|img)\b[^>]*?\s(?:src|href)=")([^"?#:]+\.(?:js|css|svg|png))(?:\?[^"]*)?(?=")"""
)


def hash_of(path: Path) -> str:
    """The hash of a file by which the site names it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:LENGTH]


def name_by_content(site: Path) -> None:
    """Let every page ask for its scripts, styles and pictures by their hashes."""
    known = functools.cache(hash_of)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")

        def stamped(found: re.Match[str], folder: Path = page.parent) -> str:
            target = folder / unquote(found[2])
            if found[2].startswith("/") or not target.is_file():
                return found[0]
            return f"{found[1]}{found[2]}?v={known(target.resolve())}"

        new = LOADS.sub(stamped, text)
        if new != text:
            page.write_text(new, encoding="utf-8")


def files_to_keep(site: Path) -> dict[str, tuple[str, str, int]]:
    """Each file of the site that a browser may keep: hash, kind, whether its name is by content."""
    found = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or LEFT_OUT.match(name):
            continue
        kind = "python" if PYTHON.match(name) else "first" if FIRST.match(name) else "page"
        found[name] = (hash_of(path), kind, int(bool(NAMED.match(name))))
    return found


def write_worker(web: Path, site: Path) -> None:
    """Write `sw.js` for a finished site; the same bytes for the same site."""
    files = files_to_keep(site)
    listed = json.dumps(files, separators=(",", ":"))
    version = hashlib.sha256(listed.encode()).hexdigest()[:LENGTH]
    build = f'{{"version":"{version}","files":{listed}}}'
    (site / WORKER).write_text(f"const BUILD={build};\n{bundled(web)}", encoding="utf-8")


@functools.cache
def bundled(web: Path) -> str:
    """The worker's script, made small by esbuild."""
    command = [str(web / "node_modules" / ".bin" / "esbuild"), "src/offline.js"]
    command += ["--bundle", "--format=iife", "--minify", "--target=es2021", "--log-level=warning"]
    done = subprocess.run(command, cwd=web, capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        raise ExtensionError(f"web/src/offline.js could not be bundled:\n{done.stderr}")
    return done.stdout


def keep_offline(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    name_by_content(site)
    write_worker(Path(app.srcdir) / "web", site)


def setup(app: Sphinx) -> None:
    # After all that changes a file of the finished site.
    app.connect("build-finished", keep_offline, priority=900)
