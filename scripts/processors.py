"""Execute pages of the book as other processors round sums, and show what fails there.

    python scripts/processors.py PAGE...      on this processor and as on the others of PROCESSORS
    python scripts/processors.py              all pages with code

NumPy and OpenBLAS choose their loops by what the processor can do, and each of them adds the
numbers of a sum in an order of its own. A long training run enlarges the last digit until it ends
elsewhere. Both can be told to leave out what a processor has, so a machine stands in for older
ones; what it has not cannot be put in, and such a processor is left out with the reason.

The exit code is 1 where a page failed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from scripts.contents import names_of_pages
from scripts.execute_pages import has_code

ROOT = Path(__file__).resolve().parent.parent


class Processor(NamedTuple):
    """A kind of processor: its name in OpenBLAS, and what NumPy uses of it."""

    core: str
    extensions: frozenset[str]


PROCESSORS = {
    "without AVX": Processor("Nehalem", frozenset()),
    "with AVX2": Processor("Haswell", frozenset({"X86_V3"})),
    "with AVX-512": Processor("SkylakeX", frozenset({"X86_V3", "X86_V4"})),
}
THIS = "this processor"


class Loops(NamedTuple):
    """Which loops a Python takes: the name of OpenBLAS for its processor, and NumPy's for more."""

    core: str
    extensions: frozenset[str]


# Printed by a Python of its own, since the choice is made when NumPy is loaded.
ASK = """
import json, numpy, threadpoolctl
blas = [each for each in threadpoolctl.threadpool_info() if each["internal_api"] == "openblas"]
simd = numpy.show_config(mode="dicts")["SIMD Extensions"]
print(json.dumps([blas[0]["architecture"] if blas else "", simd.get("found", [])]))
"""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
RAISED = re.compile(r"^-+> *\d+ (?P<line>.*)$", re.MULTILINE)


def main() -> int:
    """Print what fails as on which processor; 1 where something does."""
    parser = argparse.ArgumentParser(
        description="Execute pages as other processors round sums.",
        epilog="example: python scripts/processors.py book/08-sequences/03-lstm.md",
    )
    parser.add_argument("pages", nargs="*", type=Path, metavar="PAGE")
    pages = parser.parse_args().pages
    for page in pages:
        if not page.is_file():
            parser.error(f"there is no page {page}")
        if not has_code(page):
            parser.error(f"there is no code on the page {page}")
    failed = False
    for name in (THIS, *PROCESSORS):
        environment, reason = environment_of(name)
        if reason:
            print(f"{name}: left out, {reason}", flush=True)
            continue
        failures = execute(pages or pages_with_code(), environment)
        print(f"{name}: {len(failures) or 'no'} page(s) failed", flush=True)
        for page, what in failures.items():
            print(f"  {page}: {what}", flush=True)
        failed |= bool(failures)
    return int(failed)


def pages_with_code() -> list[Path]:
    """The pages that _toc.yml names and that are executed."""
    pages = (ROOT / f"{name}.md" for name in names_of_pages(ROOT))
    return [page for page in pages if has_code(page)]


def environment_of(name: str) -> tuple[dict[str, str], str]:
    """The environment in which NumPy takes the loops of a processor, or why there is none."""
    if name == THIS:
        return dict(os.environ), ""
    wanted, here = PROCESSORS[name], loops_of(dict(os.environ))
    if missing := wanted.extensions - here.extensions:
        return {}, f"for this one lacks {', '.join(sorted(missing))}"
    environment = {**os.environ, **changes(wanted, here)}
    if (found := loops_of(environment)) != Loops(*wanted):
        return {}, f"for NumPy and OpenBLAS take the loops {found.core} {sorted(found.extensions)}"
    return environment, ""


def changes(wanted: Processor, here: Loops) -> dict[str, str]:
    """The variables that leave out what this processor has more than the one that is wanted."""
    return {
        "OPENBLAS_CORETYPE": wanted.core,
        "NPY_DISABLE_CPU_FEATURES": " ".join(sorted(here.extensions - wanted.extensions)),
    }


def loops_of(environment: dict[str, str]) -> Loops:
    """The loops that NumPy and OpenBLAS take in an environment."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, check=True, capture_output=True, text=True
    )
    core, extensions = json.loads(done.stdout)
    return Loops(core, frozenset(extensions))


def execute(pages: Sequence[Path], environment: dict[str, str]) -> dict[str, str]:
    """Execute pages in an environment; for each one that fails, the line and what it raised."""
    from jupyter_cache import get_cache

    files = {str(page.resolve()): page for page in pages}
    program = str(Path(__file__).with_name("execute_pages.py"))
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, program, folder, *files],
            env=environment,
            check=True,
            capture_output=True,
        )
        cache = get_cache(folder)
        found = {}
        for uri, page in files.items():
            if cache.get_cached_project_nb(uri) is None:
                found[shown(page)] = raised(cache.get_project_record(uri).traceback or "")
        return found


def shown(page: Path) -> str:
    """The path of a page as it is shown."""
    page = page.resolve()
    return str(page.relative_to(ROOT) if page.is_relative_to(ROOT) else page)


def raised(traceback: str) -> str:
    """The line of a page that raised, and what; from a traceback as Jupyter prints it."""
    text = COLOURS.sub("", traceback).strip() or "it was not executed"
    lines = RAISED.findall(text)
    return "\n    ".join([*(line.strip() for line in lines[:1]), text.splitlines()[-1]])


if __name__ == "__main__":
    sys.exit(main())
