"""Which file of a submission's folder is the notebook, and what is said where another was expected.

The file with the assignment's name is. Without it one other notebook is: with another name or
ending, in a folder within, or in a zip archive. Where there are several, or none, the files are
named.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.course.roster import plain_form
from autograder.files import read_bytes
from autograder.ingest.notebook import MAX_BYTES, Unreadable, notebook_bytes, parse_notebook
from autograder.results import Submission

MAX_FILES = 500  # of a folder that are looked at
MAX_DEPTH = 2  # folders within folders
MAX_MEMBERS = 5_000  # of an archive
OURS = {"timestamp.txt", "checks.json"}


@dataclass(frozen=True)
class FoundNotebook:
    """A notebook that was found: where, under which name it is kept, and what was odd."""

    path: Path
    name: str
    repairs: tuple[str, ...] = ()
    content: bytes | None = None  # where it was read already, out of an archive

    def read(self) -> bytes:
        return notebook_bytes(self.path) if self.content is None else self.content


def find_notebook(submission: Submission) -> FoundNotebook:
    """The notebook of a submission's folder; raises Unreadable where there is none to choose.

    No link is followed, neither of the folder nor of the student's: it could lead to another
    student's work or to the solutions.
    """
    folder = submission.folder
    if folder.is_symlink() or folder.parent.is_symlink():
        raise Unreadable("the folder is a link to another place, and links are not followed")
    expected = folder / f"{submission.assignment}.ipynb"
    try:
        official = is_plain_file(expected)
        if official and not _is_empty(expected):
            return FoundNotebook(expected, expected.name)
        files = [path for path in _files(folder) if path != expected]
    except OSError as error:
        raise Unreadable(f"the folder could not be read ({error.strerror})") from error
    empty = (f"{expected.name} is empty",) if official else ()
    found = _single_notebook(files, expected.name) or _of_archive(files, expected)
    if found is not None:
        return FoundNotebook(
            found.path,
            found.name,
            (*empty, f"{_where(found, folder)}; it was read as {expected.name}"),
            found.content,
        )
    if official:
        return FoundNotebook(expected, expected.name)
    raise Unreadable(_nothing_to_choose(files, expected.name, folder))


def other_notebooks(submission: Submission) -> list[str]:
    """Where else in the folder the work can be than in the notebook that is taken.

    That is in another notebook, in an archive or in a program.
    """
    folder = submission.folder
    try:
        taken = find_notebook(submission).path
    except Unreadable:
        taken = None
    return [
        shown(str(path.relative_to(folder)))
        for path in files_below(folder)
        if path != taken and may_hold_work(path.name)
    ]


def may_hold_work(name: str) -> bool:
    """Is it the name of a notebook, an archive or a program?"""
    form = plain_form(name)
    return ".ipynb" in form or form.endswith((".zip", ".py"))


def files_below(folder: Path) -> list[Path]:
    """The plain files of a folder and of those within; none where it cannot be entered."""
    try:
        return _files(folder)
    except OSError:
        return []


def _files(folder: Path, depth: int = 0) -> list[Path]:
    """The plain files that a student may have meant, those of folders within last."""
    here, below = [], []
    for entry in sorted(os.scandir(folder), key=lambda e: os.fsencode(e.name))[:MAX_FILES]:
        if entry.name.startswith((".", "__MACOSX")) or "checkpoint" in entry.name:
            continue
        if entry.is_dir(follow_symlinks=False):
            below.append(Path(entry.path))
        elif entry.is_file(follow_symlinks=False) and entry.name not in OURS:
            here.append(Path(entry.path))
    if depth < MAX_DEPTH:
        for inner in below:
            try:
                here += _files(inner, depth + 1)
            except OSError:  # not to be entered: the others can still be read
                continue
    return here[:MAX_FILES]


def _is_notebook_name(name: str) -> bool:
    return plain_form(name).endswith(".ipynb")


def _single_notebook(files: Sequence[Path], expected: str) -> FoundNotebook | None:
    """The one notebook among files; one that bears the expected name goes before others."""
    notebooks = [path for path in files if _is_notebook_name(path.name)]
    # Browsers and mail programs add an ending: optimizers.ipynb.txt, optimizers.ipynb (1).
    renamed = [p for p in files if ".ipynb" in plain_form(p.name) and p not in notebooks]
    for group in (notebooks, renamed):
        named = [path for path in group if plain_form(path.name) == plain_form(expected)]
        for chosen in (named, group):
            if len(chosen) == 1:
                return FoundNotebook(chosen[0], chosen[0].name)
        if group:
            return None
    return None


def _of_archive(files: Sequence[Path], expected: Path) -> FoundNotebook | None:
    """The one notebook of the one archive, where no notebook lies beside it."""
    archives = [path for path in files if plain_form(path.name).endswith(".zip")]
    if len(archives) != 1 or any(".ipynb" in plain_form(path.name) for path in files):
        return None
    data = read_bytes(archives[0], MAX_BYTES + 1)
    if len(data) > MAX_BYTES or data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise Unreadable(f"{shown(archives[0].name)} is too large an archive to look into")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {Path(m.filename): m for m in archive.infolist() if _is_of_student(m)}
            inner = _single_notebook(list(members), expected.name)
            if inner is None:
                return None
            with archive.open(members[inner.path]) as file:
                content = file.read(MAX_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,  # it has a password
        NotImplementedError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise Unreadable(
            f"{shown(archives[0].name)} could not be opened as a zip archive"
        ) from error
    if len(content) > MAX_BYTES:
        raise Unreadable(f"the notebook is larger than {MAX_BYTES >> 20} MB")
    return FoundNotebook(archives[0], expected.name, content=content)


def _is_of_student(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    hidden = any(p.startswith((".", "__MACOSX")) or "checkpoint" in p for p in parts)
    return not member.is_dir() and not hidden


def _where(found: FoundNotebook, folder: Path) -> str:
    """How the notebook that was taken differs from the one that was expected."""
    if found.content is not None:
        return f"the notebook lies in the archive {shown(found.path.name)}"
    inside = found.path.parent.relative_to(folder)
    if inside != Path():
        return f"the notebook lies in {shown(str(inside))}/ and is named {shown(found.path.name)}"
    return f"the notebook is named {shown(found.path.name)}"


def _nothing_to_choose(files: Sequence[Path], expected: str, folder: Path) -> str:
    others = [path for path in files if ".ipynb" in plain_form(path.name)]
    if others:
        names = ", ".join(shown(str(path.relative_to(folder))) for path in others[:5])
        return f"no notebook named {expected}, and several others: {names}"
    if files:
        names = ", ".join(shown(str(path.relative_to(folder))) for path in files[:5])
        return f"no notebook named {expected} was handed in, but {names}"
    return f"no notebook named {expected} was handed in"


def _is_empty(path: Path) -> bool:
    """Whether a notebook file holds no text in any cell."""
    try:
        start = read_bytes(path, 4096)
        if len(start) == 4096:
            return False
        return not start.strip() or not any(c.source.strip() for c in parse_notebook(start).cells)
    except (OSError, Unreadable):
        return False  # which is said where it is read


def is_plain_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def shown(name: str) -> str:
    """A file's name as short text; it need not be valid text itself."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return text if len(text) <= 80 else f"{text[:79]}…"
