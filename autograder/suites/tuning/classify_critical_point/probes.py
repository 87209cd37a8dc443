"""Inputs for `classify_critical_point`: every kind, coupled, so that the diagonal does not tell;
three dimensions, where a determinant does not tell; eigenvalues that are zero but for rounding."""

import numpy as np

from handbook.check.exercise_data import Probe

V = np.array([0.1, 0.7, 0.3])
COUPLED = np.array([[2.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 1.5]])  # eigenvalues above 0


def turned(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, in a drawn basis."""
    Q = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))[0]
    H = Q @ np.diag(eigenvalues) @ Q.T
    return (H + H.T) / 2


def visible():
    return [
        Probe({"H": np.array([[2.0, 0.5], [0.5, 1.0]])}, label="a minimum"),
        Probe({"H": np.array([[-2.0, 0.5], [0.5, -1.0]])}, label="a maximum"),
        Probe({"H": np.array([[1.0, 3.0], [3.0, 2.0]])}, label="two weights that are coupled"),
        Probe(
            {"H": np.array([[2.0, 0.0, 0.0], [0.0, -1.0, 0.5], [0.0, 0.5, -3.0]])},
            label="three weights, two negative eigenvalues",
        ),
        Probe({"H": -COUPLED}, label="a maximum in three dimensions"),
        Probe({"H": np.array([[1, 2], [2, 4]])}, label="whole numbers", edge=True),
        Probe({"H": np.outer(V, V)}, label="one direction of curvature", edge=True),
        Probe({"H": np.diag([1.0, 0.0, -2.0])}, label="both signs and a zero", edge=True),
        Probe({"H": 1e-9 * COUPLED}, label="a small scale", edge=True),
        Probe({"H": np.zeros((2, 2))}, label="no curvature at all", edge=True),
        Probe({"H": np.array([[-3.0]])}, label="one weight", edge=True),
    ]


def hidden(rng):
    kinds = ([1, 1, 1, 1], [-1, -1, -1], [1, 1, -1, 1], [-1, 1, -1, -1, 1], [1, -1, -1])
    return [Probe({"H": turned(rng, k * rng.uniform(0.5, 2, size=len(k)))}) for k in kinds]
