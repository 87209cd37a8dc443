"""Versions of `adadelta_step`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "no_eps_num",
    "np.sqrt(Ed + eps)",
    "np.sqrt(Ed)",
    message="epsilon is missing in the upper root: from averages of 0 the weights never move",
    look_at="the upper root in the first step",
)

edited(
    "no_eps_below",
    "np.sqrt(Eg + eps)",
    "np.sqrt(Eg)",
    message="epsilon is missing in the lower root: without any gradient so far the divisor is 0",
    look_at="the lower root of a weight that never had a gradient",
)

edited(
    "lr",
    "w - delta",
    "w - 0.001 * delta",
    message="the step is multiplied by a learning rate; Adadelta has none",
    look_at="what is taken off the weights",
)

edited(
    "gsq",
    "np.sqrt(Ed + eps)",
    "np.sqrt(Eg + eps)",
    message="both roots are of the squared gradients: the step is the gradient itself",
    look_at="the unit of the upper root",
)

edited(
    "rmsprop",
    "np.sqrt(Ed + eps) / np.sqrt",
    "1 / np.sqrt",
    message="the upper root is missing: a step of RMSProp, with the rate 1",
    look_at="the unit of the step",
)

edited(
    "no_ed",
    "    Ed = rho * Ed + (1 - rho) * delta**2\n",
    "",
    message="the average of the squared steps is never brought up to date",
    look_at="what becomes of Ed",
)

edited(
    "ed_of_gradients",
    "(1 - rho) * delta**2",
    "(1 - rho) * g**2",
    message="the second average takes in squared gradients; it is one of squared steps",
    look_at="what each of the two averages is of",
)

edited(
    "ed_first",
    "delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g",
    "root = np.sqrt(Ed + eps)",
    "    Ed = rho * Ed + (1 - rho) * delta**2\n",
    "    Ed = rho * Ed + (1 - rho) * (root / np.sqrt(Eg + eps) * g) ** 2\n"
    "    delta = np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g\n",
    message="the step is made with the new average of the squared steps; it is made with the old",
    look_at="the order of the step and the average that it enters",
)

edited(
    "past_only",
    "np.sqrt(Eg + eps)",
    "np.sqrt((Eg - (1 - rho) * g**2) / rho + eps)",
    message="the step is divided by the root of the old average: the gradient of this step is not "
    "in it yet",
    look_at="which average the step is divided by",
)

edited(
    "outside",
    "np.sqrt(Ed + eps) / np.sqrt(Eg + eps)",
    "(np.sqrt(Ed) + eps) / (np.sqrt(Eg) + eps)",
    message="epsilon stands outside both roots; in Adadelta it is inside",
    look_at="what is added to what under each root",
)

edited(
    "nosqrt",
    "np.sqrt(Ed + eps) / np.sqrt(Eg + eps)",
    "(Ed + eps) / (Eg + eps)",
    message="the roots are forgotten",
    look_at="the unit of the step",
)

edited(
    "upside_down",
    "np.sqrt(Ed + eps) / np.sqrt(Eg + eps)",
    "np.sqrt(Eg + eps) / np.sqrt(Ed + eps)",
    message="the two roots are exchanged: past gradients are divided by past steps",
    look_at="the unit of the step",
)

edited(
    "swap",
    "rho * Eg + (1 - rho) * g**2",
    "(1 - rho) * Eg + rho * g**2",
    "rho * Ed + (1 - rho) * delta**2",
    "(1 - rho) * Ed + rho * delta**2",
    message="rho and 1 - rho are exchanged: rho is the share that the old averages keep",
    look_at="which share rho is",
)

edited(
    "sum",
    "rho * Eg + (1 - rho) * g**2",
    "Eg + g**2",
    message="the squared gradients are summed up without fading, as in Adagrad",
    look_at="what becomes of the old average",
)

edited(
    "g",
    "(1 - rho) * g**2",
    "(1 - rho) * np.abs(g)",
    message="the sizes of the gradients are averaged, not their squares",
    look_at="what is averaged",
)

edited(
    "mean_square",
    "(1 - rho) * g**2",
    "(1 - rho) * np.mean(np.square(g))",
    message="the squared gradient is averaged over all weights: each weight has a scale of its own",
    look_at="the shape of what the step is divided by",
)

edited(
    "size_only",
    "/ np.sqrt(Eg + eps) * g",
    "/ np.sqrt(Eg + eps)",
    message="the gradient is missing in the step, and with it the direction",
    look_at="the sign of the step",
)


@right("loop", message="one weight after the other")
def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
    shape = np.shape(w)
    flat = [np.ravel(np.asarray(a, dtype=float)) for a in (w, g, Eg, Ed)]
    new_w, new_g, new_d = (np.empty(flat[0].size) for _ in range(3))
    for i, (wi, gi, a, b) in enumerate(zip(*flat, strict=True)):
        new_g[i] = rho * a + (1 - rho) * gi * gi
        step = gi * ((b + eps) / (new_g[i] + eps)) ** 0.5
        new_d[i] = rho * b + (1 - rho) * step * step
        new_w[i] = wi - step
    return new_w.reshape(shape), new_g.reshape(shape), new_d.reshape(shape)


@right("towards", message="the averages move towards the squares; returns a list")
def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
    Eg = Eg + (1 - rho) * (np.multiply(g, g) - Eg)
    ratio = np.divide(Ed + eps, Eg + eps)
    return [w - np.sqrt(ratio) * g, Eg, Ed + (1 - rho) * (ratio * np.square(g) - Ed)]


@right("copies", message="works on copies in place")
def adadelta_step(w, g, Eg, Ed, rho=0.9, eps=1e-6):
    w, Eg, Ed = (np.array(a, dtype=np.float64) for a in (w, Eg, Ed))
    Eg *= rho
    Eg += (1 - rho) * np.square(g)
    change = -np.sqrt(Ed + eps) * np.asarray(g) / np.sqrt(Eg + eps)
    Ed *= rho
    Ed += (1 - rho) * change**2
    w += change
    return w, Eg, Ed
