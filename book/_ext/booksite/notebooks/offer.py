"""The notebooks of a site, the wheel they import, and the links to both below each page with code.

A notebook lies beside its page and bears its name. Where it can be opened on another host is set in
_config.yml, for a site that has an address (`html.baseurl`); without that no such link is shown:

    booksite_notebooks:
      repository: https://github.com/name/handbook  # where the finished site is kept, too
      branch: gh-pages
      folder: ""                                    # of the site in it
      colab: https://colab.research.google.com
      binder: https://mybinder.org
      jupyterlite: https://name.example/lite
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError, ExtensionError

from .cells import has_code, notebook_of
from .names import Names
from .wheel import wheel_name, wheel_of

SETTING = "booksite_notebooks"
WHEEL = "booksite_wheel"  # its name; set here, so that a new version writes the pages anew
LEFT_OUT = "no_notebook"  # in the head of a page that needs more than `handbook`
PYTHON = "python-3.12"  # Binder's own is older than what the package needs


@dataclass(frozen=True)
class Hosts:
    """Where notebooks can be opened; "" for what is not set."""

    repository: str = ""
    branch: str = ""
    folder: str = ""
    colab: str = ""
    binder: str = ""
    jupyterlite: str = ""

    def links(self, name: str, site: str) -> dict[str, str]:
        """The places where a notebook of the site can be opened, by the names of these places."""
        inside = quote("/".join(filter(None, [self.folder.strip("/"), name])))
        found = {}
        if self.colab:
            path = f"{urlsplit(self.repository).path.strip('/')}/blob/{quote(self.branch)}"
            found["Colab"] = f"{self.colab.rstrip('/')}/github/{path}/{inside}"
        if self.binder:
            where = urlencode({"labpath": inside}, safe="/")
            found["Binder"] = f"{self.binder.rstrip('/')}/v2/{self.for_binder()}?{where}"
        if self.jupyterlite:
            where = urlencode({"fromURL": f"{site}{quote(name)}"})
            found["JupyterLite"] = f"{self.jupyterlite.rstrip('/')}/lab/index.html?{where}"
        return found

    def for_binder(self) -> str:
        branch = quote(self.branch, safe="")
        if self.is_on_github():
            return f"gh/{urlsplit(self.repository).path.strip('/')}/{branch}"
        return f"git/{quote(self.repository, safe='')}/{branch}"

    def is_on_github(self) -> bool:
        return urlsplit(self.repository).netloc == "github.com"


def hosts_of(config: Config) -> Hosts:
    """The setting, checked.

    Raises ConfigError, which says what is missing, for a setting that leads nowhere.
    """
    said: dict[str, Any] = config[SETTING] or {}
    known = [field.name for field in fields(Hosts)]
    for name, value in said.items():
        if name not in known:
            raise ConfigError(f"{SETTING}: there is no {name!r}; there are {', '.join(known)}")
        if value is not None and not isinstance(value, str):
            raise ConfigError(f"{SETTING}.{name} is {value!r}; it must be a text")
    hosts = Hosts(**{name: (value or "").removesuffix(".git") for name, value in said.items()})
    for name in ("repository", "colab", "binder", "jupyterlite"):
        address = getattr(hosts, name)
        if address and not (urlsplit(address).scheme in ("http", "https") and "://" in address):
            raise ConfigError(f"{SETTING}.{name} is {address!r}; it must be a whole address")
    if (hosts.colab or hosts.binder) and not (hosts.repository and hosts.branch):
        raise ConfigError(
            f"{SETTING}: Colab and Binder open what is in a git repository: set repository and "
            "branch, where the finished site is pushed to"
        )
    if hosts.colab and not hosts.is_on_github():
        raise ConfigError(f"{SETTING}: Colab opens https://github.com/… only; leave colab out")
    if (hosts.colab or hosts.binder or hosts.jupyterlite) and not config.html_baseurl:
        raise ConfigError(
            f"{SETTING}: a notebook that is opened elsewhere installs `handbook` from this site: "
            "set html.baseurl"
        )
    return hosts


def source_of(app: Sphinx, docname: str) -> str:
    """The source of a page that becomes a notebook; "" for another one."""
    if docname not in app.env.found_docs or LEFT_OUT in app.env.metadata[docname]:
        return ""
    path = Path(app.env.doc2path(docname))
    source = path.read_text(encoding="utf-8") if path.suffix == ".md" else ""
    return source if has_code(source) else ""


def offer(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the links below the text of a page."""
    if not source_of(app, page):
        return
    wheel = app.config[WHEEL]
    name = f"{page.rsplit('/', 1)[-1]}.ipynb"
    download = f'<a href="{escape(quote(name))}" download>This page as a notebook</a>'
    site = app.config.html_baseurl
    if site:
        said = f"{download}. Its first cell installs what it imports."
    else:
        way = f"{'../' * page.count('/')}_static/{wheel}"
        package = f'<a href="{escape(way)}" download>{escape(wheel)}</a>'
        said = f"{download}. It imports {package}: put both into one folder."
    places = hosts_of(app.config).links(f"{page}.ipynb", site)
    links = [f'<a href="{escape(address)}">{place}</a>' for place, address in places.items()]
    if links:
        said += f" Open it in {' · '.join(links)}."
    context["body"] += f'<p class="page-notebook">{said}</p>\n'


def write_notebooks(app: Sphinx, error: Exception | None) -> None:
    """Write the wheel, and each notebook beside its page."""
    if error is not None or app.builder.format != "html":
        return
    site, address = Path(app.outdir), app.config.html_baseurl
    for old in [*(site / "book").rglob("*.ipynb"), *(site / "_static").glob("*.whl")]:
        old.unlink()
    wheel = app.config[WHEEL]
    (site / "_static" / wheel).write_bytes(wheel_of(Path(app.srcdir)))
    for docname in sorted(app.env.found_docs):
        if not (source := source_of(app, docname)):
            continue
        try:
            text = notebook_of(source, Names(app.env, docname, address), wheel, address)
        except (ExtensionError, ValueError) as problem:
            raise ExtensionError(f"{docname}.md as a notebook: {problem}") from problem
        (site / f"{docname}.ipynb").write_text(text, encoding="utf-8")
    if hosts_of(app.config).binder:
        write_binder(site, f"{address}_static/{wheel}")


def write_binder(site: Path, wheel: str) -> None:
    """What Binder installs before it opens a notebook; it looks in the folder of this name."""
    folder = site / "binder"
    folder.mkdir(exist_ok=True)
    (folder / "requirements.txt").write_text(f"handbook @ {wheel}\n", encoding="utf-8")
    (folder / "runtime.txt").write_text(f"{PYTHON}\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.add_config_value(SETTING, {}, "html", dict)
    app.add_config_value(WHEEL, wheel_name(Path(app.srcdir)), "html", str)
    app.connect("config-inited", lambda _app, config: hosts_of(config))
    app.connect("html-page-context", offer)
    # Before the list of the site's files is made.
    app.connect("build-finished", write_notebooks, priority=600)
