"""The instructor's package: hidden suites, sandbox, grading pipeline, reports."""

import sys

# nbformat loads jsonschema, and that this parser of web addresses where it is installed, which
# compiles a grammar for seconds on each start. No notebook needs it; jsonschema does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# Containers made before Python searches them for garbage, in all processes of the grader: few of
# them are ever part of a circle.
GARBAGE = 20_000
