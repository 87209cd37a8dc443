"""Text from outside, made fit to be shown in a page, a table or a terminal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 2_000
MAX_LINES = 40
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
TERMINAL_ESCAPE = re.compile(
    "\x1b\\](?:[^\x07\x1b]*(?:\x07|\x1b\\\\))?"  # titles and links
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # colours, movements of the cursor
    "|\x1b[ -/]*[0-~]?"
)
COMBINING = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
STACKED_MARKS = re.compile(f"([{COMBINING}]{{3}})[{COMBINING}]+")


class _Neutral(dict[int, str]):
    """A translation table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # Controls, invisible format characters (bidi overrides, zero width), lone surrogates,
        # private and unassigned ones: none is text that a reader can see.
        hidden = unicodedata.category(character)[0] == "C" and character not in "\n\t"
        self[code] = REPLACEMENT if hidden else character
        return self[code]


_NEUTRAL = _Neutral()


@lru_cache(maxsize=8192)  # a class shares most of its texts: names of tests, messages, hints
def clean(text: str) -> str:
    """Text from outside as something that can be read and does nothing.

    Terminal escapes are taken out, control and invisible characters replaced, stacked accents
    and overlong text cut. HTML is not escaped here: that is the template's part.
    """
    cut = len(text) > MAX_CHARACTERS
    text = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    lines = text.replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    cut = cut or len(lines) > MAX_LINES
    text = TERMINAL_ESCAPE.sub("", "\n".join(lines[:MAX_LINES])).translate(_NEUTRAL)
    return STACKED_MARKS.sub(r"\1", text) + (" … (cut)" if cut else "")
