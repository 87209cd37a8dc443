"""Gather notebooks that must run from top to bottom into _build/notebooks.

    python scripts/notebooks_to_test.py [--pages]
    pytest --nbval-lax _build/notebooks

The solutions are assembled from their text, with the visible checks that a student finds beside
them. The exercises are left out: they raise, as they should. The build of the site executes the
pages of the book and stops at one that raises or warns; with `--pages` those that hold code cells
become notebooks as well.
The folder is laid out like the repository, so that a page finds the released checks it reads.
"""

import argparse
import shutil
import sys
from pathlib import Path

import jupytext

from autograder.bank.assignment_notebook import assemble, index_of
from autograder.bank.exercise import load_assignment

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "_build" / "notebooks"


def main() -> int:
    """Write the notebooks anew; return 1 if there are none."""
    parser = argparse.ArgumentParser(description="Gather notebooks into _build/notebooks.")
    parser.add_argument("--pages", action="store_true", help="the pages of the book, too")
    options = parser.parse_args()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    gathered = solutions(ROOT / "solutions", ROOT / "exercises")
    if options.pages:
        gathered += pages_with_code(ROOT / "book")
    print(f"{len(gathered)} notebooks in {OUTPUT.relative_to(ROOT)}")
    if not gathered:
        print("there is no assignment in solutions/", file=sys.stderr)
    return 0 if gathered else 1


def pages_with_code(book: Path) -> list[Path]:
    """Write each page of the book that has a code cell as a notebook; return what was written."""
    written = []
    for page in sorted(book.rglob("*.md")):
        notebook = jupytext.read(page, fmt="md:myst")
        if any(cell.cell_type == "code" for cell in notebook.cells):
            target = OUTPUT / page.relative_to(book.parent).with_suffix(".ipynb")
            target.parent.mkdir(parents=True, exist_ok=True)
            jupytext.write(notebook, target)
            written.append(target)
    return written


def solutions(source: Path, released: Path) -> list[Path]:
    """Write each solution beside its released checks.json, and those; return the notebooks.

    One whose text is its source is assembled anew, and the others are copied.
    """
    written = []
    for notebook in sorted(source.glob("*/*.ipynb")):
        assignment, index = notebook.parent.name, index_of(notebook.parent)
        target = OUTPUT / "solutions" / assignment / notebook.name
        for folder in (target.parent, OUTPUT / "exercises" / assignment):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(released / assignment / "checks.json", folder)
        if index:
            text = assemble(index, load_assignment(assignment))
            target.write_text(text, encoding="utf-8")
        else:
            shutil.copy(notebook, target)
        written.append(target)
    return written


if __name__ == "__main__":
    sys.exit(main())
