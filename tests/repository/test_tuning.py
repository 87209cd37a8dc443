"""A page trains with the settings that were best when its own functions were tuned."""

import json

import pytest

from benchmarks.tuning import CHAPTER, EXPERIMENTS, RESULTS, SEEDS, definitions

STORED = json.loads(RESULTS.read_text(encoding="utf-8"))


def settings_of(page):
    """The settings a page trains with, for each network."""
    if "NETWORKS" in page:
        return {name: network[-1] for name, network in page["NETWORKS"].items()}
    return page.get("TUNED") or {"full gradient": [page["UPDATES"], page["LR"]]}


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_page_trains_with_the_settings_that_were_best_in_its_stored_tuning(name):
    page, functions = definitions(CHAPTER / f"{name}.md", EXPERIMENTS[name][1])
    best = {network: found["best"] for network, found in STORED[name]["tuned"].items()}
    assert settings_of(page) == best
    assert STORED[name]["functions"] == functions, "run benchmarks/tuning.py again"


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_seeds_of_a_stored_tuning_are_those_that_the_page_names(name):
    assert STORED[name]["seeds"] == [SEEDS[0], SEEDS[-1]]
    text = (CHAPTER / f"{name}.md").read_text(encoding="utf-8")
    assert f":tuning-seeds: {SEEDS[0]}–{SEEDS[-1]}" in text


CELL = """```{{code-cell}} ipython3
def inner(x):
    return x + {added}

TABLE = {{"one": inner}}

def train(x):
    return TABLE["one"](x)

def shown(x):
    return x - {taken}
```
"""


@pytest.mark.parametrize(("changed", "same"), [({"added": 2}, False), ({"taken": 2}, True)])
def test_a_stored_tuning_is_that_of_all_functions_that_training_uses(tmp_path, changed, same):
    hashes = []
    for numbers in ({}, changed):
        page = tmp_path / "page.md"
        page.write_text(CELL.format(**{"added": 1, "taken": 1, **numbers}), encoding="utf-8")
        hashes.append(definitions(page, ["train"])[1])
    assert (hashes[0] == hashes[1]) is same
