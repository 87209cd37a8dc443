"""Derivations as aligned LaTeX for the book, and as text for a terminal.

The reason stands beside each line and is broken after two dozen characters, so that a row stays
narrow; what is still too wide for a telephone scrolls.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, Symbol, default_sort_key
from sympy.concrete.expr_with_limits import ExprWithLimits
from sympy.core.relational import GreaterThan, LessThan, StrictGreaterThan, StrictLessThan
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from handbook.derivation import author_order
from handbook.derivation.assumptions import Given
from handbook.derivation.sample_points import Domain, free_symbols

REASON_WIDTH = 24
LEFT_SIDE_WIDTH = 60  # characters of LaTeX; a longer first expression gets a row of its own

GREEK_NAMES = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi"),
    *("omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
)
GREEK = {
    letter: f"\\{name}"
    for letter, name in zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", GREEK_NAMES, strict=True)
}
SIGNS = {"∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "≤": r"\le", "≥": r"\ge", "≠": r"\ne"}
SYMBOLS = GREEK | SIGNS | {"→": r"\to", "·": r"\cdot", "×": r"\times", "√": r"\surd", "−": "-"}
ESCAPES = {c: f"\\{c}" for c in "#%&_{}"} | {"\\": r"\textbackslash ", "^": r"\^{}", "~": r"\~{}"}

LINKS = {"": "", "=": "=", "⟺": r"\iff", "⟹": r"\implies"}


@dataclass(frozen=True)
class Row:
    """One line as it is shown: `left link right`, the reason, and how it was checked."""

    left: str
    link: str
    right: str
    reason: str = ""
    checked: str = ""


def _ordered(expr: Expr, sort: Callable[[], list[Expr]]) -> list[Expr]:
    """The terms of a sum as the author wrote them, else positive ones first: 1 - \\beta, t - k."""
    if (terms := author_order.written(expr)) is not None:
        return list(terms)
    # To sort, SymPy works out the numbers among the terms: an integral may take it minutes.
    usual = sorted(expr.args, key=default_sort_key) if expr.has(ExprWithLimits) else sort()
    return sorted(usual, key=lambda term: bool(term.could_extract_minus_sign()))


class BookPrinter(LatexPrinter):
    """SymPy's LaTeX with the author's order of terms."""

    def _as_ordered_terms(self, expr: Expr, order: str | None = None) -> list[Expr]:
        parent = super()._as_ordered_terms
        return _ordered(expr, lambda: list(parent(expr, order=order)))

    def _print_And(self, expr: Any) -> str:
        return _chain(expr, self) or str(super()._print_And(expr))


class TerminalPrinter(StrPrinter):
    """SymPy's text with the author's order of terms."""

    def _as_ordered_terms(self, expr: Expr, order: str | None = None) -> list[Expr]:
        if (terms := author_order.written(expr)) is not None:
            return list(terms)
        if expr.has(ExprWithLimits):
            return sorted(expr.args, key=default_sort_key)
        return list(super()._as_ordered_terms(expr, order=order))


def latex(expr: Basic) -> str:
    return str(BookPrinter().doprint(expr))


def _chain(expr: Any, printer: BookPrinter) -> str | None:
    """0 < x < 2 for 0 < x and x < 2."""
    below: list[tuple[Expr, str, Expr]] = []
    for part in expr.args:
        if isinstance(part, StrictLessThan | LessThan):
            below.append((part.lhs, "<" if isinstance(part, StrictLessThan) else r"\leq", part.rhs))
        elif isinstance(part, StrictGreaterThan | GreaterThan):
            sign = "<" if isinstance(part, StrictGreaterThan) else r"\leq"
            below.append((part.rhs, sign, part.lhs))
    if len(below) != 2 or len(expr.args) != 2:
        return None
    first, second = below if below[0][2] == below[1][0] else reversed(below)
    if first[2] != second[0]:
        return None
    low, middle, high = (printer.doprint(e) for e in (first[0], first[2], second[2]))
    return f"{low} {first[1]} {middle} {second[1]} {high}"


@dataclass(frozen=True)
class Style:
    """How formulas and the few words between them are written."""

    show: Callable[[Basic], str]
    formula: str  # around one formula
    dots: str
    sets: Mapping[str, str]


TEXT = Style(
    lambda e: str(TerminalPrinter().doprint(e)),
    "{}",
    "...",
    {"integer": " integer", "real": " real"},
)
LATEX = Style(latex, "${}$", r"\dots", {"integer": r" \in \mathbb{Z}", "real": r" \in \mathbb{R}"})

# LaTeX


def aligned(rows: list[Row], conditions: str) -> str:
    """The rows as one `aligned` block, the conditions below them."""
    lines = [_aligned_row(row) for row in _joined(rows)]
    if conditions:
        lines.append("&" + "".join(_reason_lines(conditions, width=1000)))
    return "\\begin{aligned}\n" + " \\\\[0.6em]\n".join(lines) + "\n\\end{aligned}"


def _joined(rows: list[Row]) -> list[Row]:
    """The first expression on the row of the second, unless it is too long for that."""
    if len(rows) < 2 or rows[0].link or rows[0].reason or rows[1].left or rows[1].link != "=":
        return rows
    if len(rows[0].left) > LEFT_SIDE_WIDTH:
        return rows
    return [replace(rows[1], left=rows[0].left), *rows[2:]]


def _aligned_row(row: Row) -> str:
    if row.link:
        formula = f"{row.left} &{LINKS[row.link]} {row.right}".strip()
    else:
        formula = f"&{row.left}"
    note = _note(row)
    return f"{formula} && {note}" if note else formula


def _note(row: Row) -> str:
    parts = _reason_lines(row.reason)
    if row.checked:
        how = row.checked.removeprefix("✓ ")
        mark = r"\checkmark\ " if how != row.checked else ""
        parts.append(rf"{{\scriptstyle {mark}\text{{{how}}}}}")
    return r"\begin{array}{l}" + r" \\ ".join(parts) + r"\end{array}" if parts else ""


def _reason_lines(reason: str, width: int = REASON_WIDTH) -> list[str]:
    """The reason in LaTeX, formulas between dollars as they are, broken between words."""
    pieces = re.split(r"(\$[^$]+\$)", reason)
    # A formula counts as one short word and is put back after the text has been broken.
    formulas = [piece[1:-1] for piece in pieces[1::2]]
    marked = "".join("\0" if i % 2 else piece for i, piece in enumerate(pieces))
    waiting = iter(formulas)
    lines = textwrap.wrap(marked, width, break_long_words=False, break_on_hyphens=False)
    return [_text(line, waiting) for line in lines]


def _text(line: str, formulas: Any) -> str:
    parts: list[str] = []
    for run in re.split("([\0" + "".join(SYMBOLS) + "])", line):
        if run == "\0":
            parts.append(f"{{{next(formulas)}}}")
        elif run in SYMBOLS:
            parts.append(SYMBOLS[run] + " ")
        elif run:
            parts.append(r"\text{" + "".join(ESCAPES.get(c, c) for c in run) + "}")
    return "".join(parts)


def markdown(name: str, rows: list[Row], conditions: str) -> str:
    """For a MyST page or a notebook: the name, the block, and what it holds for."""
    title = [f"**{name}**"] if name else []
    below = [conditions] if conditions else []
    return "\n\n".join([*title, f"$$\n{aligned(rows, '')}\n$$", *below])


# What the derivation holds for


def conditions(
    given: Given,
    where: Mapping[Symbol, Domain],
    statements: list[Basic],
    style: Style,
    latex_given: Mapping[str, str] | None = None,
) -> str:
    """One sentence: what is given, and for which values of the symbols the lines were compared."""
    stated = [style.formula.format(f"{name} = {v}") for name, v in (latex_given or {}).items()]
    known = definitions(given, style) or ", ".join(stated)
    pattern = {symbol for rule in given.rules for symbol in rule.pattern}
    symbols = free_symbols(*statements, *(v for _, v in given.stated), where=where)
    symbols -= {name for name, _ in given.stated}
    found = ranges(where, sorted(symbols | pattern & set(where), key=str), style)
    sentence = "; ".join(
        [*([f"with {known}"] if known else []), *([f"for {found}"] if found else [])]
    )
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def definitions(given: Given, style: Style) -> str:
    """`σ = …, v_0 = 0`"""
    return ", ".join(
        style.formula.format(f"{style.show(name)} = {style.show(value)}")
        for name, value in given.stated
    )


def ranges(where: Mapping[Symbol, Domain], symbols: list[Symbol], style: Style) -> str:
    """`0 < β < 1, t = 1, 2, …`"""
    found = [_range(symbol, where.get(symbol), style) for symbol in symbols]
    return ", ".join(style.formula.format(shown) for shown in found if shown)


def _range(symbol: Symbol, domain: Domain | None, style: Style) -> str:
    """The interval, the list, or what the symbol's assumptions say; nothing for complex numbers."""
    shown = style.show(symbol)
    if domain is None:
        return _assumed(symbol, shown, style)
    if domain.choices is not None:
        choices = [style.show(choice) for choice in domain.choices]
        if len(choices) > 4:
            choices = [*choices[:2], style.dots, choices[-1]]
        return f"{shown} = " + ", ".join(choices)
    low = "" if domain.low.is_infinite else style.show(domain.low)
    high = "" if domain.high.is_infinite else style.show(domain.high)
    if low and high:
        return f"{low} < {shown} < {high}"
    if low or high:
        return f"{shown} > {low}" if low else f"{shown} < {high}"
    return f"{shown}{style.sets['real']}"


def _assumed(symbol: Symbol, shown: str, style: Style) -> str:
    if symbol.is_integer:
        counts = f"{shown} = 1, 2, {style.dots}"
        return counts if symbol.is_positive else f"{shown}{style.sets['integer']}"
    if symbol.is_positive or symbol.is_negative:
        return f"{shown} {'>' if symbol.is_positive else '<'} 0"
    return f"{shown}{style.sets['real']}" if symbol.is_extended_real else ""


# Text


def plain(name: str, rows: list[Row], conditions: str) -> str:
    """For a terminal: one line each, reasons in a column."""
    shown = [f"{row.left} {row.link} {row.right}".strip() for row in rows]
    width = min(60, max(map(len, shown)))
    lines = [name] if name else []
    for row, formula in zip(rows, shown, strict=True):
        checked = f"[{row.checked}]" if row.checked else ""
        lines.append(f"  {formula:<{width}}  {row.reason}  {checked}".rstrip())
    return "\n".join([*lines, f"  {conditions}"] if conditions else lines)
