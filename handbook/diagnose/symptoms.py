"""The symptoms and the thresholds from which they count.

A wrong finding costs more than none: each threshold stands where healthy runs do not come, and its
reason stands beside it. What the reasons call measured was measured on the networks of
tests/handbook/diagnose, or on the page of the book that is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from handbook.diagnose.findings import NOTHING, Finding
from handbook.diagnose.logs import ACTIVATIONS, Array, Run

EXPLODED = 100.0
"""Times the loss of the first steps, or of a guess. The loss of one example can be many times the
mean: squared normal errors reach 45 times their variance once in 50 thousand million examples, and
their median is 0.45 of it. So chance does not get to 100 times the median, even with batches of
one."""

FEWEST_LOSSES = 20
"""Below this a tenth of the run is less than two losses, and there is no trend to speak of."""

FLAT = 0.02
"""Share of the first loss. A network that knows one example in fifty, and guesses at the others,
has lowered its loss by this."""

CERTAIN = 3.0
"""Standard errors. Of normal noise 1 in 700 differences is larger in one direction."""

DROWNED = 0.1
"""Share of the first loss. Where chance alone moves the mean of a tenth by more, a slow fall cannot
be told from none, and nothing is said."""

GUESSING = 0.9
"""Share of `guess_loss`. Below it the network knows something, and a flat loss is a trained one."""

ROSE = 0.1
"""Share of the first loss by which the loss has to rise from its lowest stretch. A share of the
lowest would make a rise from 1e-9 to 1e-8 a symptom."""

STEP_UP, STEPS_UP = 0.05, 0.2
"""A loss of fixed data that rises by 5 % in an update, in a fifth of the updates of the second
half. Below the stability bound gradient descent never rises; momentum and Adam do, but by small
steps: in healthy runs of the tests no update of the second half raises the loss by 5 %."""

VALIDATION_ROSE, VALIDATION_LOST = 0.1, 0.05
"""Shares of the lowest validation loss, and of what it was at first (or of `guess_loss`). Prechelt
(1998), "Early stopping, but when?", stops at 1 to 5 % above the lowest; twice the largest is not
the chance of a few examples. Near 0 it would be: a rise from 0.02 to 0.03 loses nothing."""

TINY, GROWN = 1e-3, 100.0
"""Gradient of the first layer as a multiple of the last. A sigmoid's slope is at most 1/4, so five
of them give 1/1024 with weights that keep a length; at that ratio the first layer needs a thousand
times the learning rate. A ratio of 100 is a gain of 1.6 a layer over ten layers. Layers of
different size differ by themselves: healthy runs of the tests stay between 0.2 and 5."""

ENOUGH_EXAMPLES = 30
"""A unit that is active for one example in ten looks dead on 30 of them once in 24 times
(0.9**30 = 0.04), and half a layer of such units practically never."""

DEAD = 0.5
"""Share of a layer. On the page of the ReLU a third of dead units went with a *lower* loss, and
three quarters with a higher one."""

FLAT_END, SATURATED = 0.05, 0.5
"""A unit is at a flat end where its slope is below 5 % of the largest: beyond 0.975 for tanh, below
0.013 or above 0.987 for the sigmoid. Two such layers pass 1/400 of a gradient. Half of a layer:
trained classifiers have many sure units, and in healthy runs of the tests up to a fifth."""

ALIKE = 1e-9
"""Spread of the units of a layer as a share of the largest output: round-off. Random weights do not
come near it."""

AT_ZERO = {"tanh": 0.0, "sigmoid": 0.5}
"""Output of a unit whose weights and bias are 0."""

CONSTANT = 0.01
"""Standard deviation of the predictions as a share s of that of the targets. Such predictions
explain at most 2s - s**2 of the variance: for s = 0.01 that is 2 %, see FLAT."""

LARGE, SMALL = 0.1, 1e-5
"""Length of an update as a multiple of the length of the weights. The rule of thumb of Stanford's
course CS231n, "Learning and evaluation", is about 1e-3. These are a hundred times more and less: at
0.1 ten updates replace the weights, at 1e-5 they need 100,000."""


def diagnose(run: Run) -> tuple[Finding, ...]:
    """The symptoms that the logs of a run show, the one to look at first in the first place.

    Where none shows, the only finding is `NOTHING`, and its evidence says what was looked for and
    what was not, since its log is missing. A symptom is no proof of a cause, and a run without one
    may still be wrong: the loss of the wrong labels falls as well.
    """
    if not isinstance(run, Run):
        raise TypeError(f"diagnose takes a Run, not {type(run).__name__}: Run(training_loss=…)")
    found = [f for symptom in SYMPTOMS if symptom.can(run) and (f := symptom.find(run)) is not None]
    return tuple(found) or (_nothing(run),)


def _nothing(run: Run) -> Finding:
    looked = [s.name for s in SYMPTOMS if s.can(run)]
    missing = [f"{s.name} (needs {s.needs})" for s in SYMPTOMS if not s.can(run)]
    evidence = "looked for: " + ", ".join(looked)
    if missing:
        evidence += "; not looked for: " + ", ".join(missing)
    return Finding(
        NOTHING,
        evidence,
        "gradient-check-why",
        "log what is missing, then check the gradient and the labels of a few examples",
        {"looked_for": len(looked), "not_looked_for": len(missing)},
    )


# -- the loss ----------------------------------------------------------------------------------


def _not_finite(run: Run) -> Finding | None:
    loss = _array(run.training_loss)
    bad = np.flatnonzero(~np.isfinite(loss))
    if not bad.size:
        return None
    at = int(bad[0])
    before = f"before it {loss[at - 1]:.3g}" if at else "it is the first of the log"
    return Finding(
        "loss is nan or infinite",
        f"training loss {at + 1} of {loss.size} is {loss[at]}, {before}{_rate(run, at)}",
        "exploding-remedies",
        "a tenth of the learning rate; if the first loss is nan already, the inputs and logarithms",
        {"first_bad": at + 1, "losses": loss.size},
    )


def _exploding(run: Run) -> Finding | None:
    loss = _array(run.training_loss)
    finite = loss[np.isfinite(loss)]
    if finite.size < 2:
        return None
    if run.guess_loss is None:
        start = float(np.median(np.abs(finite[: max(1, finite.size // 20)])))
    else:
        start = max(abs(run.guess_loss), abs(float(finite[0])))
    at = int(np.nanargmax(np.where(np.isfinite(loss), loss, np.nan)))
    if loss[at] <= EXPLODED * start or start == 0:
        return None
    return Finding(
        "loss explodes",
        f"training loss {at + 1} of {loss.size} is {loss[at]:.3g}, {loss[at] / start:.3g} times "
        f"what it starts from, {start:.3g}{_rate(run, at)}",
        "gradient-clipping",
        "a tenth of the learning rate; if that only delays it, look at the sign of the update, "
        "then clip the gradient by its norm",
        {"highest": float(loss[at]), "start": start, "at": at + 1},
    )


def _flat(run: Run) -> Finding | None:
    loss = _array(run.training_loss)
    means, noise = _tenths(loss)
    first, last = float(means[0]), float(means[-1])
    # A fall within a few steps shows in the first loss, a slow one in the tenths.
    by_tenths = first - float(means[1:].min()) if means.size > 1 else 0.0
    error = noise * np.sqrt(2 * means.size / loss.size)
    if CERTAIN * error > DROWNED * abs(first):
        return None
    if (guess := run.guess_loss) is not None and (
        np.abs(means[means.size // 2 :] - guess) <= max(FLAT * abs(guess), CERTAIN * error)
    ).all():
        return Finding(
            "loss stands at that of a guess",
            f"training loss {last:.4g} in the last tenth of the run; the best constant answer has "
            f"{guess:.4g}{_rate(run, loss.size - 1)}",
            "gradient-check-why",
            "ten examples alone: a network that cannot learn them by heart has a bug, dead or "
            "saturated units, or a poor learning rate",
            {"last_tenth": last, "guess": guess},
        )
    if by_tenths > max(FLAT * abs(first), CERTAIN * error):
        return None
    if loss[0] - last > max(FLAT * abs(loss[0]), CERTAIN * noise):
        return None
    if run.guess_loss is not None and last < GUESSING * run.guess_loss:
        return None
    if last - first > max(FLAT * abs(first), CERTAIN * error):
        return None  # it rises
    return Finding(
        "loss is flat from the start",
        f"training loss {first:.4g} in the first tenth of the run, {last:.4g} in the last"
        f"{_rate(run, loss.size - 1)}",
        "range-test",
        "ten examples and ten times the learning rate; if that is flat as well, check the gradient",
        {"first_tenth": first, "last_tenth": last},
    )


def _diverging(run: Run) -> Finding | None:
    loss = _array(run.training_loss)
    means, noise = _tenths(loss)
    first, last, low = float(max(loss[0], means[0])), float(means[-1]), int(means.argmin())
    error = noise * np.sqrt(2 * means.size / loss.size)
    numbers = {"lowest_tenth": float(means[low]), "last_tenth": last}
    if last - means[low] > max(ROSE * abs(first), CERTAIN * error):
        if low == 0:
            return Finding(
                "loss rises from the start",
                f"the mean training loss is {means[0]:.4g} in the first tenth of the run, and "
                f"{last:.4g} in the last{_rate(run, loss.size - 1)}",
                "gradient-check-why",
                "a hundredth of the learning rate; if the loss still rises, the sign of the "
                "gradient and of the update",
                numbers,
            )
        at = int((low + 0.5) * loss.size / means.size)
        return Finding(
            "loss rises again",
            f"the mean training loss is lowest in tenth {low + 1} of the run, {means[low]:.4g}, "
            f"and {last:.4g} in the last{_rate(run, at, loss.size - 1)}",
            "learning-rate",
            "a third of the learning rate, or one that falls from where the loss turns",
            numbers,
        )
    if not run.full_data:
        return None
    late = loss[loss.size // 2 :]
    rises = np.diff(late) > STEP_UP * np.abs(late[:-1])
    # Below this a rise is round-off, or of no account.
    rises &= np.diff(late) > 1e-3 * abs(first)
    if rises.mean() < STEPS_UP:
        return None
    return Finding(
        "loss oscillates",
        f"the loss of the same data rose by more than {STEP_UP:.0%} in {rises.sum()} of the last "
        f"{rises.size} updates{_rate(run, loss.size - 1)}",
        "learning-rate",
        "a third of the learning rate: on fixed data a small enough step lowers the loss",
        {"rises": int(rises.sum()), "updates": rises.size},
    )


def _validation(run: Run) -> Finding | None:
    loss, validation = _array(run.training_loss), _array(run.validation_loss)
    if not np.isfinite(validation).all():
        return None
    training, last = float(_tenths(loss)[0][-1]), float(validation[-1])
    low = int(validation.argmin())
    numbers = {"training": training, "validation": last, "lowest_validation": validation[low]}
    good = run.good_loss
    if good is not None and training > good:
        if last <= good:
            return None
        return Finding(
            "training and validation are both bad",
            f"at the end the training loss is {training:.4g}, the validation loss {last:.4g}; "
            f"a good one is at most {good:.4g}",
            "detecting-overfitting",
            "a larger network, or a longer run if the loss still falls; more data do not help",
            {**numbers, "good": good},
        )
    fell = loss[0] - training > 0.5 * abs(loss[0])
    if run.guess_loss is not None:
        fell = fell and training < GUESSING * run.guess_loss
    scale = abs(validation[0]) if run.guess_loss is None else run.guess_loss
    rise = last - validation[low]
    chance = CERTAIN * np.sqrt(2) * _wobble(validation)
    rose = rise > max(VALIDATION_ROSE * abs(validation[low]), VALIDATION_LOST * scale, chance)
    never = run.guess_loss is not None and last > run.guess_loss
    if rose:
        shown = (
            f"the validation loss was {validation[low]:.4g} at measurement {low + 1} of "
            f"{validation.size} and is {last:.4g} at the end"
        )
    elif never:
        shown = (
            f"the validation loss is {last:.4g}, the best constant answer has {run.guess_loss:.4g}"
        )
    elif good is not None and last > (1 + VALIDATION_ROSE) * good:
        fell, shown = True, f"the validation loss is {last:.4g}, a good one at most {good:.4g}"
    else:
        return None
    if not fell:
        return None
    return Finding(
        "training is good, validation is bad",
        f"{shown}; the training loss fell from {loss[0]:.4g} to {training:.4g}",
        "regularization-purpose",
        "keep the weights of the lowest validation loss; then more data, or a penalty",
        numbers,
    )


# -- the layers --------------------------------------------------------------------------------


def _gradients(run: Run) -> Finding | None:
    logs = {"gradient of the weights": run.gradient_norms, "gradient dZ": run.dz_norms}
    for name, log in logs.items():
        if log is None or (norms := _array(log)).shape[1] < 2:
            continue
        # A length of exactly 0 is that of dead units, which is another symptom.
        rows = (np.isfinite(norms) & (norms > 0)).all(axis=1)
        if not rows.any():
            continue
        ratio, layers = float(np.median(norms[rows, 0] / norms[rows, -1])), norms.shape[1]
        shown = (
            f"the {name} is {ratio:.2g} times as long in layer 1 as in layer {layers}, "
            f"median of {rows.sum()} logged steps"
        )
        if ratio < TINY:
            return Finding(
                "gradients of the first layers are tiny",
                shown,
                "vanishing-remedies",
                "ReLU with He's weights; for more layers, residual connections or normalization",
                {"ratio": ratio, "layers": layers},
            )
        if ratio > GROWN:
            return Finding(
                "gradients grow on the way back",
                f"{shown}: a factor of {ratio ** (1 / (layers - 1)):.2g} a layer",
                "exploding-causes",
                "first weights of standard deviation √(2/inputs) for ReLU, √(1/inputs) for tanh",
                {"ratio": ratio, "layers": layers},
            )
    return None


def _units(run: Run) -> list[tuple[int, str, Array]]:
    """Number, function and finite outputs of each hidden layer with enough examples."""
    layers = zip(run.activations or (), run.activation or (), strict=True)
    numbered = ((i, name, _array(layer)) for i, (layer, name) in enumerate(layers, start=1))
    return [
        (i, name, layer)
        for i, name, layer in numbered
        if len(layer) >= ENOUGH_EXAMPLES and np.isfinite(layer).all()
    ]


def _dead(run: Run) -> Finding | None:
    dead = [
        (float((layer <= 0).all(axis=0).mean()), -i, layer)
        for i, name, layer in _units(run)
        if name == "relu"
    ]
    share, minus_i, layer = max(dead, key=lambda each: each[:2], default=(0.0, 0, np.empty((0, 0))))
    if share <= DEAD:
        return None
    examples, units = layer.shape
    first = (
        "start again with a tenth of the learning rate: dead units do not come back by themselves"
    )
    if run.weight_norms is not None and (_array(run.weight_norms)[0] == 0).any():
        first = "random first weights: where all weights of a layer are 0, no gradient gets through"
    return Finding(
        "dead ReLU units",
        f"{round(share * units)} of the {units} units of hidden layer {-minus_i} are 0 for all "
        f"{examples} examples",
        "dying-relu",
        first,
        {"share": share, "layer": -minus_i, "units": units},
    )


def _saturated(run: Run) -> Finding | None:
    worst, where, function = 0.0, 0, ""
    for i, name, a in _units(run):
        if name in ("sigmoid", "tanh"):
            slope = 4 * a * (1 - a) if name == "sigmoid" else 1 - a**2
            share = float((slope < FLAT_END).mean())
            if share > worst:
                worst, where, function = share, i, name
    if worst <= SATURATED:
        return None
    return Finding(
        f"saturated {function} units",
        f"{worst:.0%} of the outputs of hidden layer {where} are at a flat end, where the slope is "
        f"below {FLAT_END:.0%} of the largest",
        "vanishing-activations",
        "scale the inputs to standard deviation 1 and the first weights to √(1/inputs)",
        {"share": worst, "layer": where},
    )


def _alike(run: Run) -> Finding | None:
    for i, name, a in _units(run):
        if a.shape[1] < 2 or (np.ptp(a, axis=1) > ALIKE * np.abs(a).max()).any():
            continue
        # Units at one flat end are alike as well, and dead ones, which are other symptoms. Without
        # weights the outputs are those of 0.
        if np.ptp(a) == 0 and (name not in AT_ZERO or a.flat[0] != AT_ZERO[name]):
            continue
        return Finding(
            "units of a layer are all alike",
            f"the {a.shape[1]} units of hidden layer {i} have the same output for each of "
            f"{len(a)} examples",
            "zero-init",
            "random first weights: units that begin alike get the same gradient, and stay alike",
            {"layer": i, "units": a.shape[1]},
        )
    return None


def _constant(run: Run) -> Finding | None:
    answers, targets = _array(run.predictions), _array(run.targets)
    if not np.isfinite(answers).all():
        return None
    spread, wanted = (float(a.std(axis=0).max()) for a in (answers, targets))
    if spread >= CONSTANT * wanted:
        return None
    return Finding(
        "predictions are constant",
        f"over {len(answers)} examples the predictions have the standard deviation {spread:.2g}, "
        f"the targets {wanted:.2g}",
        "what-notices-units",
        "the inputs as the network gets them: their scale, and whether they differ at all",
        {"predictions": spread, "targets": wanted},
    )


def _updates(run: Run) -> Finding | None:
    weights, updates = _array(run.weight_norms), _array(run.update_norms)
    rows = np.isfinite(weights).all(axis=1) & np.isfinite(updates).all(axis=1)
    # Updates of exactly 0 are those of dead units, which is another symptom.
    rows &= (weights > 0).all(axis=1) & (updates > 0).all(axis=1)
    if 2 * np.count_nonzero(rows) < rows.size:
        return None
    ratios = updates[rows] / weights[rows]
    late = np.median(ratios[ratios.shape[0] // 2 :], axis=0)
    layer = int(late.argmax())
    if late[layer] > LARGE:
        return Finding(
            "updates are too large for the weights",
            f"an update is {late[layer]:.2g} times as long as the weights of layer {layer + 1}, "
            f"median of the second half{_rate(run, len(_array(run.training_loss)) - 1)}",
            "learning-rate",
            "a tenth of the learning rate",
            {"ratio": float(late[layer]), "layer": layer + 1},
        )
    # A run that is done makes small updates too: those of its first half count.
    early = np.median(ratios[: (ratios.shape[0] + 1) // 2], axis=0)
    layer = int(early.argmax())
    if early[layer] < SMALL:
        return Finding(
            "updates are too small for the weights",
            f"in no layer is an update longer than {early[layer]:.2g} times the weights, median of "
            f"the first half{_rate(run, 0)}",
            "range-test",
            "ten times the learning rate, again and again until the loss shows it",
            {"ratio": float(early[layer]), "layer": layer + 1},
        )
    return None


# -- what they share ---------------------------------------------------------------------------


class Symptom(NamedTuple):
    """What is looked for, what it takes, and the function that looks."""

    name: str
    needs: str
    can: Callable[[Run], bool]
    find: Callable[[Run], Finding | None]


def _has_trend(run: Run) -> bool:
    loss = _array(run.training_loss)
    return loss.size >= FEWEST_LOSSES and bool(np.isfinite(loss).all())


def _has_units(*names: str) -> Callable[[Run], bool]:
    return lambda run: any(name in names for _, name, _ in _units(run))


TREND = f"{FEWEST_LOSSES} finite training losses"
ACTIVE = f"activations of {ENOUGH_EXAMPLES} examples"
SYMPTOMS = (
    Symptom("a loss of nan", "training_loss", lambda run: True, _not_finite),
    Symptom("an exploding loss", "training_loss", lambda run: True, _exploding),
    Symptom("units that are all alike", ACTIVE, _has_units(*ACTIVATIONS), _alike),
    Symptom(
        "tiny or growing gradients",
        "gradient_norms or dz_norms",
        lambda run: run.gradient_norms is not None or run.dz_norms is not None,
        _gradients,
    ),
    Symptom("dead units", f"{ACTIVE} of ReLU", _has_units("relu"), _dead),
    Symptom(
        "saturated units", f"{ACTIVE} of sigmoid or tanh", _has_units("sigmoid", "tanh"), _saturated
    ),
    Symptom(
        "updates too large or too small",
        "weight_norms and update_norms",
        lambda run: run.update_norms is not None,
        _updates,
    ),
    Symptom("a rising or oscillating loss", TREND, _has_trend, _diverging),
    Symptom("a flat loss", TREND, _has_trend, _flat),
    Symptom(
        "constant predictions",
        "predictions and targets",
        lambda run: run.predictions is not None,
        _constant,
    ),
    Symptom(
        "bad validation",
        f"validation_loss and {TREND}",
        lambda run: run.validation_loss is not None and _has_trend(run),
        _validation,
    ),
)


def _array(log: npt.ArrayLike | None) -> Array:
    return np.asarray(log, dtype=float)


def _tenths(loss: Array) -> tuple[Array, float]:
    """Mean loss of each tenth of the run, and the noise of one loss beside its trend.

    The noise is estimated from neighbours: their difference has √2 times its standard deviation,
    and 0.954 times that is its median size (0.6745 √2).
    """
    means = np.array([part.mean() for part in np.array_split(loss, 10)])
    return means, float(np.median(np.abs(np.diff(loss))) / 0.954)


def _wobble(values: Array) -> float:
    """Standard deviation of values beside their trend, from three neighbours; 0 of less than 5.

    With steps of a few examples the weights wander, and a validation loss of fixed data with them.
    v[t-1] - 2 v[t] + v[t+1] has √6 times the standard deviation of one value, and no trend.
    """
    if values.size < 5:
        return 0.0
    return float(np.median(np.abs(np.diff(values, n=2))) / (0.6745 * np.sqrt(6)))


def _rate(run: Run, *steps: int) -> str:
    """The learning rate at these steps, as the end of a sentence."""
    if run.learning_rate is None:
        return ""
    rates = np.broadcast_to(_array(run.learning_rate), np.shape(run.training_loss))
    shown = list(dict.fromkeys(f"{rates[step]:.3g}" for step in steps))
    return f"; learning rate {' and '.join(shown)}"
