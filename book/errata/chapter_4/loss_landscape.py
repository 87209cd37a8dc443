"""The loss landscape."""

import numpy as np
from booksite.errata.entries import erratum, numbers


@erratum(
    topic="saddle-point",
    said="A saddle point can be a flat region or a point.",
    right="""A saddle is a critical point with lower *and* higher places next to it. Eigenvalues
        of both signs show it. On a plateau nothing is lower or higher. If all eigenvalues are
        0, second derivatives do not decide: $x^3 - 3xy^2$ has a saddle there.""",
)
def e_saddle_flat():
    """On a small circle around the origin: the lowest and the highest value, of $x^2 - y^2$, of
    the constant 0, and of $x^3 - 3xy^2$."""
    angle = np.linspace(0, 2 * np.pi, 61)
    x, y = 0.1 * np.cos(angle), 0.1 * np.sin(angle)
    saddle, plateau, three_valleys = x**2 - y**2, 0 * x, x**3 - 3 * x * y**2
    return numbers(
        false="lowest_on_plateau < highest_on_plateau",
        true="max(lowest_at_saddles) < min(highest_at_saddles)",
        lowest_on_plateau=plateau.min(),
        highest_on_plateau=plateau.max(),
        lowest_at_saddles=np.array([saddle.min(), three_valleys.min()]),
        highest_at_saddles=np.array([saddle.max(), three_valleys.max()]),
    )
