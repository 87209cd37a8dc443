"""`Probe` under the name that suites of earlier courses import it by; it is in `handbook.check`."""

from handbook.check.exercise_data import Probe

__all__ = ["Probe"]
