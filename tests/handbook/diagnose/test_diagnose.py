"""The diagnosis names what ails a real training run, and finds nothing in a healthy one."""

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from handbook.data import house_prices, standardize
from handbook.diagnose import NOTHING, SECTIONS, Finding, Run, diagnose
from handbook.diagnose.symptoms import EXPLODED, SYMPTOMS, TINY

from .training import trained

BOOK = Path(__file__).resolve().parents[3] / "book"


def symptoms(run):
    return [finding.symptom for finding in diagnose(run)]


def finding_of(run, symptom):
    [found] = [f for f in diagnose(run) if f.symptom == symptom]
    return found


def linear_regression(share_of_bound, steps=100):
    """Gradient descent on 200 standardized houses, at a share of its stability bound."""
    made = house_prices(200)
    X, y = standardize(made.X)[0], standardize(made.y)[0]
    lr = share_of_bound * 2 / np.linalg.eigvalsh(X.T @ X / 200)[-1]
    w, losses = np.zeros(4), []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            losses.append(np.mean((X @ w - y) ** 2) / 2)
            w = w - lr * X.T @ (X @ w - y) / 200
    return Run(training_loss=losses, full_data=True, learning_rate=lr, guess_loss=0.5)


# -- healthy runs ------------------------------------------------------------------------------

HEALTHY = {
    "ReLU": {},
    "tanh, 1,000 digits": {"activation": "tanh", "lr": 0.3, "n": 1000},
    "one sigmoid layer": {"activation": "sigmoid", "hidden": (32,), "lr": 1.0},
    "all data in an update": {"n": 120, "batch": None},
    "momentum, all data": {"n": 120, "batch": None, "momentum": 0.9, "lr": 0.02},
    "Adam": {"adam": True, "lr": 0.003},
    "six layers": {"hidden": (32,) * 6, "lr": 0.05, "n": 800},
    "batches of one": {"batch": 1, "lr": 0.01, "steps": 400},
}


@pytest.mark.parametrize("seed", range(10, 15))
@pytest.mark.parametrize("settings", HEALTHY.values(), ids=HEALTHY)
def test_nothing_is_found_in_a_healthy_run(settings, seed):
    assert symptoms(trained(seed=seed, **settings)) == [NOTHING]


@pytest.mark.parametrize("share", [0.05, 0.5, 0.98])
def test_nothing_is_found_below_the_stability_bound(share):
    assert symptoms(linear_regression(share)) == [NOTHING]


def test_a_trained_network_that_trains_on_is_not_called_flat():
    run = trained(n=120, batch=None, lr=0.3)
    late = np.full(200, run.training_loss[-1])
    assert symptoms(dataclasses.replace(run, training_loss=late)) == [NOTHING]


def test_a_fall_within_the_first_steps_is_a_fall():
    loss = np.r_[2.3, 1.2, np.full(198, 0.6)]
    assert symptoms(Run(training_loss=loss)) == [NOTHING]


# -- the loss ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_a_loss_of_nan_is_the_first_finding(seed):
    found = diagnose(trained(hidden=(16,) * 12, gain=1.5, seed=seed))
    assert found[0].symptom == "loss is nan or infinite"
    assert "learning rate 0.1" in found[0].evidence


def test_the_evidence_of_nan_says_which_loss_it_was_and_what_came_before():
    found = finding_of(Run(training_loss=[2.3, 40.0, np.nan, np.nan]), "loss is nan or infinite")
    assert found.evidence == "training loss 3 of 4 is nan, before it 40"


def test_a_loss_above_the_stability_bound_explodes():
    run = linear_regression(1.1)
    found = finding_of(run, "loss explodes")
    assert found.numbers["highest"] > EXPLODED * 0.5
    assert found.read == "gradient-clipping"


def test_a_loss_that_overflows_is_infinite():
    assert symptoms(linear_regression(3.0, steps=1000))[0] == "loss is nan or infinite"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lr", [1e-7, 1e-5])
def test_a_far_too_low_learning_rate_shows_in_a_flat_loss_and_small_updates(lr, seed):
    assert symptoms(trained(lr=lr, seed=seed)) == [
        "updates are too small for the weights",
        "loss is flat from the start",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_learning_rate_that_rises_too_far_is_named_where_the_loss_turns(seed):
    rates = np.geomspace(1e-2, 10, 200)
    found = finding_of(trained(activation="tanh", rates=rates, seed=seed), "loss rises again")
    low, end = map(float, re.findall(r"learning rate (\S+) and (\S+)$", found.evidence)[0])
    assert 0.05 < low < 2
    assert end == 10


@pytest.mark.parametrize("seed", range(3))
def test_rises_of_the_loss_on_fixed_data_are_called_oscillation(seed):
    run = trained(hidden=(), n=400, batch=None, lr=2.0, shuffled_labels=True, seed=seed)
    assert "loss oscillates" in symptoms(run)
    assert "loss oscillates" not in symptoms(dataclasses.replace(run, full_data=False))


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_step_uphill_is_a_loss_that_rises_from_the_start(momentum):
    uphill, logs = np.full(100, -0.003), {"weight_norms": None, "update_norms": None}
    settings = {"rates": uphill, "steps": 100, "momentum": momentum, "activation": "tanh"}
    run = trained(**settings, learning_rate=0.003, **logs)
    found = finding_of(run, "loss rises from the start")
    assert "sign" in found.first


# -- generalization ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_labels_learned_by_heart_are_good_in_training_and_bad_in_validation(seed):
    run = trained(n=60, batch=None, adam=True, lr=0.003, shuffled_labels=True, seed=seed)
    assert symptoms(run) == ["training is good, validation is bad"]


@pytest.mark.parametrize("seed", range(3))
def test_a_gap_counts_where_a_good_loss_is_known(seed):
    settings = {"n": 30, "hidden": (64,), "seed": seed}
    assert symptoms(trained(**settings)) == [NOTHING]
    assert symptoms(trained(**settings, good_loss=0.3)) == ["training is good, validation is bad"]


@pytest.mark.parametrize("seed", range(3))
def test_two_units_are_too_few_for_ten_digits(seed):
    run = trained(hidden=(2,), good_loss=0.3, seed=seed)
    assert symptoms(run) == ["training and validation are both bad"]


# -- the layers --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_six_sigmoid_layers_have_tiny_first_gradients(seed):
    run = trained(activation="sigmoid", hidden=(32,) * 6, seed=seed)
    found = finding_of(run, "gradients of the first layers are tiny")
    assert found.numbers["ratio"] < TINY
    assert "loss stands at that of a guess" in symptoms(run)


@pytest.mark.parametrize("seed", range(3))
def test_large_relu_weights_show_in_dz_and_not_in_the_gradients_of_the_weights(seed):
    run = trained(hidden=(32,) * 10, gain=2.0, lr=1e-6, seed=seed)
    found = finding_of(run, "gradients grow on the way back")
    assert "gradient dZ" in found.evidence
    assert symptoms(dataclasses.replace(run, dz_norms=None)) == [NOTHING]


@pytest.mark.parametrize("seed", range(3))
def test_long_steps_leave_dead_units_and_no_advice_to_raise_the_rate(seed):
    found = symptoms(trained(lr=2.0, seed=seed))
    assert found[:2] == ["dead ReLU units", "loss stands at that of a guess"]
    assert "updates are too small for the weights" not in found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("activation", "hidden"), [("tanh", (32, 32)), ("sigmoid", (32,))], ids=["tanh", "sigmoid"]
)
def test_inputs_thirty_times_too_large_saturate(activation, hidden, seed):
    run = trained(activation=activation, hidden=hidden, scale=30, seed=seed)
    assert symptoms(run)[0] == f"saturated {activation} units"


@pytest.mark.parametrize("seed", range(3))
def test_inputs_a_thousand_times_too_small_give_constant_predictions(seed):
    assert "predictions are constant" in symptoms(trained(scale=1e-3, lr=0.01, seed=seed))


@pytest.mark.parametrize(
    ("activation", "adam"), [("tanh", False), ("sigmoid", False), ("sigmoid", True)]
)
def test_weights_that_begin_at_zero_leave_units_alike(activation, adam):
    run = trained(activation=activation, hidden=(32,), gain=0.0, adam=adam, lr=0.05)
    assert symptoms(run)[0] == "units of a layer are all alike"


def test_relu_units_without_weights_are_not_told_to_learn_slower():
    found = finding_of(trained(hidden=(32,), gain=0.0), "dead ReLU units")
    assert found.first.startswith("random first weights")


def test_units_that_died_or_saturated_together_are_not_called_alike():
    loss = np.linspace(2, 1, 40)
    for activation, value in (("relu", 0.0), ("sigmoid", 1.0), ("tanh", -1.0)):
        ended = np.full((50, 4), value)
        run = Run(training_loss=loss, activations=[ended], activation=activation)
        assert "units of a layer are all alike" not in symptoms(run)


def test_a_validation_loss_that_wanders_with_noisy_steps_is_no_overfitting():
    # A tanh network on 400 examples, steps of one example; its training loss still falls.
    wanders = [0.347, 0.147, 0.141, 0.112, 0.089, 0.075, 0.084, 0.059, 0.08, 0.07, 0.057]
    wanders += [0.059, 0.051, 0.031, 0.033, 0.054, 0.034, 0.043, 0.042, 0.032, 0.048]
    run = Run(training_loss=np.geomspace(0.4, 0.03, 200), validation_loss=wanders, guess_loss=0.2)
    assert symptoms(run) == [NOTHING]


@pytest.mark.parametrize("seed", range(3))
def test_updates_as_long_as_the_weights_are_too_large(seed):
    run = trained(activation="tanh", n=120, batch=None, lr=5.0, seed=seed)
    assert finding_of(run, "updates are too large for the weights").numbers["ratio"] > 0.3


# -- what a finding says -----------------------------------------------------------------------


def test_a_finding_reads_as_symptom_evidence_section_and_advice():
    found = diagnose(trained(lr=2.0))[0]
    assert str(found).splitlines() == [
        "dead ReLU units",
        "  evidence:  32 of the 32 units of hidden layer 2 are 0 for all 300",
        "             examples",
        "  read:      Dead units (dying-relu)",
        "  try first: start again with a tenth of the learning rate: dead units",
        "             do not come back by themselves",
    ]


def test_nothing_found_says_what_was_not_looked_for_and_which_log_it_takes():
    [found] = diagnose(Run(training_loss=np.geomspace(2, 0.1, 50)))
    assert found.symptom == NOTHING
    assert "looked for: a loss of nan" in found.evidence
    assert "dead units (needs activations of 30 examples of ReLU)" in found.evidence
    assert found.numbers["looked_for"] + found.numbers["not_looked_for"] == len(SYMPTOMS)


def test_too_few_losses_have_no_trend():
    [found] = diagnose(Run(training_loss=[2.3, 2.3, 2.3]))
    assert "a flat loss (needs 20 finite training losses)" in found.evidence


def test_a_few_examples_do_not_make_a_unit_dead():
    zeros = np.zeros((20, 8))
    run = Run(training_loss=[1.0], activations=[zeros], activation="relu")
    assert symptoms(run) == [NOTHING]


def test_every_section_that_a_finding_leads_to_is_in_the_book():
    text = "\n".join(path.read_text(encoding="utf-8") for path in BOOK.rglob("*.md"))
    for label, title in SECTIONS.items():
        assert re.search(rf"^\({label}\)=\n(\(.+\)=\n)*#+ {re.escape(title)}$", text, re.M), label


def test_logs_stay_as_they_were_given():
    losses = np.geomspace(2, 0.1, 50)
    run = Run(training_loss=losses)
    losses[:] = np.nan
    assert symptoms(run) == [NOTHING]


# -- input that does not fit -------------------------------------------------------------------

WRONG = {
    "no loss": ({"training_loss": []}, "at least one entry"),
    "a loss in two dimensions": ({"training_loss": [[1.0]]}, "1 dimension and at least"),
    "text": ({"training_loss": ["low", "lower"]}, "an array of numbers"),
    "rates of another length": ({"learning_rate": [0.1, 0.1]}, "for each of the 3"),
    "a negative rate": ({"learning_rate": -0.1}, "not negative"),
    "a guess of nan": ({"guess_loss": float("nan")}, "guess_loss is to be finite"),
    "norms by step only": ({"gradient_norms": [1.0, 2.0]}, "2 dimensions"),
    "a negative length": ({"gradient_norms": [[1.0, -2.0]]}, "lengths are not negative"),
    "updates without weights": ({"update_norms": [[1.0]]}, "give both or neither"),
    "updates of other layers": (
        {"update_norms": [[1.0]], "weight_norms": [[1.0, 2.0]]},
        r"not \(1, 2\) and \(1, 1\)",
    ),
    "activations without a name": ({"activations": [np.ones((40, 2))]}, "one of relu"),
    "a name without activations": ({"activation": "relu"}, "there are no activations"),
    "an unknown function": (
        {"activations": [np.ones((40, 2))], "activation": "step"},
        "one of relu, sigmoid, tanh, other, not 'step'",
    ),
    "units of one example": (
        {"activations": [np.ones(2)], "activation": "relu"},
        r"number 1 has the shape \(2,\)",
    ),
    "too many names": (
        {"activations": [np.ones((40, 2))], "activation": ["relu", "relu"]},
        "2 names for 1 layers",
    ),
    "predictions without targets": ({"predictions": [1.0]}, "give both or neither"),
    "a column against a row": (
        {"predictions": np.ones((3, 1)), "targets": [1.0, 2.0, 3.0]},
        r"the shapes are \(3, 1\) and \(3,\)",
    ),
    "a class that is none": (
        {"predictions": np.ones((2, 3)), "targets": [1, 3]},
        "class numbers from 0 to 2",
    ),
    "equal targets": ({"predictions": [1.0, 2.0], "targets": [3.0, 3.0]}, "all the same"),
}


@pytest.mark.parametrize(("logs", "message"), WRONG.values(), ids=WRONG)
def test_a_log_that_does_not_fit_is_refused_with_its_reason(logs, message):
    with pytest.raises(ValueError, match=message):
        Run(**{"training_loss": [3.0, 2.0, 1.0], **logs})


def test_a_loss_alone_is_not_a_run():
    with pytest.raises(TypeError, match=r"takes a Run, not list: Run\(training_loss=…\)"):
        diagnose([1.0, 2.0])


def test_run_and_finding_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Run(training_loss=[1.0]).training_loss = [2.0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Finding("a", "b", "learning-rate", "c").symptom = "d"
