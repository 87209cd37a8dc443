"""Versions of `momentum_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "ema",
    "mu * v + g",
    "mu * v + (1 - mu) * g",
    message="the gradient enters the velocity with the weight 1 - mu; in the course with the "
    "weight 1",
    look_at="the weight with which the gradient enters",
    convention="the averaging form, e.g. the first moment of Adam",
)

edited(
    "lr_in",
    "mu * v + g",
    "mu * v - lr * g",
    "w - lr * v",
    "w - v",
    message="the velocity has a minus sign and so has the update: the loss is climbed",
    look_at="the signs in both lines, taken together",
)

edited(
    "lr_in_velocity",
    "mu * v + g",
    "mu * v - lr * g",
    "w - lr * v",
    "w + v",
    message="the velocity holds -lr times the gradient; in the course lr stands in the update of w",
    look_at="in which of the two lines lr stands",
    convention="Keras, v = mu v - lr g; w = w + v",
)

edited(
    "lr_before",
    "mu * v + g",
    "mu * v + lr * g",
    "w - lr * v",
    "w - v",
    message="the velocity holds lr times the gradient; in the course lr stands in the update of w",
    look_at="in which of the two lines lr stands",
    convention="Ruder (2016), v = mu v + lr g; w = w - v",
)

edited(
    "lr_twice",
    "mu * v + g",
    "mu * v + lr * g",
    message="the learning rate is used twice, in the velocity and in the update",
    look_at="how often lr is multiplied",
)

edited(
    "minus_gradient",
    "mu * v + g",
    "mu * v - g",
    message="the gradient is subtracted from the velocity, which is subtracted from w: the loss "
    "is climbed",
    look_at="the signs in both lines, taken together",
)

edited(
    "old_velocity",
    "v = mu * v + g",
    "old, v = v, mu * v + g",
    "w - lr * v",
    "w - lr * old",
    message="w moves by the old velocity: the gradient of this step comes one step late",
    look_at="which velocity moves w",
)

edited(
    "no_momentum",
    "w - lr * v",
    "w - lr * g",
    message="w moves by the gradient alone: the velocity is kept but not used",
    look_at="what moves w",
)

edited(
    "undecayed",
    "mu * v + g",
    "v + g",
    message="the old velocity is kept whole: mu is not used",
    look_at="what mu multiplies",
)

edited(
    "mu_on_gradient",
    "mu * v + g",
    "v + mu * g",
    message="mu multiplies the gradient; it belongs to the old velocity",
    look_at="what mu multiplies",
)

edited(
    "nesterov",
    "w - lr * v",
    "w - lr * (g + mu * v)",
    message="the step looks ahead: the gradient is added once more to mu times the new velocity",
    look_at="what moves w",
    convention="Nesterov's momentum, e.g. nesterov=True in PyTorch",
)

edited(
    "no_memory",
    "mu * v + g",
    "1.0 * g",
    message="the velocity is the gradient alone: the old velocity is forgotten",
    look_at="what becomes of the old velocity",
)


@right("loop", message="one weight after the other")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    new_w, new_v = np.empty(np.shape(w)), np.empty(np.shape(w))
    w, g, v = np.asarray(w), np.asarray(g), np.asarray(v)
    for i in np.ndindex(new_w.shape):
        new_v[i] = mu * v[i] + g[i]
        new_w[i] = w[i] - lr * new_v[i]
    return new_w, new_v


@right(
    "displacement", message="moves by a velocity in units of the weights, hands back the course's"
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    move = mu * (-lr * v) - lr * g
    return w + move, -move / lr


@right(
    "two_parts", message="the step of plain gradient descent, then the share of the old velocity"
)
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    stepped = w - lr * g
    return stepped - lr * mu * v, g + v - (1 - mu) * v


@right("copies", message="works on copies in place, returns a list")
def momentum_step(w, g, v, lr=0.01, mu=0.9):
    w, v = np.array(w, dtype=np.float64), np.array(v, dtype=np.float64)
    v *= mu
    v += g
    w -= lr * v
    return [w, v]
