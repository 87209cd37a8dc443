"""The instructor's package: hidden suites, sandbox, grading pipeline, reports."""
