"""Results in the formats that other tools read; one module a format.

`grades` reads the gradebook, `table` writes and guards CSV, `matching` finds the rows of a file
that a learning platform exported. `gradescope` and `github` write a grader that runs elsewhere.
"""
