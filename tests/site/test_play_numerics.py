"""The numerics of the figures, run under node and held against PyTorch, NumPy and theory."""

import functools
import json
from pathlib import Path

import numpy as np
import pytest

from .under_node import evaluate

REFERENCE = json.loads(Path(__file__).with_name("optimizer_runs.json").read_text(encoding="utf-8"))

LR, MU = 0.05, 0.8
CURVATURES = [1.0, 25.0]


javascript = functools.partial(evaluate, "optimizers")


@pytest.mark.parametrize("run", REFERENCE["runs"], ids=lambda run: run["name"])
def test_a_rule_takes_the_steps_of_pytorch(run):
    result = javascript(
        "o.run(run.rule, o.quadratic(A, b), start, run.settings, run.points.length)",
        run=run,
        A=REFERENCE["A"],
        b=REFERENCE["b"],
        start=REFERENCE["start"],
    )
    np.testing.assert_allclose(result["points"][1:], run["points"], rtol=1e-12, atol=1e-12)
    above = np.array(run["losses"]) - lowest()
    np.testing.assert_allclose(result["losses"][1:], above, rtol=1e-9, atol=1e-12)


def lowest():
    x, A, b = (np.array(REFERENCE[key]) for key in ("minimum", "A", "b"))
    return 0.5 * x @ A @ x - b @ x


def test_the_quadratic_has_its_minimum_and_its_limit():
    problem = javascript("o.quadratic(A, b)", A=REFERENCE["A"], b=REFERENCE["b"])
    np.testing.assert_allclose(problem["minimum"], REFERENCE["minimum"], rtol=1e-12)
    limit = 2 / problem["curvatures"][1]
    np.testing.assert_allclose(limit, REFERENCE["largest_stable_sgd_lr"], rtol=1e-12)


def test_without_bias_correction_the_first_step_of_adam_is_longer():
    settings = {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 0.0, "correct": False}
    points = javascript(
        "o.run('adam', o.quadratic([[1, 0], [0, 10]]), [1, 1], settings, 1).points",
        settings=settings,
    )
    # (1 − β₁) g over the root of (1 − β₂) g²: 0.1 / √0.001 times the rate.
    np.testing.assert_allclose(1 - np.array(points[1]), 0.1 * 0.1 / np.sqrt(0.001), rtol=1e-12)


def matrix(rule, curvature, lr, mu):
    """One step of a rule on ½ curvature w², as a matrix acting on (w, v)."""
    if rule == "sgd":
        return np.array([[1 - lr * curvature, 0], [0, 0]])
    velocity = np.array([curvature, mu])
    weight = np.array([1.0, 0.0])
    if rule == "momentum":
        return np.array([weight - lr * velocity, velocity])
    return np.array([weight - lr * (np.array([curvature, 0]) + mu * velocity), velocity])


@pytest.mark.parametrize("rule", ["sgd", "momentum", "nesterov"])
def test_the_contraction_is_the_spectral_radius_of_the_step(rule):
    pairs = [[lr, mu] for lr in (0.01, LR, 0.0769, 0.12) for mu in (0.0, 0.44, MU, 0.97)]
    factors = javascript(
        "pairs.map(([lr, mu]) => o.contraction(rule, curvatures, {lr, mu}))",
        rule=rule,
        curvatures=CURVATURES,
        pairs=pairs,
    )
    expected = [
        max(abs(np.linalg.eigvals(matrix(rule, c, lr, mu))).max() for c in CURVATURES)
        for lr, mu in pairs
    ]
    # At a double root the eigenvalues of a matrix are known to half the digits.
    np.testing.assert_allclose(factors, expected, atol=1e-7)


def test_the_noise_floor_is_what_a_long_run_averages():
    lr, noise = 0.15, 1.5
    floor, averages = javascript(
        """(() => {
            const problem = o.quadratic([[1, 0], [0, 10]]);
            const late = (seed) => {
                const draw = o.normal(seed);
                const {losses} = o.run("sgd", problem, [0, 0], {lr}, 40000, () => noise * draw());
                return losses.slice(1000).reduce((a, b) => a + b, 0) / (losses.length - 1000);
            };
            return [o.noiseFloor([1, 10], lr, noise), [1, 2, 3, 4, 5].map(late)];
        })()""",
        lr=lr,
        noise=noise,
    )
    spread = np.std(averages, ddof=1)
    assert abs(np.mean(averages) - floor) < 4 * spread / np.sqrt(5)
    assert spread < 0.03 * floor


def test_a_rate_beyond_the_limit_has_no_noise_floor():
    # JSON has no infinity: it arrives as None.
    assert javascript("o.noiseFloor([1, 10], 0.21, 1)") is None


def test_the_same_seed_gives_the_same_noise_and_another_seed_another():
    first, again, other = javascript(
        "[1, 1, 2].map(seed => { const draw = o.normal(seed); return [draw(), draw(), draw()]; })"
    )
    assert first == again
    assert first != other


def test_the_noise_is_standard_normal():
    draws = np.array(
        javascript("(() => { const d = o.normal(7); return Array.from({length: 50000}, d); })()")
    )
    assert abs(draws.mean()) < 4 / np.sqrt(len(draws))
    assert abs(draws.std() - 1) < 4 / np.sqrt(2 * len(draws))
    assert np.mean(abs(draws) < 1) == pytest.approx(0.6827, abs=0.01)


def test_a_run_that_runs_away_ends_instead_of_overflowing():
    result = javascript("o.run('sgd', o.quadratic([[1, 0], [0, 10]]), [1, 1], {lr: 2}, 500)")
    assert len(result["points"]) < 500
    assert np.isfinite(result["points"]).all()
    assert np.isfinite(result["losses"]).all()
