"""Lines written after the checker was finished on the other chapters, to see what it had not seen."""

import numpy as np
from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    Heaviside,
    Identity,
    IndexedBase,
    Integral,
    MatrixSymbol,
    Max,
    Min,
    Mod,
    Or,
    Piecewise,
    Product,
    Rational,
    S,
    Sum,
    Trace,
    ceiling,
    exp,
    floor,
    log,
    oo,
    pi,
    sign,
    sqrt,
    tanh,
)

from tests.handbook.derivation.corpus.symbols import (
    UNIT,
    N,
    V,
    X,
    a,
    arrays,
    beta,
    equivalent,
    f,
    implied,
    k,
    lam,
    line,
    n,
    normal,
    p,
    q,
    r,
    s,
    sigmoid,
    slope,
    t,
    x,
    y,
)

Q, K, P = (MatrixSymbol(name, n, n) for name in "QKP")
U = IndexedBase("u", real=True)
hard_swish = x * Min(Max(x + 3, 0), 6) / 6
REAL = (x, -oo, oo)

TRUE = {
    "hard swish by cases": line(
        hard_swish, Piecewise((0, x <= -3), (x, x >= 3), (x * (x + 3) / 6, True))
    ),
    "relu6 difference": line(Min(Max(x, 0), 6), Max(x, 0) - Max(x - 6, 0)),
    "selu scaled": line(
        p * Piecewise((x, x > 0), (q * exp(x) - q, True)),
        p * Max(x, 0) + p * q * (exp(Min(x, 0)) - 1),
    ),
    "smooth l1": line(
        Piecewise((x**2 / (2 * p), Abs(x) < p), (Abs(x) - p / 2, True)),
        Piecewise((Abs(x) - p / 2, Abs(x) >= p), (x**2 / (2 * p), True)),
    ),
    "pinball": line(
        Max(a * x, (a - 1) * x), a * Max(x, 0) + (1 - a) * Max(-x, 0), where={a: (0, 1)}
    ),
    "smape-like": line(Max(x, y) - Min(x, y), Abs(x - y)),
    "log cosh": line(log((exp(x) + exp(-x)) / 2), Abs(x) + log(1 + exp(-2 * Abs(x))) - log(2)),
    "entropy of softmax of two": line(
        log(exp(x) + exp(y)) - (x * exp(x) + y * exp(y)) / (exp(x) + exp(y)),
        log(1 + exp(y - x)) + (x - y) * (1 - sigmoid(x - y)),
    ),
    "harmonic-like recurrence": line(V[t], 2**t - 1, given={V[0]: 0, V[t]: 2 * V[t - 1] + 1}),
    "triangular recurrence": line(
        V[t], t * (t + 1) * (2 * t + 1) / 6, given={V[0]: 0, V[t]: V[t - 1] + t**2}
    ),
    "running mean": line(
        V[t], Sum(X[k], (k, 1, t)) / t, given={V[0]: 0, V[t]: V[t - 1] + (X[t] - V[t - 1]) / t}
    ),
    "decayed velocity": line(
        V[t],
        beta**t * V[0] + Sum(beta ** (t - k) * X[k], (k, 1, t)),
        given={V[t]: beta * V[t - 1] + X[t]},
        where=UNIT,
    ),
    "ones and shift": line(
        (1 - beta) * Sum((t - k) * beta**k, (k, 0, oo)),
        t - beta / (1 - beta),
        where={beta: [Rational(1, 2), Rational(9, 10)]},
    ),
    "half-normal": line(Integral(2 * normal(x, 0, s), (x, 0, oo)), S.One),
    "abs of a normal": line(Integral(Abs(x) * normal(x, 0, s), REAL), s * sqrt(2 / pi)),
    "beta function": line(Integral(x**2 * (1 - x) ** 3, (x, 0, 1)), S.One / 60),
    "logistic density": line(Integral(sigmoid(x) * (1 - sigmoid(x)), REAL), S.One),
    "rayleigh": line(Integral(x / s**2 * exp(-(x**2) / (2 * s**2)), (x, 0, oo)), S.One),
    "gauss product": line(normal(x, 0, 1) * normal(y, 0, 1), exp(-(x**2 + y**2) / 2) / (2 * pi)),
    "trace inner": line(Trace(Q.T * K), Trace(K.T * Q)),
    "inverse of transpose": line((Q.T).I + P, (Q.I).T + P),
    "woodbury-like": line((Identity(n) + Q).I * Q, Identity(n) - (Identity(n) + Q).I),
    "commutator trace": line(Trace(Q * K - K * Q), S.Zero),
    "stride": line(ceiling(N / S(3)), floor((N + 2) / S(3))),
    "parity": line((1 + (-1) ** N) / 2, 1 - Mod(N, 2)),
    "alternative second slope": line(Derivative(log(1 + exp(x)), x, 2), exp(x) / (1 + exp(x)) ** 2),
    "chain with f": line(slope(f(x) ** 2, x), 2 * f(x) * slope(f(x), x)),
    "quotient with f": line(
        slope(1 / (1 + f(x) ** 2), x), -2 * f(x) * slope(f(x), x) / (1 + f(x) ** 2) ** 2
    ),
    "bounds of rate": equivalent((1 - x * p) ** 2 < 1, And(x > 0, x * p < 2)),
    "outer bounds": equivalent(Abs(x) > 2, Or(x > 2, x < -2)),
    "weighted rows": arrays(
        lambda X, s: np.diag(s) @ X, lambda X, s: X * s[:, None], {"X": (4, 3), "s": (4,)}
    ),
    "gram": arrays(
        lambda X, w: ((X @ w) ** 2).sum(),
        lambda X, w: w @ X.T @ X @ w,
        {"X": (4, 3), "w": (3,)},
        (r"\|X w\|^2", r"w^\top X^\top X w"),
    ),
}
FALSE = {
    "hard swish is swish": line(hard_swish, x * sigmoid(x)),
    "relu6 late": line(Min(Max(x, 0), 600), Max(x, 0)),
    "pinball both": line(Max(a * x, (a - 1) * x), a * Abs(x), where={a: (0, 1)}),
    "equal except at zero": line(Piecewise((1, Eq(x, 0)), (x**2, True)), x**2),
    "equal except at three": line(Piecewise((0, Eq(x, 3)), (x, True)), x),
    "equal except in a ring": line(
        Piecewise((1, And(x > 40, x < 41)), (0, True)),
        S.Zero + x - x + 0 * p + Piecewise((0, x > 0), (0, True)),
    ),
    "floor of large": line(Min(floor(p), 99), floor(p)),
    "far product on squares": line(
        Sum(k**3, (k, 1, N)), (N * (N + 1) / 2) ** 2 + Product(N - k, (k, 1, 50))
    ),
    "late term of a recurrence": line(
        V[t], 2**t - 1 + Product(t - k, (k, 1, 30)), given={V[0]: 0, V[t]: 2 * V[t - 1] + 1}
    ),
    "running mean of all": line(
        V[t],
        Sum(X[k], (k, 1, t)) / (t + 1),
        given={V[0]: 0, V[t]: V[t - 1] + (X[t] - V[t - 1]) / t},
    ),
    "running mean constant": line(
        V[t], X[1], given={V[0]: 0, V[t]: V[t - 1] + (X[t] - V[t - 1]) / t}
    ),
    "sign times abs slope": line(slope(x * sign(x), x), sign(x)),
    "slope of a maximum": line(slope(Max(x, y), x), Piecewise((1, x >= y), (0, True))),
    "slope of a clip": line(
        slope(Min(Max(x, 0), 6), x), Piecewise((1, And(x > 0, x < 6)), (0, True))
    ),
    "tie of maxima": line((sign(x - y) + 1) / 2, Piecewise((1, x > y), (0, True))),
    "heaviside squared": line(Heaviside(x) ** 2, Heaviside(x)),
    "two needles": line(
        Integral(normal(x, 5, Rational(1, 10**4)) + normal(x, -7, Rational(1, 10**5)), REAL), S.One
    ),
    "needle on a plateau": line(
        Integral(1 + exp(-(10**10) * (x - Rational(1, 3)) ** 2), (x, 0, 1)), S.One
    ),
    "needle squared argument": line(
        1 + Integral(exp(-(10**6) * (x**2 - 2) ** 2), (x, 0, 10)), S.One
    ),
    "narrow sech": line(1 + Integral((1 - tanh(10**4 * (x - 4)) ** 2), (x, 0, 10)), S.One),
    "narrow box": line(
        1 + Integral(Piecewise((1, And(x > 3, x < 3 + Rational(1, 10**4))), (0, True)), (x, 0, 10)),
        S.One,
    ),
    "late exponential": implied(x > 0, exp(x / 1000) < 2 + x),
    "late square": implied(x > 1, x**2 < 10**4 * x),
    "half-normal": line(Integral(normal(x, 0, s), (x, 0, oo)), S.One),
    "given integer": line(floor(p), q, given={p: q / 2}),
    "given in a rule": line(Abs(lam), r - 3, given={lam: r - 3}),
    "given beyond range": line(Abs(1 - beta), 1 - x, where=UNIT, given={beta: x}),
    "inverse of a sum": line((Identity(n) + Q).I, Identity(n) + Q.I),
    "trace of a square": line(Trace(Q * Q), Trace(Q.T * Q)),
    "log of norm": arrays(lambda z: np.sqrt((z**2).sum()), lambda z: np.abs(z).sum(), {"z": (3,)}),
    "tanh written out": arrays(
        lambda z: np.tanh(z),
        lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        {"z": (5,)},
    ),
    "formula with another power": arrays(
        lambda X, w: ((X @ w) ** 2).sum(),
        lambda X, w: w @ X.T @ X @ w,
        {"X": (4, 3), "w": (3,)},
        (r"\|X w\|", r"w^\top X^\top X w"),
    ),
    "parity": line((1 + (-1) ** N) / 2, Mod(N, 2)),
}
