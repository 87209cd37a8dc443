"""What was logged of a training run, checked when it is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ACTIVATIONS = ("relu", "sigmoid", "tanh", "other")


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """The logs of one run. Only `training_loss` is required; what is None is not looked at.

    Layers are counted from the input: column 0 is the first. Logs by step may hold nan and inf,
    since a run that failed does.

    training_loss (T,)        after each update, or each epoch
    full_data                 True where each training loss is that of the same data, so that no
                              rise of it is the chance of a batch
    validation_loss (V,)      at even distances, the last at the end; the same loss, no penalty
    guess_loss                loss of the best constant answer: ln K for K equally frequent
                              classes, the variance of the targets for the squared error
    good_loss                 the highest loss that would be called good: the noise, where it is
                              known, or what another model reaches
    learning_rate             one number, or (T,)
    gradient_norms (S, L)     length of the gradient of each layer's weights, at S logged steps
    dz_norms (S, L)           length of the gradient of each layer's weighted sums Z = A W + b; with
                              ReLU, weights that are too large show here only: they enlarge A on the
                              way forward by as much as dZ on the way back
    weight_norms (S, L)       length of each layer's weights before the update
    update_norms (S, L)       length of what the update added to them
    activations               the outputs (N, units) of each hidden layer for N training examples
    activation                "relu", "sigmoid", "tanh" or "other": one name, or one a layer
    predictions (N,), (N, K)  answers to N training examples after training
    targets                   of the same shape; or N class numbers, where predictions are (N, K)

    Raises ValueError for a shape, a size or a name that does not fit.
    """

    training_loss: npt.ArrayLike
    full_data: bool = False
    validation_loss: npt.ArrayLike | None = None
    guess_loss: float | None = None
    good_loss: float | None = None
    learning_rate: npt.ArrayLike | None = None
    gradient_norms: npt.ArrayLike | None = None
    dz_norms: npt.ArrayLike | None = None
    weight_norms: npt.ArrayLike | None = None
    update_norms: npt.ArrayLike | None = None
    activations: Sequence[npt.ArrayLike] | None = None
    activation: str | Sequence[str] | None = None
    predictions: npt.ArrayLike | None = None
    targets: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        loss = self._as("training_loss", 1)
        assert loss is not None, "training_loss is required"
        self._as("validation_loss", 1)
        for name in ("guess_loss", "good_loss"):
            value = getattr(self, name)
            if value is not None and not np.isfinite(_numbers(name, value)).all():
                raise ValueError(f"{name} is to be finite, not {value}")
        self._check_rates(len(loss))
        self._check_norms()
        self._check_activations()
        self._check_predictions()

    def _as(self, name: str, dimensions: int) -> Array | None:
        """Keep this log as an array of its own; None where it was not logged."""
        given = getattr(self, name)
        if given is None and name != "training_loss":
            return None
        array = _numbers(name, given).copy()
        if array.ndim != dimensions or array.size == 0:
            raise ValueError(
                f"{name} is to have {dimensions} dimension{'s' * (dimensions > 1)} and at least "
                f"one entry; its shape is {array.shape}"
            )
        array.flags.writeable = False
        object.__setattr__(self, name, array)
        return array

    def _check_rates(self, steps: int) -> None:
        if self.learning_rate is None:
            return
        rates = _numbers("learning_rate", self.learning_rate)
        if rates.shape not in {(), (steps,)}:
            raise ValueError(
                f"learning_rate is one number or one for each of the {steps} training losses; "
                f"its shape is {rates.shape}"
            )
        if not (np.isfinite(rates) & (rates >= 0)).all():
            raise ValueError("learning_rate is to be finite and not negative")
        object.__setattr__(self, "learning_rate", rates.copy())

    def _check_norms(self) -> None:
        norms: dict[str, Array | None] = {}
        for name in ("gradient_norms", "dz_norms", "weight_norms", "update_norms"):
            norms[name] = self._as(name, 2)
            if (lengths := norms[name]) is not None and (lengths < 0).any():
                raise ValueError(f"{name} holds a negative number, and lengths are not negative")
        weights, updates = norms["weight_norms"], norms["update_norms"]
        if (weights is None) != (updates is None):
            raise ValueError("weight_norms and update_norms are compared: give both or neither")
        if weights is not None and updates is not None and weights.shape != updates.shape:
            raise ValueError(
                f"weight_norms and update_norms are to have one shape, (steps, layers), "
                f"not {weights.shape} and {updates.shape}"
            )

    def _check_activations(self) -> None:
        if self.activations is None:
            if self.activation is not None:
                raise ValueError("activation names a function, but there are no activations")
            return
        layers = tuple(_numbers("activations", layer) for layer in self.activations)
        for number, layer in enumerate(layers, start=1):
            if layer.ndim != 2 or layer.size == 0:
                raise ValueError(
                    f"activations are a list of arrays (examples, units), one a hidden layer; "
                    f"number {number} has the shape {layer.shape}"
                )
        names = self.activation
        if names is None:
            raise ValueError(f"activation is to name the function: one of {', '.join(ACTIVATIONS)}")
        names = (names,) * len(layers) if isinstance(names, str) else tuple(names)
        if len(names) != len(layers) or not layers:
            raise ValueError(
                f"activation has {len(names)} names for {len(layers)} layers of activations"
            )
        for name in names:
            if name not in ACTIVATIONS:
                raise ValueError(f"activation is one of {', '.join(ACTIVATIONS)}, not {name!r}")
        object.__setattr__(self, "activations", layers)
        object.__setattr__(self, "activation", names)

    def _check_predictions(self) -> None:
        if (self.predictions is None) != (self.targets is None):
            raise ValueError("predictions and targets are compared: give both or neither")
        if self.predictions is None or self.targets is None:
            return
        answers = _numbers("predictions", self.predictions)
        targets = _numbers("targets", self.targets)
        if answers.ndim == 2 and targets.shape == answers.shape[:1] and answers.shape[1] > 1:
            classes = np.arange(answers.shape[1])
            if not np.isin(targets, classes).all():
                raise ValueError(f"targets are class numbers from 0 to {classes[-1]}, or one-hot")
            targets = (targets[:, None] == classes).astype(float)
        if answers.shape != targets.shape or answers.ndim not in (1, 2) or answers.size == 0:
            raise ValueError(
                "predictions have the shape (N,) or (N, K), targets the same, or (N,) class "
                f"numbers; the shapes are {answers.shape} and {targets.shape}"
            )
        if not np.isfinite(targets).all():
            raise ValueError("targets are to be finite")
        if np.ptp(targets, axis=0).max() == 0:
            raise ValueError("targets are all the same, so a constant prediction would be right")
        object.__setattr__(self, "predictions", answers.reshape(len(answers), -1))
        object.__setattr__(self, "targets", targets.reshape(len(targets), -1))


def _numbers(name: str, given: Any) -> Array:
    try:
        return np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} is to be an array of numbers, not {type(given).__name__}"
        ) from None
