r"""Labels such as $\mathdefault{10^{-2}}$ are parsed once, not anew for each renderer.

Matplotlib (3.11.2) keeps what it has parsed for each parser, and each of the three renderers that
take part in drawing a figure has a parser of its own. Parsing the labels of logarithmic axes then
takes up to a third of the time of a figure. What is parsed is a value that renderers only read.
"""

from functools import lru_cache
from typing import Any

from matplotlib import mathtext


def share_parsed_labels() -> None:
    """Let all parsers of one kind share what they have parsed; nothing drawn changes."""
    parser: Any = mathtext.MathTextParser
    parse = getattr(getattr(parser, "_parse_cached", None), "__wrapped__", None)
    if parse is None or parser.__eq__ is _same_kind:  # another Matplotlib, or already done
        return
    parser.__eq__, parser.__hash__ = _same_kind, _kind
    parser._parse_cached = lru_cache(500)(parse)


def _same_kind(parser: Any, other: Any) -> bool:
    return type(parser) is type(other) and parser._output_type == other._output_type


def _kind(parser: Any) -> int:
    return hash(parser._output_type)
