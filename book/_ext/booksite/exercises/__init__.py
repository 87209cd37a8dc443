"""Exercises on a page: the task, the editor, what its Python needs."""
