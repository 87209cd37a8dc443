"""Kinds of mistakes that the other chapters do not hold, each beside something true of its kind.

Off by one, constants that are close, identities of a part of the domain, whole numbers beyond
twelve, bounds that break in the middle or touch, approximations, limits, integrals and series with
narrow or far features, distributions, transposes, formulas that differ from their code.
"""

import numpy as np
from sympy import (
    Abs,
    And,
    Derivative,
    Determinant,
    Eq,
    EulerGamma,
    Heaviside,
    I,
    Identity,
    Integral,
    KroneckerDelta,
    Limit,
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
    acos,
    asin,
    atan,
    binomial,
    cos,
    erf,
    exp,
    factorial,
    floor,
    log,
    oo,
    pi,
    sign,
    sin,
    sqrt,
    symbols,
    tan,
    tanh,
)

from handbook.derivation import Outcomes
from tests.handbook.derivation.corpus.array_formulas import shown
from tests.handbook.derivation.corpus.symbols import (
    UNIT,
    G,
    N,
    V,
    X,
    Y,
    arrays,
    beta,
    eps,
    equivalent,
    eta,
    i,
    implied,
    j,
    k,
    line,
    m,
    mu,
    n,
    normal,
    p,
    q,
    r,
    s,
    sigmoid,
    t,
    w,
    x,
    y,
)

c1, c2 = symbols("c1 c2")  # complex numbers
A, B, C = (MatrixSymbol(name, n, n) for name in "ABC")
W = MatrixSymbol("W", n, N)
D = MatrixSymbol("D", n, N)
REAL = (x, -oo, oo)
SIZES = {n: [2, 3, 5]}
TENTH = Rational(10_001, 10_000)  # a ten-thousandth too much
BETWEEN = {beta: sigmoid(x)}
total = Sum(X[k], (k, 1, n))
gelu = x * (1 + erf(x / sqrt(2))) / 2
CLIPPED = {V[0]: 0, V[t]: Min(V[t - 1] + 1, 30)}
GATED = {V[0]: 0, V[t]: p * V[t - 1] + (1 - p) * q}
BOTH = {V[0]: 0, V[t]: q * V[t - 1] + eta * G[t]}
ATTENTION = {"S": (4, 9), "K": (5, 9), "d": 9}


def softmax(S):
    e = np.exp(S - S.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def gate(z):
    return 1 / (1 + np.exp(-z))


square = shown(lambda A, B: A.T @ B, {"A": (4, 4), "B": (4, 4)})
outer = shown(lambda u, v: np.outer(u, v), {"u": (3,), "v": (3,)})
scores = shown(lambda S, K, d: S @ K.T / np.sqrt(d), ATTENTION)
cell = shown(lambda f, c, i, g: f * c + i * g, dict.fromkeys("fcig", (2, 3)))
hidden = shown(lambda o, c: o * np.tanh(c), {"o": (2, 3), "c": (2, 3)})
mixed = shown(lambda u, h, n: (1 - u) * n + u * h, {"u": (2, 3), "h": (2, 3), "n": (2, 3)})
penalty = shown(lambda W, l: l / 2 * (W**2).sum(), {"W": (3, 3), "l": ()})
columns = shown(lambda X: X - X.mean(0), {"X": (4, 4)})
step = shown(
    lambda w, v, g, b, r: w - r * (b * v + g), {**dict.fromkeys("wvg", (3,)), "b": 0.9, "r": 0.1}
)
draws = shown(
    lambda a: np.mean([(a[p] - a.mean()) ** 2 for p in range(4)]),
    {"a": (4,), "i": Outcomes([[e] for e in range(4)])},
)

TRUE = {
    # sums and products
    "telescoping product": line(Product(1 - 1 / (k + 1), (k, 1, n)), 1 / (n + 1)),
    "pairs above the diagonal": line(
        Sum(Sum(X[i] * X[j], (j, i + 1, n)), (i, 1, n - 1)),
        (total**2 - Sum(X[k] ** 2, (k, 1, n))) / 2,
        where=SIZES,
    ),
    "order of two sums": line(
        Sum(Sum(X[i] * Y[j], (j, 1, i)), (i, 1, n)),
        Sum(Sum(X[i] * Y[j], (i, j, n)), (j, 1, n)),
        where=SIZES,
    ),
    "paths through time": line(
        Sum(Product(X[k], (k, j + 1, t)), (j, 0, t - 1)),
        X[t] * (1 + Sum(Product(X[k], (k, j + 1, t - 1)), (j, 0, t - 2))),
        where={t: [2, 3, 5]},
    ),
    "odd numbers": line(Sum(2 * k - 1, (k, 1, n)), n**2),
    "sum of powers from the end": line(
        Sum(beta ** (t - k), (k, 1, t)), Sum(beta**k, (k, 0, t - 1)), where=UNIT
    ),
    "binomial theorem": line(
        Sum(binomial(n, k) * p**k * q ** (n - k), (k, 0, n)), (p + q) ** n, where={n: range(1, 7)}
    ),
    "merged variance": line(
        ((X[1] - X[2]) ** 2 + (X[3] - X[4]) ** 2) / 8 + ((X[1] + X[2] - X[3] - X[4]) / 4) ** 2,
        (X[1] ** 2 + X[2] ** 2 + X[3] ** 2 + X[4] ** 2) / 4
        - ((X[1] + X[2] + X[3] + X[4]) / 4) ** 2,
    ),
    # constants
    "gaussian": line(Integral(exp(-(x**2)), REAL), sqrt(pi)),
    "uniform weights": line(Integral(x**2 / (2 * p), (x, -p, p)), p**2 / 3),
    "mean of the maximum of two": line(
        Integral(x * 2 * normal(x, 0, 1) * (1 + erf(x / sqrt(2))) / 2, REAL), 1 / sqrt(pi)
    ),
    # parts of the domain
    "root of a square of a positive": line(sqrt((p + x) ** 2), Max(p + x, -p - x)),
    "angle and its inverse": line(atan(p) + atan(1 / p), pi / 2),
    "arc of a sine": line(asin(sin(x)), x, where={x: (-pi / 2, pi / 2)}),
    "sum of arcs": line(
        atan(x) + atan(y), atan((x + y) / (1 - x * y)), where={x: (0, 1), y: (0, 1)}
    ),
    "arcs of both": line(asin(x) + acos(x), pi / 2, where={x: (-1, 1)}),
    "logarithm of a power": line(log(x**2), 2 * log(Abs(x))),
    "cube root of a positive": line(((p + q) ** 3 * r**3) ** Rational(1, 3), p * r + q * r),
    "root of a product": line(sqrt((c1 + 1) * p + p), sqrt(p) * sqrt(c1 + 2)),
    "ends that depend": line(sqrt((x - y) ** 2), y - x, where={y: (0, 1), x: (0, y)}),
    "double angle": line(tan(2 * x), 2 * tan(x) / (1 - tan(x) ** 2)),
    # whole numbers
    "blocks of 41": line(floor((N + 1) / S(41)), floor(N / S(41)), where={N: range(1, 40)}),
    "remainder of a sum": line(Mod(N, 64), N - 64 * floor(N / S(64))),
    "small remainders": line(Mod(n, 64), n, where={n: range(1, 64)}),
    "powers outgrow squares": implied(n > 4, 2**n > n**2),
    "powers outgrow late": implied(n > 22, 2**n > 7000 * n**2),
    "step decay": line(p * S.Half ** floor((t + 10) / S(10)), p * S.Half ** floor(t / S(10)) / 2),
    "warm-up": line(Min(t / (2 * n), S.Half), Min(t, n) / (2 * n)),
    "factorial step": line(factorial(n + 1), (n + 1) * factorial(n)),
    # recurrences
    "clipped counter": line(V[t], t, given=CLIPPED, where={t: range(1, 30)}),
    "gate towards a value": line(V[t], q * (1 - p**t), given=GATED),
    "velocity with a rate": line(V[t], eta * Sum(q ** (t - k) * G[k], (k, 1, t)), given=BOTH),
    "gate of a forget rate": line(
        V[t], V[0] * Product(X[k], (k, 1, t)), given={V[t]: X[t] * V[t - 1]}
    ),
    "squared by recursion": line(
        V[t], p ** (2**t), given={V[0]: p, V[t]: V[t - 1] ** 2}, where={t: range(1, 6)}
    ),
    # bounds
    "logarithm below a root": implied(x > 1, log(x) ** 4 < 76 * sqrt(x)),
    "bump below its top": implied(x > 0, x * exp(-x) <= exp(-1)),
    "means": implied(And(x > 0, y > 0), (x + y) / 2 >= sqrt(x * y)),
    "young": implied(And(x > 0, y > -50), x * y <= exp(y) + x * log(x) - x),
    "divergence is not negative": implied(
        And(x > 0, x < 1, y > 0, y < 1),
        x * log(x / y) + (1 - x) * log((1 - x) / (1 - y)) >= 0,
    ),
    "slope of tanh with a weight": implied(w > 0, w * (1 - tanh(x) ** 2) <= w),
    "rate between 0 and 1": implied(x > 0, And(beta > 0, beta < 1), given=BETWEEN),
    "rate above a half": equivalent(x > 0, beta > S.Half, given=BETWEEN),
    "rate with its range": implied(x > -9, 1 - beta > 0, given=BETWEEN, where={beta: (0, 1)}),
    "away from a circle": equivalent(x**2 + y**2 > 4, sqrt(x**2 + y**2) > 2),
    "outside of two roots": equivalent(x**2 > 3, Or(x > sqrt(3), x < -sqrt(3))),
    "silu from below": implied(x < 50, x * sigmoid(x) > -Rational(2785, 10_000)),
    "bernoulli's inequality": implied(And(x > -1, x < 9), (1 + x) ** 3 >= 1 + 3 * x),
    "quarter per layer": implied(
        And(x > -99, y > -99),
        sigmoid(x) * (1 - sigmoid(x)) * sigmoid(y) * (1 - sigmoid(y)) <= Rational(1, 16),
    ),
    # limits
    "rate to its power": line(Limit(beta**t, t, oo), S.Zero, where=UNIT),
    "rate that is given": line(Limit(beta**t, t, oo), S.Zero, given=BETWEEN),
    "compound": line(Limit((1 + 3 / x) ** x, x, oo), exp(3)),
    "from the left": line(Limit(sigmoid(1 / x), x, 0, "-"), S.Zero),
    "second order": line(Limit((exp(x) - 1 - x) / x**2, x, 0), S.Half),
    "power mean": line(Limit((p**x / 2 + q**x / 2) ** (1 / x), x, 0), sqrt(p * q)),
    "correction fades": line(Limit(1 / (1 - beta**t), t, oo), S.One, where=UNIT),
    "cold softmax": line(Limit(sigmoid((p + 1) / x), x, 0, "+"), S.One),
    # integrals
    "triangle": line(Integral(Max(0, 1 - 10**5 * Abs(x - 2)), (x, 0, 10)), S.One / 10**5),
    "triangle of a logarithm": line(
        Integral(Max(0, 1 - Abs(log(x))), (x, 0, oo)), exp(1) + exp(-1) - 2
    ),
    "branch of an exponential": line(
        Integral(Piecewise((1, exp(x) < 3), (0, True)), (x, 0, 5)), log(3)
    ),
    "far bump": line(Integral(Max(0, 1 - Abs(x - 10**6)), (x, 0, oo)), S.One),
    "thin step": line(
        Integral(Heaviside(x - 1) - Heaviside(x - 1 - Rational(1, 10**5)), (x, 0, 9)),
        S.One / 10**5,
    ),
    "parts of sine above a half": line(
        Integral(Piecewise((1, sin(x) > S.Half), (0, True)), (x, 0, pi)), 2 * pi / 3
    ),
    "end that moves": line(Derivative(Integral(y**2 * p, (y, 0, x)), x), p * x**2),
    # series
    "squares of the reciprocals": line(Sum(1 / k**2, (k, 1, oo)), pi**2 / 6),
    "alternating": line(Sum((-1) ** (k + 1) / k, (k, 1, oo)), log(2)),
    "series of a logarithm": line(
        Sum(beta**k / k, (k, 1, oo)), -log(1 - beta), where={beta: [S.Half, S.One / 3]}
    ),
    "series of an exponential": line(Sum(p**k / factorial(k), (k, 0, oo)), exp(p)),
    "mean of waiting": line(
        Sum(k * p * (1 - p) ** (k - 1), (k, 1, oo)), 1 / p, where={p: [S.Half, S.One / 3]}
    ),
    # distributions
    "gumbel": line(Integral(x * exp(-x - exp(-x)), REAL), EulerGamma),
    "second moment of waiting": line(Integral(x**2 * exp(-x / p) / p, (x, 0, oo)), 2 * p**2),
    "maximum of two uniforms": line(Integral(2 * x**2, (x, 0, 1)), Rational(2, 3)),
    "variance of a product": line(
        (s**2 + mu**2) * (r**2 + m**2) - mu**2 * m**2,
        s**2 * r**2 + s**2 * m**2 + r**2 * mu**2,
    ),
    "mean of gelu": line(Integral(gelu * normal(x, 0, 1), REAL), 1 / (2 * sqrt(pi))),
    "clipped noise": line(
        Integral(Min(Abs(x), 1) * normal(x, 0, 1), REAL),
        2 * (1 - exp(-S.Half)) / sqrt(2 * pi) + 1 - erf(1 / sqrt(2)),
    ),
    "spread of a draw": draws(r"\E\bigl[(a_{i_k} - \bar a)^2\bigr]"),
    # matrices
    "transposes of three": line(Trace(A * B * C), Trace(C.T * B.T * A.T)),
    "trace of a difference": line(
        Trace((A - B).T * (A - B)), Trace(A.T * A) - 2 * Trace(A.T * B) + Trace(B.T * B)
    ),
    "projection": line((Identity(n) - A) * (Identity(n) - A), Identity(n) - 2 * A + A**2),
    "determinant of a multiple": line(Determinant(2 * A), 2**n * Determinant(A)),
    "inner products of layers": line(Trace(W.T * D), Trace(D * W.T)),
    # arrays
    "transposed product": square(r"\sum_n a_{ni} b_{nj}"),
    "outer product": outer("u v^\\top"),
    "scores": scores(r"\frac{S K^\top}{\sqrt d}"),
    "cell": cell(r"f \odot c + i \odot g"),
    "hidden state": hidden(r"o \odot \tanh(c)"),
    "update gate": mixed(r"n + u \odot (h - n)"),
    "penalty": penalty(r"\frac{l}{2} \sum_i \sum_j w_{ij}^2"),
    "centred columns": columns(r"x_{ij} - \frac14 \sum_n x_{nj}"),
    "step with momentum": step("w - r b v - r g"),
    "slope of relu by comparison": arrays(
        lambda z: (z > 0).astype(float), lambda z: np.heaviside(z, 0), {"z": (4, 3)}
    ),
    "saturated gate": arrays(
        lambda z: gate(z) * (1 - gate(z)), lambda z: gate(z) - gate(z) ** 2, {"z": (4,)}
    ),
    "first of tied maxima": arrays(
        lambda z: np.eye(4)[z.argmax(1)],
        lambda z: np.eye(4)[np.array([list(row).index(max(row)) for row in z])],
        {"z": (5, 4)},
    ),
    "gradient of a mean": arrays(
        lambda P, y: (P - np.eye(3)[y]) / len(P),
        lambda P, y: P / len(P) - np.eye(3)[y] / len(y),
        {"P": (4, 3), "y": [0, 2, 1, 2]},
    ),
}

FALSE = {
    # sums and products
    "telescoping product": line(Product(1 - 1 / (k + 1), (k, 1, n)), 1 / n),
    "pairs with the diagonal": line(
        Sum(Sum(X[i] * X[j], (j, i, n)), (i, 1, n)), total**2 / 2, where=SIZES
    ),
    "order of two sums": line(
        Sum(Sum(X[i] * Y[j], (j, 1, i)), (i, 1, n)),
        Sum(Sum(X[i] * Y[j], (i, 1, j)), (j, 1, n)),
        where=SIZES,
    ),
    "paths through time": line(
        Sum(Product(X[k], (k, j + 1, t)), (j, 0, t - 1)),
        X[t] * Sum(Product(X[k], (k, j + 1, t - 1)), (j, 0, t - 2)),
        where={t: [2, 3, 5]},
    ),
    "odd numbers": line(Sum(2 * k + 1, (k, 1, n)), n**2),
    "sum of powers from the end": line(
        Sum(beta ** (t - k), (k, 1, t)), Sum(beta**k, (k, 1, t)), where=UNIT
    ),
    "binomial theorem": line(
        Sum(binomial(n, k) * p**k * q ** (n - k), (k, 1, n)), (p + q) ** n, where={n: range(1, 7)}
    ),
    "merged variance": line(
        ((X[1] - X[2]) ** 2 + (X[3] - X[4]) ** 2) / 8,
        (X[1] ** 2 + X[2] ** 2 + X[3] ** 2 + X[4] ** 2) / 4
        - ((X[1] + X[2] + X[3] + X[4]) / 4) ** 2,
    ),
    # constants
    "gaussian": line(Integral(exp(-(x**2)), REAL), TENTH * sqrt(pi)),
    "uniform weights": line(Integral(x**2 / (2 * p), (x, -p, p)), TENTH * p**2 / 3),
    "mean of the maximum of two": line(
        Integral(x * 2 * normal(x, 0, 1) * (1 + erf(x / sqrt(2))) / 2, REAL),
        Rational(5642, 10_000),
    ),
    "constant at the twentieth digit": line(
        sqrt(2) * p, p * Rational(141421356237309504880, 10**20)
    ),
    # parts of the domain
    "logarithm of a product": line(log(x * y), log(x) + log(y)),
    "angle and its inverse": line(atan(x) + atan(1 / x), pi / 2),
    "arc of a sine": line(asin(sin(x)), x),
    "arc of a sine, a little beyond": line(asin(sin(x)), x, where={x: (-1, Rational(158, 100))}),
    "sum of arcs": line(
        atan(x) + atan(y), atan((x + y) / (1 - x * y)), where={x: (0, 1), y: (0, Rational(11, 10))}
    ),
    "logarithm of a power": line(log(x**2), 2 * log(x)),
    "cube root": line((x**3) ** Rational(1, 3), x),
    "root of a product": line(sqrt(c1 * c2), sqrt(c1) * sqrt(c2)),
    "root of a square": line(sqrt(c1**2), c1),
    "ends that depend": line(
        sqrt((x - y) ** 2), y - x, where={y: (0, 1), x: (0, y + Rational(1, 100))}
    ),
    "logarithm of an exponential": line(log(exp(I * x)), I * x),
    "nothing to the power of nothing": line(0 ** Abs(k), S.Zero),
    "smallest size": line(Max(p, Rational(1, 10**6)), p),
    "floor of a product": line(floor(2 * x), 2 * floor(x)),
    # whole numbers
    "blocks of 41": line(floor((N + 1) / S(41)), floor(N / S(41))),
    "one size of 65": line(Mod(n, 64), n, where={n: range(1, 66)}),
    "one size of 200": line(floor(n / S(199)), S.Zero, where={n: range(1, 200)}),
    "a single number": implied(n > 0, (n - 37) ** 2 > S.Half),
    "powers outgrow late": implied(n > 0, 2**n < 10**4 * n**2),
    "powers outgrow in the middle": implied(n > 20, 2**n > 7000 * n**2),
    "factorial of 32 bits": line(
        factorial(n), Piecewise((factorial(n), n <= 12), (factorial(12), True))
    ),
    "rest of 97": line(Piecewise((1, Eq(Mod(N, 97), 96)), (0, True)), S.Zero),
    "step decay": line(p * S.Half ** floor(t / S(10)), p * 2 ** (-t / S(10))),
    "warm-up": line(Min(t / (2 * n), S.Half), t / (2 * n)),
    # recurrences
    "clipped counter": line(V[t], t, given=CLIPPED),
    "counter clipped at 400": line(V[t], t, given={V[0]: 0, V[t]: Min(V[t - 1] + 1, 400)}),
    "gate towards a value": line(V[t], q * (1 - p ** (t + 1)), given=GATED),
    "velocity with a rate": line(V[t], eta * Sum(q ** (t - k) * G[k], (k, 0, t)), given=BOTH),
    "gate of a forget rate": line(
        V[t], V[0] * Product(X[k], (k, 1, t - 1)), given={V[t]: X[t] * V[t - 1]}
    ),
    "squared by recursion": line(
        V[t], p ** (2 * t), given={V[0]: p, V[t]: V[t - 1] ** 2}, where={t: range(1, 6)}
    ),
    # bounds
    "logarithm below a root": implied(x > 1, log(x) ** 4 < 75 * sqrt(x)),
    "breaks around a thousand": implied(x > 0, Abs(log(x) - 7) + x**2 / 10**9 > Rational(1, 500)),
    "breaks around a point": implied(
        And(x > -9, y > -9), (exp(x) - 3) ** 2 + (y - sin(x)) ** 2 > Rational(1, 10**5)
    ),
    "bump below its top": implied(x > 0, x * exp(-x) < exp(-1)),
    "bump below a little less": implied(x > 0, x * exp(-x) < Rational(36787, 100_000)),
    "means": implied(And(x > 0, y > 0), (x + y) / 2 > sqrt(x * y)),
    "young": implied(And(x > 0, y > -50), x * y < exp(y) + x * log(x) - x),
    "divergence is positive": implied(
        And(x > 0, x < 1, y > 0, y < 1),
        x * log(x / y) + (1 - x) * log((1 - x) / (1 - y)) > 0,
    ),
    "slope of tanh with a weight": implied(w > 0, w * (1 - tanh(x) ** 2) < w),
    "rate above a half": equivalent(x >= 0, beta > S.Half, given=BETWEEN),
    "away from a circle": equivalent(x**2 + y**2 > 4, sqrt(x**2 + y**2) >= 2),
    "silu from below": implied(x < 50, x * sigmoid(x) > -Rational(2784, 10_000)),
    "bernoulli's inequality": implied(x < 9, (1 + x) ** 3 >= 1 + 3 * x),
    "cosine below one": implied(x > 1, cos(x) < 1),
    "quarter per layer": implied(
        And(x > -99, y > -99),
        sigmoid(x) * (1 - sigmoid(x)) * sigmoid(y) * (1 - sigmoid(y)) < Rational(1, 16),
    ),
    # branches
    "needle of an exponential": line(
        Piecewise((1, Abs(exp(x) - 3) < Rational(1, 10**6)), (0, True)), S.Zero
    ),
    "needle of a logarithm": line(Max(0, 1 - 10**4 * Abs(log(p) - 1)), S.Zero),
    "needle of two": line(
        Piecewise((1, Abs(p * exp(q) - 5) < Rational(1, 10**7)), (0, True)), S.Zero
    ),
    "sign of a logarithm": line(sign(p - log(p) - 1), S.One),
    "needle of a sine": line(Max(x, x + 1 - 10**5 * Abs(sin(x) - Rational(1, 3))), x),
    "floor of an exponential": line(
        floor(exp(-p)) + Piecewise((1, exp(p) < TENTH), (0, True)), S.Zero
    ),
    # approximations
    "saturated tanh": line(tanh(x), S.One, where={x: (60, 90)}),
    "saturated far": line(tanh(x), S.One, where={x: (900, 1000)}),
    "one more of the series": line(sigmoid(x), 1 - exp(-x), where={x: (40, 50)}),
    "softplus far out": line(log(1 + exp(x)), x, where={x: (80, 90)}),
    "root of nearly one": line(sqrt(1 + p), 1 + p / 2, where={p: (0, Rational(1, 10**20))}),
    "bump that vanishes": line(x + exp(-(10**6) * (x - 5) ** 2), x),
    "bump of a logarithm": line(p + exp(-(10**6) * (log(p) - 3) ** 2), p),
    "bump of two": line(2 + exp(-(10**7) * (x * y - 5) ** 2), S(2)),
    "stirling": line(log(factorial(n)), n * log(n) - n + log(2 * pi * n) / 2),
    "harmonic": line(Sum(1 / k, (k, 1, n)), log(n) + EulerGamma + 1 / (2 * n)),
    "compound, stopped": line((1 + x / n) ** n, exp(x), where={n: [10**6]}),
    "epsilon forgotten": line(x / (Abs(x) + eps), sign(x), where={eps: (0, Rational(1, 10**25))}),
    # limits
    "rate to its power": line(Limit(beta**t, t, oo), S.Zero, where={beta: (0, 2)}),
    "rate that is given": line(Limit(beta**t, t, oo), beta, given=BETWEEN),
    "compound": line(Limit((1 + 3 / x) ** x, x, oo), exp(2)),
    "from the left": line(Limit(sigmoid(1 / x), x, 0, "-"), S.One),
    "second order": line(Limit((exp(x) - 1 - x) / x**2, x, 0), TENTH / 2),
    "limits exchanged": line(Limit(Limit(x / (x + p), x, 0), p, 0), S.One),
    "tiny limit": line(Limit(Rational(1, 10**25) + 1 / x, x, oo), S.Zero),
    # integrals
    "triangle": line(1 + Integral(Max(0, 1 - 10**5 * Abs(x - 2)), (x, 0, 10)), S.One),
    "triangle of a logarithm": line(
        1 + Integral(Max(0, 1 - 10**4 * Abs(log(x) - 1)), (x, 0, 100)), S.One
    ),
    "branch of an exponential": line(
        1 + Integral(Piecewise((1, Abs(exp(x) - 3) < Rational(1, 10**5)), (0, True)), (x, 0, 5)),
        S.One,
    ),
    "needle of a logarithm in an integral": line(
        1 + Integral(exp(-(10**8) * (log(x) - 2) ** 2), (x, 0, 100)), S.One
    ),
    "needles of a sine": line(
        1 + Integral(Max(0, 1 - 10**4 * Abs(sin(x) - S.Half)), (x, 0, 3)), S.One
    ),
    "far bump": line(1 + Integral(Max(0, 1 - Abs(x - 10**6)), (x, 0, oo)), S.One),
    "far normal": line(1 + Integral(normal(x, 10**6, 1), REAL), S.One),
    "waves": line(Integral(cos(10**3 * x) ** 2, (x, 0, 1)), S.Half),
    "thin step": line(
        1 + Integral(Heaviside(x - 1) - Heaviside(x - 1 - Rational(1, 10**7)), (x, 0, 9)), S.One
    ),
    "slow tail": line(Integral(x ** -Rational(101, 100), (x, 1, oo)), S(50)),
    "end that moves": line(Derivative(Integral(exp(-x * y), (y, 0, x)), x), exp(-(x**2))),
    # series
    "squares of the reciprocals": line(Sum(1 / k**2, (k, 1, oo)), TENTH * pi**2 / 6),
    "first reciprocal left out": line(Sum(1 / k**2, (k, 2, oo)), pi**2 / 6),
    "alternating": line(Sum((-1) ** k / k, (k, 1, oo)), log(2)),
    "series of a logarithm": line(
        Sum(beta**k / k, (k, 1, oo)), log(1 - beta), where={beta: [S.Half, S.One / 3]}
    ),
    "far term": line(1 + Sum(exp(-((k - 300) ** 2)), (k, 0, oo)), S.One),
    "far single term": line(1 + Sum(KroneckerDelta(k, 777) * p, (k, 0, oo)), S.One),
    # distributions
    "gumbel": line(Integral(x * exp(-x - exp(-x)), REAL), Rational(57722, 100_000)),
    "second moment of waiting": line(Integral(x**2 * exp(-x / p) / p, (x, 0, oo)), p**2),
    "maximum of two uniforms": line(Integral(2 * x**2, (x, 0, 1)), S.Half),
    "variance of a product": line((s**2 + mu**2) * (r**2 + m**2) - mu**2 * m**2, s**2 * r**2),
    "mean of gelu": line(Integral(gelu * normal(x, 0, 1), REAL), 1 / sqrt(2 * pi)),
    "clipped noise": line(
        Integral(Min(Abs(x), 1) * normal(x, 0, 1), REAL),
        2 * (1 - exp(-S.Half)) / sqrt(2 * pi),
    ),
    "spread of a draw": draws(r"\E\bigl[a_{i_k}^2\bigr]"),
    # matrices
    "transposes of three": line((A * B * C).T, A.T * B.T * C.T),
    "trace of a product with a transpose": line(Trace(A.T * B), Trace(A * B)),
    "projection": line((Identity(n) - A) * (Identity(n) - A), Identity(n) - A),
    "determinant of a multiple": line(Determinant(2 * A), 2 * Determinant(A)),
    "inner products of layers": line(Trace(W.T * D), Trace(W.T * W)),
    # arrays
    "transposed product": square(r"\sum_n a_{in} b_{nj}"),
    "outer product": outer("v u^\\top"),
    "scores": scores(r"\frac{S K^\top}{d}"),
    "cell": cell(r"f \odot c + i \odot f"),
    "hidden state": hidden(r"\tanh(o \odot c)"),
    "update gate": mixed(r"h + u \odot (n - h)"),
    "penalty": penalty(r"\frac{l}{2} \sum_i w_{ii}^2"),
    "centred columns": columns(r"x_{ij} - \frac14 \sum_n x_{in}"),
    "step with momentum": step("w - r v - r b g"),
    "slope of relu by comparison": arrays(
        lambda z: (z > 0).astype(float), lambda z: (z >= 0).astype(float), {"z": (4, 3)}
    ),
    "all tied maxima": arrays(
        lambda z: np.eye(4)[z.argmax(1)],
        lambda z: (z == z.max(1, keepdims=True)).astype(float),
        {"z": (5, 4)},
    ),
    "sign of nothing": arrays(np.sign, lambda z: np.where(z >= 0, 1.0, -1.0), {"z": (5,)}),
    "equal rows": arrays(
        lambda z: len(np.unique(z)) * np.ones(2), lambda z: len(z) * np.ones(2), {"z": (5,)}
    ),
    "clipped gradient": arrays(
        lambda g: g * min(1, 50 / np.sqrt((g**2).sum())), lambda g: g + 0, {"g": (4,)}
    ),
}
