"""Right and wrong lines from all chapters, by which the checker is measured.

Each module has `TRUE` and `FALSE`: names of lines, with what builds them.
"""
