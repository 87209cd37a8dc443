"""Weight penalties, dropout, and the normalizations."""

from sympy import Abs, Max, Min, Piecewise, Rational, S, Sum, binomial, exp, sign, sqrt

from tests.handbook.derivation.corpus.symbols import (
    X,
    a,
    b,
    beta,
    c,
    d,
    eps,
    eta,
    gam,
    j,
    k,
    lam,
    line,
    m,
    n,
    p,
    r,
    slope,
    w,
    x,
    y,
)

SIZES = {n: [2, 3, 5]}
mean = Sum(X[k], (k, 1, n)) / n
var = Sum((X[k] - mean) ** 2, (k, 1, n)) / n
soft = Piecewise((x - p, x > p), (x + p, x < -p), (0, True))

TRUE = {
    "l2 slope": line(slope(lam / 2 * w**2, w), lam * w),
    "l1 slope off zero": line(slope(lam * Abs(d), d), lam + d - d),
    "soft threshold": line(soft, sign(x) * Max(Abs(x) - p, 0)),
    "soft threshold by relus": line(soft, Max(x - p, 0) - Max(-x - p, 0)),
    "ridge in one dimension": line(
        slope((x * w - y) ** 2 / 2 + lam * w**2 / 2, w), (x**2 + lam) * w - x * y
    ),
    "elastic net": line(lam * (a * x**2 + (1 - a) * x**2), lam * x**2),
    "dropout variance": line(
        (1 - p) * (x / (1 - p)) ** 2 - x**2, p / (1 - p) * x**2, where={p: (0, 1)}
    ),
    "dropout count": line(
        Sum(k * binomial(n, k) * p**k * (1 - p) ** (n - k), (k, 0, n)),
        n * p,
        where={n: [2, 3, 6], p: (0, 1)},
    ),
    "centred": line(Sum(X[k] - mean, (k, 1, n)), S.Zero + n - n, where=SIZES),
    "variance two ways": line(var, Sum(X[k] ** 2, (k, 1, n)) / n - mean**2, where=SIZES),
    "shift does not change variance": line(
        Sum((X[k] + c - Sum(X[j] + c, (j, 1, n)) / n) ** 2, (k, 1, n)) / n, var, where=SIZES
    ),
    "scale of variance": line(
        Sum((a * X[k] - a * mean) ** 2, (k, 1, n)) / n, a**2 * var, where=SIZES
    ),
    "normalized variance": line(var / (var + eps), 1 - eps / (var + eps), where=SIZES),
    "running mean": line((1 - m) * x + m * y, x + m * (y - x)),
    "fold batch norm": line(
        gam * (w * x + b - m) / sqrt(p + eps) + beta,
        (gam * w / sqrt(p + eps)) * x + gam * (b - m) / sqrt(p + eps) + beta,
    ),
    "bias is cancelled": line(w * x + b - (w * y + b), w * (x - y)),
    "scale is cancelled": line(p * x / sqrt(p**2 * x**2 + p**2 * y**2), x / sqrt(x**2 + y**2)),
    "rms norm slope": line(
        slope(x / sqrt((x**2 + y**2) / 2 + eps), x),
        1 / sqrt((x**2 + y**2) / 2 + eps) - x**2 / (2 * sqrt((x**2 + y**2) / 2 + eps) ** 3),
    ),
    "max norm": line(x * Min(1, p / Abs(x)), Max(-p, Min(p, x)), where={x: (Rational(1, 10), 90)}),
    "label smoothing": line((1 - eps) * S.One + eps / n + (n - 1) * eps / n, S.One + n - n),
    "early stopping is shrinkage": line(
        x * (1 - (1 - eta * lam) ** 2), x * eta * lam * (2 - eta * lam)
    ),
    "softened probabilities": line(
        exp(x / p) / (exp(x / p) + exp(y / p)), 1 / (1 + exp((y - x) / p))
    ),
    "mixup": line(a * x + (1 - a) * y, y + a * (x - y)),
    "layer norm of two": line((x - (x + y) / 2) ** 2, (x - y) ** 2 / 4),
}
FALSE = {
    "l2 slope": line(slope(lam / 2 * w**2, w), 2 * lam * w),
    "l2 without half": line(slope(lam * w**2, w), lam * w),
    "l1 slope": line(slope(lam * Abs(w), w), lam * sign(w)),
    "l1 slope one": line(slope(Abs(w), w), Piecewise((1, w >= 0), (-1, True))),
    "soft threshold": line(soft, x - p * sign(x)),
    "soft is hard": line(soft, Piecewise((x, Abs(x) > p), (0, True))),
    "ridge": line(slope((x * w - y) ** 2 / 2 + lam * w**2 / 2, w), x**2 * w - x * y - lam * w),
    "dropout mean": line((1 - p) * x, x, where={p: (0, 1)}),
    "dropout scaled by p": line((1 - p) * (x / p), x, where={p: (0, 1)}),
    "dropout variance": line((1 - p) * (x / (1 - p)) ** 2 - x**2, p * x**2, where={p: (0, 1)}),
    "sample variance": line(var, Sum((X[k] - mean) ** 2, (k, 1, n)) / (n - 1), where=SIZES),
    "variance is mean square": line(var, Sum(X[k] ** 2, (k, 1, n)) / n, where=SIZES),
    "scale of variance": line(Sum((a * X[k] - a * mean) ** 2, (k, 1, n)) / n, a * var, where=SIZES),
    "normalized is one": line(var / (var + eps), S.One + n - n, where=SIZES),
    "running": line((1 - m) * x + m * y, x + m * (x - y)),
    "fold": line(
        gam * (w * x + b - m) / sqrt(p + eps) + beta, (gam * w / sqrt(p + eps)) * x + b + beta
    ),
    "epsilon outside": line(x / sqrt(p + eps), x / (sqrt(p) + eps)),
    "bias stays": line(w * x + b - (w * y + b), w * (x - y) + b),
    "max norm": line(x * Min(1, p / Abs(x)), Min(p, x), where={x: (-90, 90)}),
    "label smoothing": line((1 - eps) + eps / n, 1 - eps * n),
    "clip at 30": line(Min(p, 30) + Max(p, 30), p + p),
    "scale cancelled": line(a * x / sqrt(a**2 * x**2 + a**2 * y**2), x / sqrt(x**2 + y**2)),
    "mixup": line(a * x + (1 - a) * y, x + a * (y - x)),
    "layer norm of two": line((x - (x + y) / 2) ** 2, (x - y) ** 2 / 2),
    "given beyond its range": line(sqrt((1 - p) ** 2), 1 - r, where={p: (0, 1)}, given={p: r}),
}
