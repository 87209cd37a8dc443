"""Losses."""

PAGES = ("regression-losses", "binary-cross-entropy", "many-classes", "choosing-a-loss")
