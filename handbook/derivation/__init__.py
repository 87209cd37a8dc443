"""Derivations whose every line is checked: a line that does not follow stops the build.

    from handbook.derivation import check_gradient, derive, refute

`core` builds a derivation; `equality`, `implication` and `arrays` check its lines;
`gradient_check` holds a gradient against differences; `refutation` shows that a claim is wrong.
"""

from handbook.derivation.core import Derivation, derive
from handbook.derivation.errors import DerivationError
from handbook.derivation.gradient_check import GradientCheck, check_gradient
from handbook.derivation.refutation import Refutation, refute
from handbook.derivation.tex_formulas import Outcomes

__all__ = ["Derivation", "DerivationError", "GradientCheck", "Outcomes", "Refutation"]
__all__ += ["check_gradient", "derive", "refute"]
