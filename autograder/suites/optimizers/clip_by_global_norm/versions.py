"""Versions of `clip_by_global_norm`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "per_tensor",
    "[g * factor for g in grads]",
    "[g * (max_norm / max(np.sqrt(np.sum(g**2)), max_norm)) for g in grads]",
    message="each array is clipped by a norm of its own: the direction of the whole gradient "
    "changes",
    look_at="which arrays the norm is taken over",
)

edited(
    "by_value",
    "[g * factor for g in grads]",
    "[np.clip(g, -max_norm, max_norm) for g in grads]",
    message="each entry is cut off at max_norm; the limit is for the length of the whole gradient",
    look_at="what is compared with max_norm",
)

edited(
    "always",
    "max_norm / max(norm, max_norm)",
    "max_norm / norm if norm > 0 else 1.0",
    message="gradients under the limit are scaled up to it",
    look_at="what happens below the limit",
)

edited(
    "sum_of_norms",
    "np.sqrt(sum(np.sum(g**2) for g in grads))",
    "sum(np.sqrt(np.sum(g**2)) for g in grads)",
    message="the norms of the arrays are added up; the squares are to be added up before the root",
    look_at="the order of squaring, adding up and taking the root",
)

edited(
    "no_root",
    "np.sqrt(sum(np.sum(g**2) for g in grads))",
    "sum(np.sum(g**2) for g in grads)",
    message="the sum of squares is taken for the norm: its root is missing",
    look_at="the units of the norm",
)

edited(
    "unit",
    "max_norm / max(norm, max_norm)",
    "1 / norm if norm > max_norm else 1.0",
    message="gradients over the limit get length 1, not length max_norm",
    look_at="the norm after clipping",
)

edited(
    "largest_entry",
    "np.sqrt(sum(np.sum(g**2) for g in grads))",
    "max(np.max(np.abs(g)) for g in grads)",
    message="the size of the largest entry is taken for the norm",
    look_at="what is compared with max_norm",
)

edited(
    "zeroed",
    "max_norm / max(norm, max_norm)",
    "float(norm <= max_norm)",
    message="gradients over the limit are set to zero; they are to be shortened",
    look_at="what happens above the limit",
)

edited(
    "zero_division",
    "max_norm / max(norm, max_norm)",
    "min(1.0, max_norm / norm)",
    message="where every gradient is 0 the factor max_norm / norm divides by zero",
    look_at="what is divided where every gradient is 0",
)

edited(
    "sum_of_sizes",
    "np.sqrt(sum(np.sum(g**2) for g in grads))",
    "sum(np.sum(np.abs(g)) for g in grads)",
    message="the sizes of the entries are added up; the norm is the root of the sum of squares",
    look_at="what is added up over the entries",
)

edited(
    "zero_by_zero",
    "max_norm / max(norm, max_norm)",
    "min(norm, max_norm) / norm",
    message="where every gradient is 0 the norm is 0 as well, and 0 is divided by 0",
    look_at="what the gradients are divided by where all of them are 0",
)

edited(
    "first_array",
    "for g in grads))",
    "for g in grads[:1]))",
    message="the norm is that of the first array alone",
    look_at="which arrays the norm is taken over",
)


@right("one_vector", message="the norm of all entries in one vector")
def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    return [g * (max_norm / max(norm, max_norm)) for g in grads]


@right("loop", message="entry by entry; works on copies in place")
def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        for x in np.ravel(g):
            total += float(x) ** 2
    clipped = [np.array(g, dtype=float) for g in grads]
    if total > max_norm**2:
        for c in clipped:
            c *= max_norm
            c /= total**0.5
    return clipped


@right("norm_of_norms", message="the norm of the norms of the arrays; returns a tuple")
def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(np.ravel(g)) for g in grads])
    return tuple(g / max(1.0, norm / max_norm) for g in grads)


@right("guarded", message="a tiny number keeps the division defined, as in PyTorch; a generator")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in grads))
    factor = min(1.0, max_norm / (norm + 1e-6))
    return (g * factor for g in grads)


@right("untouched", message="gradients under the limit are returned as they are")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.square(g).sum() for g in grads))
    return [g * max_norm / norm for g in grads] if norm > max_norm else list(grads)
