"""Why a network does not learn: symptoms in the logs of a training run.

    from handbook.diagnose import Run, diagnose

    run = Run(training_loss=losses, gradient_norms=norms, activations=hidden, activation="relu")
    for finding in diagnose(run):
        print(finding)

Only NumPy is needed, and only what was logged is looked at.
"""

from handbook.diagnose.findings import NOTHING, SECTIONS, Finding
from handbook.diagnose.logs import Run
from handbook.diagnose.symptoms import diagnose

__all__ = ["NOTHING", "SECTIONS", "Finding", "Run", "diagnose"]
