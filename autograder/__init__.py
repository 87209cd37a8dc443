"""The instructor's package: hidden suites, sandbox, grading pipeline, reports."""

import sys

# The only module that is hidden from imports. nbformat loads jsonschema, and jsonschema (from 4.25
# on) loads this parser of web addresses wherever it is installed, which compiles a grammar for
# seconds on each start. No notebook needs it; without it jsonschema leaves those formats unchecked.
# It stands here because every process of the grader, those in the sandbox too, begins here.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# Containers made before Python searches them for garbage, in all processes of the grader: few of
# them are ever part of a circle.
GARBAGE = 20_000
