"""Units and activation functions."""

from sympy import (
    Abs, Derivative, Eq, Heaviside, I, Limit, Max, Min, Piecewise, Rational, S, cosh, erf, exp, log,
    oo, pi, sign, sin, sqrt, tanh,
)

from tests.handbook.derivation.corpus.symbols import (
    a, b, beta, implied, equivalent, lam, line, normal, p, q, r, relu, sigmoid, slope, u, w, x, y, z, d,
)

gelu = x * (1 + erf(x / sqrt(2))) / 2
swish = x * sigmoid(lam * x)
elu = Piecewise((x, x > 0), (p * (exp(x) - 1), True))
softplus = log(1 + exp(x))
leaky = Max(x / 100, x)

TRUE = {
    "sigmoid slope": line(slope(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x))),
    "sigmoid mirror": line(sigmoid(-x), 1 - sigmoid(x)),
    "sigmoid as tanh": line(sigmoid(x), (1 + tanh(x / 2)) / 2),
    "tanh by exponentials": line(tanh(x), 2 / (1 + exp(-2 * x)) - 1),
    "tanh slope": line(slope(tanh(x), x), 1 - tanh(x) ** 2),
    "tanh slope by cosh": line(slope(tanh(x), x), 1 / cosh(x) ** 2),
    "softplus slope": line(slope(softplus, x), sigmoid(x)),
    "softplus is stable": line(softplus, Max(x, 0) + log(1 + exp(-Abs(x)))),
    "softplus minus mirror": line(softplus - log(1 + exp(-x)), x),
    "softplus limit": line(Limit(log(1 + exp(lam * x)) / lam, lam, oo), Max(0, x)),
    "relu by abs": line(Max(0, x), (x + Abs(x)) / 2),
    "relu by cases": line(Max(0, x), relu(x)),
    "relu of positive multiple": line(Max(0, p * x), p * Max(0, x)),
    "relu difference": line(Max(0, x) - Max(0, -x), x),
    "relu sum": line(Max(0, x) + Max(0, -x), Abs(x)),
    "relu slope right": line(slope(Max(0, p), p), S.One + p - p),
    "relu slope left": line(slope(Max(0, -p), p), S.Zero),
    "relu squared slope": line(slope(Max(0, x) ** 2, x), 2 * Max(0, x)),
    "leaky": line(leaky, Piecewise((x, x >= 0), (x / 100, True))),
    "hard tanh": line(Max(-1, Min(1, x)), (Abs(x + 1) - Abs(x - 1)) / 2),
    "swish slope": line(slope(swish, x), lam * swish + sigmoid(lam * x) * (1 - lam * swish)),
    "silu slope": line(slope(x * sigmoid(x), x), sigmoid(x) * (1 + x * (1 - sigmoid(x)))),
    "gelu slope": line(slope(gelu, x), (1 + erf(x / sqrt(2))) / 2 + x * normal(x, 0, 1)),
    "elu continuous": line(Limit(p * (exp(x) - 1), x, 0), S.Zero),
    "elu by max": line(elu, Max(0, x) + p * (exp(Min(0, x)) - 1)),
    "elu slope alpha one": line(slope(Piecewise((x, x > 0), (exp(x) - 1, True)), x), Min(1, exp(x))),
    "softsign slope": line(slope(x / (1 + Abs(x)), x), 1 / (1 + Abs(x)) ** 2),
    "sigmoid bounded": implied(x > 0, (sigmoid(x) > Rational(1, 2))),
    "sigmoid slope bound": implied(x > -100, sigmoid(x) * (1 - sigmoid(x)) <= Rational(1, 4)),
    "decision boundary": equivalent(sigmoid(w) > Rational(1, 2), w > 0),
    "linear unit": line(slope(w * x + b, w), x + b - b),
    "sigmoid second slope": line(Derivative(sigmoid(x), x, 2), sigmoid(x) * (1 - sigmoid(x)) * (1 - 2 * sigmoid(x))),
    "two linear layers": line(u * (w * x + b) + a, u * w * x + (u * b + a)),
    "mish small form": line(tanh(softplus), 1 - 2 / ((1 + exp(x)) ** 2 + 1)),
    "maxout of two": line(Max(x, y), y + Max(0, x - y)),
    "abs product": line(Abs(x * y), Abs(x) * Abs(y)),
}
FALSE = {
    "sigmoid slope plus": line(slope(sigmoid(x), x), sigmoid(x) * (1 + sigmoid(x))),
    "sigmoid without minus": line(sigmoid(x), 1 / (1 + exp(x))),
    "sigmoid mirror": line(sigmoid(-x), -sigmoid(x)),
    "sigmoid as tanh": line(sigmoid(x), (1 + tanh(x)) / 2),
    "tanh shifted": line(tanh(x), 2 / (1 + exp(-x)) - 1),
    "tanh slope": line(slope(tanh(x), x), 1 - tanh(x)),
    "relu slope at zero 0": line(slope(Max(0, x), x), Piecewise((1, x > 0), (0, True))),
    "relu slope at zero 1": line(slope(Max(0, x), x), Piecewise((1, x >= 0), (0, True))),
    "relu slope heaviside": line(slope(Max(0, x), x), Heaviside(x)),
    "abs slope": line(slope(Abs(x), x), sign(x)),
    "abs slope one": line(slope(Abs(x), x) ** 2 + x, S.One + x),
    "sign squared": line(sign(x) ** 2, S.One),
    "step at zero": line(Piecewise((1, x >= 0), (0, True)), (1 + sign(x)) / 2),
    "leaky of any slope": line(Max(a * x, x), Piecewise((x, x > 0), (a * x, True))),
    "relu of multiple": line(Max(0, a * x), a * Max(0, x)),
    "relu additive": line(Max(0, x + y), Max(0, x) + Max(0, y)),
    "clipped far out": line(Min(p, 25), p),
    "clipped very far": line(Min(p, 4000), p),
    "relu6": line(Min(Max(0, x), 60), Max(0, x)),
    "branch far out": line(Piecewise((r, r < 10), (r + 1, True)), r),
    "branch at 500": line(Piecewise((x, x < 500), (x**2, True)), x),
    "tanh saturates": line(Max(-1, Min(1, x)), x),
    "softplus is relu": line(log(1 + exp(x)), Max(0, x)),
    "softplus slope": line(slope(softplus, x), tanh(x)),
    "swish slope": line(slope(swish, x), swish + sigmoid(lam * x) * (1 - swish)),
    "gelu slope": line(slope(gelu, x), (1 + erf(x / sqrt(2))) / 2),
    "elu slope kink": line(slope(elu, x), Piecewise((1, x > 0), (p * exp(x), True))),
    "sigmoid slope bound": implied(x > -100, sigmoid(x) * (1 - sigmoid(x)) < Rational(1, 4)),
    "linear bound": implied(x > 0, exp(x / 10) < 2 + x),
    "later bound": implied(x > 0, exp(x / 200) < 20 + x),
    "decision boundary": equivalent(sigmoid(w) > Rational(1, 2), w >= 0),
    "sigmoid never zero": line(Limit(sigmoid(x), x, oo), S.Half),
    "two layers": line(Max(0, w * x), w * Max(0, x)),
    "abs split": line(Abs(x + y), Abs(x) + Abs(y)),
    "root of square": line(sqrt(x**2), x),
    "max with given": line(Max(p, 0), r, given={p: x}),
    "abs with given": line(Abs(p), q - 5, given={p: q - 5}),
}
