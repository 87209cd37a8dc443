"""The visible checks of an exercise, run where the student works.

    from handbook.check import check

    check("adam_step")          # what was called, what came back, what was expected
    check("adam_step").hint()   # the next hint
    check.progress()            # the assignment at a glance

The checks are data: `checks.json` beside the notebook holds inputs, expected answers and the
answers of known wrong versions. They say less than the hidden tests, which run when the
assignment is graded.
"""

from handbook.check.checker import FILE_NAME, GRADING_VARIABLE, LATER, Checker, Report, check

__all__ = ["FILE_NAME", "GRADING_VARIABLE", "LATER", "Checker", "Report", "check"]
