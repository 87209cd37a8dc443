"""Pages as notebooks: what a notebook shows, what it installs, and that nothing else is needed."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from sphinx.config import Config
from sphinx.errors import ConfigError, ExtensionError

from tests.patience import HANGS
from tests.tiers import count

from .conftest import ROOT, pages_of_the_book

sys.path.insert(0, str(ROOT / "book" / "_ext"))
from booksite.notebooks import offer
from booksite.notebooks.cells import notebook_of
from booksite.notebooks.markdown import markdown, pieces
from booksite.notebooks.tried import kept_apart
from booksite.notebooks.wheel import wheel_name, wheel_of

SITE = "https://name.example/handbook/"
PAGE = f"{SITE}book/averages.html"


class Book:
    """The rest of a small book, with or without an address."""

    def __init__(self, site=SITE):
        self.site, self.page = site, PAGE if site else ""

    def section(self, label):
        titles = {"momentum": "Momentum", "fig-paths": "Paths", "eq-step": "", "here": "Here"}
        away = self.site and label != "here"
        return titles[label], f"{self.site}m.html#{label}" if away else ""

    def number(self, label):
        return {"fig-paths": "Fig. 4", "eq-step": "(19)"}[label]

    def work(self, key):
        return {
            "polyak1964": ("Polyak", "1964", "https://doi.org/10.1/p"),
            "kingma2015": ("Kingma and Ba", "2015", ""),
        }[key]

    def quiz(self, name):
        assert name == "averages"
        return [
            {
                "kind": "one",
                "question": "Which?",
                "options": [
                    {"text": "$a$", "right": True, "reason": "It is.\n\nSee $b$."},
                    {"text": "$b$", "right": False, "reason": "No."},
                ],
            },
            {
                "kind": "number",
                "question": "How many?",
                "answer": 0.5,
                "unit": "m",
                "reason": "Half.",
                "wrong": [
                    {"answer": 2, "name": "its inverse", "reason": "Turned round."},
                    {"range": [1, 2], "name": "too much", "reason": "It shrinks."},
                ],
            },
        ]

    def exercise(self, assignment, function):
        assert (assignment, function) == ("optimizers", "ewma")
        return {"title": "A moving average", "points": {"value": 2, "edges": 1}}


SHOWN = {
    "a reference": ("See {ref}`momentum`.", f"See [Momentum]({SITE}m.html#momentum)."),
    "a reference with words": (
        "See {ref}`the\nheavy ball <momentum>`.",
        f"See [the heavy ball]({SITE}m.html#momentum).",
    ),
    "a reference within the page": ("See {ref}`here`.", "See Here."),
    "a figure's number": ("{numref}`fig-paths`", f"[Fig. 4]({SITE}m.html#fig-paths)"),
    "an equation's number": ("In {eq}`eq-step`", f"In [(19)]({SITE}m.html#eq-step)"),
    "a citation": (
        "{cite:t}`polyak1964` and {cite:t}`kingma2015`",
        "[Polyak (1964)](https://doi.org/10.1/p) and Kingma and Ba (2015)",
    ),
    "a citation in parentheses": (
        "It works {cite:p}`polyak1964,kingma2015`.",
        "It works ([Polyak, 1964](https://doi.org/10.1/p); Kingma and Ba, 2015).",
    ),
    "a role as code": ("Write `` {ref}`x` `` and `{ref}`.", "Write `` {ref}`x` `` and `{ref}`."),
    "a label": ("(here)=\n## Here", "## Here"),
    "a comment": ("% unseen\nSeen.", "Seen."),
    "a numbered equation": ("$$\nx\n$$ (eq-step)", "$$\nx\n\\tag{19}\n$$"),
    "a short name": (r"$\norm{x}$ and `\norm`", r"$\left\lVert x \right\rVert$ and `\norm`"),
    "a listing": ("```text\n{ref}`x`\n(a)=\n```", "```text\n{ref}`x`\n(a)=\n```"),
    "a definition": ("To learn\n: Start here.", "**To learn**: Start here."),
    "{opening}": ("```{opening}\nWhy {ref}`here`?\n```", "Why Here?"),
    "{admonition}": (
        "```{admonition} A *source* says\n:class: errata\n\nNot so.\n```",
        "> **A *source* says**\n>\n> Not so.",
    ),
    "{note}": (":::{note}\nMind $$\na\n$$ it.\n:::", "> **Note**\n>\n> Mind $$ a $$ it."),
    "a box in a box": (
        "::::{tip}\nOne.\n\n:::{note}\nTwo.\n:::\n::::",
        "> **Tip**\n>\n> One.\n>\n> > **Note**\n> >\n> > Two.",
    ),
    "{remember}": ("```{remember}\n- One.\n```", "## What to remember\n\n- One."),
    "{reading}": (
        "```{reading}\n- {cite:t}`kingma2015` begin.\n```",
        "## Further reading\n\n- Kingma and Ba (2015) begin.",
    ),
    "{experiment}": (
        "```{experiment}\n:data: houses\n:measured: the *loss*\n:seeds: 0–19\n```",
        "<details>\n<summary>How this was run</summary>\n\n- **Data**: houses\n"
        "- **Measured**: the *loss*\n- **Seeds of the result**: 0–19\n\n</details>",
    ),
    "{predict} of a number": (
        "```{predict} steps\n:answer: 3\n:unit: steps\n\nHow many?\n```",
        "> **Predict first**\n>\n> How many?\n>\n> *A number, in steps.*",
    ),
    "{predict} of a choice": (
        "```{predict} steps\n:right: 2\n\nWhich?\n\n- this\n- that\n```",
        "> **Predict first**\n>\n> Which?\n>\n> - this\n> - that",
    ),
    "{predicted}": (
        "```{predicted}\nThree.\n```",
        "<details>\n<summary>What to make of it</summary>\n\nThree.\n\n</details>",
    ),
    "{written}": (
        "```{written} why\nWhy?\n---\nBecause.\n```",
        "> **In words**\n>\n> Why?\n\n<details>\n<summary>What a good answer contains</summary>\n\n"
        "Because.\n\n</details>",
    ),
    "{exercise}": (
        "```{exercise} optimizers/ewma\n```",
        "> **Exercise: A moving average**\n>\n> `ewma` in `optimizers.ipynb`, 3 points. "
        f"It stands on [the page of the book]({PAGE}#exercise-ewma), with hints.",
    ),
    "{play}": (
        "```{play} waves\n:height: 5 9\n:alt: Two waves\n\nMove *one*.\n```",
        "> **To play with**\n>\n> A figure that moves is on "
        f"[the page of the book]({PAGE}#play-waves).\n>\n> Move *one*.",
    ),
    "{figure}": (
        "```{figure} a.png\n:alt: A hill.\n\nClimb it.\n```",
        f"> **Figure**\n>\n> The picture is on [the page of the book]({PAGE}). A hill.\n>\n"
        "> Climb it.",
    ),
    "{code-block}": ("```{code-block} python\nx = 1\n```", "```python\nx = 1\n```"),
    "{quiz}": (
        "```{quiz} averages\n```",
        "**1.** Which?\n\n- **A.** $a$\n- **B.** $b$\n\n"
        "<details>\n<summary>All answers with their reasons</summary>\n\n"
        "- **Right: A.** It is.\n\n  See $b$.\n- **Wrong: B.** No.\n\n</details>\n\n"
        "**2.** How many?\n\n<details>\n<summary>All answers with their reasons</summary>\n\n"
        "- **Right: 0.5 m.** Half.\n- **Wrong: 2 m, its inverse.** Turned round.\n"
        "- **Wrong: too much.** It shrinks.\n\n</details>",
    ),
}


@pytest.mark.parametrize("what", SHOWN)
def test_a_notebook_shows_as_plain_markdown(what):
    source, shown = SHOWN[what]
    assert markdown(source, Book()) == shown


def test_without_an_address_references_are_words():
    source = "{ref}`momentum`, {numref}`fig-paths`\n\n```{exercise} optimizers/ewma\n```"
    text = markdown(source, Book(site=""))
    assert text.startswith("Momentum, Fig. 4")
    assert "It stands on the page of the book, with hints." in text
    assert "](" not in text


def test_what_is_to_be_tried_becomes_a_cell_of_code():
    found = pieces("```{try} rates\n:do: Make *lr* larger.\n\nlr = 1\nlr\n```\n\nThen?", Book())
    assert [(piece.text, piece.is_code) for piece in found] == [
        ("> **Try it**\n>\n> Make *lr* larger.", False),
        ("lr = 1\nlr", True),
        ("Then?", False),
    ]


@pytest.mark.parametrize("source", ["```{coverage}\n```", "{abbr}`x (y)`"])
def test_what_no_notebook_can_show_yet_stops_the_build(source):
    with pytest.raises(ExtensionError, match="a notebook cannot show"):
        markdown(source, Book())


@pytest.mark.parametrize(
    ("later", "apart"),
    [
        (["print(t)"], True),
        (["def f():\n    return t", "f()"], True),
        (["t = 2\nprint(t)"], False),
        (["print([t for t in range(3)])"], False),
        (["def f(t):\n    return t"], False),
        (["print(np)"], False),
        ([], False),
    ],
)
def test_code_to_try_changes_no_name_that_a_later_cell_reads(later, apart):
    source = "import numpy as np\n\nt = np.arange(3)\nt.sum()"
    code = kept_apart(source, later)
    assert (code != source) == apart
    names = {"t": (kept := object())}
    exec(code.removesuffix("tried()"), names)
    assert (names["t"] is kept) == apart
    if apart:
        assert names["tried"]() == 3


TEXT = """\
---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

(here)=
# Averages

```{code-cell} ipython3
:tags: [remove-cell]
import numpy as np
```

```{code-cell} ipython3
:tags: [remove-cell]
assert True
```

```{code-cell} ipython3
---
tags: [hide-input]
mystnb:
  image: {alt: Two paths}
  figure:
    caption: See {ref}`here`.
    name: fig-paths
---
plot()
```

```{code-cell} ipython3
x = 1
```

The end.
"""


def made(site):
    book = Book(site)
    return nbformat.reads(notebook_of(TEXT, book, "handbook-1-py3-none-any.whl", site), 4)


def test_the_first_cell_installs_the_wheel_of_the_site_where_it_is_missing():
    first = made(SITE).cells[0]
    assert first.cell_type == "code"
    assert "except ImportError:\n    %pip install" in first.source
    assert first.source.endswith(f"{SITE}_static/handbook-1-py3-none-any.whl")


def test_without_an_address_the_first_cell_says_where_the_wheel_is():
    first = made("").cells[0]
    assert "Put handbook-1-py3-none-any.whl beside this notebook" in first.source
    assert first.source.endswith("%pip install -q handbook-1-py3-none-any.whl")


def test_code_that_a_page_hides_is_collapsed_but_for_its_imports():
    cells = {c.source: c.metadata for c in made(SITE).cells if c.cell_type == "code"}
    assert cells["import numpy as np"] == {}
    assert cells["x = 1"] == {}
    checked = "# What the text says, checked.\nassert True"
    assert cells[checked] == cells["plot()"] == {"jupyter": {"source_hidden": True}}


def test_the_caption_of_a_figure_stands_below_the_code_that_draws_it():
    sources = [cell.source for cell in made(SITE).cells]
    assert sources[sources.index("plot()") + 1] == "**Fig. 4.** See Here."


def test_a_notebook_is_the_same_text_each_time_and_has_no_output():
    one, two = (notebook_of(TEXT, Book(), "h.whl", SITE) for _ in range(2))
    assert one == two
    code = [cell for cell in json.loads(one)["cells"] if cell["cell_type"] == "code"]
    assert len(code) == 5
    assert all(c["outputs"] == [] and c["execution_count"] is None for c in code)


def test_the_wheel_holds_the_handbook_alone_with_what_it_needs():
    with zipfile.ZipFile(io.BytesIO(wheel_of(ROOT))) as wheel:
        names = wheel.namelist()
        about = next(name for name in names if name.endswith("METADATA"))
        said = wheel.read(about).decode()
        record = list(csv.reader(wheel.read(names[-1]).decode().splitlines()))
    assert {name.split("/")[0] for name in names} == {"handbook", about.split("/")[0]}
    assert {"handbook/digits.npz", "handbook/derivation/core.py"} <= set(names)
    assert [row[0] for row in record] == names
    needed = re.findall(r"^Requires-Dist: (\w+)", said, re.MULTILINE)
    assert sorted(needed) == ["matplotlib", "mpmath", "numpy", "sympy"]


def test_the_wheel_is_the_same_bytes_each_time(tmp_path):
    for name in ("pyproject.toml", "LICENSE"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "handbook").mkdir()
    module = tmp_path / "handbook" / "__init__.py"
    module.write_text("x = 1\n")
    before = wheel_of(tmp_path)
    (tmp_path / "handbook" / "__pycache__").mkdir()
    (tmp_path / "handbook" / "__pycache__" / "x.pyc").write_bytes(b"x")
    os.utime(module, (10**9, 10**9))
    assert wheel_of(tmp_path) == before
    module.write_text("x = 2\n")
    assert wheel_of(tmp_path) != before


# Where notebooks can be opened

REPOSITORY = {"repository": "https://github.com/name/handbook", "branch": "gh-pages"}
ALL = REPOSITORY | {
    "colab": "https://colab.research.google.com",
    "binder": "https://mybinder.org",
    "jupyterlite": "https://lite.example/here/",
}


def hosts(said, base=SITE):
    config = Config()
    config.add(offer.SETTING, {}, "html", dict)
    config[offer.SETTING] = said
    config.html_baseurl = base
    return offer.hosts_of(config)


def test_notebooks_open_in_colab_binder_and_jupyterlite():
    assert hosts(ALL).links("book/01-n/a.ipynb", SITE) == {
        "Colab": "https://colab.research.google.com/github/name/handbook/blob/gh-pages/"
        "book/01-n/a.ipynb",
        "Binder": "https://mybinder.org/v2/gh/name/handbook/gh-pages?labpath=book/01-n/a.ipynb",
        "JupyterLite": "https://lite.example/here/lab/index.html?fromURL="
        "https%3A%2F%2Fname.example%2Fhandbook%2Fbook%2F01-n%2Fa.ipynb",
    }


def test_a_site_may_be_a_folder_of_its_repository_and_binder_opens_any_git_host():
    said = {"repository": "https://git.example/a/b.git", "branch": "x/y", "folder": "site"}
    assert hosts(said | {"binder": "https://b.example"}).links("a.ipynb", SITE) == {
        "Binder": "https://b.example/v2/git/https%3A%2F%2Fgit.example%2Fa%2Fb/x%2Fy"
        "?labpath=site/a.ipynb"
    }


def test_without_a_setting_there_is_no_link_elsewhere():
    assert hosts({}, base="").links("a.ipynb", "") == {}
    assert hosts(REPOSITORY, base="").links("a.ipynb", "") == {}


@pytest.mark.parametrize(
    ("said", "base", "complaint"),
    [
        ({"colabs": "x"}, SITE, "there is no 'colabs'"),
        ({"colab": True}, SITE, "booksite_notebooks.colab is True; it must be a text"),
        ({"binder": "mybinder.org"}, SITE, "it must be a whole address"),
        ({"colab": ALL["colab"]}, SITE, "set repository and branch"),
        (ALL | {"repository": "https://git.example/a/b"}, SITE, "leave colab out"),
        ({"jupyterlite": "https://lite.example"}, "", "set html.baseurl"),
    ],
)
def test_a_setting_that_leads_nowhere_says_what_is_missing(said, base, complaint):
    with pytest.raises(ConfigError, match=re.escape(complaint)):
        hosts(said, base)


@pytest.fixture
def below(tmp_path):
    """What is put below the text of a page, for these settings of the site."""

    def give(said, base, text=TEXT, head=None):
        page = tmp_path / "book" / "page.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, encoding="utf-8")
        config = Config()
        config.add(offer.SETTING, {}, "html", dict)
        config.add(offer.WHEEL, "handbook-1-py3-none-any.whl", "html", str)
        config[offer.SETTING], config.html_baseurl = said, base
        env = SimpleNamespace(
            found_docs={"book/page"}, metadata={"book/page": head or {}}, doc2path=lambda _: page
        )
        context = {"body": ""}
        app = SimpleNamespace(config=config, env=env)
        offer.offer(app, "book/page", "page.html", context, None)
        return BeautifulSoup(context["body"], "html.parser")

    return give


def test_a_page_with_code_links_to_its_notebook_and_where_that_opens(below):
    links = {a.get_text(): a["href"] for a in below(ALL, SITE).select(".page-notebook a")}
    assert list(links) == ["This page as a notebook", "Colab", "Binder", "JupyterLite"]
    assert links["This page as a notebook"] == "page.ipynb"
    assert links["Colab"].endswith("/blob/gh-pages/book/page.ipynb")


def test_a_site_without_an_address_offers_the_wheel_beside_the_notebook(below):
    links = {a.get_text(): a["href"] for a in below({}, "").select(".page-notebook a")}
    wheel = "handbook-1-py3-none-any.whl"
    assert links == {"This page as a notebook": "page.ipynb", wheel: f"../_static/{wheel}"}


def test_a_page_without_code_or_that_needs_more_has_no_notebook(below):
    assert below({}, SITE, text="# Words").find("a") is None
    assert below({}, SITE, head={"no_notebook": "it needs more"}).find("a") is None


def test_the_build_writes_notebooks_and_wheel_and_drops_those_of_a_build_before(tmp_path):
    site, page = tmp_path / "site", tmp_path / "page.md"
    for old in ("book/gone.ipynb", "_static/handbook-0-py3-none-any.whl"):
        (site / old).parent.mkdir(parents=True, exist_ok=True)
        (site / old).write_text("old")
    page.write_text(TEXT, encoding="utf-8")
    config = Config({"numfig_format": {"figure": "Fig. %s"}})
    config.add(offer.SETTING, {}, "html", dict)
    config.add(offer.WHEEL, "handbook-1-py3-none-any.whl", "html", str)
    config.html_baseurl = SITE
    domains = {"std": {"labels": {}, "anonlabels": {}}, "math": {"objects": {}}}
    env = SimpleNamespace(
        found_docs={"book/page"},
        metadata={"book/page": {}},
        doc2path=lambda _: page,
        srcdir=tmp_path,
        domaindata=domains,
        toc_fignumbers={"": {"figure": {"": (7,)}}},
        config=config,
    )
    html = SimpleNamespace(format="html")
    app = SimpleNamespace(outdir=site, srcdir=ROOT, config=config, env=env, builder=html)
    offer.write_notebooks(app, None)
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files == {"book/page.ipynb", "_static/handbook-1-py3-none-any.whl"}
    sources = [cell.source for cell in nbformat.read(site / "book/page.ipynb", 4).cells]
    assert SITE in sources[0]
    assert "**Fig. 7.** See here." in sources


def test_binder_installs_the_wheel_of_the_site(tmp_path):
    offer.write_binder(tmp_path, f"{SITE}_static/handbook-1-py3-none-any.whl")
    wanted = (tmp_path / "binder" / "requirements.txt").read_text()
    assert wanted == f"handbook @ {SITE}_static/handbook-1-py3-none-any.whl\n"
    assert (tmp_path / "binder" / "runtime.txt").read_text().startswith("python-3.")


# The notebooks of the built site

# A page of derivations, one of training runs, one of figures: each in the everyday run.
SHORT = ["book/01-neurons/06-the-output-layer", "book/05-regularization/05-scaling-inputs"]
SHORT += ["book/01-neurons/01-the-neuron"]


def notebooks() -> list[str]:
    """The names of the pages that are to have a notebook."""
    names = [address.removesuffix(".html") for address in pages_of_the_book()]
    files = [(name, ROOT / f"{name}.md") for name in names]
    texts = {name: file.read_text(encoding="utf-8") for name, file in files if file.is_file()}
    has_code = [name for name, text in texts.items() if "```{code-cell}" in text]
    return [name for name in has_code if not re.search(r"^no_notebook:", texts[name], re.MULTILINE)]


@pytest.mark.site
def test_every_page_with_code_has_a_notebook_and_a_link_to_it(site, read):
    names = notebooks()
    assert len(names) >= 40
    built = {
        path.relative_to(site).with_suffix("").as_posix() for path in site.glob("book/**/*.ipynb")
    }
    assert built == set(names)
    for name in names:
        [link] = read(f"{name}.html").select("article .page-notebook a[href$='.ipynb']")
        assert link.get_text() == "This page as a notebook"
        assert link["href"] == f"{name.rsplit('/', 1)[-1]}.ipynb"


@pytest.mark.site
def test_the_site_serves_the_wheel_of_its_sources(site):
    assert (site / "_static" / wheel_name(ROOT)).read_bytes() == wheel_of(ROOT)


LEFT_OVER = re.compile(
    r"\{[a-z]+(?::[a-z]+)?\}`|^ *:::|^ *```\{|^\([\w-]+\)=$|^%|\$\$ \(|Fig\. \?"
    r"|\\(?:norm|abs|E|R|grad|Var|Cov|argmin|argmax|sigmoid|softmax|relu|diag|tr)(?![A-Za-z])",
    re.MULTILINE,
)


@pytest.mark.site
def test_nothing_is_left_that_only_the_site_understands(site):
    found = []
    for path in sorted(site.glob("book/**/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                found += [
                    f"{path.name}: {hit[0]!r} in {text[:60]!r}" for hit in LEFT_OVER.finditer(text)
                ]
                found += re.findall(r"\]\((?!https?://)[^)]*\)", re.sub(r"`[^`]*`", "", text))
    assert found == []


# Before anything is imported: away with the repository, which is installed in this environment.
MASK = """\
import os, sys
here = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [p for p in sys.path if p == here or not os.path.isdir(os.path.join(p, "handbook"))]
sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in repr(f)]
"""

LOOK = """\
import importlib.util, json, handbook
print(json.dumps([handbook.__file__, importlib.util.find_spec("autograder") is None]))
"""


@pytest.fixture(scope="module")
def wheel_alone(site, tmp_path_factory):
    """The environment of a kernel that has `handbook` from the site's wheel and not from here."""
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = (site / "_static").glob("*.whl")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    command += ["--disable-pip-version-check", "--target", folder, wheel]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS)
    (folder / "sitecustomize.py").write_text(MASK)
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return kept | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.site
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted(notebooks(), key=lambda n: n not in SHORT)[: count("notebooks")]
)
def test_a_notebook_runs_with_the_wheel_alone(site, wheel_alone, tmp_path, name):
    notebook = nbformat.read(site / f"{name}.ipynb", 4)
    notebook.cells.append(new_code_cell(LOOK))
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=HANGS, resources={"metadata": {"path": tmp_path}}
    )
    client.execute(env=wheel_alone)
    file, alone = json.loads(notebook.cells[-1].outputs[0].text)
    assert Path(file).is_relative_to(wheel_alone["PYTHONPATH"])
    assert alone
    shown = [output for cell in notebook.cells[:-1] for output in cell.get("outputs", ())]
    kinds = {kind for output in shown for kind in output.get("data", ())}
    assert kinds & {"text/markdown", "image/svg+xml"}
    assert [o.text for o in shown if o.output_type == "stream" and o.name == "stderr"] == []
