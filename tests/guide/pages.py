"""What a reader of the instructor's guide is told to type, read off its pages.

A fenced block is

- `console`: commands after `$ `, each with the lines it prints (none: what it prints is not shown);
- any language under `% file: NAME`: a file to be written;
- any language under `% settings`: lines for `autograder.toml`, each in its place;
- any language under `% shown: WHY`: to be looked at only.

Marks stand right above a block, where the built page does not show them. Of a `console` block
they may be `% exit: N`, for its last command, and `% not run: WHY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.contents import names_of_pages

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "book/instructor/"
MARK = re.compile(r"% (file|settings|shown|exit|not run)(?:: (.*))?")
ELLIPSIS = "…"


@dataclass
class Command:
    """A command, where it stands, what it prints and how it ends."""

    text: str
    page: str
    line: int
    prints: list[str] = field(default_factory=list)
    exit: int = 0
    not_run: str | None = None


@dataclass
class Text:
    """A block that is no command: a file, settings, or something to look at."""

    kind: str
    about: str
    language: str
    lines: list[str]
    page: str
    line: int

    @property
    def content(self) -> str:
        return "\n".join(self.lines) + "\n"


Step = Command | Text


def guide_pages() -> list[str]:
    """The pages of the guide in the order of the contents."""
    return [f"{name}.md" for name in names_of_pages(ROOT) if name.startswith(FOLDER)]


def steps_of(page: str) -> Iterator[Step]:
    """The blocks of a page in order; raises ValueError for one that is of no kind."""
    yield from steps_in((ROOT / page).read_text(encoding="utf-8"), page)


def steps_in(text: str, page: str) -> Iterator[Step]:
    lines = iter(enumerate(text.splitlines(), 1))
    marks: dict[str, str] = {}
    for number, line in lines:
        if mark := MARK.fullmatch(line):
            marks[mark[1]] = mark[2] or ""
        elif fence := re.fullmatch(r"(```+)(\w*)", line):
            block = []
            for _, inner in lines:
                if inner == fence[1]:
                    break
                block.append(inner)
            yield from _block(fence[2], block, marks, page, number)
            marks = {}
        elif marks:
            raise ValueError(f"{page}:{number}: a mark stands above no block")


def _block(
    language: str, block: list[str], marks: dict[str, str], page: str, line: int
) -> Iterator[Step]:
    where = f"{page}:{line}"
    if language == "console":
        if set(marks) - {"exit", "not run"}:
            raise ValueError(f"{where}: marks of a console are `exit` and `not run`")
        yield from _commands(block, marks, page, line)
        return
    kinds = set(marks) & {"file", "settings", "shown"}
    if len(marks) != 1 or len(kinds) != 1:
        raise ValueError(f"{where}: a block is a console, or has one mark: file, settings or shown")
    kind = kinds.pop()
    yield Text(kind, marks[kind], language, block, page, line)


def _commands(block: list[str], marks: dict[str, str], page: str, line: int) -> Iterator[Command]:
    found: list[Command] = []
    for number, text in enumerate(block, line + 1):
        if text.startswith("$ "):
            found.append(Command(text[2:], page, number, not_run=marks.get("not run")))
        elif found:
            found[-1].prints.append(text)
        else:
            raise ValueError(f"{page}:{number}: a console begins with a command")
    if found and "exit" in marks:
        found[-1].exit = int(marks["exit"])
    yield from found


def differs(shown: list[str], printed: str) -> str | None:
    """How what is shown differs from what was printed, or None.

    Blanks at the ends of lines, their number, and numbers of seconds do not count. `…` stands for
    any text within a line, and alone for any lines.
    """
    if not shown:
        return None
    wanted = [_plain(line) for line in shown]
    pattern = "".join(
        r"(?:.*\n)*?" if line == ELLIPSIS else _as_pattern(line) + r"\n" for line in wanted
    )
    got = "".join(_plain(line) + "\n" for line in printed.splitlines())
    if re.fullmatch(pattern, got):
        return None
    return "shown:\n" + "\n".join(wanted) + "\nprinted:\n" + got


def _plain(line: str) -> str:
    line = re.sub(r"\d+(\.\d+)? s\b", "N s", line)
    return re.sub(r"\s+", " ", line).strip()


def _as_pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.split(ELLIPSIS)))


def in_settings(settings: str, lines: list[str]) -> str:
    """`autograder.toml` with these lines, each where a reader would write it.

    A key or a table that is there, also behind a `#`, is written over; else it is added, a key
    above the first table.
    """
    text = settings.splitlines()
    table: str | None = None
    for line in filter(str.strip, lines):
        if line.startswith("["):
            table = line
            if table not in text:
                if f"# {table}" in text:
                    text[text.index(f"# {table}")] = table
                else:
                    text += ["", table]
            continue
        key = line.partition("=")[0].strip()
        first = text.index(table) + 1 if table else 0
        last = next((i for i in range(first, len(text)) if text[i].startswith("[")), len(text))
        there = [i for i in range(first, last) if re.match(rf"(# )?{re.escape(key)} *=", text[i])]
        if there:
            text[there[0]] = line
        else:
            text.insert(first if table else last, line)
    return "\n".join(text) + "\n"
