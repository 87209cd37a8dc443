"""Gather every notebook that must run from top to bottom into _build/notebooks.

    python scripts/notebooks_to_test.py
    pytest --nbval-lax _build/notebooks

The pages of the book that hold code cells become notebooks; the solutions come with the visible
checks that a student finds beside them. The exercises are left out: they raise, as they should.
The folder is laid out like the repository, so that a page finds the released checks it reads.
"""

import shutil
import sys
from pathlib import Path

import jupytext

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "_build" / "notebooks"


def main() -> int:
    """Write the notebooks anew; return 1 if there are none."""
    shutil.rmtree(OUTPUT, ignore_errors=True)
    gathered = [*pages_with_code(ROOT / "book"), *solutions(ROOT / "solutions", ROOT / "exercises")]
    print(f"{len(gathered)} notebooks in {OUTPUT.relative_to(ROOT)}")
    if not gathered:
        print("there is no page with code in book/ and no notebook in solutions/", file=sys.stderr)
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
    """Copy each solution beside its released checks.json, and those; return the notebooks."""
    written = []
    for notebook in sorted(source.glob("*/*.ipynb")):
        assignment = notebook.parent.name
        target = OUTPUT / "solutions" / assignment / notebook.name
        for folder in (target.parent, OUTPUT / "exercises" / assignment):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(released / assignment / "checks.json", folder)
        shutil.copy(notebook, target)
        written.append(target)
    return written


if __name__ == "__main__":
    sys.exit(main())
