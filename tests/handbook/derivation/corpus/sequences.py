"""Vanishing gradients, recurrent units, convolution, attention, backpropagation and matrices."""

import numpy as np
from sympy import (
    Determinant,
    HadamardProduct,
    Identity,
    KroneckerDelta,
    Limit,
    MatrixSymbol,
    Max,
    Mod,
    Product,
    Rational,
    S,
    Sum,
    Trace,
    ceiling,
    cos,
    exp,
    floor,
    oo,
    sin,
    sqrt,
    symbols,
    tanh,
)

from tests.handbook.derivation.corpus.symbols import (
    L,
    N,
    V,
    W,
    X,
    Y,
    a,
    arrays,
    b,
    f,
    h,
    i,
    implied,
    j,
    k,
    line,
    n,
    p,
    sigmoid,
    slope,
    t,
    u,
    w,
    x,
    y,
    z,
)

sizes = symbols("A_n A_m A_k", integer=True, positive=True)
A = MatrixSymbol("A", sizes[0], sizes[1])
B = MatrixSymbol("B", sizes[1], sizes[2])
C = MatrixSymbol("C", sizes[2], sizes[0])
Q, K, P = (MatrixSymbol(name, n, n) for name in "QKP")
v1, v2 = MatrixSymbol("v1", n, 1), MatrixSymbol("v2", n, 1)
STATE = {V[0]: 0, V[t]: a * V[t - 1] + X[t]}
CELL = {V[t]: p * V[t - 1]}
total = Sum(exp(L[k]), (k, 1, n))
CLASSES = {i: range(1, 4), j: range(1, 4), n: [3]}

TRUE = {
    "chain of slopes": line(slope(exp(sin(x)), x), exp(sin(x)) * cos(x)),
    "product rule": line(slope(f(x) * h(x), x), slope(f(x), x) * h(x) + f(x) * slope(h(x), x)),
    "vanishing product": line(Product(p, (k, 1, n)), p**n),
    "vanishing limit": line(Limit(exp(-p * x), x, oo), S.Zero),
    "cell kept": line(V[t], p**t * V[0], given=CELL),
    "state unrolled": line(
        V[t], Sum(a ** (t - k) * X[k], (k, 1, t)), given=STATE, where={a: (-1, 1)}
    ),
    "state slope": line(V[3], X[3] + a * X[2] + a**2 * X[1], given=STATE),
    "gate mix": line(z * x + (1 - z) * y, y + z * (x - y)),
    "tanh unit slope": line(slope(tanh(w * x + b), w), x * (1 - tanh(w * x + b) ** 2)),
    "ceil and floor": line(ceiling(N / S(2)), floor((N + 1) / S(2))),
    "remainder": line(N - 3 * floor(N / S(3)), Mod(N, 3)),
    "convolution commutes": line(Sum(X[k] * Y[4 - k], (k, 0, 4)), Sum(Y[k] * X[4 - k], (k, 0, 4))),
    "correlation at a shift": line(
        Sum(X[i + k] * W[k], (k, 0, 2)), X[i] * W[0] + X[i + 1] * W[1] + X[i + 2] * W[2]
    ),
    "parameter count": line((n * n * t + 1) * N, n**2 * t * N + N),
    "receptive field": line(1 + Sum(2, (k, 1, n)), 1 + 2 * n),
    "max pool of negatives": line(Max(x, y) + (-Max(-x, -y)), x + y),
    "attention of two": line(
        exp(x) / (exp(x) + exp(y)) * u + exp(y) / (exp(x) + exp(y)) * w,
        w + sigmoid(x - y) * (u - w),
    ),
    "attention weights sum": line(
        Sum(exp(L[k]) / total, (k, 1, n)), S.One + n - n, where={n: [1, 2, 4]}
    ),
    "softmax jacobian": line(
        slope(exp(L[i]) / total, L[j]),
        exp(L[i]) / total * (KroneckerDelta(i, j) - exp(L[j]) / total),
        where=CLASSES,
    ),
    "position product": line(sin(x) * sin(y) + cos(x) * cos(y), cos(x - y)),
    "cyclic trace": line(Trace(A * B * C), Trace(B * C * A)),
    "cyclic trace again": line(Trace(A * B * C), Trace(C * A * B)),
    "trace of a sum": line(Trace(Q + K), Trace(Q) + Trace(K)),
    "trace of transpose": line(Trace(Q * K), Trace((Q * K).T)),
    "frobenius": line(
        Trace(A.T * A), Sum(Sum(A[i, j] ** 2, (j, 0, sizes[1] - 1)), (i, 0, sizes[0] - 1))
    ),
    "quadratic form": line(Trace(Q * v1 * v1.T), Trace(v1.T * Q * v1)),
    "square of a sum": line((Q + K) * (Q + K), Q**2 + Q * K + K * Q + K**2),
    "determinant of a product": line(Determinant(Q * K), Determinant(Q) * Determinant(K)),
    "ridge push-through": line((Q.T * Q + Identity(n)).I * Q.T, Q.T * (Q * Q.T + Identity(n)).I),
    "hadamard": line(HadamardProduct(A, 2 * A) + A, 2 * HadamardProduct(A, A) + A),
    "backprop as arrays": arrays(
        lambda X, W, d: X.T @ d,
        lambda X, W, d: (d.T @ X).T,
        {"X": (5, 3), "W": (3, 2), "d": (5, 2)},
        (r"X^\top d", r"(d^\top X)^\top"),
    ),
    "bias sum as arrays": arrays(lambda d: d.sum(0), lambda d: np.ones(len(d)) @ d, {"d": (4, 3)}),
    "two layers as arrays": arrays(
        lambda X, A, B: X @ A @ B,
        lambda X, A, B: X @ (A @ B),
        {"X": (4, 3), "A": (3, 2), "B": (2, 5)},
        ("X A B", "X (A B)"),
    ),
    "vanishing bound": implied(x > 0, (sigmoid(x) * (1 - sigmoid(x))) ** 3 < Rational(1, 64)),
}
FALSE = {
    "product of slopes": line(slope(f(x) * h(x), x), slope(f(x), x) * slope(h(x), x)),
    "vanishing product": line(Product(p, (k, 1, n)), p * n),
    "product one short": line(Product(p, (k, 1, n)), p ** (n - 1)),
    "cell kept": line(V[t], p * V[0], given=CELL),
    "state sum": line(V[t], Sum(a**k * X[k], (k, 1, t)), given=STATE, where={a: (-1, 1)}),
    "state far product": line(
        V[t],
        Sum(a ** (t - k) * X[k], (k, 1, t)) + Product(t - k, (k, 1, 22)),
        given=STATE,
        where={a: (-1, 1)},
    ),
    "gate mix": line(z * x + (1 - z) * y, x + z * (x - y)),
    "tanh unit slope": line(slope(tanh(w * x + b), w), 1 - tanh(w * x + b) ** 2),
    "conv size": line(floor((N + 2 - 3) / S(2)) + 1, N / 2),
    "floor is half": line(floor(N / S(2)), N / S(2)),
    "floor is round": line(floor(x), ceiling(x) - 1),
    "floor of shift": line(floor(x + S.Half), floor(x) + S.Half),
    "correlation flipped": line(
        Sum(X[i + k] * W[k], (k, 0, 2)), X[i] * W[2] + X[i + 1] * W[1] + X[i + 2] * W[0]
    ),
    "parameter count": line((n * n * t + 1) * N, n**2 * t * N + 1),
    "receptive field": line(1 + Sum(2, (k, 1, n)), 2 * n),
    "max pool is sum": line(Max(x, y), (x + y) / 2),
    "attention unscaled": line(
        exp(x / sqrt(p)) / (exp(x / sqrt(p)) + exp(y / sqrt(p))), exp(x) / (exp(x) + exp(y))
    ),
    "softmax jacobian": line(
        slope(exp(L[i]) / total, L[j]), exp(L[i]) / total * (1 - exp(L[j]) / total), where=CLASSES
    ),
    "position": line(sin(x) * sin(y) + cos(x) * cos(y), cos(x + y)),
    "trace reversed": line(Trace(Q * K * P), Trace(P * K * Q)),
    "trace of product": line(Trace(Q * K), Trace(Q) * Trace(K)),
    "transpose order": line((Q * K + P).T, Q.T * K.T + P.T),
    "inverse order": line((Q * K).I * P, Q.I * K.I * P),
    "inverse of a sum": line((Q + K).I, Q.I + K.I),
    "products commute": line(Q * K + P, K * Q + P),
    "square of a sum": line((Q + K) * (Q + K), Q**2 + 2 * Q * K + K**2),
    "determinant of a sum": line(Determinant(Q + K), Determinant(Q) + Determinant(K)),
    "symmetric": line(Q.T + P, Q + P),
    "frobenius": line(Trace(Q.T * Q), Trace(Q) ** 2),
    "hadamard is product": line(HadamardProduct(Q, K), Q * K),
    "backprop transposed": arrays(
        lambda X, d: X.T @ d, lambda X, d: (X.T @ d)[::-1], {"X": (5, 3), "d": (5, 2)}
    ),
    "array formula order": arrays(
        lambda A, B: A @ B, lambda A, B: (B.T @ A.T).T, {"A": (3, 3), "B": (3, 3)}, ("A B", "B A")
    ),
    "array formula sign": arrays(
        lambda a, b: a - b, lambda a, b: -(b - a), {"a": (3,), "b": (3,)}, ("a - b", "b - a")
    ),
    "relu of abs array": arrays(
        lambda z: np.maximum(z, 0), lambda z: np.minimum(np.maximum(z, 0), 200.0), {"z": (4,)}
    ),
}
