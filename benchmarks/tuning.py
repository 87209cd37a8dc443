"""Which settings of the networks of chapter 8 are best on the seeds they are tuned on?

    python benchmarks/tuning.py [--json FILE]

Most experiments of the book are tuned on their page. Those named here would take their page beyond
its seconds, so they are tuned by this program, with the page's own functions, and the page trains
with the settings found, on other seeds. The last result is stored in
`benchmarks/results/tuning.json`; a test compares it with the pages.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "tuning.json"
CHAPTER = ROOT / "book" / "08-sequences"
SEEDS = range(100, 120)
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = re.compile(r"\A(:tags:[^\n]*\n\n|---\n.*?^---\n)", re.MULTILINE | re.DOTALL)

Page = dict[str, Any]
# For each network: the settings tried, and the score of each; lower is better.
Scores = dict[str, tuple[Sequence[Any], Sequence[float]]]


def definitions(page: Path, entry: Sequence[str] = ()) -> tuple[Page, str]:
    """What a page imports, its functions and its constants; and a hash of some functions.

    Nothing of the page is run but that. A constant has a name in capitals. The hash is that of the
    functions `entry` and of all they use, so it stays when another part of the page changes.
    """
    names: Page = {}
    uses: dict[str, set[str]] = {}
    sources: dict[str, str] = {}
    for text in CELL.findall(page.read_text(encoding="utf-8")):
        code = HEAD.sub("", text)
        for statement in filter(is_definition, ast.parse(code).body):
            exec(compile(ast.Module([statement], []), str(page), "exec"), names)
            used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
            if isinstance(statement, ast.FunctionDef):
                uses[statement.name] = used
                sources[statement.name] = ast.get_source_segment(code, statement) or ""
            elif isinstance(statement, ast.Assign):
                uses |= dict.fromkeys(filter(str.isupper, used), used)
    reached: set[str] = set()
    waiting = list(entry)
    while waiting:
        if (name := waiting.pop()) not in reached:
            reached.add(name)
            waiting += uses.get(name, ())
    text = "\n".join(source for name, source in sources.items() if name in reached)
    return names, hashlib.sha256(text.encode()).hexdigest()


def is_definition(statement: ast.stmt) -> bool:
    """Whether a statement is an import, a function or a constant."""
    if isinstance(statement, ast.Assign):
        return all(ast.unparse(target).isupper() for target in statement.targets)
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef)


def recall(page: Page, seeds: Sequence[int]) -> Scores:
    """Wrong answers (%) of the full gradient, for numbers of updates and learning rates."""
    settings = [(updates, lr) for updates in (300, 600) for lr in (0.01, 0.03, 0.1)]
    right = [page["train"](page["recall"], n, seeds, lr=lr)[0][0] for n, lr in settings]
    return {"full gradient": (settings, [100 - each.mean() for each in right])}


def one_bit(page: Page, seeds: Sequence[int]) -> Scores:
    """Mean share of sequences told wrongly by each network, for learning rates."""
    lrs, networks = page["LRS"], page["NETWORKS"].items()
    wrong = {name: page["wrong_bits"](*network, lrs, seeds) for name, (*network, _) in networks}
    return {name: (lrs, shares.mean(axis=0)) for name, shares in wrong.items()}


def adding(page: Page, seeds: Sequence[int]) -> Scores:
    """Median squared error of each cell, for learning rates."""
    lrs = page["LRS"]
    errors = {name: page["added"](name, lrs, seeds) for name in page["KINDS"]}
    return {name: (lrs, np.median(each, axis=0)) for name, each in errors.items()}


Tune = Callable[[Page, Sequence[int]], Scores]

# For each page: how it is tuned, and the functions that this calls.
EXPERIMENTS: dict[str, tuple[Tune, tuple[str, ...]]] = {
    "02-backpropagation-through-time": (recall, ("train", "recall")),
    "03-lstm": (one_bit, ("wrong_bits",)),
    "04-gru-and-beyond": (adding, ("added",)),
}


def measure(seeds: Sequence[int] = SEEDS) -> dict[str, Any]:
    """The score of each setting of each experiment, and the best setting."""
    found: dict[str, Any] = {}
    for name, (tune, entry) in EXPERIMENTS.items():
        page, functions = definitions(CHAPTER / f"{name}.md", entry)
        tuned = {}
        for network, (settings, scores) in tune(page, seeds).items():
            shown = {
                str(s): round(float(score), 5) for s, score in zip(settings, scores, strict=True)
            }
            tuned[network] = {"best": settings[int(np.argmin(scores))], "scores": shown}
            print(f"{name}: {network}: {tuned[network]}")
        found[name] = {"functions": functions, "seeds": [seeds[0], seeds[-1]], "tuned": tuned}
    return found


def main() -> None:
    """Tune and store the result."""
    parser = argparse.ArgumentParser(description="Tune the recurrent networks of chapter 8.")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the result is stored")
    options = parser.parse_args()
    text = json.dumps(measure(), indent=1, ensure_ascii=False)
    options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
