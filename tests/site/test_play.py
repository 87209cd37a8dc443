"""The figures to play with: every control moves something, by keyboard, and the same each time."""

import functools
import re

import pytest
from bs4 import BeautifulSoup

from .conftest import ROOT, QuietHandler, opener, pages_of_the_book, serving

pytestmark = [pytest.mark.site, pytest.mark.slow]

MODULES = {"lib", "optimizers"}  # what figures share
WIDE, NARROW = 1280, 390
both_widths = pytest.mark.parametrize("width", [WIDE, NARROW])
FIGURES = sorted({path.stem for path in (ROOT / "book/_static/play").glob("*.js")} - MODULES)


def places():
    """The first page that has each figure, as the sources tell."""
    found = {}
    for address in pages_of_the_book():
        source = (ROOT / address).with_suffix(".md")
        text = source.read_text(encoding="utf-8") if source.is_file() else ""
        for figure in re.findall(r"^`{3,}\{play\} (\S+)", text, re.MULTILINE):
            found.setdefault(figure, address)
    return found


PLACES = places()


def figure_in(open_page, figure, **how):
    """A figure on the page that is opened for it."""
    found = open_page(PLACES[figure], **how).page.locator(f'[data-play="{figure}"]')
    found.scroll_into_view_if_needed()
    return found


def with_its_figures_alone(html):
    """A page whose article has nothing but the figures, at the places where they stand."""
    page = BeautifulSoup(html, "html.parser")
    article = page.find("article")
    figures = article.find_all(attrs={"data-play": True})
    kept = {id(tag) for figure in figures for tag in [figure, *figure.parents]}
    around = {
        id(tag): tag for figure in figures for tag in figure.parents if article in tag.parents
    }
    for tag in [article, *around.values()]:
        for child in tag.find_all(recursive=False):
            if id(child) not in kept:
                child.extract()
    return str(page)


@pytest.fixture(scope="session")
def bare_page(site):
    """Give a page with its figures alone, by its address."""

    @functools.cache
    def cut(address):
        return with_its_figures_alone((site / address).read_text(encoding="utf-8"))

    return cut


@pytest.fixture(scope="session")
def bare(site, bare_page):
    """Where pages with figures are served without the rest, which takes seconds to lay out.

    How a figure stands on its whole page, the tests of pages look at.
    """

    class FiguresAlone(QuietHandler):
        def do_GET(self):
            address = self.path.removeprefix("/")
            if address not in PLACES.values():
                return super().do_GET()
            body = bare_page(address).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    handler = functools.partial(FiguresAlone, directory=str(site))
    with serving(handler) as address:
        yield address


@pytest.fixture
def play(browser, bare):
    """Open the page of a figure and give the figure."""
    with opener(browser, bare) as open_page:
        yield functools.partial(figure_in, open_page)


@pytest.fixture(scope="module", params=FIGURES)
def name(request):
    """Each figure; the tests that take it are run figure by figure."""
    return request.param


@pytest.fixture(scope="module")
def at_width(browser, bare, name):
    """The figure on its page, opened once a width for the tests that only look at it."""
    with opener(browser, bare) as open_page:
        yield functools.cache(lambda width: figure_in(open_page, name, width=width))


def drawing(figure):
    """All that is drawn and said at this moment."""
    return figure.locator(".play-plots").inner_html() + sentence(figure)


def sentence(figure):
    return figure.locator(".play-sentence").inner_text()


def slider(figure, label):
    return figure.get_by_label(label, exact=True)


def set_slider(figure, label, value):
    """Put a slider where it says `value`, as moving it does."""
    slider(figure, label).evaluate(
        """(input, value) => {
            input.value = value;
            input.dispatchEvent(new Event("input", {bubbles: true}));
        }""",
        str(value),
    )


def test_every_figure_there_is_stands_on_a_page(site):
    assert sorted(PLACES) == FIGURES != []
    for figure, address in PLACES.items():
        assert f'data-play="{figure}"' in (site / address).read_text(encoding="utf-8")


@both_widths
def test_a_figure_fits_its_column(at_width, width):
    figure = at_width(width)
    column = figure.bounding_box()
    for plot in figure.locator(".play-canvas > svg").all():
        box = plot.bounding_box()
        assert box["x"] >= column["x"] - 1
        assert box["x"] + box["width"] <= column["x"] + column["width"] + 1
        assert box["width"] >= 250


@both_widths
def test_the_room_that_is_kept_is_what_a_figure_takes(at_width, width):
    figure = at_width(width)
    figure.locator("svg").first.wait_for()
    kept = figure.evaluate("e => parseFloat(getComputedStyle(e).minHeight)")
    inside = figure.evaluate("""e => {
        e.style.minHeight = 0;
        const { height } = e.getBoundingClientRect();
        e.style.minHeight = "";
        return height;
    }""")
    assert kept == pytest.approx(inside, rel=0.05)


def test_axes_are_named_and_plots_described(at_width):
    for plot in at_width(WIDE).locator(".play-canvas > svg").all():
        assert plot.locator(".play-axis-name").count() == 2
        assert len(plot.get_attribute("aria-label").split()) >= 5


def test_nothing_moves_by_itself(at_width):
    figure = at_width(WIDE)
    before = drawing(figure)
    figure.page.wait_for_timeout(300)
    assert drawing(figure) == before
    assert figure.page.evaluate("document.getAnimations().length") == 0


def test_a_figure_is_the_same_each_time_until_one_of_its_sliders_is_moved(at_width):
    figure = at_width(WIDE)
    first = drawing(figure)
    figure.page.reload()
    figure.scroll_into_view_if_needed()
    assert drawing(figure) == first
    sliders = figure.locator("input[type=range]:enabled")
    assert sliders.count() >= 1
    for index in range(sliders.count()):
        one = sliders.nth(index)
        before, value = drawing(figure), one.get_attribute("aria-valuetext")
        one.focus()
        # Two keys, because a slider that stands at its end does not answer to one of them.
        one.press("ArrowLeft")
        if one.get_attribute("aria-valuetext") == value:
            one.press("ArrowRight")
        assert one.get_attribute("aria-valuetext") != value
        if one.evaluate("input => input.labels[0].textContent") != "ε":
            # At its usual size ε changes nothing that can be seen; it has a test of its own.
            assert drawing(figure) != before


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_described_on_the_page_as_it_is_sent(bare_page, figure):
    page = BeautifulSoup(bare_page(PLACES[figure]), "html.parser")
    sent = page.find(attrs={"data-play": figure})
    assert len(sent.get_text().split()) >= 10
    assert sent["aria-label"] in sent.get_text()


def test_without_javascript_the_description_is_shown(play):
    figure = play("gradient-descent", javascript=False)
    assert figure.get_attribute("aria-label") in figure.inner_text()


# What each figure teaches ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "said"),
    [(0.05, "without oscillating"), (0.17, "oscillating"), (0.25, "Diverges")],
)
def test_the_sentence_names_what_the_rate_does(play, rate, said):
    figure = play("gradient-descent")
    set_slider(figure, "Condition number λ₂/λ₁", 10)
    logarithm = figure.page.evaluate(f"Math.log10({rate})")
    set_slider(figure, "Learning rate η", logarithm)
    assert said in sentence(figure)
    assert "2/λmax = 0.2" in sentence(figure)


def test_the_limit_moves_with_the_condition_number(play):
    figure = play("gradient-descent")
    set_slider(figure, "Condition number λ₂/λ₁", 40)
    assert "Diverges" in sentence(figure)
    assert "2/λmax = 0.05" in sentence(figure)


def test_another_draw_changes_the_path_only_where_there_is_noise(play):
    figure = play("gradient-descent")
    draw = figure.get_by_role("button", name="Another draw")
    assert draw.is_disabled()
    set_slider(figure, "Gradient noise (std. deviation)", 1)
    first = drawing(figure)
    draw.press("Enter")
    assert drawing(figure) != first
    assert "noise floor" in drawing(figure)


def test_a_bias_is_needed_and_the_activation_moves_no_house_across(play):
    figure = play("neuron-boundary")
    set_slider(figure, "Weight of bedrooms w₁", 2)
    set_slider(figure, "Weight of distance w₂", -1)
    assert "15 of 15" not in sentence(figure)
    set_slider(figure, "Bias b", -5)
    assert "15 of 15" in sentence(figure)
    before = drawing(figure)
    figure.get_by_label("smooth", exact=True).check()
    assert "15 of 15" in sentence(figure)
    assert drawing(figure) != before


def test_a_perceptron_stops_unless_a_label_is_turned_around(play):
    figure = play("perceptron-steps")
    assert "This run stops after 12 corrections" in sentence(figure)
    set_slider(figure, "Corrections made", 30)
    assert "24 of 24 right" in sentence(figure)
    figure.get_by_label("Turn one label around").check()
    assert "still makes mistakes" in sentence(figure)


def test_a_hidden_layer_does_xor_only_with_an_activation(play):
    figure = play("xor-layers")
    set_slider(figure, "Bias of hidden unit 2", -1.5)
    assert "4 of 4 right" in sentence(figure)
    figure.get_by_label("none", exact=True).check()
    assert "4 of 4 right" not in sentence(figure)


def test_nesterov_is_another_path(play):
    figure = play("momentum-ravine")
    before = drawing(figure)
    figure.get_by_label("Nesterov's form").press("Space")
    assert drawing(figure) != before
    assert "Nesterov: spectral radius" in sentence(figure)


def test_far_from_zero_tanh_is_flatter_than_the_sigmoid(play):
    figure = play("activation-slope")
    set_slider(figure, "Pre-activation z", 4)
    assert "slope 0.0177" in sentence(figure)
    figure.get_by_label("tanh", exact=True).check()
    assert "slope 0.00134" in sentence(figure)


def test_a_step_lets_no_change_pass(play):
    figure = play("activation-slope")
    figure.get_by_label("step", exact=True).check()
    assert "A small change of z changes nothing" in sentence(figure)
    set_slider(figure, "Pre-activation z", 0)
    assert "has no slope at 0" in sentence(figure)


def test_a_unit_that_no_house_reaches_is_dead_unless_it_leaks(play):
    figure = play("dead-relu")
    assert "dead" not in sentence(figure)
    set_slider(figure, "Bias b", -6)
    assert "0 of 200 houses" in sentence(figure)
    assert "The unit is dead" in sentence(figure)
    set_slider(figure, "Slope below 0", 0.1)
    assert "dead" not in sentence(figure)


def test_what_is_added_to_all_logits_leaves_the_probabilities_as_they_are(play):
    figure = play("logits")
    before = figure.locator(".play-plots").inner_html()
    set_slider(figure, "Added to all three", 1000)
    assert figure.locator(".play-plots").inner_html() == before
    assert "overflow" in sentence(figure)


def test_the_best_rates_give_the_contraction_of_theory(play):
    """Curvatures 1 and 25: (κ − 1)/(κ + 1) = 0.923 for plain, (√κ − 1)/(√κ + 1) = 0.667."""
    figure = play("momentum-ravine")
    figure.get_by_role("button", name="Best rate for plain descent").click()
    assert "Plain: spectral radius 0.923" in sentence(figure)
    figure.get_by_role("button", name="Best pair for momentum").click()
    assert "Momentum: spectral radius 0.667" in sentence(figure)


def test_each_rule_uses_its_own_settings(play):
    figure = play("adaptive-rates")
    used = {
        "SGD": set(),
        "momentum": {"β₁ (momentum: μ)"},
        "Adagrad": {"ε"},
        "RMSProp": {"β₂", "ε"},
        "Adam": {"β₁ (momentum: μ)", "β₂", "ε"},
    }
    settings = set().union(*used.values())
    for rule, expected in used.items():
        figure.get_by_label(rule, exact=True).check()
        assert {label for label in settings if slider(figure, label).is_enabled()} == expected
        assert figure.get_by_label("Bias correction").is_enabled() == (rule == "Adam")


def test_the_first_step_of_adam_is_the_rate_in_both_coordinates(play):
    figure = play("adaptive-rates")
    figure.get_by_label("Adam", exact=True).check()
    assert "The first step is (0.1, 0.1)" in sentence(figure)
    figure.get_by_label("Bias correction").uncheck()
    assert "The first step is (0.316, 0.316)" in sentence(figure)


def test_a_large_epsilon_makes_the_rates_alike(play):
    figure = play("adaptive-rates")
    before = drawing(figure)
    set_slider(figure, "ε", 0)
    assert drawing(figure) != before


def test_an_entry_of_a_layer_is_the_same_number_in_both_layouts(play):
    figure = play("layer-products")
    set_slider(figure, "Example n", 2)
    set_slider(figure, "Unit j", 2)
    assert "= 4.75." in sentence(figure)  # (−1, 0.5, 2) · (−1, 0.5, 2) − 0.5
    assert "X (2 × 3)" in figure.locator("svg").text_content()
    said = sentence(figure)
    figure.get_by_label("columns").check()
    assert sentence(figure) == said
    assert "Xᵀ (3 × 2)" in figure.locator("svg").text_content()


def test_two_paths_add_up_to_what_is_measured_and_may_cancel(play):
    figure = play("chain-rule-paths")
    set_slider(figure, "Input x", 1.2)
    numbers = re.findall(r"−?\d+\.?\d*(?= |,|\.)", sentence(figure))
    upper, lower, total, measured = (float(n.replace("−", "-")) for n in numbers)
    assert total == measured == pytest.approx(upper + lower, abs=2e-3)
    assert total != 0
    set_slider(figure, "Weight v₂ (a₂ to ŷ)", 1)
    assert "sum 0." in sentence(figure)


# Sliders with a logarithmic scale are set by the logarithm.
SAID = {
    "polynomial-degree": [
        ({"Degree of the polynomial": 0}, "underfits"),
        ({"Degree of the polynomial": 13}, "overfits"),
    ],
    "penalty-contours": [
        ({"Share of L1 in the penalty": 1, "Strength λ": 1}, "Both are exactly 0"),
        ({"Share of L1 in the penalty": 0}, "Neither is 0"),
    ],
    "dropout-mask": [
        ({"Draws": 0}, "Raise the number of draws"),
        ({"Draws": 3}, "in the mean of 1000 draws"),
    ],
    "batch-norm": [
        ({"Batch size N": 1}, "for any input"),
        ({"Batch size N": 2}, "Two examples come out at β ± γ"),
    ],
    "normalization-axes": [
        ({"Raise one value of example 4 by": 5}, "changes none of the 54 outputs")
    ],
    "schedule-drawer": [
        ({"Peak rate η₀": 0.39, "Rate at the end, as a share of the peak": 0}, "The loss explodes")
    ],
    "saddle": [
        ({}, "after 176 steps"),
        ({"Distance from the ridge ε": -6, "Steps": 600}, "after 353 steps"),
    ],
    "grid-random": [
        ({"Turn the direction that matters (degrees)": 0}, "random search wins 80 %"),
        ({"Turn the direction that matters (degrees)": 10}, "random search wins 37 %"),
    ],
    "rnn-unroll": [({"Steps T to unroll": 8}, "3 numbers to learn")],
    "rnn-gradient-lag": [
        ({"Spectral radius of the recurrent matrix": 0.9}, "It vanishes"),
        ({"Spectral radius of the recurrent matrix": 1.5}, "It explodes"),
    ],
    "lstm-forget-bias": [
        ({"Recurrent weights (scale)": 0}, "just as long"),
        ({"Recurrent weights (scale)": 2, "Forget bias": 3}, "no gate is above 1"),
    ],
}


@pytest.mark.parametrize("figure", SAID)
def test_the_sentence_says_what_is_seen(play, figure):
    shown = play(figure)
    for settings, said in SAID[figure]:
        for label, value in settings.items():
            set_slider(shown, label, value)
        assert said in sentence(shown)
