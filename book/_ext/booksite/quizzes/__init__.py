"""Quizzes: their format, and how a page shows them."""
