"""The reader's package: checked derivations, visible checks, figures and data.

Nothing here imports the grader; a student receives this package and their notebook.
"""
