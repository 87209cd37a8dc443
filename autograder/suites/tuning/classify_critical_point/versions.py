"""Versions of `classify_critical_point`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong

VALUES = "np.linalg.eigvalsh(H)"
FLAT = (
    "    if np.any(np.abs(curvatures) <= 1e-10 * np.max(np.abs(curvatures))):\n"
    '        return "degenerate"\n'
)

edited(
    "diagonal",
    VALUES,
    "np.diag(H)",
    message="the diagonal decides; two weights that are coupled can have a saddle all the same",
    look_at="along which directions the curvature is taken",
)


@wrong(
    "determinant",
    message="the determinant decides, as for two weights: two negative eigenvalues multiply to a "
    "positive number",
    look_at="what the determinant tells of three eigenvalues",
)
def classify_critical_point(H):
    scale = np.max(np.abs(H))
    determinant = np.linalg.det(H / scale) if scale > 0 else 0.0
    if abs(determinant) < 1e-10:
        return "degenerate"
    if determinant < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


@wrong(
    "trace",
    message="the sign of the trace decides: it is only the sum of the eigenvalues",
    look_at="what the sum of two eigenvalues tells of each",
)
def classify_critical_point(H):
    trace = np.trace(H)
    if trace == 0:
        return "degenerate"
    return "minimum" if trace > 0 else "maximum"


edited(
    "no_degenerate",
    FLAT,
    "",
    message="an eigenvalue of zero is not reported: in its direction H decides nothing",
    look_at="a direction without curvature",
)

edited(
    "exact_zero",
    "<= 1e-10 * np.max(np.abs(curvatures))",
    "== 0",
    message="an eigenvalue counts as zero only where it is 0.0 exactly; rounding leaves 1e-17",
    look_at="how large an eigenvalue is that should be zero",
)

edited(
    "absolute",
    "<= 1e-10 * np.max(np.abs(curvatures))",
    "<= 1e-8",
    message="a fixed number decides what is zero; a loss of a small scale has small eigenvalues",
    look_at="with what an eigenvalue is compared before it counts as zero",
)

edited(
    "upside_down",
    "np.all(curvatures > 0)",
    "np.all(curvatures < 0)",
    'np.all(curvatures < 0):\n        return "maximum"',
    'np.all(curvatures > 0):\n        return "maximum"',
    message="minimum and maximum are exchanged: the loss curves upwards around a minimum",
    look_at="the sign of the curvature at a minimum",
)

edited(
    "strict_first",
    FLAT + "    if np.all(curvatures > 0)",
    "    if np.min(curvatures) < 0 < np.max(curvatures):\n"
    '        return "saddle"\n' + FLAT + "    if np.all(curvatures > 0)",
    message="both signs are called a saddle although another eigenvalue is zero; the course calls "
    "every critical point with a zero eigenvalue degenerate",
    look_at="what is asked first",
)

edited(
    "smallest_only",
    "np.all(curvatures < 0)",
    "np.min(curvatures) < 0",
    message="one negative eigenvalue makes a maximum; a maximum goes down in every direction",
    look_at="how many directions go down",
)

edited(
    "some_up",
    "np.all(curvatures > 0)",
    "np.any(curvatures > 0)",
    message="one positive eigenvalue makes a minimum; a minimum goes up in every direction",
    look_at="how many directions go up",
)

edited(
    "singular_values",
    VALUES,
    "np.linalg.svd(H, compute_uv=False)",
    message="the singular values are taken, which are never negative: the signs are lost",
    look_at="whether what is computed of H can be negative",
)


@right("general", message="eigenvalues of a general matrix; counted")
def classify_critical_point(H):
    values = np.linalg.eigvals(H).real
    size = max(abs(values))
    up, down = np.sum(values > 1e-10 * size), np.sum(values < -1e-10 * size)
    if up + down < len(values):
        return "degenerate"
    return {0: "maximum", len(values): "minimum"}.get(int(up), "saddle")


@right("ends", message="the smallest and the largest of the sorted eigenvalues")
def classify_critical_point(H):
    values = np.linalg.eigh(H)[0]
    sizes = np.sort(np.abs(values))
    if sizes[0] <= 1e-10 * sizes[-1]:
        return "degenerate"
    if values[0] > 0:
        return "minimum"
    return "maximum" if values[-1] < 0 else "saddle"


@right("signs", message="by the set of their signs")
def classify_critical_point(H):
    values = np.linalg.eigvalsh(H)
    values = np.where(np.abs(values) > 1e-10 * np.abs(values).max(), values, 0.0)
    signs = set(np.sign(values).tolist())
    if 0.0 in signs:
        return "degenerate"
    return "saddle" if len(signs) == 2 else "minimum" if 1.0 in signs else "maximum"
