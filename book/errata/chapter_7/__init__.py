"""Exploding gradients."""

PAGES = ("exploding-gradients",)
