"""A site that has an address: what search engines, other sites and lost readers get.

With `html.baseurl` in _config.yml each page has its one true address, a description and a card for
links from elsewhere, and the site has a map. With `repository.url` each page links to its source
and to a place for reports. A page for addresses that lead nowhere is made in any case.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError

NOT_FOUND_PAGE = "404"
NOT_FOUND = """
<h1>There is no page at this address</h1>
<p>Perhaps it was moved, or the address has a typing error. Nothing that you wrote is lost: it is
kept in this browser.</p>
<form class="lost-search" action="{prefix}search.html" method="get" role="search">
<label for="lost">Search the book:</label>
<input id="lost" name="q" type="search" autocomplete="off">
<button type="submit">Search</button></form>
<ul>
<li><a href="{prefix}book/intro.html">The first page</a></li>
<li><a href="{prefix}book/coverage.html">What this book covers, chapter by chapter</a></li>
<li><a href="{prefix}book/progress.html">Your progress</a></li>
</ul>
"""


def prefix_of(base: str) -> str:
    """The path below which a site lies, with a slash at both ends; "/" without an address."""
    return urlsplit(base).path or "/"


def checked(base: str) -> str:
    """The address of the site, with a slash at its end; "" where none is set."""
    parts = urlsplit(base)
    if base and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ConfigError(
            f"_config.yml: html.baseurl is {base!r}; it must be the whole address of the site, "
            "such as https://name.example/handbook/"
        )
    return f"{base.rstrip('/')}/" if base else ""


def offer_reports(_app: Sphinx, config: Config) -> None:
    """Links to a page's source and to reports, where the repository's address is known."""
    options = config.html_theme_options
    if options.get("repository_url"):
        options.setdefault("use_edit_page_button", True)
        options.setdefault("use_issues_button", True)


def setup(app: Sphinx) -> None:
    base = checked(app.config.html_baseurl)
    app.config.html_baseurl = base
    app.connect("config-inited", offer_reports)
    if not app.config.booksite_partial:  # a single page has no contents to show beside it
        app.setup_extension("notfound.extension")
        app.config.notfound_pagename = NOT_FOUND_PAGE
        app.config.notfound_urls_prefix = prefix_of(base)
        app.config.notfound_context = {
            "title": "No such page",
            "body": NOT_FOUND.format(prefix=prefix_of(base)),
        }
    if base:
        app.setup_extension("sphinx_sitemap")
        app.config.sitemap_url_scheme = "{link}"
        app.config.sitemap_excludes = [f"{NOT_FOUND_PAGE}.html", "search.html"]
        app.setup_extension("sphinxext.opengraph")
        app.config.ogp_site_url = base
