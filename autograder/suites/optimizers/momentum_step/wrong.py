"""Named wrong versions of `momentum_step`."""

import numpy as np

from autograder.bank.exercise import wrong

# v = 0.5 * 4 + 6 = 8 and w = 1 - 0.1 * 8 = 0.2.
MOVING = {"w": 1.0, "g": 6.0, "v": 4.0, "lr": 0.1, "mu": 0.5}


@wrong(
    "ema",
    says="the gradient enters the velocity with the weight 1 - mu; in the course with the weight 1",
    shows_on=MOVING,
    convention="the averaging form, e.g. the first moment of Adam",
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + (1 - mu) * g
    return w - lr * v, v


@wrong(
    "lr_in",
    says="the velocity has a minus sign and so has the update: the loss is climbed",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return w - v, v


@wrong(
    "forget",
    says="the old velocity is returned: the new one is lost between the steps",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    return w - lr * (mu * v + g), v


@wrong(
    "lr_in_velocity",
    says="the velocity holds -lr times the gradient; in the course lr stands in the update of w",
    shows_on=MOVING,
    convention="Keras, v = mu v - lr g; w = w + v",
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v - lr * g
    return w + v, v


@wrong(
    "lr_before",
    says="the velocity holds lr times the gradient; in the course lr stands in the update of w",
    shows_on=MOVING,
    convention="Ruder (2016), v = mu v + lr g; w = w - v",
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    return w - v, v


@wrong(
    "lr_twice",
    says="the learning rate is used twice, in the velocity and in the update",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + lr * g
    return w - lr * v, v


@wrong("ascent", says="the velocity is added: the loss is climbed", shows_on=MOVING)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + g
    return w + lr * v, v


@wrong(
    "minus_gradient",
    says="the gradient is subtracted from the velocity, which is subtracted from w: the loss is "
    "climbed",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v - g
    return w - lr * v, v


@wrong(
    "old_velocity",
    says="w moves by the old velocity: the gradient of this step comes one step late",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    return w - lr * v, mu * v + g


@wrong(
    "no_momentum",
    says="w moves by the gradient alone: the velocity is kept but not used",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    return w - lr * g, mu * v + g


@wrong(
    "undecayed",
    says="the old velocity is kept whole: mu is not used",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = v + g
    return w - lr * v, v


@wrong(
    "mu_on_gradient",
    says="mu multiplies the gradient; it belongs to the old velocity",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = v + mu * g
    return w - lr * v, v


@wrong(
    "swap",
    says="mu and lr are exchanged: mu belongs to the old velocity, lr to the update of w",
    shows_on=MOVING,
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = lr * v + g
    return w - mu * v, v


@wrong(
    "nesterov",
    says="the step looks ahead: the gradient is added once more to mu times the new velocity",
    shows_on=MOVING,
    convention="Nesterov's momentum, e.g. nesterov=True in PyTorch",
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v = mu * v + g
    return w - lr * (g + mu * v), v


@wrong(
    "in_place",
    says="the arrays of the caller are changed: the old weights and velocity are lost",
    shows_on={**MOVING, "w": np.array([1.0]), "g": np.array([6.0]), "v": np.array([4.0])},
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    v *= mu
    v += g
    w -= lr * v
    return w, v
