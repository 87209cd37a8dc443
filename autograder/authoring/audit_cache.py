"""What was audited on this machine already: an exercise that has not changed is not audited again.

The result of an audit lies under the hash of all that decides it: the exercise's folder, what it
uses of the solutions, what the audit asks of the book, Python, NumPy, and the code of this project
that the audit runs. Only audits in which nothing fell short are kept. Set XDG_CACHE_HOME to keep
them elsewhere than in `~/.cache`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import handbook
from autograder.bank.book_links import sections, topics
from autograder.bank.exercise import Folder
from autograder.bank.solution import Reference
from autograder.journal.fingerprints import exercise_fingerprints

PACKAGES = (Path(__file__).parents[1], Path(handbook.__file__).parent)
STARTS_AT = "autograder.authoring.audit"
CODE = (".py", ".json")
IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)|import[ \t]+([^\n]+))",
    re.MULTILINE,
)


def audit_fingerprints(
    folders: Sequence[Folder], reference: Reference, seed: str
) -> dict[str, str]:
    """For each exercise of an assignment the hash of all that decides its audit, by function."""
    hashes = exercise_fingerprints(folders, reference, seed, "audit")
    return {
        folder.function: _digest(hashes[folder.function], code_of_the_audit(), *_in_book(folder))
        for folder in folders
    }


def _in_book(folder: Folder) -> list[str]:
    """What the audit asks of the book: whether the section and the topics are there."""
    place = f"{folder.section in sections()}, {folder.no_section}"
    return [place, *sorted(topics() & set(folder.topics))]


@cache
def code_of_the_audit() -> str:
    """The hash of the code that an audit runs, but for the suites."""
    digest = hashlib.sha256()
    for path in sorted(audit_files()):
        digest.update(_digest("/".join(path.parts[-3:]), path.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def audit_files() -> set[Path]:
    """The files in the folders of all modules that the audit imports, directly or not.

    Whole folders, because some modules are named in programs only: the worker of the sandbox.
    """
    modules, waiting = set[Path](), [_file_of(STARTS_AT)]
    while waiting:
        path = waiting.pop()
        if path is not None and path not in modules:
            modules.add(path)
            waiting += map(_file_of, _imported(path))
    folders = {path.parent for path in modules}
    return {file for folder in folders for file in folder.iterdir() if file.suffix in CODE}


def _imported(path: Path) -> Iterator[str]:
    """The modules that a file imports anywhere in it; a name may be one of a module.

    The text is searched, at a tenth of the cost of parsing it. Text that only looks like an import
    adds a file, and leaves none out.
    """
    for module, names, modules in IMPORT.findall(path.read_text(encoding="utf-8")):
        yield from re.findall(r"[\w.]+", modules)
        if module:
            yield module
            yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))


def _file_of(module: str) -> Path | None:
    """The file of a module of ours; None for any other."""
    package, *parts = module.split(".")
    for folder in PACKAGES:
        if folder.name == package:
            file = folder.joinpath(*parts)
            for path in (file.with_suffix(".py"), file / "__init__.py"):
                if path.is_file():
                    return path
    return None


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


# --- Kept.


def folder_of_audits() -> Path:
    """Where audits are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "autograder-audits"


def kept_audit(fingerprint: str, repeats: int) -> dict[str, object] | None:
    """What `keep_audit` kept under this hash, with at least as many repetitions; None without."""
    path = folder_of_audits() / f"{fingerprint}.json"
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["repeats"] < repeats:
            return None
        path.touch()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(kept)


def keep_audit(fingerprint: str, repeats: int, checks: Sequence[str], seconds: float) -> None:
    """Keep the names of the checks that an exercise passed; where nothing can be kept, do not."""
    folder = folder_of_audits()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{fingerprint}.{os.getpid()}"
        text = json.dumps({"repeats": repeats, "checks": list(checks), "seconds": seconds})
        part.write_text(text, encoding="utf-8")
        part.replace(folder / f"{fingerprint}.json")
