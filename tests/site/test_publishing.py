"""What a site gets that knows its own address, and what it does without one."""

import functools
import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from tests.patience import HANGS

from .conftest import ROOT

pytestmark = pytest.mark.slow

BASE = "https://name.example/handbook/"
TEXT = "# The ravine\n\nMomentum adds up what the steps have in common.\n"
EXTENSIONS = ["myst_parser", "sphinx_book_theme"]
EXTENSIONS += ["booksite.tracking.coverage", "booksite.site.publishing"]
CONFIG = {"extensions": EXTENSIONS, "html_theme": "sphinx_book_theme"}
PAGES = {
    "book/topics.yml": "",
    "index.md": "# Book\n\n```{toctree}\nravine\n```\n",
    "ravine.md": TEXT,
}


@pytest.fixture(scope="module")
def sphinx(tmp_path_factory):
    """Run Sphinx on a book of two pages, once for the same settings; its end and its output.

    In a process of its own: the map of the site leaves one running, which would hold what the
    tests have open.
    """

    @functools.cache
    def run(settings):
        folder = tmp_path_factory.mktemp("book")
        for name, content in PAGES.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        found = f"import sys\nsys.path.insert(0, {str(ROOT / 'book' / '_ext')!r})\n"
        conf = f"{found}globals().update({CONFIG | json.loads(settings)!r})\n"
        (folder / "conf.py").write_text(conf, encoding="utf-8")
        command = [sys.executable, "-m", "sphinx", "-q", "-W", folder, folder / "_out"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS)
        return done, folder / "_out"

    return lambda **settings: run(json.dumps(settings))


@pytest.fixture
def site(sphinx):
    """Build the book with these settings, without a warning; give its folder."""

    def build(**settings):
        done, folder = sphinx(**settings)
        assert done.returncode == 0, done.stderr
        return folder

    return build


def page_of(site, name="ravine"):
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("base", [BASE, BASE.rstrip("/")])
def test_each_page_names_its_true_address_and_describes_itself(site, base):
    page = page_of(site(html_baseurl=base))
    assert page.select_one('link[rel="canonical"]')["href"] == f"{BASE}ravine.html"
    content = {
        m.get("property") or m.get("name"): m["content"] for m in page.select("meta[content]")
    }
    assert content["og:url"] == f"{BASE}ravine.html"
    assert "Momentum adds up" in content["description"]
    assert content["og:image"].startswith(BASE)


def test_the_map_of_the_site_lists_the_pages(site):
    text = (site(html_baseurl=BASE) / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{BASE}ravine.html</loc>" in text
    assert "404" not in text


def test_without_an_address_no_page_claims_one(site):
    built = site()
    assert not (built / "sitemap.xml").exists()
    assert page_of(built).select('link[rel="canonical"], meta[property^="og:"]') == []


def test_the_page_for_lost_readers_finds_its_files_below_the_path_of_the_site(site):
    page = page_of(site(html_baseurl=BASE), "404")
    links = [tag["href"] for tag in page.select("link[href], a[href]")]
    local = [link for link in links if "://" not in link and not link.startswith("#")]
    assert local
    assert [link for link in local if not link.startswith("/handbook/")] == []


def test_a_page_links_to_its_source_and_to_reports_where_the_repository_is_known(site):
    repository = "https://github.com/name/handbook"
    known = {"repository_url": repository, "repository_branch": "main"}
    links = {a["href"] for a in page_of(site(html_theme_options=known)).select("a[href]")}
    assert f"{repository}/edit/main/ravine.md" in links
    assert any(link.startswith(f"{repository}/issues/new") for link in links)


def test_without_a_repository_there_is_no_place_for_reports(site):
    links = {a["href"] for a in page_of(site()).select("a[href]")}
    assert not [link for link in links if "issues" in link or "/edit/" in link]


@pytest.mark.parametrize("base", ["name.example/handbook", "ftp://name.example/", "/handbook/"])
def test_half_an_address_is_refused_with_an_example(sphinx, base):
    done, _ = sphinx(html_baseurl=base)
    assert done.returncode != 0
    assert f"html.baseurl is {base!r}" in done.stderr
    assert "such as https://name.example/handbook/" in done.stderr
