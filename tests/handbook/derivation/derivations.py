"""Right derivations and refutations of deep learning, and the symbols that their tests share."""

from __future__ import annotations

from sympy import (
    Abs,
    And,
    Derivative,
    Eq,
    IndexedBase,
    KroneckerDelta,
    Limit,
    Mul,
    Sum,
    exp,
    sign,
    sqrt,
    symbols,
)

from handbook.derivation import derive, refute

z, sigma, beta, a, b = symbols("z sigma beta a b")
x, y, w = symbols("x y w", real=True)
t, n = symbols("t n", integer=True, positive=True)
i, j, k = symbols("i j k", integer=True)
lr, eps, lam = symbols("eta epsilon lambda", positive=True)
g = symbols("g", real=True, nonzero=True)
V, noise = symbols("V sigma2", positive=True)
X, S, L = IndexedBase("x", real=True), IndexedBase("v", real=True), IndexedBase("z", real=True)
soft = IndexedBase("s", real=True)

LOGISTIC = 1 / (1 + exp(-z))
RATE = {beta: (0, 1)}
AVERAGE = {S[0]: 0, S[t]: beta * S[t - 1] + (1 - beta) * X[t]}
SOFTMAX = {soft[i]: exp(L[i]) / Sum(exp(L[k]), (k, 1, n))}
CLASSES = {i: range(1, 4), j: range(1, 4), n: [3, 4]}
DATA = {"X": (5, 3), "w": (3,), "y": (5,)}


def mse(X, w, y):
    return ((X @ w - y) ** 2).mean()


def mse_gradient(X, w, y):
    return 2 / len(y) * X.T @ (X @ w - y)


# Right derivations


def sigmoid():
    return (
        derive(Derivative(sigma, z), given={sigma: LOGISTIC}, name="Slope of the sigmoid")
        .then(exp(-z) / (1 + exp(-z)) ** 2, "chain rule")
        .then(sigma * (1 - sigma), "collect σ")
    )


def softmax():
    return derive(Derivative(soft[i], L[j]), given=SOFTMAX, where=CLASSES).then(
        soft[i] * (KroneckerDelta(i, j) - soft[j]),
        "quotient rule; the numerator depends on $z_j$ only where $i = j$",
    )


def average_unrolled():
    step = beta * S[t - 1] + (1 - beta) * X[t]
    twice = beta * (beta * S[t - 2] + (1 - beta) * X[t - 1]) + (1 - beta) * X[t]
    return (
        derive(Eq(S[t], step), given={S[0]: 0}, where=RATE | {t: range(2, 20)})
        .then(twice, "the same rule one step earlier")
        .then((1 - beta) * Sum(beta**k * X[t - k], (k, 0, t - 1)), "and so on, down to $v_0 = 0$")
    )


def bias_correction():
    weights = (1 - beta) * Sum(beta**k, (k, 0, t - 1))
    return (
        derive(weights, where=RATE)
        .then(Mul(1 - beta, (1 - beta**t) / (1 - beta), evaluate=False), "geometric sum")
        .then(1 - beta**t, "cancel 1 − β")
    )


def adam_first_step():
    b1, b2, m, v, m_hat, v_hat = symbols(r"beta_1 beta_2 m v \hat{m} \hat{v}")
    moments = {m: (1 - b1) * g, v: (1 - b2) * g**2, t: 1}
    corrected = {m_hat: m / (1 - b1**t), v_hat: v / (1 - b2**t)}
    return derive(
        lr * m_hat / (sqrt(v_hat) + eps),
        given=corrected | moments,
        where={b1: (0, 1), b2: (0, 1)},
    ).then(lr * g / (Abs(g) + eps), "at $t = 1$ each correction undoes its factor")


def adam_without_epsilon():
    return derive(Limit(lr * g / (Abs(g) + eps), eps, 0)).then(lr * sign(g), "ε → 0")


def noise_floor():
    rate = symbols("eta", real=True)
    return (
        derive(
            Eq(V, (1 - rate) ** 2 * V + rate**2 * noise),
            premise="at the noise floor the variance no longer changes",
            where={rate: (0, 2)},
        )
        .then(Eq(V * (1 - (1 - rate) ** 2), rate**2 * noise), "collect V")
        .then(Eq(V, rate * noise / (2 - rate)), "divide by η(2 − η)")
    )


def stable_rates():
    rate = symbols("eta", real=True)
    return (
        derive(Abs(1 - rate * lam) < 1)
        .equivalent(And(1 - rate * lam > -1, 1 - rate * lam < 1), "what an absolute value is")
        .equivalent(And(rate > 0, rate < 2 / lam), "solve for η")
        .implies(rate < 2 / lam, "one half of it")
    )


def regression_gradient():
    return derive(mse_gradient, at=DATA, tex=r"\nabla_w L").then(
        lambda X, w, y: 2 / len(y) * (X.T @ X @ w - X.T @ y),
        "multiply out",
        tex=r"\tfrac{2}{N}(X^\top X w - X^\top y)",
    )


RIGHT = [
    sigmoid,
    softmax,
    average_unrolled,
    bias_correction,
    adam_first_step,
    adam_without_epsilon,
    noise_floor,
    stable_rates,
    regression_gradient,
]


def descent(step):
    def run(x):
        for _ in range(10):
            x = step(x)
        return x**2 / 2

    return run


def ascent_refuted():
    return refute(
        r"the descent step is $x + \eta f'(x)$",
        claim="loss_after(x, rate) < loss_after(x, 0)",
        using={"loss_after": lambda x, rate: descent(lambda x: x + rate * x)(x)},
        at={"x": 1.0, "rate": 0.1},
        right=r"$x - \eta f'(x)$: the gradient points uphill",
        source="a widely copied summary",
    )


def sigmoid_slope_refuted():
    return refute(
        r"$\sigma' = \sigma(1 + \sigma)$",
        claim=Eq(Derivative(sigma, z), sigma * (1 + sigma)),
        given={sigma: LOGISTIC},
        at={z: 1},
        right=r"$\sigma(1 - \sigma)$",
    )
