"""The numbers of the figures on losses, run under node: slopes, lowest points, where paths lead."""

import numpy as np
import pytest

from .under_node import evaluate

# A loss at points, and what is drawn as its slope, beside the slope measured over 1e-5.
SLOPES = """(() => {
    const points = [-3.3, -1.2, -0.4, 0.3, 0.8, 1.7, 3.9], h = 1e-5;
    return LOSSES.map((loss) => [
        points.map(SLOPE),
        points.map((v) => (loss.of(v + h) - loss.of(v - h)) / (2 * h)),
    ]);
})()"""


@pytest.mark.parametrize(
    ("figure", "losses", "slope"),
    [
        ("regression-losses", "o.lossesOf([1, 2, 3, 4, 5], 1.5)", "loss.slope"),
        ("two-class-loss", "o.lossesOf(1)", "loss.slope"),
        ("two-class-loss", "o.lossesOf(0.3)", "loss.slope"),
        ("margin-losses", "o.lossesOf(0)", "(v) => -loss.pull(v)"),
        ("margin-losses", "o.lossesOf(2.5)", "(v) => -loss.pull(v)"),
    ],
)
def test_what_is_drawn_as_a_slope_is_the_slope_of_what_is_drawn_as_a_loss(figure, losses, slope):
    expression = SLOPES.replace("LOSSES", losses).replace("SLOPE", slope)
    for drawn, measured in evaluate(figure, expression):
        np.testing.assert_allclose(drawn, measured, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("delta", [1, 30, 100, 3000])
def test_no_other_price_has_a_lower_loss_than_the_one_that_is_marked(delta):
    marked, least = np.array(
        evaluate(
            "regression-losses",
            f"""(() => {{
                const prices = [210, 220, 230, 250, 2400];
                return o.lossesOf(prices, {delta}).map(({{ best, of }}) => {{
                    const at = (p) => prices.reduce((sum, y) => sum + of(p - y), 0);
                    const others = Array.from({{ length: 2400 }}, (_, i) => at(200 + i));
                    return [at(best), Math.min(...others)];
                }});
            }})()""",
        )
    ).T
    assert np.all(marked <= least + 1e-9)


def test_a_small_threshold_leads_to_the_median_and_a_large_one_to_the_mean():
    best = evaluate(
        "regression-losses",
        "[1, 3000].map((d) => o.lossesOf([210, 220, 230, 250, 2400], d)[1].best)",
    )
    np.testing.assert_allclose(best, [230, 662], atol=1)


def test_the_path_of_training_leads_to_the_smoothed_target_and_towards_a_corner_without_smoothing():
    smoothed, corner = evaluate(
        "three-class-loss",
        "[[0.8, 0.1, 0.1], [1, 0, 0]].map((t) => o.path([-1, 2, 0], t).at(-1))",
    )
    np.testing.assert_allclose(smoothed, [0.8, 0.1, 0.1], atol=1e-6)
    assert 0.98 < corner[0] < 1


def test_the_gradient_at_the_logits_is_the_slope_of_the_loss_for_soft_targets_too():
    drawn, measured = evaluate(
        "three-class-loss",
        """(() => {
            const z = [2, -1, 0.5], t = [0.2, 0.5, 0.3], h = 1e-5;
            const moved = (k, by) => z.map((v, i) => (i === k ? v + by : v));
            const slope = (k) => (o.lossOf(moved(k, h), t) - o.lossOf(moved(k, -h), t)) / (2 * h);
            return [o.gradientOf(z, t), [0, 1, 2].map(slope)];
        })()""",
    )
    np.testing.assert_allclose(drawn, measured, rtol=1e-7)
