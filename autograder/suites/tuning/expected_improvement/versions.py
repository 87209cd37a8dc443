"""Versions of `expected_improvement`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

GAIN = "best - mu - xi"
EXPECTED = "g * below + s * density"

edited(
    "max",
    GAIN,
    "mu - best - xi",
    message="the formula is that for a value to be made large; a loss is to become small",
    look_at="the sign of the gain",
)

edited(
    "swap",
    EXPECTED,
    "g * density + s * below",
    message="the density and the share below are exchanged",
    look_at="which of the two terms the gain belongs to",
)

edited(
    "nan",
    "sigma > 0",
    "sigma >= 0",
    message="sigma = 0 is divided by: a gain of zero gives 0/0",
    look_at="a prediction without uncertainty",
)

edited(
    "no_sigma",
    "s * density",
    "density",
    message="the second term lacks sigma: it has no unit, the first has that of the loss",
    look_at="the units of both terms",
)

edited(
    "no_xi",
    GAIN,
    "best - mu",
    message="the margin xi is left out",
    look_at="what becomes of xi",
)

edited(
    "xi_added",
    GAIN,
    "best - mu + xi",
    message="the margin is added to the gain: with a larger xi a point has to be better, not worse",
    look_at="the sign of xi",
)

edited(
    "certain_nothing",
    "np.maximum(gain, 0.0)",
    "0.0 * gain",
    message="a certain prediction gets 0 although it is a gain",
    look_at="a prediction without uncertainty that lies below the best",
)

edited(
    "certain_loss",
    "np.maximum(gain, 0.0)",
    "gain + 0.0",
    message="a certain prediction above the best gets a negative value; it is not tried, so "
    "nothing is lost",
    look_at="a prediction without uncertainty that lies above the best",
)

edited(
    "probability",
    EXPECTED,
    "below",
    message="the probability of an improvement is returned, not its expected size",
    look_at="whether a large improvement counts more than a small one",
)

edited(
    "unscaled",
    "z = g / s",
    "z = g",
    message="the gain is not divided by sigma before the normal distribution is asked",
    look_at="the unit of z",
)

edited(
    "error_function",
    "-z / np.sqrt(2)",
    "-z",
    message="z goes into the error function as it is; the normal distribution has it over √2",
    look_at="how Φ and erf are related",
)

edited(
    "no_norm",
    " / np.sqrt(2 * np.pi)",
    "",
    message="the density lacks its factor: the area under it is not 1",
    look_at="the density at z = 0",
)

edited(
    "unclipped_mean",
    EXPECTED,
    "g",
    message="the expected difference is returned: a loss counts as a negative gain",
    look_at="what a point that turns out worse than the best costs",
)


@right("loop", message="one prediction after the other")
def expected_improvement(mu, sigma, best, xi):
    import math

    gains = np.zeros(mu.shape)
    for i in np.ndindex(mu.shape):
        gain = best - xi - mu[i]
        if sigma[i] == 0:
            gains[i] = max(gain, 0)
            continue
        z = gain / sigma[i]
        below = (1 + math.erf(z / 2**0.5)) / 2
        gains[i] = gain * below + sigma[i] * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return gains


@right("factored", message="sigma taken out as a factor")
def expected_improvement(mu, sigma, best, xi):
    import math

    z = np.zeros(mu.shape)
    gain = best - mu - xi
    np.divide(gain, sigma, out=z, where=sigma > 0)
    below = 0.5 + 0.5 * np.vectorize(math.erf)(z * 0.5**0.5)
    uncertain = sigma * (z * below + np.exp(-(z**2) / 2) * (2 * np.pi) ** -0.5)
    return np.where(sigma > 0, uncertain, gain.clip(0))


@right("masked", message="the uncertain ones by themselves")
def expected_improvement(mu, sigma, best, xi):
    import math

    gains = np.maximum(best - mu - xi, 0.0)
    open_ = sigma != 0
    gain, s = (best - mu - xi)[open_], sigma[open_]
    if gain.size:
        tail = np.array([math.erfc(-g / d / math.sqrt(2)) / 2 for g, d in zip(gain, s)])
        gains[open_] = gain * tail + s * np.exp(-0.5 * (gain / s) ** 2) / np.sqrt(2 * np.pi)
    return gains
