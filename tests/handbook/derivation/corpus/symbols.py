"""The symbols and shorthands that the corpus shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Derivative, Function, IndexedBase, Piecewise, exp, pi, sqrt, symbols

from handbook.derivation import derive

Build = Callable[[], Any]

x, y, z, w, b, u, m, mu, nu = symbols("x y z w b u m mu nu", real=True)
p, q, r, s, d, lam, eta, eps, sig, tau = symbols(
    "p q r s d lambda eta epsilon sigma tau", positive=True
)
beta, a, c, rho, gam = symbols("beta a c rho gamma", real=True)
t, n, N, D, M, T = symbols("t n N D M T", integer=True, positive=True)
i, j, k, l = symbols("i j k l", integer=True)
X, Y, G, V, L, W = (IndexedBase(name, real=True) for name in ("x", "y", "g", "v", "z", "w"))
f, h = Function("f"), Function("h")

UNIT = {beta: (0, 1)}
SHARE = {a: (0, 1), y: (0, 1)}


def sigmoid(x: Any) -> Any:
    return 1 / (1 + exp(-x))


def relu(x: Any) -> Any:
    return Piecewise((x, x > 0), (0, True))


def normal(x: Any, m: Any, s: Any) -> Any:
    return exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))


def slope(of: Any, by: Any) -> Any:
    return Derivative(of, by)


def line(before: Any, after: Any, **known: Any) -> Build:
    """Two expressions, the second of which is said to equal the first."""
    return lambda: derive(before, **known).then(after, "so it is said")


def implied(before: Any, after: Any, **known: Any) -> Build:
    return lambda: derive(before, **known).implies(after, "so it is said")


def equivalent(before: Any, after: Any, **known: Any) -> Build:
    return lambda: derive(before, **known).equivalent(after, "so it is said")


def arrays(before: Any, after: Any, at: Any, tex: tuple[Any, Any] = ("L", "L")) -> Build:
    return lambda: derive(before, at=at, tex=tex[0]).then(after, "so it is said", tex=tex[1])
