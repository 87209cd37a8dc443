r"""Short names for formulas: `\E` for an expectation, `\norm{x}` for a norm; one look a meaning.

The site's KaTeX knows them. A notebook's front end does not, so `expand` writes them out.
"""

from __future__ import annotations

import re

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\E": r"\operatorname{\mathbb{E}}",
    r"\Var": r"\operatorname{Var}",
    r"\Cov": r"\operatorname{Cov}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\grad": r"\nabla",
    r"\norm": r"\left\lVert #1 \right\rVert",
    r"\abs": r"\left\lvert #1 \right\rvert",
    r"\sigmoid": r"\operatorname{\sigma}",
    r"\softmax": r"\operatorname{softmax}",
    r"\relu": r"\operatorname{relu}",
    r"\diag": r"\operatorname{diag}",
    r"\tr": r"\operatorname{tr}",
}
ARGUMENT = "#1"

_NAMES = re.compile(rf"(?:{'|'.join(map(re.escape, MACROS))})(?![A-Za-z])")
_WORD = re.compile(r"\s*(\\[A-Za-z]+|\\.|[^\s{}])", re.DOTALL)


def expand(text: str) -> str:
    r"""LaTeX, or Markdown with formulas, with each macro written out: ``\norm{x}``, ``\norm x``.

    Raises ValueError where the argument of a macro is missing or does not end.
    """
    parts, start = [], 0
    while (found := _NAMES.search(text, start)) is not None:
        body, end = MACROS[found[0]], found.end()
        if ARGUMENT in body:
            argument, end = _argument(text, end)
            body = body.replace(ARGUMENT, expand(argument))
        parts += [text[start : found.start()], body]
        start = end
    return "".join(parts) + text[start:]


def _argument(text: str, start: int) -> tuple[str, int]:
    """The argument that begins here, a group in braces or one sign, and where it ends."""
    if (sign := _WORD.match(text, start)) is not None:
        return sign[1], sign.end()
    opened = text.find("{", start)
    if opened < 0 or text[start:opened].strip():
        raise ValueError(f"the argument is missing: {text[:start]!r}")
    depth = 0
    # An escaped brace is no end of a group.
    for brace in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, opened):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return text[opened + 1 : brace.start()], brace.end()
    raise ValueError(f"the argument does not end: {text[start:]!r}")
