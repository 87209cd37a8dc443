"""Named wrong versions of `clip_by_global_norm`."""

import numpy as np

from autograder.bank.exercise import wrong

LONG = {"grads": [np.array([3.0]), np.array([4.0])], "max_norm": 2.5}


@wrong(
    "per_tensor",
    says="each array is clipped by a norm of its own: the direction of the whole gradient changes",
    shows_on=LONG,
)
def clip_by_global_norm(grads, max_norm):
    clipped = []
    for g in grads:
        norm = np.sqrt(np.sum(g**2))
        clipped.append(g * (max_norm / max(norm, max_norm)))
    return clipped


@wrong(
    "by_value",
    says="each entry is cut off at max_norm; the limit is for the length of the whole gradient",
    shows_on={**LONG, "grads": [np.array([3.0, 4.0])]},
)
def clip_by_global_norm(grads, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in grads]


@wrong(
    "always",
    says="gradients under the limit are scaled up to it",
    shows_on={**LONG, "max_norm": 10.0},
)
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * (max_norm / norm) if norm > 0 else g * 1.0 for g in grads]


@wrong(
    "sum_of_norms",
    says="the norms of the arrays are added up; the squares are to be added up before the root",
    shows_on={**LONG, "max_norm": 3.5},
)
def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sqrt(np.sum(g**2)) for g in grads)
    return [g * (max_norm / max(norm, max_norm)) for g in grads]


@wrong(
    "no_root",
    says="the sum of squares is taken for the norm: its root is missing",
    shows_on=LONG,
)
def clip_by_global_norm(grads, max_norm):
    norm = sum(np.sum(g**2) for g in grads)
    return [g * (max_norm / max(norm, max_norm)) for g in grads]


@wrong(
    "unit",
    says="gradients over the limit get length 1, not length max_norm",
    shows_on={"grads": [np.array([6.0]), np.array([8.0])], "max_norm": 5.0},
)
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g / norm if norm > max_norm else g * 1.0 for g in grads]


@wrong(
    "largest_entry",
    says="the size of the largest entry is taken for the norm",
    shows_on={**LONG, "max_norm": 2.0},
)
def clip_by_global_norm(grads, max_norm):
    largest = max(np.max(np.abs(g)) for g in grads)
    return [g * (max_norm / max(largest, max_norm)) for g in grads]


@wrong(
    "zeroed",
    says="gradients over the limit are set to zero; they are to be shortened",
    shows_on=LONG,
)
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * float(norm <= max_norm) for g in grads]


@wrong(
    "zero_division",
    says="where every gradient is 0 the factor max_norm / norm divides by zero",
    shows_on={"grads": [np.zeros(2)], "max_norm": 1.0},
)
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    return [g * min(1.0, max_norm / norm) for g in grads]


@wrong(
    "in_place",
    says="the arrays of the caller are changed",
    shows_on=LONG,
)
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return grads
