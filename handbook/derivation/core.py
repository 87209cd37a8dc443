"""Derivations whose every line is checked: a line that does not follow stops the build.

    from sympy import exp, symbols, Derivative
    from handbook.derivation import derive

    z, sigma = symbols("z sigma")
    (
        derive(Derivative(sigma, z), given={sigma: 1 / (1 + exp(-z))})
        .then(exp(-z) / (1 + exp(-z)) ** 2, "chain rule")
        .then(sigma * (1 - sigma), "collect σ")
    )

A line is compared with the line before it at random points (20 or more, 30 digits, the seed is
fixed), and SymPy's algebra is asked whether the difference is zero. A symbol without assumptions is
a complex number; `real=True`, `positive=True`, `integer=True` and `where=` say otherwise.

Lines may also be NumPy functions (`at=` gives the shapes of their arguments), equations that are
transformed as a whole, and inequalities (`.equivalent`, `.implies`). `check_gradient` holds a
gradient against differences, `refute` shows that a claim found elsewhere is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Basic, Eq, Expr, ImmutableMatrix, MatrixBase, S, Symbol, sympify
from sympy.logic.boolalg import Boolean

from handbook.derivation import arrays, author_order, rendering
from handbook.derivation.assumptions import Given, is_name, read_given
from handbook.derivation.equality import Different, Undecided, check_equal, show_number
from handbook.derivation.errors import DerivationError
from handbook.derivation.formulas import (
    Formula,
    FormulaDiffers,
    check_formula,
    is_compared,
    read_formula,
)
from handbook.derivation.given_check import misfit
from handbook.derivation.gradient_check import GradientCheck, check_gradient
from handbook.derivation.implication import Contradiction, check_follows
from handbook.derivation.refutation import Refutation, refute
from handbook.derivation.rendering import Row, Style
from handbook.derivation.sample_points import Domain, read_where, show_point
from handbook.derivation.tex_formulas import Definition, Outcomes, Unreadable, read_definitions
from handbook.tex_macros import expand

__all__ = ["Derivation", "DerivationError", "GradientCheck", "Outcomes", "Refutation"]
__all__ += ["check_gradient", "derive", "refute"]


class _NotSettled(DerivationError):
    """Nothing could be established; an author may leave such a line with a reason."""


@dataclass(frozen=True)
class Line:
    """One line: a SymPy expression, equation, inequality, matrix, or an array function."""

    statement: Any
    reason: str = ""
    link: str = ""
    checked: str = ""
    tex: str = ""
    form: Formula | None = None  # the formula of an array line, as a function
    unsettled: str = ""
    given: Given = field(default_factory=Given)
    where: Mapping[Symbol, Domain] = field(default_factory=dict)


@dataclass(frozen=True)
class Derivation:
    """The lines so far, each checked. Made by `derive`, extended by `then`; never changed."""

    lines: tuple[Line, ...]
    given: Given
    where: Mapping[Symbol, Domain]
    at: Mapping[str, Any]
    known: Given  # the given, and the definition that the derivation starts from
    name: str = ""
    names: Mapping[str, Definition] = field(default_factory=dict)  # given, for array functions
    stated: Mapping[str, str] = field(default_factory=dict)  # the same, as LaTeX

    def then(
        self,
        statement: Any,
        reason: str,
        *,
        given: object = None,
        where: Mapping[Any, Any] | None = None,
        tex: Any = None,
        unsettled: str | None = None,
    ) -> Derivation:
        """Add a line that equals the line before.

        After an equation, an expression is its new right-hand side, and an `Eq` must follow from
        it. `given` and `where` hold for this step only and are shown beside it. An array function
        needs `tex`. `unsettled` is the reason why a line may stay that cannot be checked; it is
        shown in place of the mark, and a line that is wrong, or can be checked, is refused with it.
        Raises DerivationError if the line does not follow or cannot be checked.
        """
        author_order.note(sys._getframe(1))
        line = self._read(statement, reason, given, where, tex, unsettled)
        last = self.lines[-1].statement
        if _is_inequality(line.statement):
            raise self._error(line, "is an inequality; state it with .implies or .equivalent.")
        if _is_inequality(last):
            raise self._error(line, "comes after an inequality; use .implies or .equivalent.")
        if isinstance(line.statement, Eq):
            if not isinstance(last, Eq):
                raise self._error(line, "is an equation, but the line before is none.")
            return self._add(line, "=", lambda: self._check_statement(line, both_ways=False))
        if _is_array(line.statement) != _is_array(last):
            raise self._error(line, "mixes SymPy and array functions; use one kind throughout.")
        if line.statement == _right_side(last):
            raise self._error(
                line,
                "is the same as the line before, as SymPy has evaluated it; leave it out, or keep "
                "its form with evaluate=False.",
            )
        check = self._check_arrays if _is_array(last) else self._check_equal
        return self._add(line, "=", lambda: check(line))

    def equivalent(
        self,
        statement: Boolean,
        reason: str,
        *,
        given: object = None,
        where: Mapping[Any, Any] | None = None,
        unsettled: str | None = None,
    ) -> Derivation:
        """Add an equation or inequality that is true exactly where the line before is true."""
        author_order.note(sys._getframe(1))
        line = self._read_statement(statement, reason, given, where, unsettled)
        return self._add(line, "⟺", lambda: self._check_statement(line, both_ways=True))

    def implies(
        self,
        statement: Boolean,
        reason: str,
        *,
        given: object = None,
        where: Mapping[Any, Any] | None = None,
        unsettled: str | None = None,
    ) -> Derivation:
        """Add an equation or inequality that is true wherever the line before is true."""
        author_order.note(sys._getframe(1))
        line = self._read_statement(statement, reason, given, where, unsettled)
        return self._add(line, "⟹", lambda: self._check_statement(line, both_ways=False))

    def _add(self, line: Line, link: str, check: Callable[[], str]) -> Derivation:
        """The derivation with this line, if the check passes or the line may stay unsettled."""
        try:
            mark = f"✓ {check()}"
            if _is_array(line.statement) and not all(
                is_compared(each.tex, each.form, self.at, self.names)
                for each in (self.lines[-1], line)
            ):
                mark = f"code {check().removeprefix('✓ ')}, formula not compared"
        except _NotSettled:
            if not line.unsettled:
                raise
            mark = f"not settled: {line.unsettled}"
        else:
            if line.unsettled:
                raise self._error(line, f"is settled ({mark}); leave out unsettled=.")
        return replace(self, lines=(*self.lines, replace(line, link=link, checked=mark)))

    def _read(
        self,
        statement: Any,
        reason: str,
        given: object,
        where: Mapping[Any, Any] | None,
        tex: Any = None,
        unsettled: str | None = None,
    ) -> Line:
        if not isinstance(reason, str) or not reason.strip():
            raise TypeError('a line needs its reason, as in .then(expr, "chain rule").')
        if unsettled is not None and not (isinstance(unsettled, str) and unsettled.strip()):
            raise TypeError("unsettled= is the reason why the line may stay, in words.")
        known, places = read_given(given), read_where(where)
        read = _read_line(statement, tex)
        shown, form = read_formula(tex, self.names)
        line = Line(read, reason, tex=shown, given=known, where=places)
        if known.stated and (found := misfit(self.known + known, {**self.where, **places})):
            raise self._error(line, f"cannot use what is given.\n  {found}.")
        return replace(line, form=form, unsettled=unsettled or "")

    def _read_statement(
        self,
        statement: Any,
        reason: str,
        given: object,
        where: Mapping[Any, Any] | None,
        unsettled: str | None,
    ) -> Line:
        line = self._read(statement, reason, given, where, None, unsettled)
        for each in (self.lines[-1].statement, line.statement):
            if not _is_statement(each):
                raise self._error(line, f"relates statements, and {_shown(each)} is none.")
        return line

    # The three kinds of check

    def _check_equal(self, line: Line) -> str:
        before = _right_side(self.lines[-1].statement)
        known = self.known + line.given
        try:
            return check_equal(before, line.statement, known, {**self.where, **line.where})
        except Different as found:
            entry = f", entry {found.entry}" if found.entry else ""
            values = {
                "before": show_number(found.before, found.after),
                "after": show_number(found.after, found.before),
            }
            raise self._does_not_follow(line, show_point(found.point) + entry, values) from None
        except Undecided as error:
            raise self._undecided(line, str(error)) from None

    def _check_statement(self, line: Line, both_ways: bool) -> str:
        known = self.known + line.given
        before = self.lines[-1].statement
        try:
            places = {**self.where, **line.where}
            return check_follows(before, line.statement, known, places, both_ways)
        except Contradiction as found:
            values = {"before": str(found.before).lower(), "after": str(found.after).lower()}
            raise self._does_not_follow(line, show_point(found.point), values) from None
        except Undecided as error:
            raise self._undecided(line, str(error)) from None

    def _check_arrays(self, line: Line) -> str:
        try:
            found = arrays.check_arrays(self.lines[-1].statement, line.statement, self.at)
            check_formula(line.form, line.statement, self.at, self.names)
            return found
        except FormulaDiffers as error:
            raise self._error(
                line, f"shows a formula that its code does not compute: {error}."
            ) from None
        except arrays.ArraysDiffer as found:
            entry = f"entry {found.entry}, " if found.entry else ""
            values = {"before": str(found.before), "after": str(found.after)}
            place = entry + arrays.show_inputs(found.inputs)
            raise self._does_not_follow(line, place, values) from None
        except arrays.CallFailed as error:
            raise self._undecided(line, str(error)) from error

    # Messages

    def _does_not_follow(
        self, line: Line, place: str, values: Mapping[str, str]
    ) -> DerivationError:
        return self._error(
            line,
            f"does not follow.\n{self._both(line)}"
            f"  {f'at {place}: ' if place else ''}"
            f"before = {values['before']}, after = {values['after']}",
        )

    def _undecided(self, line: Line, why: str) -> DerivationError:
        return _NotSettled(
            self._titled(
                line,
                f"could not be checked: {why}.\n{self._both(line)}"
                "  Give the symbols assumptions (real=True, positive=True) or ranges (where=), "
                "say what undefined names stand for (given=), or split the step into smaller "
                'ones. A line may stay unsettled with unsettled="the reason".',
            )
        )

    def _both(self, line: Line) -> str:
        last = self.lines[-1]
        before, after = last.statement, line.statement
        if not _is_statement(after):
            before = _right_side(before)
        return f"  before: {last.tex or _shown(before)}\n  after:  {line.tex or _shown(after)}\n"

    def _error(self, line: Line, what: str) -> DerivationError:
        return DerivationError(self._titled(line, what))

    def _titled(self, line: Line, what: str) -> str:
        title = f"{self.name}: " if self.name else ""
        return f"{title}line {len(self.lines) + 1} ({line.reason}) {what}"

    # What it looks like

    def _repr_markdown_(self) -> str:
        rows, conditions = self._rows(rendering.LATEX), self._conditions(rendering.LATEX)
        return expand(rendering.markdown(self.name, rows, conditions))

    def _repr_latex_(self) -> str:
        rows, conditions = self._rows(rendering.LATEX), self._conditions(rendering.LATEX)
        return expand(f"$\\displaystyle {rendering.aligned(rows, conditions)}$")

    def __repr__(self) -> str:
        return rendering.plain(
            self.name, self._rows(rendering.TEXT), self._conditions(rendering.TEXT)
        )

    def _rows(self, style: Style) -> list[Row]:
        return [_row(line, style) for line in self.lines]

    def _conditions(self, style: Style) -> str:
        statements = [line.statement for line in self.lines if isinstance(line.statement, Basic)]
        return rendering.conditions(self.given, self.where, statements, style, self.stated)


def _row(line: Line, style: Style) -> Row:
    reason = line.reason
    if known := rendering.definitions(line.given, style):
        reason += f", with {known}"
    if places := rendering.ranges(line.where, list(line.where), style):
        reason += f", for {places}"
    if isinstance(line.statement, Eq) and line.link in ("", "="):
        left, right = (style.show(side) for side in (line.statement.lhs, line.statement.rhs))
        return Row(left, "=", right, reason, line.checked)
    shown = line.tex or style.show(line.statement)
    if not line.link:
        return Row(shown, "", "", reason, line.checked)
    return Row("", line.link, shown, reason, line.checked)


def derive(
    first: Any,
    *,
    where: Mapping[Any, Any] | None = None,
    given: object = None,
    at: Mapping[str, Any] | None = None,
    tex: Any = None,
    premise: str | None = None,
    name: str | None = None,
) -> Derivation:
    """Start a derivation from an expression, an equation, an inequality or an array function.

    where: the values a symbol may take, `{beta: (0, 1), t: range(1, 20)}`; the ends of an open
        interval may name other symbols.
    given: what names stand for, `{sigma: 1 / (1 + exp(-z))}`, recurrences with their starting
        values, `{v[0]: 0, v[t]: beta * v[t - 1] + x[t]}`, or equations saying the same. For array
        functions, LaTeX: `{r"\\varphi'(z)": r"1 - \\tanh(z) \\odot \\tanh(z)"}`.
    at: for array functions, the shape of each argument (`()` for a number), or a function of a
        `np.random.Generator`, or a fixed value, or all values of a random array, `Outcomes`.
    tex: for array functions, the LaTeX of the first line.
    premise: why an equation that is neither a definition nor an identity may be assumed.

    An equation `Eq(name, expression)` is a definition, known to every later line. Another equation
    is checked; one that does not hold everywhere needs a premise.
    Raises DerivationError, or TypeError and ValueError for arguments that cannot be read.
    """
    author_order.note(sys._getframe(1))
    statement = _read_line(first, tex)
    if _is_array(statement) != (at is not None):
        raise TypeError("at= is needed for array functions, and only for these.")
    stated = _stated(given) if _is_array(statement) else {}
    names = _read_names(stated)
    meant = names.keys() | {name for each in names.values() for name in each.parameters}
    if twice := meant & (at or {}).keys():
        raise TypeError(f"given= uses {', '.join(sorted(twice))} for something else than at=.")
    known = read_given(None if _is_array(statement) else given)
    start = Derivation((), known, read_where(where), at or {}, known, name or "", names, stated)
    if found := misfit(known, start.where):
        raise DerivationError(f"line 1 cannot use what is given.\n  {found}.")
    if not isinstance(statement, Eq):
        if premise:
            raise TypeError("premise= is for an equation that is assumed.")
        shown, form = read_formula(tex, names)
        if _is_array(statement):
            _check_first_formula(form, statement, start)
        return replace(start, lines=(Line(statement, tex=shown, form=form),))
    return _from_equation(start, statement, premise)


def _from_equation(start: Derivation, equation: Eq, premise: str | None) -> Derivation:
    left, right = equation.lhs, equation.rhs
    if premise:
        return replace(start, lines=(Line(equation, premise, checked="premise"),))
    if is_name(left) and left not in right.atoms(type(left)) and not start.known.names(left):
        known = start.known + read_given({left: right})
        if found := misfit(known, start.where):
            raise DerivationError(f"line 1 cannot be a definition.\n  {found}.")
        return replace(start, lines=(Line(equation, checked="definition"),), known=known)
    try:
        checked = check_equal(left, right, start.known, start.where)
    except Different as found:
        values = (show_number(found.before, found.after), show_number(found.after, found.before))
        raise DerivationError(
            f"line 1, {_shown(equation)}, does not hold everywhere: at {show_point(found.point)} "
            f"the sides are {values[0]} and {values[1]}.\n"
            "  If it is assumed, say why with premise=; a definition has its name alone on "
            "the left."
        ) from None
    except Undecided as error:
        raise DerivationError(
            f"line 1, {_shown(equation)}, could not be checked: {error}.\n"
            "  If it is assumed, say why with premise=."
        ) from None
    return replace(start, lines=(Line(equation, checked=f"✓ {checked}"),))


def _stated(given: Any) -> dict[str, str]:
    if given is None:
        return {}
    pairs = dict(given) if isinstance(given, Mapping) else {}
    if not pairs or not all(isinstance(text, str) for text in (*pairs, *pairs.values())):
        raise TypeError("given= of array functions is LaTeX, a name and what it stands for.")
    return pairs


def _read_names(stated: Mapping[str, str]) -> dict[str, Definition]:
    try:
        return read_definitions(stated)
    except Unreadable as error:
        raise TypeError(f"given= cannot be read: {error}.") from None


def _check_first_formula(form: Formula | None, statement: Any, start: Derivation) -> None:
    try:
        check_formula(form, statement, start.at, start.names)
    except FormulaDiffers as error:
        raise DerivationError(
            f"line 1 shows a formula that its code does not compute: {error}."
        ) from None
    except arrays.CallFailed:
        return  # the next line says so


def _read_line(statement: Any, tex: Any) -> Any:
    if isinstance(statement, bool) or statement in (S.true, S.false):
        raise TypeError(
            f"SymPy has evaluated this line to {statement}; "
            "write it with evaluate=False, as in Eq(a, b, evaluate=False)."
        )
    if isinstance(statement, MatrixBase):
        statement = ImmutableMatrix(statement)
    if not isinstance(statement, Basic) and callable(statement):
        if tex is None or tex == "":
            raise TypeError('an array function needs its LaTeX, as in tex=r"X^\\top (X w - y)".')
        return statement
    if tex is not None:
        raise TypeError("tex= is for array functions; a SymPy line is shown as it is checked.")
    statement = sympify(statement)
    if not isinstance(statement, Expr | Boolean | ImmutableMatrix):
        raise TypeError(f"a line should be a SymPy expression or a function, not {statement!r}.")
    return statement


def _is_array(statement: Any) -> bool:
    return not isinstance(statement, Basic)


def _is_statement(line: Any) -> bool:
    return isinstance(line, Boolean) and not isinstance(line, Symbol)  # SymPy's symbols are both


def _is_inequality(line: Any) -> bool:
    return _is_statement(line) and not isinstance(line, Eq)


def _right_side(statement: Any) -> Any:
    return statement.rhs if isinstance(statement, Eq) else statement


def _shown(statement: Any) -> str:
    return str(rendering.TEXT.show(statement)) if isinstance(statement, Basic) else "a function"
