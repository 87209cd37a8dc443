"""Is a cell with a syntax error right in a newer Python than the one that runs here?

The newer forms are rewritten into older ones that mean the same to a parser. Only where the whole
cell can be read after that, and could not before, is the newer version named.
"""

from __future__ import annotations

import ast
import re
import sys
import warnings
from functools import lru_cache

from autograder.grading.notebook_names import without_magics

MAX_READ = 20_000  # characters of a cell; each form may be read several times
MAX_DEEP = 5  # f-strings within one another
PREFIXES = ("f", "F", "t", "T")
TYPE_ALIAS = re.compile(r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?=[=\[])", re.MULTILINE)
HEAD = re.compile(r"\b(def|class)[ \t]+(\w+)[ \t]*\[")
EXCEPT = re.compile(r"^([ \t]*except\*?[ \t]+)(\w[\w.]*(?:[ \t]*,[ \t]*\w[\w.]*)+)[ \t]*:", re.M)


@lru_cache(maxsize=64)  # every exercise that follows from a cell asks for it
def newer_syntax(source: str) -> str | None:
    """The version, such as "3.12", whose syntax a cell is in; None where no newer one is known."""
    if len(source) > MAX_READ:
        return None
    source = without_magics(source)
    if _reads(source):
        return None
    for version, rewritten in (("3.12", _of_312), ("3.13", _of_313), ("3.14", _of_314)):
        if sys.version_info >= tuple(map(int, version.split("."))):
            continue
        try:
            made = rewritten(source)
        except ValueError:  # it is not even in the newer syntax
            continue
        if made != source and _reads(made):
            return version
    return None


def _reads(source: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _of_312(source: str, *, defaults: bool = False, prefixes: tuple[str, ...] = ("f", "F")) -> str:
    """Without its f-strings, `type` statements and parameters of types."""
    text = _without_fstrings(source, prefixes, 0)
    text = TYPE_ALIAS.sub(r"\1\2", text)
    made, start = [], 0
    for head in HEAD.finditer(text):
        end = _closing(text, head.end() - 1)
        if not defaults and "=" in text[head.end() : end]:
            raise ValueError("a default of a type parameter")
        made += [text[start : head.end() - 1]]
        start = end + 1
    text = "".join([*made, text[start:]])
    return re.sub(r"^([ \t]*\w+)\[[\w, \t]{1,80}\][ \t]*=", r"\1 =", text, flags=re.MULTILINE)


def _of_313(source: str) -> str:
    return _of_312(source, defaults=True)


def _of_314(source: str) -> str:
    text = _of_312(source, defaults=True, prefixes=PREFIXES)
    return EXCEPT.sub(r"\1(\2):", text)


def _closing(text: str, opening: int) -> int:
    """Where the bracket that opens at a place is closed, within a thousand characters."""
    depth = 0
    for place in range(opening, min(len(text), opening + 1000)):
        depth += (text[place] in "[({") - (text[place] in "])}")
        if not depth:
            return place
    raise ValueError("a bracket that is not closed")


def _without_fstrings(source: str, prefixes: tuple[str, ...], deep: int) -> str:
    """The source with each f-string made a plain text; raises ValueError for a broken one.

    The expressions within are read in turn: they may hold any quotation marks, and comments.
    """
    if deep > MAX_DEEP:
        raise ValueError("too deep")
    made: list[str] = []
    place = 0
    while place < len(source):
        character = source[place]
        if character == "#":
            end = source.find("\n", place)
            end = len(source) if end < 0 else end
            made.append(source[place:end])
            place = end
        elif character in "\"'":
            prefix = _prefix(source, place)
            if any(p in prefix for p in prefixes):
                del made[len(made) - len(prefix) :]
                end, lines = _end_of_fstring(source, place, "r" in prefix.lower(), prefixes, deep)
                made += ["(", "'f'", "\n" * lines, ")"]
            else:
                end = _end_of_text(source, place)
                made.append(source[place:end])
            place = end
        else:
            made.append(character)
            place += 1
    return "".join(made)


def _prefix(source: str, quote: int) -> str:
    start = quote
    while start > 0 and quote - start < 2 and source[start - 1] in "rRbBuUfFtT":
        start -= 1
    before = source[start - 1] if start else " "
    return "" if before.isalnum() or before == "_" else source[start:quote]


def _quotes(source: str, place: int) -> str:
    mark = source[place]
    return mark * 3 if source.startswith(mark * 3, place) else mark


def _end_of_text(source: str, start: int) -> int:
    mark = _quotes(source, start)
    place = start + len(mark)
    while place < len(source):
        if source[place] == "\\":
            place += 2
        elif source.startswith(mark, place):
            return place + len(mark)
        elif source[place] == "\n" and len(mark) == 1:
            break
        else:
            place += 1
    raise ValueError("a text that is not closed")


def _end_of_fstring(
    source: str, start: int, raw: bool, prefixes: tuple[str, ...], deep: int
) -> tuple[int, int]:
    """Where an f-string ends, and over how many lines it goes."""
    if deep > MAX_DEEP:
        raise ValueError("too deep")
    mark = _quotes(source, start)
    place = start + len(mark)
    while place < len(source):
        if source.startswith(mark, place):
            end = place + len(mark)
            return end, source.count("\n", start, end)
        if (source[place] == "\\" and not raw) or source.startswith(("{{", "}}"), place):
            place += 2
        elif source[place] == "{":
            place = _end_of_field(source, place, prefixes, deep)
        elif source[place] == "\n" and len(mark) == 1:
            break
        else:
            place += 1
    raise ValueError("an f-string that is not closed")


def _end_of_field(source: str, start: int, prefixes: tuple[str, ...], deep: int) -> int:
    """Where a replacement field ends; its expression must be one."""
    place, depth = start + 1, 0
    expression_end = None
    while place < len(source):
        character = source[place]
        if expression_end is None and character in "\"'":
            prefix = _prefix(source, place)
            if any(p in prefix for p in prefixes):
                place, _ = _end_of_fstring(source, place, "r" in prefix.lower(), prefixes, deep + 1)
            else:
                place = _end_of_text(source, place)
            continue
        if expression_end is None and character == "#":
            end = source.find("\n", place)
            place = len(source) if end < 0 else end
            continue
        if character in "([{":
            depth += 1
        elif character in ")]}" and depth:
            depth -= 1
        elif character == "}":
            inner = source[start + 1 : expression_end or place].strip().removesuffix("=")
            text = _without_fstrings(inner, prefixes, deep + 1)
            if not _reads(f"(\n{text}\n)"):
                raise ValueError("a field that holds no expression")
            return place + 1
        elif not depth and expression_end is None and _ends_expression(source, place):
            expression_end = place
        place += 1
    raise ValueError("a field that is not closed")


def _ends_expression(source: str, place: int) -> bool:
    """A conversion or a format begins here: `!r`, `:.2f`."""
    return source[place] == ":" or (source[place] == "!" and source[place + 1 : place + 2] != "=")
