"""The formula of an array line: it is worked out, and its value compared with what the code gives.

A formula is a SymPy expression in symbols and MatrixSymbols named as the inputs (its LaTeX is made
from it), or LaTeX that can be read, with names defined by `given=`. What cannot be read is shown,
and the mark says that it was not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
NOT_NUMBERS = (tex_formulas.Definition, tex_formulas.Outcomes)

Formula = Callable[[Inputs], Any]
Definitions = Mapping[str, tex_formulas.Definition]


class FormulaDiffers(Exception):
    """What the formula gives, what the code gives, and where."""


def read_formula(tex: Any, given: Definitions) -> tuple[str, Formula | None]:
    """The LaTeX to show, and the formula as a function of the inputs, if it can be read."""
    if tex is None or isinstance(tex, str):
        if not tex:
            return "", None
        functions = {name for name, meaning in given.items() if meaning.parameters}
        try:
            return tex, _of_tex(tex_formulas.parse(tex, functions))
        except tex_formulas.Unreadable:
            return tex, None
    if isinstance(tex, sp.Basic | sp.MatrixBase):
        return latex(tex), _of_sympy(tex)
    raise TypeError(f"tex= is LaTeX or a SymPy expression, not {tex!r}.")


def is_compared(tex: str, form: Formula | None, inputs: Inputs, given: Definitions) -> bool:
    """Whether the formula could be worked out, or only names what the code computes, as `L`."""
    try:
        if form is not None:
            form({**draw_inputs(inputs, 0), **given})
            return True
    except tex_formulas.Unreadable:
        pass
    return tex_formulas.is_name(tex, {*inputs, *given})


def _of_tex(formula: tex_formulas.Formula) -> Formula:
    def worked_out(inputs: Inputs) -> Any:
        env = {
            name: value if isinstance(value, NOT_NUMBERS) else _column(value)
            for name, value in inputs.items()
        }
        try:
            return formula(env)
        except (ValueError, np.linalg.LinAlgError) as error:
            raise FormulaDiffers(f"its shapes do not fit ({error})") from error
        except RecursionError as error:
            raise FormulaDiffers("what is given goes in a circle") from error

    return worked_out


def _column(value: Any) -> Any:
    return np.reshape(value, (-1, 1)) if np.ndim(value) == 1 else value


def _of_sympy(expr: Any) -> Formula:
    def worked_out(inputs: Inputs) -> Any:
        inputs = {n: v for n, v in inputs.items() if not isinstance(v, NOT_NUMBERS)}
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


def check_formula(
    form: Formula | None, code: ArrayFunction, at: Inputs, given: Definitions
) -> None:
    """Compare the two at a few inputs. Raises FormulaDiffers."""
    if form is None:
        return
    for number in range(INPUTS):
        inputs = draw_inputs(at, number)
        try:
            shown = np.squeeze(np.asarray(form({**inputs, **given})))
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
