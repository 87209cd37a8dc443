"""Alternative right versions of `clip_by_global_norm`: all of them must get full points."""

import numpy as np

from autograder.bank.exercise import right


@right("one_vector", says="the norm of all entries in one vector")
def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([np.ravel(g) for g in grads]))
    return [g * (max_norm / max(norm, max_norm)) for g in grads]


@right("loop", says="entry by entry; works on copies in place")
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


@right("norm_of_norms", says="the norm of the norms of the arrays; returns a tuple")
def clip_by_global_norm(grads, max_norm):
    norm = np.linalg.norm([np.linalg.norm(np.ravel(g)) for g in grads])
    return tuple(g / max(1.0, norm / max_norm) for g in grads)


@right("guarded", says="a tiny number keeps the division defined, as in PyTorch; a generator")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in grads))
    factor = min(1.0, max_norm / (norm + 1e-6))
    return (g * factor for g in grads)


@right("untouched", says="gradients under the limit are returned as they are")
def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.square(g).sum() for g in grads))
    return [g * max_norm / norm for g in grads] if norm > max_norm else list(grads)
