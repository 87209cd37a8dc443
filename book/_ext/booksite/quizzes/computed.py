"""Numbers that stand in a text file beside the Python that computes them.

A `check` is an expression, or a snippet whose last line is one. It sees NumPy as `np`, the names of
`math`, and may import what the book's pages may. The build only asks that it can be read; the tests
run it.
"""

from __future__ import annotations

import ast
import math
from decimal import Decimal
from typing import Any

import numpy as np

from ..site.formats import FormatError


def need_check(source: Any, where: str) -> None:
    """Raise FormatError unless `source` is Python that ends in an expression."""
    if isinstance(source, int | float):
        source = str(source)  # YAML reads a bare number as one
    if not isinstance(source, str) or not source.strip():
        raise FormatError(
            f"{where}: check is missing; write the Python that computes the number, such as "
            'check: "0.001 / sqrt(1 - 0.99)"'
        )
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise FormatError(f"{where}: check cannot be read as Python: {error}") from error
    if not isinstance(body[-1], ast.Expr):
        raise FormatError(f"{where}: the last line of check must be an expression, the number")
    if len(body) == 1 and isinstance(body[0].value, ast.Constant):
        raise FormatError(f"{where}: check only repeats a number; write how it is computed")


def compute(source: str) -> float:
    """Run a `check` and give its number; whatever it raises is passed on."""
    *before, last = ast.parse(source).body
    names = {**vars(math), "np": np}
    exec(compile(ast.Module(before, []), "check", "exec"), names)
    return float(eval(compile(ast.Expression(last.value), "check", "eval"), names))  # type: ignore[attr-defined]


def is_rounded_from(written: float | str, value: float) -> bool:
    """Whether `written` is `value`, rounded to as many digits as are written.

    0.316 stands for 0.3162…, not for 0.3166…; 11511 for 11510.8.
    """
    exponent = Decimal(str(written)).as_tuple().exponent
    assert isinstance(exponent, int)
    half_a_digit = 0.5 * 10.0**exponent
    return abs(float(written) - value) <= half_a_digit * (1 + 1e-9)
