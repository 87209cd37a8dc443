"""The formula of an array line: it is worked out, and its value compared with what the code gives.

A formula is a SymPy expression in symbols and MatrixSymbols named as the inputs (its LaTeX is made
from it), or LaTeX that can be read. What cannot be read is shown, and the mark says that it was not
compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from mpmath import mp

from handbook.derivation import matrices, tex_formulas
from handbook.derivation.arrays import ArrayFunction, Inputs, call, draw_inputs, show_inputs
from handbook.derivation.assumptions import Given
from handbook.derivation.evaluation import evaluate, make_scope
from handbook.derivation.mp_numbers import CannotEvaluate, UndefinedHere
from handbook.derivation.rendering import latex

INPUTS = 4
RTOL = 1e-9

Formula = Callable[[Inputs], Any]


class FormulaDiffers(Exception):
    """What the formula gives, what the code gives, and where."""


def read_formula(tex: Any) -> tuple[str, Formula | None]:
    """The LaTeX to show, and the formula as a function of the inputs, if it can be read.

    A mere name (`L`, `\\nabla_w L`) has no value of its own.
    """
    if tex is None or isinstance(tex, str):
        if not tex or tex_formulas.is_name(tex):
            return tex or "", None
        try:
            return tex, _of_tex(tex_formulas.parse(tex))
        except tex_formulas.Unreadable:
            return tex, None
    if isinstance(tex, sp.Basic | sp.MatrixBase):
        return latex(tex), _of_sympy(tex)
    raise TypeError(f"tex= is LaTeX or a SymPy expression, not {tex!r}.")


def is_compared(tex: str, form: Formula | None, inputs: Inputs) -> bool:
    """Whether the formula says something and could be worked out."""
    if form is None:
        return tex_formulas.is_name(tex)
    try:
        form(draw_inputs(inputs, 0))
    except tex_formulas.Unreadable:
        return False
    return True


def _of_tex(formula: tex_formulas.Formula) -> Formula:
    def worked_out(inputs: Inputs) -> Any:
        env = {name: _column(value) for name, value in inputs.items()}
        try:
            return formula(env)
        except (ValueError, np.linalg.LinAlgError) as error:
            raise FormulaDiffers(f"its shapes do not fit ({error})") from error

    return worked_out


def _column(value: Any) -> Any:
    return np.reshape(value, (-1, 1)) if np.ndim(value) == 1 else value


def _of_sympy(expr: Any) -> Formula:
    def worked_out(inputs: Inputs) -> Any:
        numbers = {
            s: sp.Float(float(inputs[s.name]))
            for s in expr.free_symbols
            if isinstance(s, sp.Symbol) and s.name in inputs
        }
        arrays = {n: mp.matrix(_column(v).tolist()) for n, v in inputs.items() if np.ndim(v)}
        scope = matrices.bound_matrices(make_scope({}, 30, Given(), {}, 0), arrays)
        shapes = {
            size: sp.Integer(arrays[m.name].rows if axis == 0 else arrays[m.name].cols)
            for m in expr.atoms(sp.MatrixSymbol)
            if m.name in arrays
            for axis, size in enumerate(m.shape)
        }
        missing = {m.name for m in expr.atoms(sp.MatrixSymbol)} - set(arrays)
        if missing:
            raise FormulaDiffers(f"{', '.join(sorted(missing))} is not among the inputs")
        try:
            result = evaluate(expr.subs(numbers | shapes), scope)
        except (CannotEvaluate, UndefinedHere) as error:
            raise FormulaDiffers(f"it cannot be worked out ({error})") from error
        if isinstance(result, mp.matrix):
            return np.array([[complex(x) for x in row] for row in result.tolist()]).real
        return float(mpmath.re(result))

    return worked_out


def check_formula(form: Formula | None, code: ArrayFunction, at: Inputs) -> None:
    """Compare the two at a few inputs. Raises FormulaDiffers."""
    if form is None:
        return
    for number in range(INPUTS):
        inputs = draw_inputs(at, number)
        try:
            shown = np.squeeze(np.asarray(form(inputs)))
        except tex_formulas.Unreadable:
            return
        computed = np.squeeze(call(code, inputs))
        if shown.shape != computed.shape:
            raise FormulaDiffers(f"shape {shown.shape} against shape {computed.shape}")
        size = max(float(np.abs(computed).max(initial=0.0)), float(np.abs(shown).max(initial=0.0)))
        gap = np.abs(shown - computed)
        if not (gap <= RTOL * max(size, 1e-300)).all():
            entry = np.unravel_index(int(np.argmax(gap)), gap.shape)
            raise FormulaDiffers(
                f"{float(shown[entry]):.6g} against {float(computed[entry]):.6g} "
                f"at {show_inputs(inputs)}"
            )
