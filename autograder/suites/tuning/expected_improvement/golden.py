"""Makes golden.json: the mean of what is gained, integrated numerically by mpmath, in 30 digits."""

import json
from pathlib import Path

import mpmath

MU, SIGMA = [0.2, 0.5, 0.9, 1.4, 3.0, 0.45], [0.3, 0.05, 0.4, 1.5, 0.5, 2.0]
BEST, XI = 0.6, 0.05

mpmath.mp.dps = 30


def gain(mu, sigma):
    """The integral of (limit - f) against the density of f, below the limit."""
    mu, sigma, limit = mpmath.mpf(mu), mpmath.mpf(sigma), mpmath.mpf(BEST) - mpmath.mpf(XI)
    pieces = sorted({limit - 40 * sigma, min(limit, mu - 5 * sigma), min(limit, mu), limit})
    return float(mpmath.quad(lambda f: (limit - f) * mpmath.npdf(f, mu, sigma), pieces))


values = {"mu": MU, "sigma": SIGMA, "best": BEST, "xi": XI}
values["gains"] = [gain(mu, sigma) for mu, sigma in zip(MU, SIGMA, strict=True)]
text = json.dumps(values, indent=1) + "\n"
Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")
