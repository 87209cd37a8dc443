"""Expectations, entropies and divergences."""

from sympy import (
    Abs,
    E,
    Integral,
    Max,
    Rational,
    S,
    Sum,
    binomial,
    exp,
    factorial,
    log,
    oo,
    pi,
    sin,
    sqrt,
)

from tests.handbook.derivation.corpus.symbols import (
    a,
    d,
    implied,
    k,
    lam,
    line,
    m,
    mu,
    n,
    normal,
    nu,
    p,
    s,
    tau,
    x,
    y,
)

REAL = (x, -oo, oo)
kl = normal(x, mu, s) * (log(normal(x, mu, s)) - log(normal(x, nu, tau)))
kl_short = normal(x, mu, s) * (
    log(tau / s) - (x - mu) ** 2 / (2 * s**2) + (x - nu) ** 2 / (2 * tau**2)
)
NARROW = {s: (Rational(1, 1000), Rational(1, 100))}

TRUE = {
    "normal adds to one": line(Integral(normal(x, mu, s), REAL), S.One),
    "normal mean": line(Integral(x * normal(x, mu, s), REAL), mu + s - s),
    "normal second moment": line(Integral(x**2 * normal(x, mu, s), REAL), mu**2 + s**2),
    "normal variance": line(Integral((x - mu) ** 2 * normal(x, mu, s), REAL), s**2),
    "normal fourth moment": line(Integral(x**4 * normal(x, 0, s), REAL), 3 * s**4),
    "normal entropy": line(
        -Integral(normal(x, mu, s) * log(normal(x, mu, s)), REAL), log(2 * pi * E * s**2) / 2
    ),
    "kl of normals": line(
        Integral(kl_short, REAL), log(tau / s) + (s**2 + (mu - nu) ** 2) / (2 * tau**2) - S.Half
    ),
    "kl to the standard": line(
        Integral(normal(x, mu, s) * (-log(s) - (x - mu) ** 2 / (2 * s**2) + x**2 / 2), REAL),
        (mu**2 + s**2 - 1) / 2 - log(s),
    ),
    "narrow normal": line(1 + Integral(normal(x, 8, s), REAL), S(2), where=NARROW),
    "relu of noise": line(Integral(Max(0, x) ** 2 * normal(x, 0, s), REAL), s**2 / 2),
    "mean of relu": line(Integral(Max(0, x) * normal(x, 0, s), REAL), s / sqrt(2 * pi)),
    "moment generating": line(
        Integral(exp(a * x) * normal(x, 0, 1), REAL), exp(a**2 / 2), where={a: (-2, 2)}
    ),
    "exponential mean": line(Integral(lam * x * exp(-lam * x), (x, 0, oo)), 1 / lam),
    "uniform variance": line(Integral((x - d / 2) ** 2 / d, (x, 0, d)), d**2 / 12),
    "laplace": line(Integral(exp(-Abs(x - mu) / p) / (2 * p), REAL), S.One),
    "cauchy": line(Integral(p / (pi * (p**2 + (x - mu) ** 2)), REAL), S.One),
    "bernoulli variance": line(p * (1 - p) ** 2 + (1 - p) * p**2, p * (1 - p), where={p: (0, 1)}),
    "binomial sum": line(
        Sum(binomial(n, k) * p**k * (1 - p) ** (n - k), (k, 0, n)),
        S.One + n - n,
        where={n: [1, 3, 6], p: (0, 1)},
    ),
    "poisson mean": line(
        Sum(k * exp(-p) * p**k / factorial(k), (k, 0, oo)), p, where={p: (Rational(1, 10), 9)}
    ),
    "geometric mean": line(
        Sum(k * p * (1 - p) ** (k - 1), (k, 1, oo)),
        1 / p,
        where={p: (Rational(1, 5), Rational(9, 10))},
    ),
    "convolution of normals": line(
        Integral(normal(x, 0, s) * normal(y - x, 0, tau), REAL),
        exp(-(y**2) / (2 * (s**2 + tau**2))) / sqrt(2 * pi * (s**2 + tau**2)),
        where={s: (S.Half, 2), tau: (S.Half, 2), y: (-3, 3)},
    ),
    "entropy of a coin": line(
        -p * log(p) - (1 - p) * log(1 - p),
        p * log(1 / p) + (1 - p) * log(1 / (1 - p)),
        where={p: (0, 1)},
    ),
    "reparametrised": line(Integral((mu + s * x) ** 2 * normal(x, 0, 1), REAL), mu**2 + s**2),
    "log bound": implied(x > 0, log(x) <= x - 1),
}
FALSE = {
    "narrow normal": line(1 + Integral(normal(x, 8, s), REAL), S.One, where=NARROW),
    "needle": line(
        1 + Integral(exp(-(10**6) * (x - m) ** 2), (x, -10, 10)), S.One, where={m: (-9, 9)}
    ),
    "needle far out": line(Integral(exp(-(10**7) * (x - 700) ** 2), (x, 0, 1000)), S.Zero + p - p),
    "needle beside a hill": line(
        Integral(exp(-(x**2)) + exp(-(10**8) * (x - 3) ** 2), REAL), sqrt(pi)
    ),
    "narrow lorentzian": line(
        1 + Integral(Rational(1, 10**5) / (pi * ((x - m) ** 2 + Rational(1, 10**10))), REAL),
        S.One,
        where={m: (-5, 5)},
    ),
    "narrow bump of a sine": line(
        1 + Integral(exp(-(10**5) * (sin(x) - Rational(3, 10)) ** 2), (x, 0, 1)), S.One
    ),
    "normal without root": line(Integral(exp(-((x - mu) ** 2) / (2 * s**2)) / s, REAL), S.One),
    "second moment": line(Integral(x**2 * normal(x, mu, s), REAL), s**2),
    "variance": line(Integral((x - mu) ** 2 * normal(x, mu, s), REAL), s),
    "fourth moment": line(Integral(x**4 * normal(x, 0, s), REAL), s**4),
    "entropy": line(
        -Integral(normal(x, mu, s) * log(normal(x, mu, s)), REAL), log(2 * pi * s**2) / 2
    ),
    "kl without half": line(
        Integral(kl_short, REAL), log(tau / s) + (s**2 + (mu - nu) ** 2) / (2 * tau**2)
    ),
    "kl without mean": line(Integral(kl_short, REAL), log(tau / s) + s**2 / (2 * tau**2) - S.Half),
    "kl sign": line(
        Integral(normal(x, mu, s) * (-log(s) - (x - mu) ** 2 / (2 * s**2) + x**2 / 2), REAL),
        (mu**2 + s**2 - 1) / 2 + log(s),
    ),
    "relu of noise": line(Integral(Max(0, x) ** 2 * normal(x, 0, s), REAL), s**2),
    "moment generating": line(
        Integral(exp(a * x) * normal(x, 0, 1), REAL), exp(a**2), where={a: (-2, 2)}
    ),
    "exponential mean": line(Integral(lam * x * exp(-lam * x), (x, 0, oo)), lam),
    "uniform variance": line(Integral((x - d / 2) ** 2 / d, (x, 0, d)), d**2 / 6),
    "divergent": line(Integral(1 / x, (x, 1, oo)), S(20)),
    "cauchy mean": line(Integral(x**2 / (pi * (1 + x**2)), REAL), S.One),
    "binomial": line(
        Sum(k * binomial(n, k) * p**k * (1 - p) ** (n - k), (k, 0, n)),
        p + n - n,
        where={n: [2, 3, 6], p: (0, 1)},
    ),
    "poisson": line(
        Sum(k * exp(-p) * p**k / factorial(k), (k, 0, oo)), 1 / p, where={p: (Rational(1, 10), 9)}
    ),
    "variance of a mean": line(n * s**2 / n**2, s**2 / n**2),
    "log bound": implied(x > 0, log(x) < x - 1),
    "reparametrised": line(Integral((mu + s * x) ** 2 * normal(x, 0, 1), REAL), (mu + s) ** 2),
}
