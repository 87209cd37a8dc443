"""Gradient descent, averages, momentum and adaptive rates."""

from sympy import (
    Abs,
    And,
    Eq,
    IndexedBase,
    Limit,
    Min,
    Product,
    Rational,
    S,
    Sum,
    cos,
    oo,
    pi,
    sign,
    sqrt,
)

from handbook.derivation import derive
from tests.handbook.derivation.corpus.symbols import (
    UNIT,
    G,
    V,
    W,
    X,
    a,
    beta,
    eps,
    equivalent,
    eta,
    implied,
    k,
    lam,
    line,
    n,
    p,
    q,
    t,
    x,
    y,
    z,
)

AVERAGE = {V[0]: 0, V[t]: beta * V[t - 1] + (1 - beta) * X[t]}
VELOCITY = {V[0]: 0, V[t]: beta * V[t - 1] + G[t]}
CONSTANT = {V[0]: 0, V[t]: beta * V[t - 1] + (1 - beta) * x}
DESCENT = {W[t]: (1 - eta * lam) * W[t - 1]}
DECAY = {W[t]: W[t - 1] - eta * lam * W[t - 1] - eta * x}
g = IndexedBase("u", real=True)
mu_ = {beta: (0, 1)}

TRUE = {
    "average unrolled": line(
        V[t], (1 - beta) * Sum(beta**k * X[t - k], (k, 0, t - 1)), given=AVERAGE, where=UNIT
    ),
    "average unrolled from the front": line(
        V[t], (1 - beta) * Sum(beta ** (t - k) * X[k], (k, 1, t)), given=AVERAGE, where=UNIT
    ),
    "average of a constant": line(V[t], (1 - beta**t) * x, given=CONSTANT, where=UNIT),
    "bias-corrected": line(V[t] / (1 - beta**t), x + y - y + 0 * t, given=CONSTANT, where=UNIT),
    "velocity": line(V[t], Sum(beta ** (t - k) * G[k], (k, 1, t)), given=VELOCITY, where=UNIT),
    "weights sum": line((1 - beta) * Sum(beta**k, (k, 0, t - 1)), 1 - beta**t, where=UNIT),
    "weights sum endless": line((1 - beta) * Sum(beta**k, (k, 0, oo)), S.One, where=UNIT),
    "lag": line(
        (1 - beta) * Sum(k * beta**k, (k, 0, oo)),
        beta / (1 - beta),
        where={beta: (Rational(1, 10), Rational(8, 10))},
    ),
    "descent on a bowl": line(W[t], (1 - eta * lam) ** t * W[0], given=DESCENT),
    "descent twice": line(W[2], (1 - eta * lam) ** 2 * W[0], given=DESCENT),
    "stable": equivalent(Abs(1 - x * lam) < 1, And(x > 0, x < 2 / lam)),
    "monotone": implied(And(x > 0, x * lam < 1), Abs(1 - x * lam) < 1),
    "noise floor": lambda: derive(
        Eq(p, (1 - a) ** 2 * p + a**2 * q), premise="at rest", where={a: (0, 2)}
    ).then(Eq(p, a * q / (2 - a)), "solve"),
    "adam without epsilon": line(Limit(p / (p + eps), eps, 0), S.One),
    "rmsprop constant": line(
        V[t],
        (1 - beta**t) * x**2,
        given={V[0]: 0, V[t]: beta * V[t - 1] + (1 - beta) * x**2},
        where=UNIT,
    ),
    "l2 as decay": line(x - eta * (y + lam * x), (1 - eta * lam) * x - eta * y),
    "decoupled decay": line(
        W[t], (1 - eta * lam) * W[t - 1] - eta * x, given=DECAY, where={t: range(2, 9)}
    ),
    "nesterov by a shift": line(beta * (beta * x + y) + y, beta**2 * x + (1 + beta) * y),
    "effective rate": line(
        Limit((1 - beta**t) / (1 - beta) * eta, t, oo),
        eta / (1 - beta),
        where={beta: [Rational(1, 2), Rational(9, 10)]},
    ),
    "clipped norm": line(
        x * Min(1, p / Abs(x)) + y - y, Min(Abs(x), p) * sign(x), where={x: (Rational(1, 100), 50)}
    ),
    "cosine half": line((1 + cos(pi * x)) / 2, cos(pi * x / 2) ** 2),
    "variance of an average": line(
        (1 - beta) ** 2 * Sum(beta ** (2 * k), (k, 0, oo)),
        (1 - beta) / (1 + beta),
        where={beta: (0, Rational(9, 10))},
    ),
    "warm-up sum": line(Sum(k, (k, 1, n)), n * (n + 1) / 2),
    "quadratic step": line(
        (1 - eta * lam) ** 2 * x**2 * lam / 2,
        lam * x**2 / 2 - eta * lam**2 * x**2 + eta**2 * lam**3 * x**2 / 2,
    ),
    "best of two rates": line(1 - 2 * p / (p + q), (q - p) / (q + p)),
    "momentum form": line(
        beta * p + (1 - beta) * x, (1 - beta) * (beta * p / (1 - beta) + x), where=UNIT
    ),
    "decaying rates": line(Sum(p * Rational(1, 2) ** k, (k, 0, oo)), 2 * p),
}
FALSE = {
    "average without factor": line(
        V[t], Sum(beta**k * X[t - k], (k, 0, t - 1)), given=AVERAGE, where=UNIT
    ),
    "average one term more": line(
        V[t], (1 - beta) * Sum(beta**k * X[t - k], (k, 0, t)), given=AVERAGE, where=UNIT
    ),
    "average plus far product": line(
        V[t],
        (1 - beta) * Sum(beta**k * X[t - k], (k, 0, t - 1)) + Product(t - k, (k, 1, 20)),
        given=AVERAGE,
        where=UNIT,
    ),
    "average of a constant plus": line(
        V[t], (1 - beta**t) * x + Product(t - k, (k, 1, 25)), given=CONSTANT, where=UNIT
    ),
    "constant power": line(V[t], (1 - beta ** (t + 1)) * x, given=CONSTANT, where=UNIT),
    "velocity normalised": line(
        V[t], (1 - beta) * Sum(beta ** (t - k) * G[k], (k, 1, t)), given=VELOCITY, where=UNIT
    ),
    "weights sum": line((1 - beta) * Sum(beta**k, (k, 0, t - 1)), 1 - beta ** (t - 1), where=UNIT),
    "corrected twice": line(V[t] / (1 - beta), x, given=CONSTANT, where=UNIT),
    "lag": line(
        (1 - beta) * Sum(k * beta**k, (k, 0, oo)),
        1 / (1 - beta),
        where={beta: (Rational(1, 10), Rational(8, 10))},
    ),
    "ascent": line(W[t], (1 + eta * lam) ** t * W[0], given=DESCENT),
    "stable closed": equivalent(Abs(1 - x * lam) < 1, And(x >= 0, x < 2 / lam)),
    "stable one": equivalent(Abs(1 - x * lam) < 1, And(x > 0, x < 1 / lam)),
    "stable any": equivalent(Abs(1 - x * lam) < 1, x < 2 / lam),
    "noise floor": lambda: derive(
        Eq(p, (1 - a) ** 2 * p + a**2 * q), premise="at rest", where={a: (0, 2)}
    ).then(Eq(p, a * q / 2), "solve"),
    "epsilon inside": line(eta * x / (sqrt(x**2) + eps), eta * x / sqrt(x**2 + eps)),
    "adam is sign": line(eta * x / (Abs(x) + eps), eta * sign(x)),
    "sign step": line(x / Abs(x), sign(x)),
    "adagrad constant": line(eta * p / sqrt(n * p**2), eta + n - n),
    "l2 is decoupled": line(x - eta * (y + lam * x) / p, (1 - eta * lam) * x - eta * y / p),
    "decay sign": line(x - eta * (y + lam * x), (1 + eta * lam) * x - eta * y),
    "nesterov is momentum": line(beta * (beta * x + y) + y, beta * x + y, where=UNIT),
    "clip never needed": line(Min(Abs(x), 50), Abs(x)),
    "clip by norm": line(x * Min(1, p / Abs(x)), Min(x, p), where={x: (-50, 50)}),
    "half-life": line(beta ** (1 / (1 - beta)), S.Half, where=UNIT),
    "variance of an average": line(
        (1 - beta) ** 2 * Sum(beta ** (2 * k), (k, 0, oo)),
        (1 - beta),
        where={beta: (0, Rational(9, 10))},
    ),
    "decaying rates": line(Sum(p * Rational(1, 2) ** k, (k, 0, oo)), 4 * p),
    "batch variance": line(n * (p / n**2), p / n**2),
    "rate doubles": line(W[2], (1 - 2 * eta * lam) * W[0], given=DESCENT),
    "recurrence for early steps": line(W[t], (1 - t * eta * lam) * W[0], given=DESCENT),
    "divide by x": lambda: derive(Eq(x * y, x * z), premise="equal").then(Eq(y, z), "cancel"),
    "divergent": line(Sum(1 / k, (k, 1, oo)), S(5)),
    "schedule": line((1 + cos(pi * x)) / 2, cos(pi * x / 2)),
}
