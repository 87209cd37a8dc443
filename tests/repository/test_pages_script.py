"""scripts/pages.py counts what a page asks of its reader."""

import json
import sqlite3
import sys

import pytest

from tests.tiers import is_deep

# Prose: 3 (title) + 6 + 2 (title of the admonition) + 3 + 3 (prediction) + 2 (caption) + 3 (play)
# + 2 (written question) = 24 words; 17 of them before the first figure.
PAGE = """\
---
kernelspec: {display_name: Python 3, language: python, name: python3}
---

(a-label)=
# A small page

See {ref}`there`: $x^2$ is [read](here.md) once. {cite:p}`somebody`

```{admonition} Predict first
:class: predict
How large, then?
```

```{code-cell} ipython3
:tags: [hide-cell]

import numpy as np
```

```{code-cell} ipython3
a = 1

longest_of_all = a + 1
```

```{predict} how-many
:answer: 3

How many then?
```

```{code-cell} ipython3
(
    derive(a)
    .then(b)
)
```

```{code-cell} ipython3
:tags: [hide-input]

refute("one", claim="1 > 2", right="no")
```

```{code-cell} ipython3
:tags: [remove-cell]

derive(never_seen)
```

```{code-cell} ipython3
---
tags: [hide-input]
mystnb:
  figure:
    caption: |
      Look here.
    name: fig-small
---
plot()
```

```{play} thing
:alt: Not read.

Move the slider.
```

```{written} question
Why so?

---
The answer is not counted.
```
"""


@pytest.fixture
def pages(script):
    return script("pages")


@pytest.fixture
def page(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    file = tmp_path / "book/chapter/small.md"
    file.parent.mkdir(parents=True)
    file.write_text(PAGE, encoding="utf-8")
    return file


def run(pages, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["pages.py", *map(str, arguments)])
    return pages.main()


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("words", 24),
        ("lines", 2),
        ("columns", len("longest_of_all = a + 1")),
        ("derivations", 1),
        ("figures", 1),
        ("plays", 1),
        ("before", 17),
        ("refutations", 1),
    ],
)
def test_each_number_of_a_small_page_is_exact(pages, what, number):
    assert pages.count(PAGE)[what] == number


def test_rows_of_a_formula_are_no_words(pages):
    rows = "$$\n\\begin{aligned}\na = b\n\\end{aligned}\n$$\n"
    assert pages.count(rows) == pages.count("$$\na = b\n$$\n")


def test_reading_time_adds_words_code_derivations_and_figures(pages):
    seconds = 60 * 24 / 130 + 5 * 2 + 90 * 1 + 60 * 2
    assert pages.count(PAGE)["minutes"] == pytest.approx(seconds / 60)


@pytest.mark.slow
def test_a_page_can_be_executed_to_see_what_it_takes(pages, page):
    page.write_text(
        "---\njupytext:\n  text_representation:\n    format_name: myst\nkernelspec:\n"
        "  name: python3\n---\n# A\n\n```{code-cell} ipython3\n1 + 1\n```\n"
    )
    assert 0 < pages.run_alone([page])[page] < 600


def test_what_was_not_built_is_not_guessed(pages, page):
    assert not {"seconds", "kilobytes"} & set(pages.measure(page))


def test_seconds_are_those_of_the_newest_execution_of_this_page(pages, page, tmp_path):
    cache = tmp_path / "_build/.jupyter_cache"
    cache.mkdir(parents=True)
    rows = [
        ("chapter/small", 1.5, "2020"),
        ("chapter/small", 2.5, "2021"),
        ("other/small", 9, "2022"),
    ]
    with sqlite3.connect(cache / "global.db") as database:
        database.execute("create table nbcache (uri text, data text, accessed text)")
        for name, seconds, accessed in rows:
            data = json.dumps({"execution_seconds": seconds})
            uri = f"/elsewhere/book/{name}.md"
            database.execute("insert into nbcache values (?, ?, ?)", (uri, data, accessed))
    assert pages.measure(page)["seconds"] == 2.5


def test_figures_do_not_count_in_the_weight(pages, page, tmp_path):
    html = tmp_path / "_build/html/book/chapter/small.html"
    html.parent.mkdir(parents=True)
    html.write_text("<p>text</p>", encoding="utf-8")
    bare = pages.measure(page)["kilobytes"]
    html.write_text("<p><svg><path d='M 0 1'/></svg>text</p>", encoding="utf-8")
    assert pages.measure(page)["kilobytes"] == bare


def test_a_page_within_its_budgets_passes(pages, page, monkeypatch, capsys):
    assert run(pages, monkeypatch, "--check", page) == 0
    assert "!" not in capsys.readouterr().out


def test_a_page_over_a_budget_fails_and_says_which(pages, page, monkeypatch, capsys):
    page.write_text(PAGE + "```{code-cell} ipython3\n" + "x = 1\n" * 59 + "```\n", encoding="utf-8")
    assert run(pages, monkeypatch, "--check", page) == 1
    said = capsys.readouterr().out
    assert "!61" in said
    assert "book/chapter/small.md is over its budget: code lines\n" in said


def test_without_check_a_page_over_a_budget_is_only_marked(pages, page, monkeypatch):
    page.write_text(PAGE + "word " * 1500, encoding="utf-8")
    assert run(pages, monkeypatch, page) == 0


def test_without_arguments_the_pages_of_the_table_of_contents_are_counted(
    pages, page, tmp_path, monkeypatch, capsys
):
    toc = "root: book/intro\nparts: [{chapters: [{file: book/chapter/small}]}]\n"
    (tmp_path / "_toc.yml").write_text(toc, encoding="utf-8")
    (tmp_path / "book/intro.md").write_text("# Hello\n", encoding="utf-8")
    assert run(pages, monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["book/intro.md", "book/chapter/small.md"]


def test_a_page_that_does_not_exist_is_refused(pages, page, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        run(pages, monkeypatch, "--check", page.with_name("none.md"))
    assert "there is no page" in capsys.readouterr().err


def test_code_to_try_is_something_to_play_with_and_keeps_to_the_columns(pages):
    numbers = pages.count("```{try} other\n:do: Look.\n\n" + "x" * 90 + "\n```\n")
    assert numbers["plays"] == 1
    assert numbers["columns"] == 90
    assert numbers["lines"] == 0


def test_a_page_that_begins_with_an_opening_follows_the_guide(pages, page):
    assert not pages.follows_guide(page)
    page.write_text("# A page\n\n```{opening}\nWhy?\n```\n", encoding="utf-8")
    assert pages.follows_guide(page)


def test_pages_that_follow_the_guide_keep_to_its_budgets(pages):
    guided = [page for page in pages.pages_of_the_book(pages.ROOT) if pages.follows_guide(page)]
    assert guided, "no page begins with an {opening}"
    # Seconds count for a machine that does nothing else, as before a release.
    busy = set() if is_deep() else {"seconds"}
    over = {page.name: set(pages.too_much(pages.measure(page))) - busy for page in guided}
    assert {name: found for name, found in over.items() if found} == {}
